/** Doubles as text and from text against JavaScript's: powers of two and ten and their neighbours, least and greatest ones, random bits, random decimals. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { odeon, withFiles } from "../support/odeon.js";

const view = new DataView(new ArrayBuffer(8));
const bitsOf = (x: number): bigint => {
  view.setFloat64(0, x);
  return view.getBigInt64(0);
};
const doubleOf = (bits: bigint): number => {
  view.setBigInt64(0, bits);
  return view.getFloat64(0);
};

/** Double.toString as Java writes it from 19 on: the shortest digits that read back, at least two of them if there is a choice. */
function javaText(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "NaN" : x > 0 ? "Infinity" : "-Infinity";
  if (x === 0) return Object.is(x, -0) ? "-0.0" : "0.0";
  const sign = x < 0 ? "-" : "";
  const one = Math.abs(x).toExponential();
  // The only doubles of which two digits say more than the one that is enough are the least ones.
  const shown = Math.abs(x) < 1.1e-322 && !one.includes(".") ? Math.abs(x).toExponential(1) : one;
  const [mantissa, exponentText] = shown.split("e") as [string, string];
  const exponent = Number(exponentText);
  const digits = mantissa.replace(".", "").replace(/(?<=.)0$/, "");
  if (exponent < -3 || exponent >= 7) return `${sign}${digits[0]}.${digits.slice(1) || "0"}E${exponent}`;
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

/** The shortest decimal of a double with so many decimals, halves away from zero. */
function fixed(x: number, places: number): string {
  const [mantissa, exponent] = Math.abs(x).toExponential().split("e") as [string, string];
  const digits = mantissa.replace(".", "");
  const shift = places - (digits.length - 1 - Number(exponent));
  const unit = 10n ** BigInt(Math.abs(shift));
  const scaled = shift >= 0 ? BigInt(digits) * unit : (BigInt(digits) + unit / 2n) / unit;
  const s = scaled.toString().padStart(places + 1, "0");
  return `${x < 0 || Object.is(x, -0) ? "-" : ""}${places === 0 ? s : `${s.slice(0, -places)}.${s.slice(-places)}`}`;
}

const neighbours = (x: number): number[] => [-1n, 0n, 1n].map((d) => doubleOf(bitsOf(x) + d));
const EDGES = [
  ...Array.from({ length: 2098 }, (_, i) => 2 ** (i - 1074)),
  ...Array.from({ length: 632 }, (_, i) => Number(`1e${i - 323}`)),
  ...Array.from({ length: 18 }, (_, i) => 10 ** i - 1),
  Number.MAX_VALUE,
  2 ** 53 + 2,
].flatMap((x) => (x > 0 && Number.isFinite(x) ? neighbours(x) : []));
const LEAST = Array.from({ length: 300 }, (_, i) => doubleOf(BigInt(i)));
const random = fc.oneof(
  fc.bigInt(-(1n << 63n), (1n << 63n) - 1n).map(doubleOf),
  fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: -12, max: 12 })).map(([n, e]) => Number(`${n}e${e}`)),
  fc.double(),
);

const PROGRAM = `
(doseq [line (line-seq (java.io.BufferedReader. *in*))]
  (let [[bits places text] (clojure.string/split line #" ")
        x (Double/longBitsToDouble (Long/parseLong bits))]
    (println (str x) (format (str "%." places "f") x) (Double/doubleToLongBits (Double/parseDouble (str x))) (Double/doubleToLongBits (parse-double text)))))`;

test("doubles are written and read as JavaScript does", async () => {
  const doubles = [
    ...EDGES,
    ...LEAST,
    0,
    -0,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    ...fc.sample(random, { numRuns: 40_000, seed: 7 }),
  ];
  const digits = fc.tuple(
    fc.bigInt(0n, 10n ** 21n),
    fc.integer({ min: 1, max: 21 }),
    fc.integer({ min: -345, max: 310 }),
    fc.constantFrom("", "+", "-"),
  );
  const texts = fc
    .sample(digits, { numRuns: doubles.length, seed: 8 })
    .map(([n, keep, e, sign]) => `${sign}${n.toString().slice(0, keep)}${keep % 3 === 0 ? ".25" : ""}${keep % 4 === 0 ? "" : `E${e}`}`);
  // halves between neighbours, exactly and nearly
  const halves = fc.sample(fc.bigInt(1n << 52n, (1n << 53n) - 1n), { numRuns: 500, seed: 9 }).flatMap((c) => {
    const half = c * 2n + 1n;
    return [half.toString(), `${half}.0000001`, (half * 2n).toString(), `${half}e1`, `${half * 5n}e-1`];
  });
  texts.splice(0, halves.length, ...halves);
  const input = doubles.map((x, i) => `${bitsOf(x)} ${i % 25} ${texts[i]}\n`).join("");
  const outcome = await withFiles({ "p.clj": PROGRAM }, (folder) => odeon(["run", `${folder}/p.clj`], { stdin: input }));
  const lines = outcome.stdout.trimEnd().split("\n");
  assert.equal(lines.length, doubles.length, outcome.stderr.slice(0, 1000));
  doubles.forEach((x, i) => {
    const [text, decimals, back, read] = (lines[i] as string).split(" ");
    assert.equal(text, javaText(x), `${bitsOf(x)}`);
    if (Number.isFinite(x)) assert.equal(decimals, fixed(x, i % 25), `${x} ${i % 25}`);
    if (!Number.isNaN(x)) assert.equal(back, `${bitsOf(x)}`, text);
    assert.equal(read, `${bitsOf(Number(texts[i]))}`, texts[i]);
  });
});
