import { WIRE, WIRE_VERSION } from "../../spec/index.js";
import {
  BigIntForm,
  CharForm,
  DecimalForm,
  ExceptionValue,
  InstForm,
  Keyword,
  ListForm,
  MapForm,
  Opaque,
  Pid,
  RatioForm,
  Ref,
  RegexForm,
  SetForm,
  Sym,
  TaggedForm,
  Thunk,
  UuidForm,
  type Value,
  VarRef,
  VectorForm,
} from "./values.js";

/**
 * Values to and from wire messages (spec/bytecode.ts). The format is postfix; both directions keep their own stack, so data of
 * any depth passes.
 */
export function encodeValue(value: Value): Uint8Array {
  const writer = new Writer();
  writer.byte(WIRE_VERSION);
  // A function on the work list writes the constructor after its parts.
  const work: (Value | (() => void))[] = [value];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    if (typeof next === "function") next();
    else writeValue(writer, next, work);
  }
  writer.byte(WIRE.END);
  return writer.finish();
}

const LONG_MIN = -(1n << 63n);
const LONG_MAX = (1n << 63n) - 1n;

function writeValue(w: Writer, value: Value, work: (Value | (() => void))[]): void {
  const many = (op: number, items: readonly Value[], count: number): void => {
    work.push(() => {
      w.byte(op);
      w.uint(count);
    });
    for (let i = items.length - 1; i >= 0; i--) work.push(items[i] as Value);
  };
  const withMeta = (meta: MapForm | null): void => {
    if (meta === null) return;
    work.push(() => w.byte(WIRE.META));
    work.push(meta);
  };
  if (value === null) w.byte(WIRE.NIL);
  else if (value === true) w.byte(WIRE.TRUE);
  else if (value === false) w.byte(WIRE.FALSE);
  else if (typeof value === "string") w.string(value);
  else if (typeof value === "bigint") {
    if (value >= LONG_MIN && value <= LONG_MAX) w.int(value);
    else w.bigint(value);
  } else if (typeof value === "number") w.double(value);
  else if (value instanceof Keyword) w.named(WIRE.KEYWORD, value.ns, value.name);
  else if (value instanceof Sym) {
    withMeta(value.meta);
    w.named(WIRE.SYMBOL, value.ns, value.name);
  } else if (value instanceof ListForm) {
    withMeta(value.meta);
    many(WIRE.LIST, value.items, value.items.length);
  } else if (value instanceof VectorForm) {
    withMeta(value.meta);
    many(WIRE.VECTOR, value.items, value.items.length);
  } else if (value instanceof SetForm) {
    withMeta(value.meta);
    many(WIRE.SET, value.items, value.items.length);
  } else if (value instanceof MapForm) {
    withMeta(value.meta);
    many(WIRE.MAP, value.items, value.items.length / 2);
  } else writeRare(w, value, work);
}

function writeRare(w: Writer, value: Value, work: (Value | (() => void))[]): void {
  const compound = (op: number, ...parts: Value[]): void => {
    work.push(() => w.byte(op));
    for (const part of parts.reverse()) work.push(part);
  };
  if (value instanceof BigIntForm) w.bigint(value.value);
  else if (value instanceof RatioForm) {
    w.integer(value.num);
    w.integer(value.den);
    w.byte(WIRE.RATIO);
  } else if (value instanceof DecimalForm) {
    w.integer(value.unscaled);
    w.int(BigInt(value.scale));
    w.byte(WIRE.DECIMAL);
  } else if (value instanceof CharForm) {
    w.byte(WIRE.CHAR);
    w.uint(value.code);
  } else if (value instanceof RegexForm) compound(WIRE.REGEX, value.source);
  else if (value instanceof TaggedForm) compound(WIRE.TAGGED, value.tag, value.form);
  else if (value instanceof InstForm) compound(WIRE.INST, BigInt(Math.trunc(value.ms)));
  else if (value instanceof UuidForm) {
    w.byte(WIRE.UUID);
    w.raw(twoWords(Buffer.from(value.text.replaceAll("-", "").padStart(32, "0"), "hex")));
  } else if (value instanceof Pid || value instanceof Ref) {
    w.byte(value instanceof Pid ? WIRE.PID : WIRE.REF);
    w.word(value.word);
  } else if (value instanceof VarRef) w.named(WIRE.VAR, value.ns, value.name);
  else if (value instanceof Thunk) w.embed(value.message);
  else if (value instanceof Uint8Array) {
    w.byte(WIRE.BUFFER);
    w.uint(value.length);
    w.raw(value);
  } else if (value instanceof ExceptionValue)
    compound(WIRE.EXCEPTION, value.className, value.message, value.data, value.cause, value.trace);
  else if (value instanceof Opaque) throw new TypeError(`a ${value.className} can't cross into the program: ${value.printed}`);
  else throw new TypeError("not a value of a program");
}

class Writer {
  #bytes = new Uint8Array(256);
  #length = 0;
  /** Entries of the message's table by what they are: "s" + string, or op + ns/name. */
  readonly #table = new Map<string, number>();
  #entries = 0;

  #room(n: number): void {
    if (this.#length + n <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + n));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
  byte(b: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = b;
  }
  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }
  /** Unsigned LEB128. */
  uint(n: number): void {
    let rest = n;
    while (rest >= 128) {
      this.byte((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }
  /** A long: zigzag LEB128. */
  int(n: bigint): void {
    this.byte(WIRE.INT);
    let rest = BigInt.asUintN(64, (n << 1n) ^ (n >> 63n));
    while (rest >= 128n) {
      this.byte(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.byte(Number(rest));
  }
  bigint(n: bigint): void {
    this.byte(WIRE.BIGINT);
    this.byte(n < 0n ? 1 : 0);
    let rest = n < 0n ? -n : n;
    const digits: number[] = [];
    for (; rest > 0n; rest >>= 32n) digits.push(Number(rest & 0xffffffffn));
    this.uint(digits.length);
    this.raw(new Uint8Array(new Uint32Array(digits).buffer));
  }
  /** An integer in the narrowest form. */
  integer(n: bigint): void {
    if (n >= LONG_MIN && n <= LONG_MAX) this.int(n);
    else this.bigint(n);
  }
  double(x: number): void {
    this.byte(WIRE.DOUBLE);
    this.raw(new Uint8Array(new Float64Array([x]).buffer));
  }
  word(w: bigint): void {
    this.raw(new Uint8Array(new BigUint64Array([BigInt.asUintN(64, w)]).buffer));
  }
  #backref(key: string): boolean {
    const at = this.#table.get(key);
    if (at === undefined) return false;
    this.byte(WIRE.BACKREF);
    this.uint(at);
    return true;
  }
  #note(key: string): void {
    this.#table.set(key, this.#entries++);
  }
  string(text: string): void {
    const key = `s${text}`;
    if (text.length <= 256 && this.#backref(key)) return;
    let latin = true;
    for (let i = 0; i < text.length && latin; i++) latin = text.charCodeAt(i) < 256;
    this.byte(latin ? WIRE.STRING8 : WIRE.STRING16);
    this.uint(text.length);
    this.raw(Buffer.from(text, latin ? "latin1" : "utf16le"));
    this.#note(key);
  }
  /** A symbol, keyword or var: ns and name, then the op. */
  named(op: number, ns: string | null, name: string): void {
    const key = `${op}${ns ?? ""}\u0000${name}`;
    if (this.#backref(key)) return;
    if (ns === null) this.byte(WIRE.NIL);
    else this.string(ns);
    this.string(name);
    this.byte(op);
    this.#note(key);
  }
  /** Another whole message as a part of this one: its back references move up by the entries that are here already. */
  embed(message: Uint8Array): void {
    const base = this.#entries;
    const scan = new Scanner(message);
    scan.byte();
    let from = 1;
    for (let op = scan.byte(); op !== WIRE.END; op = scan.byte()) {
      if (op === WIRE.BACKREF) {
        this.raw(message.subarray(from, scan.at));
        this.uint(scan.uint() + base);
        from = scan.at;
      } else scan.skip(op);
      if (TABLED.has(op)) this.#entries++;
    }
    this.raw(message.subarray(from, scan.at - 1));
  }
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

/** Ops whose value is appended to the table. */
const TABLED = new Set<number>([WIRE.STRING8, WIRE.STRING16, WIRE.SYMBOL, WIRE.KEYWORD, WIRE.VAR]);

class Scanner {
  at = 0;
  readonly #view: DataView;
  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  byte(): number {
    const b = this.bytes[this.at++];
    if (b === undefined) throw new RangeError("a wire message ends too early");
    return b;
  }
  uint(): number {
    let result = 0;
    for (let scale = 1; ; scale *= 128) {
      const b = this.byte();
      result += (b & 127) * scale;
      if (b < 128) return result;
    }
  }
  int(): bigint {
    let result = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const b = this.byte();
      result |= BigInt(b & 127) << shift;
      if (b < 128) break;
    }
    result = BigInt.asUintN(64, result);
    return BigInt.asIntN(64, (result >> 1n) ^ -(result & 1n));
  }
  take(n: number): Uint8Array {
    if (this.at + n > this.bytes.length) throw new RangeError("a wire message ends too early");
    return this.bytes.subarray(this.at, (this.at += n));
  }
  double(): number {
    const x = this.#view.getFloat64(this.at, true);
    this.at += 8;
    return x;
  }
  word(): bigint {
    const w = this.#view.getBigUint64(this.at, true);
    this.at += 8;
    return w;
  }
  /** Passes over the operands of an op. */
  skip(op: number): void {
    switch (op) {
      case WIRE.INT:
        this.int();
        return;
      case WIRE.DOUBLE:
      case WIRE.PID:
      case WIRE.REF:
        this.take(8);
        return;
      case WIRE.UUID:
        this.take(16);
        return;
      case WIRE.BIGINT:
        this.byte();
        this.take(4 * this.uint());
        return;
      case WIRE.STRING8:
      case WIRE.BYTES:
      case WIRE.BUFFER:
        this.take(this.uint());
        return;
      case WIRE.STRING16:
        this.take(2 * this.uint());
        return;
      case WIRE.CHAR:
      case WIRE.BACKREF:
      case WIRE.LIST:
      case WIRE.VECTOR:
      case WIRE.MAP:
      case WIRE.SET:
      case WIRE.NODE:
        this.uint();
    }
  }
}

/** Reads one value; what has no form (functions, code) becomes an Opaque. */
export function decodeValue(message: Uint8Array): Value {
  const scan = new Scanner(message);
  const version = scan.byte();
  if (version !== WIRE_VERSION) throw new RangeError(`wire version ${version} is not ${WIRE_VERSION}`);
  const stack: Value[] = [];
  const table: Value[] = [];
  for (let op = scan.byte(); op !== WIRE.END; op = scan.byte()) {
    const value = readOp(op, scan, stack, table);
    stack.push(value);
    if (TABLED.has(op)) table.push(value);
  }
  if (stack.length !== 1) throw new RangeError(`a wire message leaves ${stack.length} values`);
  return stack[0] as Value;
}

function readOp(op: number, scan: Scanner, stack: Value[], table: readonly Value[]): Value {
  const pop = (): Value => stack.pop() as Value;
  const many = (n: number): Value[] => stack.splice(stack.length - n, n);
  switch (op) {
    case WIRE.NIL:
      return null;
    case WIRE.TRUE:
      return true;
    case WIRE.FALSE:
      return false;
    case WIRE.INT:
      return scan.int();
    case WIRE.DOUBLE:
      return scan.double();
    case WIRE.CHAR:
      return new CharForm(scan.uint());
    case WIRE.STRING8:
      return Buffer.from(scan.take(scan.uint())).toString("latin1");
    case WIRE.STRING16:
      return Buffer.from(scan.take(2 * scan.uint())).toString("utf16le");
    case WIRE.SYMBOL:
    case WIRE.KEYWORD:
    case WIRE.VAR: {
      const name = pop() as string;
      const ns = pop() as string | null;
      return op === WIRE.SYMBOL ? new Sym(ns, name) : op === WIRE.KEYWORD ? new Keyword(ns, name) : new VarRef(ns ?? "", name);
    }
    case WIRE.BACKREF: {
      const k = scan.uint();
      if (k >= table.length) throw new RangeError("a wire message refers to nothing");
      return table[k] as Value;
    }
    case WIRE.LIST:
      return new ListForm(many(scan.uint()) as never);
    case WIRE.VECTOR:
      return new VectorForm(many(scan.uint()) as never);
    case WIRE.SET:
      return new SetForm(many(scan.uint()) as never);
    case WIRE.MAP:
      return new MapForm(many(2 * scan.uint()) as never);
    case WIRE.META: {
      const meta = pop();
      return withMeta(pop(), meta);
    }
    default:
      return readRare(op, scan, pop, many);
  }
}

function readRare(op: number, scan: Scanner, pop: () => Value, many: (n: number) => Value[]): Value {
  switch (op) {
    case WIRE.BIGINT: {
      const negative = scan.byte() === 1;
      const n = scan.uint();
      let value = 0n;
      const digits = scan.take(4 * n);
      const view = new DataView(digits.buffer, digits.byteOffset, digits.byteLength);
      for (let i = n - 1; i >= 0; i--) value = (value << 32n) | BigInt(view.getUint32(4 * i, true));
      return new BigIntForm(negative ? -value : value);
    }
    case WIRE.RATIO: {
      const den = integerOf(pop());
      return new RatioForm(integerOf(pop()), den);
    }
    case WIRE.DECIMAL: {
      const scale = Number(integerOf(pop()));
      return new DecimalForm(integerOf(pop()), scale);
    }
    case WIRE.REGEX:
      return new RegexForm(pop() as string);
    case WIRE.PID:
      return new Pid(scan.word());
    case WIRE.REF:
      return new Ref(scan.word());
    case WIRE.TAGGED: {
      const form = pop();
      return new TaggedForm(pop() as Sym, form as never);
    }
    case WIRE.UUID: {
      const hex = twoWords(Buffer.from(scan.take(16))).toString("hex");
      return new UuidForm(`${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`);
    }
    case WIRE.INST:
      return new InstForm(Number(integerOf(pop())));
    case WIRE.BYTES:
    case WIRE.BUFFER:
      return scan.take(scan.uint()).slice();
    case WIRE.NODE:
      return new VectorForm(many(scan.uint()) as never);
    case WIRE.CODE:
      return new Opaque("odeon.Code", String(many(11)[0]));
    case WIRE.CLOSURE:
      return new Opaque("clojure.lang.AFunction", `#function[${(pop() as Opaque).printed}]`);
    case WIRE.OPAQUE: {
      const printed = pop() as string;
      return new Opaque(pop() as string, printed);
    }
    case WIRE.EXCEPTION: {
      const [className, text, data, cause, trace] = many(5) as [string, Value, Value, Value, Value];
      return new ExceptionValue(className, text, data, cause, trace);
    }
    default:
      throw new RangeError(`a wire message holds an unknown operation ${op}`);
  }
}

const integerOf = (value: Value): bigint => (value instanceof BigIntForm ? value.value : (value as bigint));

function withMeta(value: Value, meta: Value): Value {
  if (!(meta instanceof MapForm)) return value;
  if (value instanceof Sym) return new Sym(value.ns, value.name, meta);
  if (value instanceof ListForm) return new ListForm(value.items, meta);
  if (value instanceof VectorForm) return new VectorForm(value.items, meta);
  if (value instanceof MapForm) return new MapForm(value.items, meta);
  if (value instanceof SetForm) return new SetForm(value.items, meta);
  return value;
}

/** The bytes of a UUID in the order of its text, as two little-endian words, or back. */
function twoWords(bytes: Buffer): Buffer {
  bytes.subarray(0, 8).reverse();
  bytes.subarray(8, 16).reverse();
  return bytes;
}
