import { clock } from "./clock.js";
import { Regexes, type Regex } from "./regexes.js";
import { exponential, parseJavaDouble, ratioToDouble } from "./number-text.js";

/** Digits of 32 bits that are taken one by one; more go by text, whose time does not grow with their square. */
const FEW_DIGITS = 16;

/** Answered where a limit of the engine has stopped a leaf (kernel/prim/leaves.ts). */
const FAILED = 0x40000000;
function attempt(leaf: () => number): number {
  try {
    return leaf();
  } catch (error) {
    // The length of a string, the size of a big integer, the depth of a regular expression's search.
    if (error instanceof RangeError) return FAILED;
    throw error;
  }
}

/** The number with these digits, least first. */
function magnitudeOf(digits: Uint32Array): bigint {
  if (digits.length > FEW_DIGITS) return BigInt(`0x${[...digits].reverse().map(hexOf).join("")}`);
  let n = 0n;
  for (let i = digits.length - 1; i >= 0; i--) n = (n << 32n) | BigInt(digits[i] as number);
  return n;
}
const hexOf = (digit: number): string => digit.toString(16).padStart(8, "0");

function digitsOf(n: bigint): number[] {
  const digits: number[] = [];
  let rest = n;
  for (; rest !== 0n && digits.length <= FEW_DIGITS; rest >>= 32n) digits.push(Number(BigInt.asUintN(32, rest)));
  if (rest === 0n) return digits;
  const hex = rest.toString(16);
  for (let end = hex.length; end > 0; end -= 8) digits.push(Number.parseInt(hex.slice(Math.max(0, end - 8), end), 16));
  return digits;
}

/**
 * Leaf functions that the kernel imports as module "host" (kernel/prim/leaves.ts): numbers of any size, number text,
 * letters beyond ASCII, UTF-8, regular expressions. They never call back into the kernel. Results of variable size stay
 * here until the kernel has allocated room and takes them. One set per executor.
 */
export function makeLeaves(memory: WebAssembly.Memory): Record<string, (...args: never[]) => number | bigint | void> {
  let buffer = memory.buffer;
  let u8 = new Uint8Array(buffer);
  let u16 = new Uint16Array(buffer);
  let u32 = new Uint32Array(buffer);
  let i32 = new Int32Array(buffer);
  let units = Buffer.from(buffer);
  /** Views of a shared memory keep their length when it grows; make new ones before reading beyond it. */
  const refresh = () => {
    if (memory.buffer.byteLength === buffer.byteLength) return;
    buffer = memory.buffer;
    u8 = new Uint8Array(buffer);
    u16 = new Uint16Array(buffer);
    u32 = new Uint32Array(buffer);
    i32 = new Int32Array(buffer);
    units = Buffer.from(buffer);
  };
  const within = (end: number) => {
    if (end > u8.length) refresh();
  };

  let text = "";
  let digits: number[] = [];
  let bytes: Uint8Array = new Uint8Array(0);
  let long = 0n;
  let double = 0;

  const readText = (address: number, length: number): string => {
    const at = address >>> 0;
    within(at + 2 * length);
    if (length > 48) return units.toString("utf16le", at, at + 2 * length);
    // A call out of the engine costs as much as this many characters, eight of which are put together at a time.
    let s = "";
    let i = at >> 1;
    const end = i + length;
    for (; i + 8 <= end; i += 8)
      s += String.fromCharCode(
        u16[i] as number,
        u16[i + 1] as number,
        u16[i + 2] as number,
        u16[i + 3] as number,
        u16[i + 4] as number,
        u16[i + 5] as number,
        u16[i + 6] as number,
        u16[i + 7] as number,
      );
    for (; i < end; i++) s += String.fromCharCode(u16[i] as number);
    return s;
  };
  /** Integer behind a word: fixnum, LONG or BIGINT (spec/words.ts, spec/types.ts). */
  const readInteger = (word: bigint): bigint => {
    if ((word & 7n) === 0n) return word >> 3n;
    const at = Number(word & 0xfffffff8n);
    within(at + 16);
    if (Number((word >> 32n) & 0xffffffffn) === 1)
      return BigInt.asIntN(64, BigInt(u32[(at + 8) >> 2] as number) | (BigInt(u32[(at + 12) >> 2] as number) << 32n));
    const count = u32[(at + 12) >> 2] as number;
    within(at + 16 + 4 * count);
    const magnitude = magnitudeOf(u32.subarray((at + 16) >> 2, ((at + 16) >> 2) + count));
    return u32[(at + 8) >> 2] ? -magnitude : magnitude;
  };
  const holdInteger = (n: bigint): number => {
    const negative = n < 0n;
    digits = digitsOf(negative ? -n : n);
    return negative ? digits.length | 0x80000000 : digits.length;
  };
  const holdText = (s: string): number => {
    text = s;
    return s.length;
  };

  const regexes = new Regexes();
  const regexOf = (number: bigint, source: number, length: number): Regex | null =>
    regexes.numbered(Number(number), () => readText(source, length));
  // The last subject, so that a scan over one string decodes it once. Good while the epoch stands; after that the bytes of a long one
  // are compared, which is far cheaper than decoding.
  const subject = { address: -1, length: -1, epoch: -1n, copy: new Uint8Array(0), text: "" };
  const readSubject = (address: number, length: number, epoch: bigint): string => {
    if (length < 8) return readText(address, length);
    const at = address >>> 0;
    if (subject.length === length) {
      if (subject.address === at && subject.epoch === epoch) return subject.text;
      within(at + 2 * length);
      if (length >= 64 && Buffer.compare(subject.copy, u8.subarray(at, at + 2 * length)) === 0) {
        subject.address = at;
        subject.epoch = epoch;
        return subject.text;
      }
    }
    subject.text = readText(address, length);
    subject.address = at;
    subject.length = length;
    subject.epoch = epoch;
    if (length >= 64) subject.copy = u8.slice(at, at + 2 * length);
    return subject.text;
  };
  const javaCase = /\p{Lu}/u;
  const lowerCase = /\p{Ll}/u;
  const letter = /\p{L}/u;
  const digit = /\p{Nd}/u;
  const space = /[\p{Zs}\p{Zl}\p{Zp}]/u;
  const utf8 = { encode: new TextEncoder(), decode: new TextDecoder("utf-8", { ignoreBOM: true }) };

  return {
    now_ns: clock(),
    now_ms: () => Date.now(),
    random: () => Math.random(),
    math1: (op: number, x: number) => (MATH1[op] as (x: number) => number)(x),
    math2: (op: number, x: number, y: number) => (MATH2[op] as (x: number, y: number) => number)(x, y),
    big_op: (op: number, a: bigint, b: bigint) =>
      attempt(() => {
        const x = readInteger(a);
        const y = readInteger(b);
        if (op >= 3 && op <= 5 && y === 0n) return -1;
        return holdInteger((BIG[op] as (x: bigint, y: bigint) => bigint)(x, y));
      }),
    big_from_double: (x: number) => holdInteger(BigInt(Math.trunc(x))),
    big_to_double: (a: bigint) => Number(readInteger(a)),
    ratio_to_double: (n: bigint, d: bigint) => ratioToDouble(readInteger(n), readInteger(d)),
    decimal_to_double: (unscaled: bigint, scale: number) => Number(`${readInteger(unscaled)}e${-scale}`),
    take_digits: (address: number) => {
      within((address >>> 0) + 4 * digits.length);
      u32.set(digits, (address >>> 0) >> 2);
    },
    int_to_text: (a: bigint, radix: number) => attempt(() => holdText(readInteger(a).toString(radix))),
    format_double: (x: number, precision: number) => attempt(() => holdText(exponential(x, precision))),
    change_case: (address: number, length: number, upper: number) =>
      attempt(() => {
        const s = readText(address, length);
        return holdText(upper ? s.toUpperCase() : s.toLowerCase());
      }),
    take_text: (address: number) => {
      const at = (address >>> 0) >> 1;
      within((address >>> 0) + 2 * text.length);
      for (let i = 0; i < text.length; i++) u16[at + i] = text.charCodeAt(i);
    },
    parse_int: (address: number, length: number, radix: number) =>
      attempt(() => {
        const n = parseInteger(readText(address, length), radix);
        if (n === null) return -1;
        if (BigInt.asIntN(64, n) === n) {
          long = n;
          return 0;
        }
        return holdInteger(n);
      }),
    take_long: () => long,
    parse_double: (address: number, length: number) => {
      const x = parseJavaDouble(readText(address, length));
      if (x === null) return 0;
      double = x;
      return 1;
    },
    take_double: () => double,
    regex_compile: (address: number, length: number) => regexes.of(readText(address, length))?.groups ?? -1,
    regex_run: (
      number: bigint,
      source: number,
      sourceLength: number,
      address: number,
      length: number,
      start: number,
      how: number,
      epoch: bigint,
      positions: number,
      pairs: number,
    ) => {
      const regex = regexOf(number, source, sourceLength);
      if (!regex) return 0;
      const subject = readSubject(address, length, epoch);
      within((positions >>> 0) + 8 * pairs);
      return attempt(() => regex.run(how, subject, start, i32, positions >>> 2, pairs));
    },
    /** 0 space 1 digit 2 letter 3 upper 4 lower: 0 or 1; 5 to upper case, 6 to lower case: a code unit. */
    char_class: (code: number, op: number) => {
      const c = String.fromCharCode(code);
      switch (op) {
        case 0:
          return space.test(c) && c !== "\u00a0" && c !== "\u2007" && c !== "\u202f" ? 1 : 0;
        case 1:
          return digit.test(c) ? 1 : 0;
        case 2:
          return letter.test(c) ? 1 : 0;
        case 3:
          return javaCase.test(c) ? 1 : 0;
        case 4:
          return lowerCase.test(c) ? 1 : 0;
        default: {
          const changed = op === 5 ? c.toUpperCase() : c.toLowerCase();
          return changed.length === 1 ? changed.charCodeAt(0) : code;
        }
      }
    },
    utf8_encode: (address: number, length: number) =>
      attempt(() => {
        bytes = utf8.encode.encode(readText(address, length));
        return bytes.length;
      }),
    take_bytes: (address: number) => {
      within((address >>> 0) + bytes.length);
      u8.set(bytes, address >>> 0);
    },
    utf8_decode: (address: number, length: number) => {
      within((address >>> 0) + length);
      return attempt(() => holdText(utf8.decode.decode(u8.slice(address >>> 0, (address >>> 0) + length))));
    },
  };
}

const MATH1: ((x: number) => number)[] = [
  Math.sqrt,
  Math.sin,
  Math.cos,
  Math.tan,
  Math.asin,
  Math.acos,
  Math.atan,
  Math.exp,
  Math.log,
  Math.log10,
  Math.floor,
  Math.ceil,
  (x) => x,
  Math.cbrt,
  Math.sinh,
  Math.cosh,
  Math.tanh,
  Math.round,
  Math.sign,
  Math.log1p,
  Math.expm1,
];
const MATH2: ((x: number, y: number) => number)[] = [
  // Java: 1 to any power is 1, but pow(1, NaN) and pow(±1, ±Infinity) are NaN, as in JavaScript.
  (x, y) => x ** y,
  Math.atan2,
  Math.hypot,
  (x, y) => {
    // IEEE remainder: x - y * n, n the integer nearest to x / y, ties to even.
    if (!Number.isFinite(x) || Number.isNaN(y) || y === 0) return Number.NaN;
    if (!Number.isFinite(y)) return x;
    let r = x % y;
    const half = Math.abs(y) / 2;
    const odd = Math.trunc((x - r) / y) % 2 !== 0;
    if (Math.abs(r) > half || (Math.abs(r) === half && odd)) r -= Math.sign(r) * Math.abs(y);
    return r === 0 ? 0 * x : r;
  },
];

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y) [x, y] = [y, x % y];
  return x;
}
const BIG: ((x: bigint, y: bigint) => bigint)[] = [
  (x, y) => x + y,
  (x, y) => x - y,
  (x, y) => x * y,
  (x, y) => x / y,
  (x, y) => x % y,
  (x, y) => {
    const r = x % y;
    return r !== 0n && r < 0n !== y < 0n ? r + y : r;
  },
  gcd,
  (x, y) => x & y,
  (x, y) => x | y,
  (x, y) => x ^ y,
  (x, y) => x << y,
  (x, y) => x >> y,
];

/** Integer text in a radix, with an optional sign; null if it is none. */
function parseInteger(s: string, radix: number): bigint | null {
  const match = /^([+-]?)([0-9a-zA-Z]+)$/.exec(s);
  if (!match) return null;
  const body = match[2] as string;
  for (const c of body) if (!(Number.parseInt(c, 36) < radix)) return null;
  let n: bigint;
  if (radix === 10) n = BigInt(body);
  else {
    n = 0n;
    for (const c of body) n = n * BigInt(radix) + BigInt(Number.parseInt(c, 36));
  }
  return match[1] === "-" ? -n : n;
}
