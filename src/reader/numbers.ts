import { BigIntForm, DecimalForm, type Form, RatioForm } from "./forms.js";

const INT = /^([-+]?)(?:0[xX]([0-9A-Fa-f]+)|0([0-7]+)|([1-9][0-9]?)[rR]([0-9A-Za-z]+)|(0|[1-9][0-9]*))(N)?$/;
const FLOAT = /^([-+]?[0-9]+)(?:\.([0-9]*))?(?:[eE]([-+]?[0-9]+))?(M)?$/;
const RATIO = /^([-+]?[0-9]+)\/([0-9]+)$/;
const MIN = -(1n << 63n);
const MAX = (1n << 63n) - 1n;
/** An exponent beyond this would ask for a number of millions of digits when it is used. */
const MAX_SCALE = 0x7fffffff;

/** A number token as a form, or what is wrong with it. */
export function parseNumber(token: string): Form | { problem: string } {
  if (token.length < 16 && /^(?:0|[1-9][0-9]*)$/.test(token)) return BigInt(token);
  const int = INT.exec(token);
  if (int) return integer(int);
  const float = FLOAT.exec(token);
  if (float && !/^[-+]?0[0-9]+$/.test(token)) {
    if (float[4]) return decimal(float);
    return Number(token);
  }
  const ratio = RATIO.exec(token);
  if (ratio) return makeRatio(BigInt((ratio[1] as string).replace(/^\+/, "")), BigInt(ratio[2] as string));
  if (/^[-+]?0[0-9]+N?$/.test(token)) return { problem: `${token} starts with 0, so it is octal, and octal digits go up to 7` };
  return { problem: `${token} is not a number` };
}

function integer(m: RegExpExecArray): Form | { problem: string } {
  let value: bigint;
  if (m[2] !== undefined) value = BigInt(`0x${m[2]}`);
  else if (m[3] !== undefined) value = BigInt(`0o${m[3]}`);
  else if (m[4] !== undefined) {
    const radix = Number(m[4]);
    if (radix < 2 || radix > 36) return { problem: `${radix} is not a radix: 2 to 36` };
    value = 0n;
    for (const c of (m[5] as string).toLowerCase()) {
      const digit = Number.parseInt(c, 36);
      if (digit >= radix) return { problem: `${c} is not a digit in radix ${radix}` };
      value = value * BigInt(radix) + BigInt(digit);
    }
  } else value = BigInt(m[6] as string);
  if (m[1] === "-") value = -value;
  return m[7] || value < MIN || value > MAX ? new BigIntForm(value) : value;
}

function decimal(m: RegExpExecArray): Form | { problem: string } {
  const fraction = m[2] ?? "";
  const scale = fraction.length - Number(m[3] ?? "0");
  if (Math.abs(scale) > MAX_SCALE) return { problem: "the exponent is too large" };
  return new DecimalForm(BigInt((m[1] as string).replace(/^\+/, "") + fraction), scale);
}

/** Reduced; an integer when the denominator divides. */
export function makeRatio(num: bigint, den: bigint): Form | { problem: string } {
  if (den === 0n) return { problem: "a ratio's denominator can't be zero" };
  let a = num < 0n ? -num : num;
  let b = den;
  while (b !== 0n) [a, b] = [b, a % b];
  const n = num / a;
  const d = den / a;
  if (d !== 1n) return new RatioForm(n, d);
  return n < MIN || n > MAX ? new BigIntForm(n) : n;
}
