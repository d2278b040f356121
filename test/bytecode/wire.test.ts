import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Diagnostic } from "../../src/base/index.js";
import { compileUnit, decodeForm, decodeUnit, disassemble, encodeForm, encodeUnit, readOdb, writeOdb } from "../../src/bytecode/index.js";
import { fnv1a } from "../../src/bytecode/odb.js";
import {
  BigIntForm,
  CharForm,
  DecimalForm,
  type Form,
  InstForm,
  Keyword,
  ListForm,
  MapForm,
  Opaque,
  printForm,
  RatioForm,
  readAll,
  RegexForm,
  SetForm,
  Sym,
  TaggedForm,
  UuidForm,
  VectorForm,
} from "../../src/reader/index.js";
import { unitOf } from "../mir/hir.js";

const bytesOf = (f: Form) => [...encodeForm(f)];

test("the bytes of small messages", () => {
  assert.deepEqual(bytesOf(null), [1, 1, 0]);
  assert.deepEqual(bytesOf(-3n), [1, 4, 5, 0]);
  assert.deepEqual(bytesOf(300n), [1, 4, 0xd8, 4, 0]);
  assert.deepEqual(bytesOf("é"), [1, 10, 1, 0xe9, 0]);
  assert.deepEqual(bytesOf("→"), [1, 11, 1, 0x92, 0x21, 0]);
  // A keyword that comes again is a reference to its table entry: 0 is the string "a", 1 the keyword.
  assert.deepEqual(bytesOf(new VectorForm([new Keyword(null, "a"), new Keyword(null, "a")])), [1, 1, 10, 1, 97, 13, 14, 1, 16, 2, 0]);
});

const name = fc.stringMatching(/^[a-z][a-z0-9*?-]{0,5}$/);
const ns = fc.option(name, { nil: null });
const { form } = fc.letrec<{ form: Form; items: Form[] }>((tie) => ({
  items: fc.array(tie("form"), { maxLength: 4 }),
  form: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Form>(null, true, false),
    fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
    fc.double(),
    fc.string({ unit: "binary" }),
    fc.tuple(ns, name).map(([n, s]) => new Keyword(n, s)),
    fc.tuple(ns, name).map(([n, s]) => new Sym(n, s)),
    fc.tuple(ns, name, fc.array(tie("form"), { minLength: 2, maxLength: 2 })).map(([n, s, m]) => new Sym(n, s, new MapForm(m))),
    fc.bigInt({ min: -(1n << 200n), max: 1n << 200n }).map((x) => new BigIntForm(x)),
    fc.tuple(fc.bigInt(), fc.bigInt({ min: 2n, max: 1n << 80n })).map(([a, b]) => new RatioForm(a, b)),
    fc.tuple(fc.bigInt(), fc.integer({ min: -50, max: 50 })).map(([a, b]) => new DecimalForm(a, b)),
    fc.integer({ min: 0, max: 0xffff }).map((c) => new CharForm(c)),
    fc.string().map((s) => new RegexForm(s)),
    fc.uuid().map((u) => new UuidForm(u)),
    fc.integer().map((ms) => new InstForm(ms)),
    fc.tuple(fc.string(), fc.string()).map(([a, b]) => new Opaque(a, b)),
    tie("items").map((xs) => new ListForm(xs)),
    tie("items").map((xs) => new VectorForm(xs)),
    tie("items").map((xs) => new VectorForm(xs, new MapForm([new Keyword(null, "m"), xs[0] ?? null]))),
    tie("items").map((xs) => new SetForm(xs)),
    tie("items").map((xs) => new MapForm(xs.slice(0, xs.length & ~1))),
    fc.tuple(name, tie("form")).map(([t, f]) => new TaggedForm(new Sym(null, t), f)),
  ),
}));

test("forms survive the wire", () => {
  fc.assert(
    fc.property(form, (f) => {
      const back = decodeForm(encodeForm(f));
      assert.deepEqual(back, f);
      assert.deepEqual(encodeForm(back), encodeForm(f));
    }),
    { numRuns: 300 },
  );
});

test("depth costs no stack", () => {
  let f: Form = null;
  for (let i = 0; i < 100_000; i++) f = new ListForm([f]);
  let back = decodeForm(encodeForm(f));
  let depth = 0;
  for (; back instanceof ListForm; depth++) back = back.items[0] as Form;
  assert.equal(depth, 100_000);
});

test("lists carry their place as metadata when asked to", () => {
  const [f] = readAll("\n  (a ^{:x 1} (b))", { file: "x.clj" }) as [ListForm];
  const plain = decodeForm(encodeForm(f, { positions: true })) as ListForm;
  assert.equal(printForm(plain, { meta: true }).includes(":line 2, :column 3"), true);
  const back = decodeForm(encodeForm(f, { positions: true }), { positions: true, file: "x.clj" }) as ListForm;
  assert.deepEqual([back.span?.line, back.span?.column, back.span?.file, back.meta], [2, 3, "x.clj", null]);
  const inner = back.items[1] as ListForm;
  assert.equal(printForm(inner, { meta: true }), "^{:x 1} (b)");
  assert.equal(inner.span?.line, 2);
});

test("damaged messages are diagnostics", () => {
  const good = encodeUnit(compileUnit(unitOf('(def f (fn [x] (try (g x {:a [1 2.5 "s"]}) (catch C e (case x [1] 2 [3] 4 [5] 6)))))')));
  decodeUnit(good);
  for (let n = 0; n < good.length; n++) assert.throws(() => decodeUnit(good.subarray(0, n)), Diagnostic, `cut at ${n}`);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (edits) => {
      const b = good.slice();
      for (const [at, x] of edits) b[at] = x;
      try {
        decodeUnit(b);
      } catch (e) {
        assert.ok(e instanceof Diagnostic, String(e));
        assert.match(e.message, /at offset \d+/);
      }
    }),
    { numRuns: 2000 },
  );
});

test("code does not pass for data", () => {
  const u = compileUnit(unitOf("(fn [] 1)"));
  const wire = encodeUnit(u);
  assert.throws(() => decodeForm(wire), /not a form/);
  // ... CODE, LIST 1, END: a list around code.
  const inList = Uint8Array.from([...wire.subarray(0, wire.length - 2), 15, 1, 0]);
  assert.throws(() => decodeForm(inList), /something other than data/);
  assert.throws(() => decodeUnit(encodeForm(1n)), /not a unit/);
});

const file = {
  main: "user",
  namespaces: [{ ns: "user", requires: ["a.b", "ünï"], units: [compileUnit(unitOf("(def f (fn [x] (g x)))")), compileUnit(unitOf("42"))] }],
};

test(".odb files round trip", () => {
  const back = readOdb(writeOdb(file));
  assert.deepEqual([back.main, back.namespaces.length, back.namespaces[0]?.requires], ["user", 1, ["a.b", "ünï"]]);
  assert.deepEqual(
    back.namespaces[0]?.units.map((u) => disassemble(u)),
    file.namespaces[0]?.units.map((u) => disassemble(u)),
  );
});

test("a bad .odb file is a diagnostic that names offset and cause", () => {
  const good = writeOdb(file);
  const edit = (at: number, x: number, seal = false) => {
    const b = good.slice();
    b[at] = x;
    if (seal) new DataView(b.buffer).setUint32(b.length - 4, fnv1a(b.subarray(0, b.length - 4)), true);
    return b;
  };
  const throwsLike = (b: Uint8Array, re: RegExp) =>
    assert.throws(
      () => readOdb(b, "x.odb"),
      (e) => e instanceof Diagnostic && re.test(e.message) && e.span.file === "x.odb",
    );
  throwsLike(new Uint8Array(0), /truncated \(offset 0\)/);
  throwsLike(good.subarray(0, 7), /truncated \(offset 7\)/);
  throwsLike(good.subarray(0, good.length - 1), /checksum is wrong.*offset \d+/);
  throwsLike(edit(0, 0x50), /does not begin with ODB1 \(offset 0\)/);
  throwsLike(edit(4, 9), /version is 9, this program reads version 1 \(offset 4\)/);
  throwsLike(edit(20, 0xff), /checksum is wrong/);
  throwsLike(edit(11, 0x7f, true), /beyond the end|too early/);
  for (let at = 6; at < good.length - 4; at++) {
    for (const x of [0, 1, 0x7f, 0xff]) {
      try {
        readOdb(edit(at, x, true));
      } catch (e) {
        assert.ok(e instanceof Diagnostic && /offset \d+/.test(e.message), String(e));
      }
    }
  }
});
