import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Diagnostic } from "../../src/base/index.js";
import {
  type CodeArity,
  CodeConst,
  type CodeUnit,
  compileUnit,
  disassemble,
  readOdb,
  verifyUnit,
  writeOdb,
} from "../../src/bytecode/index.js";
import { fnv1a } from "../../src/bytecode/odb.js";
import { unitOf } from "../mir/hir.js";

const SOURCES = [
  "(def fib (fn fib [n] (if (prim/lt n 2) n (prim/add (fib (prim/sub n 1)) (fib (prim/sub n 2))))))",
  "(fn [x y] (try (f x [x y]) (catch C e (g e y)) (finally (h))))",
  "(loop [t 0] (receive m (alt (if (v? m) (accept (recur (prim/add t m))) (fail)) (accept m)) 100 t))",
  '(letfn [(a [n] (b n)) (b [n] (if n (a n) [a b {:k n} #{n}]))] (case (a 1) [1 2 3] (a 2) [:x "y"] (b 3) nil))',
  "(fn ([a] (loop [i 0 s a] (if (prim/lt i 9) (recur (prim/add i 1) (prim/lazy-new (fn [] (f s)))) s))) ([a b & r] (prim/apply a [b] r)))",
];
const UNITS = SOURCES.map((s) => compileUnit(unitOf(s)));

const codesOf = (u: CodeUnit): CodeArity[] => {
  const out = [u.top];
  for (let i = 0; i < out.length; i++) for (const k of (out[i] as CodeArity).consts) if (k instanceof CodeConst) out.push(...k.arities);
  return out;
};
const clone = (c: CodeArity): CodeArity => ({
  ...c,
  bytes: c.bytes.slice(),
  handlers: c.handlers.slice(),
  lines: c.lines.slice(),
  consts: c.consts.map((k) => (k instanceof CodeConst ? new CodeConst(k.arities.map(clone)) : k)),
});

/** Answers whether the verifier accepts; anything but a list of errors fails the test. */
function judge(u: CodeUnit): boolean {
  const errors = verifyUnit(u);
  for (const e of errors) assert.ok(e.rule !== "" && e.fn !== undefined && e.pc >= 0 && e.message !== "");
  disassemble(u); // never throws either
  return errors.length === 0;
}

const edit = fc.record({
  unit: fc.nat(UNITS.length - 1),
  code: fc.nat(9),
  what: fc.constantFrom("byte", "byte", "byte", "u16", "cut", "insert", "handler", "size", "const", "line"),
  at: fc.nat(),
  x: fc.nat(255),
  y: fc.integer(),
});

test("mutated code is judged, never more", () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      const u = UNITS[(edits[0] as { unit: number }).unit] as CodeUnit;
      const unit = { ...u, top: clone(u.top) };
      const codes = codesOf(unit);
      for (const e of edits) mutate(codes[e.code % codes.length] as CodeArity, e);
      if (judge(unit)) accepted++;
    }),
    { numRuns: 4000 },
  );
  assert.ok(accepted > 0);
});

function mutate(c: CodeArity, e: { what: string; at: number; x: number; y: number }): void {
  const at = e.at % Math.max(1, c.bytes.length);
  switch (e.what) {
    case "byte":
      c.bytes[at] = e.x;
      return;
    case "u16":
      c.bytes.set([e.x, e.x >> 7].slice(0, c.bytes.length - at), at);
      return;
    case "cut":
      c.bytes = Uint8Array.from([...c.bytes.subarray(0, at), ...c.bytes.subarray(at + 1 + (e.x % 8))]);
      return;
    case "insert":
      c.bytes = Uint8Array.from([...c.bytes.subarray(0, at), e.x, ...c.bytes.subarray(at)]);
      return;
    case "handler":
      if (c.handlers.length > 0) c.handlers[e.at % c.handlers.length] = e.x % 2 === 0 ? e.x : e.y;
      else c.handlers = Int32Array.of(0, c.bytes.length, at, e.x % 4);
      return;
    case "size":
      if (e.x % 3 === 0) c.nslots = e.y;
      else if (e.x % 3 === 1) c.nlocals = e.at % 9;
      else c.arity = e.at % 5;
      return;
    case "const":
      if (c.consts.length > 0) c.consts[e.at % c.consts.length] = (c.consts[e.x % c.consts.length] ?? null) as null;
      return;
    default:
      if (c.lines.length > 0) c.lines[e.at % c.lines.length] = e.y;
  }
}

test("random bytes are judged, never more", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat(20), (bytes, slots) => {
      const top: CodeArity = {
        ...(UNITS[3] as CodeUnit).top,
        bytes,
        nslots: slots,
        nlocals: slots >> 1,
        handlers: new Int32Array(0),
        lines: new Int32Array(0),
      };
      judge({ ns: "u", file: "", top });
    }),
    { numRuns: 3000 },
  );
});

test("mutated .odb files are refused with a diagnostic or judged", () => {
  const good = writeOdb({ main: "user", namespaces: [{ ns: "user", requires: ["x"], units: UNITS }] });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(good.length - 5), fc.nat(255)), { minLength: 1, maxLength: 4 }), fc.boolean(), (edits, seal) => {
      const b = good.slice();
      for (const [at, x] of edits) b[at] = x;
      if (seal) new DataView(b.buffer).setUint32(b.length - 4, fnv1a(b.subarray(0, b.length - 4)), true);
      try {
        for (const n of readOdb(b, "f.odb").namespaces) for (const u of n.units) judge(u);
      } catch (e) {
        assert.ok(e instanceof Diagnostic, String(e));
      }
    }),
    { numRuns: 3000 },
  );
});

test("verification takes time in proportion to the code", () => {
  // A long chain of joins with a deep stack, and many handlers over everything.
  const n = 3000;
  const bytes: number[] = [];
  for (let i = 0; i < n; i++) bytes.push(0x01, 0x02, 0x12, 0, 0, 0, 0);
  bytes.push(0x36);
  const handlers = Int32Array.from({ length: 4 * 3000 }, (_, i) => [0, bytes.length - 1, bytes.length - 1, 0][i % 4] as number);
  const top: CodeArity = {
    ...(UNITS[0] as CodeUnit).top,
    consts: [],
    bytes: Uint8Array.from(bytes),
    nlocals: 0,
    nslots: 60000,
    handlers,
    lines: new Int32Array(0),
  };
  const t = performance.now();
  verifyUnit({ ns: "u", file: "", top });
  assert.ok(performance.now() - t < 2000);
});
