/** Text of doubles as Java shows it; parsing and C-style formatting. */

/** Double.toString of Java: plain between 1e-3 and 1e7, otherwise d.dddE±n; shortest digits that read back. */
export function javaDouble(x: number): string {
  if (Number.isNaN(x)) return "NaN";
  if (x === Number.POSITIVE_INFINITY) return "Infinity";
  if (x === Number.NEGATIVE_INFINITY) return "-Infinity";
  if (x === 0) return Object.is(x, -0) ? "-0.0" : "0.0";
  const [mantissa, exponentText] = Math.abs(x).toExponential().split("e") as [string, string];
  const sign = x < 0 ? "-" : "";
  const exponent = Number(exponentText);
  const digits = mantissa.replace(".", "");
  if (exponent < -3 || exponent >= 7) return `${sign}${digits[0]}.${digits.slice(1) || "0"}E${exponent}`;
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

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

/** Rounds half up (as java.util.Formatter does, on the shortest decimal form) to `places` decimals. */
function fixed(x: number, places: number): string {
  // Java formats the shortest decimal that reads back, not the exact binary value.
  const [mantissa, exponentText] = Math.abs(x).toExponential().split("e") as [string, string];
  const exponent = Number(exponentText);
  const digits = mantissa.replace(".", "");
  let scaled: bigint;
  const shift = places - (digits.length - 1 - exponent);
  if (shift >= 0) scaled = BigInt(digits) * 10n ** BigInt(shift);
  else {
    const divisor = 10n ** BigInt(-shift);
    scaled = BigInt(digits) / divisor;
    if ((BigInt(digits) % divisor) * 2n >= divisor) scaled += 1n;
  }
  const s = scaled.toString().padStart(places + 1, "0");
  return places === 0 ? s : `${s.slice(0, -places)}.${s.slice(-places)}`;
}

/** kind 0: %f, 1: %e, 2: %g of Java's Formatter, without width or flags. */
export function formatDouble(x: number, kind: number, precision: number): string {
  if (Number.isNaN(x)) return "NaN";
  const sign = x < 0 || Object.is(x, -0) ? "-" : "";
  if (!Number.isFinite(x)) return `${sign}Infinity`;
  if (kind === 0) return sign + fixed(x, precision);
  const exponential = (places: number) => {
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
  };
  if (kind === 1) return sign + exponential(precision);
  const p = precision === 0 ? 1 : precision;
  const magnitude = Math.abs(x);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 10 ** p)) return sign + exponential(p - 1);
  const exponent = magnitude === 0 ? 0 : Math.floor(Math.log10(magnitude));
  return sign + fixed(x, Math.max(0, p - 1 - exponent));
}
