/** Doubles from text as Java reads them, and with an exponent as its Formatter shows them. What is commoner the kernel does (kernel/prim/double-text.ts). */

/** Double.parseDouble of Java: blanks around it are allowed, so are a trailing d or f, NaN, Infinity; null if it is none. */
export function parseJavaDouble(text: string): number | null {
  const s = text.trim();
  const match = /^([+-]?)(?:(NaN)|(Infinity)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[dDfF]?)$/.exec(s);
  if (!match) return null;
  const magnitude = match[2] ? Number.NaN : match[3] ? Number.POSITIVE_INFINITY : Number(match[4]);
  return match[1] === "-" ? -magnitude : magnitude;
}

/** Decimal digits of |x| exactly: a double is an integer times a power of two. */
function exactDecimal(x: number): { digits: bigint; scale: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(x));
  const bits = view.getBigUint64(0);
  const exponentBits = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = exponentBits === 0 ? fraction : fraction | (1n << 52n);
  const exponent = (exponentBits === 0 ? 1 : exponentBits) - 1075;
  if (exponent >= 0) return { digits: mantissa << BigInt(exponent), scale: 0 };
  return { digits: mantissa * 5n ** BigInt(-exponent), scale: -exponent };
}

/** A finite double's size as d.ddde±nn with so many decimals, exactly and halves away from zero: %e of Java's Formatter. */
export function exponential(x: number, places: number): string {
  const { digits, scale } = exactDecimal(x);
  if (digits === 0n) return `${places === 0 ? "0" : `0.${"0".repeat(places)}`}e+00`;
  const text = digits.toString();
  let exponent = text.length - 1 - scale;
  let kept = BigInt(text.slice(0, places + 1).padEnd(places + 1, "0"));
  if (text.length > places + 1 && Number(text[places + 1]) >= 5) kept += 1n;
  let shown = kept.toString();
  if (shown.length > places + 1) {
    exponent++;
    shown = shown.slice(0, -1);
  }
  return `${shown[0]}${places > 0 ? `.${shown.slice(1)}` : ""}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** Digits of the decimal that a ratio becomes on its way to a double: Java's MathContext.DECIMAL64, halves to even. */
const RATIO_DIGITS = 16;
export function ratioToDouble(n: bigint, d: bigint): number {
  if (d === 0n) return Number(n) / 0;
  if (n < 0n !== d < 0n) return -ratioToDouble(n < 0n ? -n : n, d < 0n ? -d : d);
  if (n < 0n) return ratioToDouble(-n, -d);
  let scale = RATIO_DIGITS - (n.toString().length - d.toString().length);
  const scaled = (by: number): [bigint, bigint] => (by >= 0 ? [n * 10n ** BigInt(by), d] : [n, d * 10n ** BigInt(-by)]);
  let [over, under] = scaled(scale);
  // The quotient has so many digits, or one more.
  if (over / under >= 10n ** BigInt(RATIO_DIGITS)) [over, under] = scaled(--scale);
  let quotient = over / under;
  const left = 2n * (over % under);
  if (left > under || (left === under && quotient % 2n === 1n)) quotient++;
  return Number(`${quotient}e${-scale}`);
}
