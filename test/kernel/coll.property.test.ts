/**
 * Random programs over vectors, maps and sets, persistent and transient, against JavaScript models; collections and
 * promotions happen in between, and the heap checker looks on.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FLATVEC_MAX } from "../../spec/index.js";
import { Coll, fixnum, type Value, WORD } from "./coll.harness.js";

const c = await Coll.boot();

/** Keys: few enough to meet again, with strings of equal hash, nested collections and nil among them. */
const KEYS: Value[] = [
  null,
  true,
  0,
  "",
  ...Array.from({ length: 60 }, (_, i) => i * 1021 - 5000),
  "AaAa",
  "BBBB",
  "AaBB",
  "BBAa",
  ...Array.from({ length: 20 }, (_, i) => `key${i}`),
  { vec: [1, 2] },
  { vec: [{ vec: [] }] },
  { list: [] },
  { map: [[1, 2]] },
  { set: [1, 2] },
  { double: 1.5 },
  { char: "x" },
  ...Array.from({ length: 10 }, (_, i): Value => ({ kw: `k${i}` })),
  { sym: "a/b" },
  { big: 1n << 70n },
  { ratio: [1n, 3n] },
];
/** A map that no collection moves. */
const META = c.prim("empty-map");
type Model = { kind: "vector"; items: number[] } | { kind: "map"; entries: Map<number, number> } | { kind: "set"; items: Set<number> };
type Op =
  | { op: "new"; kind: 0 | 1 | 2 | 3 }
  | { op: "add" | "remove" | "set"; at: number; key: number; value: number }
  | { op: "many"; at: number; keys: number[]; value: number }
  | { op: "pop"; at: number; times: number }
  | { op: "copy" | "transient" | "send" | "hash" | "meta"; at: number }
  | { op: "equal"; at: number; other: number }
  | { op: "minor" | "full" | "major" };

const nat = fc.nat(200);
const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ op: fc.constant("new" as const), kind: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const) }),
  },
  {
    weight: 20,
    arbitrary: fc.record({
      op: fc.constantFrom("add" as const, "add" as const, "remove" as const, "set" as const),
      at: nat,
      key: nat,
      value: nat,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ op: fc.constant("many" as const), at: nat, keys: fc.array(nat, { maxLength: 120, size: "max" }), value: nat }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("pop" as const), at: nat, times: fc.nat(60) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      op: fc.constantFrom("copy" as const, "transient" as const, "send" as const, "hash" as const, "meta" as const),
      at: nat,
    }),
  },
  { weight: 3, arbitrary: fc.record({ op: fc.constant("equal" as const), at: nat, other: nat }) },
  { weight: 5, arbitrary: fc.record({ op: fc.constantFrom("minor" as const, "minor" as const, "full" as const, "major" as const) }) },
);

const base = () => c.k.get(c.actor, "stackBase");
const word = (i: number) => c.k.u64(base() + 8 * i);
const setWord = (i: number, w: bigint) => {
  c.k.setU64(base() + 8 * i, w);
  c.k.set(c.actor, "watermark", base());
};

function run(ops: Op[]): void {
  const models: { model: Model; transient: boolean; meta: boolean }[] = [];
  c.k.set(c.actor, "sp", base());
  c.k.set(c.actor, "watermark", base());
  const push = (w: bigint, model: Model, meta: boolean) => {
    c.k.push(c.actor, w);
    models.push({ model, transient: false, meta });
  };
  const clone = (m: Model): Model =>
    m.kind === "vector"
      ? { kind: "vector", items: [...m.items] }
      : m.kind === "map"
        ? { kind: "map", entries: new Map(m.entries) }
        : { kind: "set", items: new Set(m.items) };
  const key = (i: number) => c.make(KEYS[i % KEYS.length]!);
  /** One change; answers the new word. The model is changed in place. */
  const change = (i: number, what: "add" | "remove" | "set", k: number, v: number): void => setWord(i, changed(i, what, k, v));
  const changed = (i: number, what: "add" | "remove" | "set", k: number, v: number): bigint => {
    const { model, transient } = models[i]!;
    const t = transient ? "-t" : "";
    k %= KEYS.length;
    if (model.kind === "vector") {
      if (what === "remove") return word(i);
      if (what === "add" || model.items.length === 0) {
        model.items.push(k);
        const x = key(k);
        return c.prim(`conj${t}`, word(i), x);
      }
      const index = v % (model.items.length + 1);
      model.items[index] = k;
      const x = key(k);
      return c.prim(`assoc${t}`, word(i), fixnum(index), x);
    }
    const x = key(k);
    if (model.kind === "map") {
      if (what === "remove") {
        model.entries.delete(k);
        return c.prim(`dissoc${t}`, word(i), x);
      }
      model.entries.set(k, v);
      return c.prim(`assoc${t}`, word(i), x, fixnum(v));
    }
    if (what === "remove") {
      model.items.delete(k);
      return c.prim(`disj${t}`, word(i), x);
    }
    model.items.add(k);
    return c.prim(`conj${t}`, word(i), x);
  };
  const verify = (i: number) => {
    const { model } = models[i]!;
    const w = word(i);
    if (!models[i]!.transient) assert.equal(c.prim("meta", w) !== WORD.NIL, models[i]!.meta, "metadata");
    if (model.kind === "vector") {
      assert.equal(c.prim("count", w), fixnum(model.items.length));
      if (!models[i]!.transient) assert.equal(c.typeName(w), model.items.length > FLATVEC_MAX ? "VECTOR" : "FLATVEC");
      model.items.forEach((k, j) => assert.ok(c.prim("eq", c.prim("nth", word(i), fixnum(j)), key(k)) === WORD.TRUE));
      return;
    }
    const size = model.kind === "map" ? model.entries.size : model.items.size;
    assert.equal(c.prim("count", w), fixnum(size));
    KEYS.forEach((_, k) => {
      const there = model.kind === "map" ? model.entries.has(k) : model.items.has(k);
      assert.equal(c.prim("contains", w, key(k)), there ? WORD.TRUE : WORD.FALSE);
      if (model.kind === "map") assert.equal(c.prim("get", w, key(k)), there ? fixnum(model.entries.get(k)!) : WORD.NIL);
    });
    if (!models[i]!.transient) assert.equal(c.elements(w).length, size);
  };
  for (const o of ops) {
    if (o.op === "new") {
      const names = ["empty-vec", "empty-map", "hash-map-empty", "empty-set"] as const;
      push(
        c.prim(names[o.kind]),
        o.kind === 0
          ? { kind: "vector", items: [] }
          : o.kind === 3
            ? { kind: "set", items: new Set() }
            : { kind: "map", entries: new Map() },
        false,
      );
      continue;
    }
    if (o.op === "minor") {
      c.k.x.collectMinor!(c.actor);
      continue;
    }
    if (o.op === "full") {
      c.k.x.collectFullLocal!(c.actor);
      continue;
    }
    if (o.op === "major") {
      c.k.collectMajor();
      continue;
    }
    if (models.length === 0 || !("at" in o)) continue;
    const i = o.at % models.length;
    const m = models[i]!;
    switch (o.op) {
      case "add":
      case "remove":
      case "set":
        change(i, o.op, o.key, o.value);
        break;
      case "many":
        o.keys.forEach((k, j) => change(i, j % 5 === 4 ? "remove" : "add", k, o.value + j));
        break;
      case "pop": {
        if (m.model.kind !== "vector") break;
        for (let left = o.times; left > 0 && m.model.items.length > 0; left--) {
          m.model.items.pop();
          setWord(i, c.prim(m.transient ? "pop-t" : "pop", word(i)));
        }
        break;
      }
      case "copy":
        if (!m.transient && models.length < 12) push(word(i), clone(m.model), m.meta);
        break;
      case "transient": {
        setWord(i, c.prim(m.transient ? "persistent" : "transient", word(i)));
        m.transient = !m.transient;
        m.meta = false;
        break;
      }
      case "hash":
        if (!m.transient) assert.equal(c.prim("hash", word(i)), c.prim("hash", c.prim("with-meta", word(i), META)));
        break;
      case "meta":
        if (m.transient) break;
        setWord(i, c.prim("with-meta", word(i), m.meta ? WORD.NIL : META));
        m.meta = !m.meta;
        break;
      case "send": {
        const p = c.k.promote(word(i));
        assert.equal(p === WORD.THROW, m.transient, "only live transients refuse promotion");
        if (!m.transient) setWord(i, p);
        break;
      }
      case "equal": {
        const j = o.other % models.length;
        const other = models[j]!;
        if (m.transient || other.transient) break;
        const shape = (x: Model) =>
          x.kind === "vector"
            ? x.items.join()
            : x.kind === "set"
              ? `s${[...x.items].sort().join()}`
              : `m${[...x.entries].map(String).sort().join()}`;
        const same = m.model.kind === other.model.kind && shape(m.model) === shape(other.model);
        assert.equal(c.prim("eq", word(i), word(j)), same ? WORD.TRUE : WORD.FALSE);
        if (same) assert.equal(c.prim("hash", word(i)), c.prim("hash", word(j)));
        break;
      }
    }
  }
  models.forEach((_, i) => verify(i));
  const code = c.k.x.heapCheck!();
  assert.equal(code, 0, `heap checker: ${code} at ${c.k.control("checkA").toString(16)}`);
}

test("random programs behave as their models", () => {
  fc.assert(fc.property(fc.array(op, { minLength: 1, maxLength: 150, size: "max" }), run), { numRuns: Number(process.env["RUNS"] ?? 300) });
});

test("random programs with nurseries of a few objects", () => {
  c.k.setControl("stressNursery", 1);
  fc.assert(fc.property(fc.array(op, { minLength: 1, maxLength: 150, size: "max" }), run), { numRuns: 100 });
  assert.ok(c.k.control("stressNurseryActed") > 1000);
  c.k.setControl("stressNursery", 0);
});

/** Random nested values: equality and hash laws, in pieces of a slice. */
const leaf: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom<Value>(null, true, "a", "", "AaAa", "BBBB", { kw: "k" }, { double: 0 }, { double: -0 }, { big: 1n }, { char: "a" }),
);
const nested: fc.Arbitrary<Value> = fc.letrec<{ v: Value }>((tie) => ({
  v: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.record({ vec: fc.array(tie("v"), { maxLength: 4 }) }),
    fc.record({ list: fc.array(tie("v"), { maxLength: 4 }) }),
    fc.record({ set: fc.array(tie("v"), { maxLength: 4 }) }),
    fc.record({ map: fc.array(fc.tuple(tie("v"), tie("v")), { maxLength: 4 }) }),
  ),
})).v;

/** A normal form: equal strings exactly for values that Clojure calls equal. */
function normal(v: Value): string {
  if (v === null || typeof v !== "object") return typeof v === "number" ? `#${v}` : JSON.stringify(v);
  if ("double" in v) return `d${v.double === 0 ? 0 : v.double}`;
  if ("big" in v) return `#${v.big}`;
  if ("vec" in v) return `[${v.vec.map(normal).join()}]`;
  if ("list" in v) return `[${v.list.map(normal).join()}]`;
  if ("set" in v) return `{${[...new Set(v.set.map(normal))].sort().join()}}`;
  if ("map" in v)
    return `m{${[...new Map(v.map.map(([k, x]) => [normal(k), normal(x)]))]
      .map(([k, x]) => `${k}:${x}`)
      .sort()
      .join()}}`;
  return JSON.stringify(v);
}

test("equality and hash agree with a normal form, and with each other", () => {
  fc.assert(
    fc.property(nested, nested, (a, b) => {
      const same = normal(a) === normal(b);
      assert.equal(c.eq(a, b), same);
      assert.equal(c.eq(b, a), same);
      assert.ok(c.eq(a, a));
      assert.equal(c.hash(a), c.hash(a));
      if (same) assert.equal(c.hash(a), c.hash(b));
      const m = c.make({
        map: [
          [a, 1],
          [b, 2],
        ],
      });
      assert.equal(c.prim("count", m), fixnum(same ? 1 : 2));
      assert.equal(c.prim("get", m, c.make(b)), fixnum(2));
    }),
    { numRuns: 1500 },
  );
});
