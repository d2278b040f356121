import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Diagnostic } from "../../src/base/index.js";
import {
  BigIntForm,
  CharForm,
  DecimalForm,
  type Form,
  formKey,
  InstForm,
  Keyword,
  ListForm,
  MapForm,
  printForm,
  RatioForm,
  readAll,
  SetForm,
  Sym,
  TaggedForm,
  UuidForm,
  VectorForm,
} from "../../src/reader/index.js";

const name = fc
  .stringMatching(/^[a-zA-Z*+!_?<>=$&|-][a-zA-Z0-9*+!_?<>=$&|.'#-]{0,8}$/)
  .filter((s) => !/^[+-][0-9]/.test(s) && !["nil", "true", "false"].includes(s));
const ns = fc.option(fc.stringMatching(/^[a-z][a-z0-9.-]{0,6}[a-z]$/), { nil: null });
const long = fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n });
const atom: fc.Arbitrary<Form> = fc.oneof(
  fc.constantFrom<Form>(null, true, false, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
  long,
  fc.double({ noNaN: true }),
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.bigInt().map((v) => new BigIntForm(v)),
  fc
    .tuple(fc.bigInt({ min: -999n, max: 999n }), fc.constantFrom(7n, 997n))
    .filter(([n, d]) => n % d !== 0n)
    .map(([n, d]) => new RatioForm(n, d)),
  fc.tuple(fc.bigInt(), fc.integer({ min: -40, max: 40 })).map(([u, s]) => new DecimalForm(u, s)),
  fc
    .integer({ min: 0, max: 0xffff })
    .filter((c) => c < 0xd800 || c > 0xdfff)
    .map((c) => new CharForm(c)),
  fc.tuple(ns, name).map(([n, s]) => new Sym(n, s)),
  fc.tuple(ns, name).map(([n, s]) => new Keyword(n, s)),
  fc.uuid().map((u) => new UuidForm(u)),
  fc.date({ noInvalidDate: true, min: new Date("0001-01-01"), max: new Date("9999-12-31") }).map((d) => new InstForm(d.getTime())),
);
const distinct = (items: Form[]): Form[] => {
  const seen = new Set<string>();
  return items.filter((i) => !seen.has(formKey(i)) && seen.add(formKey(i)));
};
const { form } = fc.letrec<{ form: Form }>((tie) => ({
  form: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    atom,
    fc.array(tie("form"), { maxLength: 5 }).map((items) => new ListForm(items)),
    fc.array(tie("form"), { maxLength: 5 }).map((items) => new VectorForm(items)),
    fc.array(tie("form"), { maxLength: 5 }).map((items) => new SetForm(distinct(items))),
    fc
      .array(tie("form"), { maxLength: 4 })
      .chain((keys) => fc.tuple(fc.constant(distinct(keys)), fc.array(tie("form"), { minLength: 4, maxLength: 4 })))
      .map(([keys, values]) => new MapForm(keys.flatMap((k, i) => [k, values[i] as Form]))),
    fc
      .tuple(fc.stringMatching(/^[a-z]{2,5}\/[a-z]{1,5}$/), tie("form"))
      .map(([t, f]) => new TaggedForm(new Sym(t.split("/")[0] as string, t.split("/")[1] as string), f)),
  ),
}));

test("what is printed reads back as an equal form", () => {
  fc.assert(
    fc.property(form, (f) => {
      const text = printForm(f);
      const back = readAll(text, { keepTags: true });
      assert.equal(back.length, 1, text);
      assert.equal(printForm(back[0] as Form), text);
      assert.equal(formKey(back[0] as Form), formKey(f), text);
    }),
    { numRuns: 1500 },
  );
});

const SNIPPETS = [
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  "#{",
  "#(",
  "#?(",
  "#?@(",
  ":clj ",
  "'",
  "`",
  "~",
  "~@",
  "@",
  "^",
  "#'",
  "#_",
  '"',
  "\\",
  "\\u",
  "\\o",
  '#"',
  ";",
  "\n",
  "%",
  "%1",
  "##Inf",
  "#:a",
  "#::",
  "::",
  ":",
  "/",
  "a/b",
  "1",
  "1/2",
  "1e",
  "0x",
  "2r",
  "M",
  "N",
  "nil",
  " ",
  ",",
  "#inst ",
  "#!",
  "#=",
  "#<",
  "x#",
  "&",
  "\u{1f600}",
  "\0",
  "\ud800",
];
const refusesCleanly = (text: string): void => {
  try {
    readAll(text).forEach((f) => printForm(f));
  } catch (e) {
    if (!(e instanceof Diagnostic)) throw e;
    assert.ok(e.span.line >= 1 && e.span.column >= 1 && e.span.length >= 1, `${JSON.stringify(text)}: ${JSON.stringify(e.span)}`);
  }
};
test("no text makes the reader fail but by a Diagnostic with a place", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...SNIPPETS), { maxLength: 40 }), (parts) => refusesCleanly(parts.join(""))),
    { numRuns: 4000 },
  );
  fc.assert(fc.property(fc.string({ maxLength: 60 }), refusesCleanly), { numRuns: 2000 });
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), refusesCleanly), { numRuns: 1000 });
});

test("a prefix of a whole text is whole, or ends inside a form (code reader/eof)", () => {
  fc.assert(
    fc.property(form, fc.nat(), (f, cut) => {
      const text = `(${printForm(f)} "s" \\a #"re" [1 {:k v}])`;
      const at = 1 + (cut % (text.length - 1));
      try {
        readAll(text.slice(0, at), { keepTags: true });
        assert.fail("the list can't be whole");
      } catch (e) {
        assert.ok(e instanceof Diagnostic, String(e));
        // A token that was cut may be wrong by itself (\\u00, 1e, a/): everything else must ask for more.
        if (e.code !== "reader/eof")
          assert.ok(
            ["reader/char", "reader/number", "reader/token", "reader/escape", "reader/tag", "reader/symbolic"].includes(e.code),
            `${e.code} ${text.slice(0, at)}`,
          );
      }
    }),
    { numRuns: 1500 },
  );
});
