import assert from "node:assert/strict";
import { test } from "node:test";
import { Diagnostic } from "../../src/base/index.js";
import { compileUnit, mirOf } from "../../src/bytecode/index.js";
import type { Hir, Unit } from "../../src/hir/index.js";
import { buildUnit, MAX_NESTING, parseMir, printMir, verifyMir } from "../../src/mir/index.js";
import { unitOf } from "./hir.js";

const built = (source: string) => printMir(buildUnit(unitOf(source)));

test("build: a loop has block parameters, its body sees them", () => {
  assert.equal(
    built("(loop [i 0 s nil] (if (prim/lt i 3) (recur (prim/add i 1) [i s]) s))"),
    `unit user "t.clj"
fn @0 "user/top" captures 0
arity 0
b0:
  jump b1 #0 nil
b1 v0 v1 loop:
  v2 = prim lt v0 #3
  branch v2 b2 b3
b2:
  v3 = prim add v0 #1
  v4 = vector v0 v1
  jump b1 v3 v4
b3:
  return v1
`,
  );
});

test("build: finally on the normal and on the exceptional way, catch inside it", () => {
  assert.equal(
    built("(try (f) (catch C e (g e)) (finally (h)))"),
    `unit user "t.clj"
fn @0 "user/top" captures 0
arity 0
b0:
  jump b1
b1 handler b2:
  v0 = var-get user/f
  v1 = call v0
  jump b4 v1
b2 v2 handler b6:
  v3 = var-get user/C
  v4 = prim instance? v3 v2
  branch v4 b3 b5
b3 handler b6:
  v5 = var-get user/g
  v6 = call v5 v2
  jump b4 v6
b4 v7:
  v8 = var-get user/h
  v9 = call v8
  return v7
b5 handler b6:
  throw v2
b6 v10:
  v11 = var-get user/h
  v12 = call v11
  throw v10
`,
  );
});

test("build: receive scans, takes, passes over and waits", () => {
  assert.equal(
    built("(receive m (if (f m) (accept (g m)) (fail)) 10 :late)"),
    `unit user "t.clj"
fn @0 "user/top" captures 0
arity 0
  k0 = :late
b0:
  v0 = prim deadline #10
  recv-start
  jump b1
b1 loop:
  recv b2 b6
b2 v1:
  v2 = var-get user/f
  v3 = call v2 v1
  branch v3 b3 b4
b3:
  recv-take
  v4 = var-get user/g
  v5 = call v4 v1
  return v5
b4:
  jump b5
b5:
  recv-next
  jump b1
b6:
  recv-wait-until v0 b1 b7
b7:
  return k0
`,
  );
});

test("build: arities share one list of captured values; a constant is not captured", () => {
  const text = printMir(mirOf(unitOf("(let [a (f) b 1 c (g)] (fn ([] a) ([x] [c b x a])))"), { check: true }));
  assert.match(text, /closure @1 v1 v3/);
  assert.match(text, /fn @1 "user\/fn@1" captures 2\narity 0\nb0:\n {2}return c0\narity 1\nb0:\n {2}v0 = vector c1 #1 a0 c0/);
});

test("build: letfn fills the captures of closures that name later ones", () => {
  const text = built("(letfn [(a [] (b)) (b [] (a)) (c [] (c))] (a))");
  assert.match(text, /v0 = closure @1 nil\n {2}v1 = closure @2 v0\n {2}v2 = closure @3\n {2}set-capture 0 v0 v1/);
});

const TEXTS = [
  '(def f (fn f ([x] (f x 1)) ([x & r] (case x [1 :a] r ["two words" \\c] (f {:a 1} \'sym) 2.5))))',
  "(letfn [(a [n] (b n)) (b [n] (set! *x* n))] (try (a 1) (catch C e (throw e)) (finally (var f))))",
  "(loop [x nil] (receive m (alt (if (prim/keyword? m) (accept (recur m)) (fail)) (accept x))))",
  "(let [x (f)] (prim/lazy-new (fn [] (prim/cons x nil))))",
  "(case (f) [1 2 3] :a [4 5 6] :b :c)",
  "(prim/apply f [1] nil)",
];

test("text round trip, as built and after the passes", () => {
  for (const source of TEXTS) {
    for (const mir of [buildUnit(unitOf(source)), mirOf(unitOf(source), { check: true })]) {
      assert.deepEqual(verifyMir(mir), [], source);
      const text = printMir(mir);
      const back = parseMir(text);
      assert.equal(printMir(back), text);
    }
  }
});

const arity = (body: string, head = 'fn @0 "t" captures 0\narity 2') => parseMir(`unit u "u"\n${head}\n${body}\n`);
const rules = (body: string, head?: string) => verifyMir(arity(body, head)).map((e) => e.rule);

test("verifier: each rule accepts and rejects", () => {
  const ok = (body: string) => assert.deepEqual(rules(body), [], body);
  const bad = (rule: string, body: string, head?: string) =>
    assert.ok(rules(body, head).includes(rule), `${rule}: ${body}: ${rules(body, head)}`);
  ok("b0:\n  v0 = vector a0 a1\n  return v0");
  bad("end", "b0:\n  v0 = vector a0 a1");
  bad("end", "b0:\n  branch a0 b1\nb1:\n  return a0");
  ok("b0:\n  branch a0 b1 b2\nb1:\n  return a0\nb2:\n  return a1");
  bad("use", "b0:\n  v0 = not v1\n  v1 = not a0\n  return v0");
  bad("use", "b0:\n  branch a0 b1 b2\nb1:\n  v0 = not a0\n  jump b3\nb2:\n  jump b3\nb3:\n  return v0");
  bad("use", "b0:\n  return v9");
  bad("use", "b0:\n  return c0");
  bad("once", "b0:\n  v0 = not a0\n  v0 = not a1\n  return v0");
  ok("b0:\n  jump b1 a0\nb1 v0:\n  return v0");
  bad("params", "b0:\n  jump b1\nb1 v0:\n  return v0");
  bad("params", "b0:\n  branch a0 b1 b2\nb1 v0:\n  return v0\nb2:\n  return a0");
  bad("params", "b0 v0:\n  return v0");
  ok("b0:\n  jump b1 a0\nb1 v0 loop:\n  branch v0 b2 b3\nb2:\n  jump b1 a1\nb3:\n  return v0");
  bad("loop", "b0:\n  jump b1 a0\nb1 v0:\n  branch v0 b2 b3\nb2:\n  jump b1 a1\nb3:\n  return v0");
  bad("loop", "b0:\n  jump b1\nb1 loop:\n  branch a0 b1 b3\nb3:\n  return a0");
  ok("b0:\n  jump b1\nb1 handler b2:\n  v0 = not a0\n  return v0\nb2 v1:\n  return v1");
  bad("handler", "b0:\n  jump b1\nb1 handler b2:\n  v0 = not a0\n  return v0\nb2 v1:\n  return v0");
  bad("handler", "b0:\n  jump b1\nb1 handler b2:\n  return a0\nb2:\n  return a1");
  bad("operands", "b0:\n  v0 = prim lt a0\n  return v0");
  bad("operands", "b0:\n  v0 = capture-move 0\n  return v0", 'fn @0 "t" captures 1\narity 2');
  bad("operands", 'b0:\n  v0 = closure @1 a0\n  return v0\nfn @1 "x" captures 0\narity 0\nb0:\n  return nil');
});

test("what MIR text can't mean is a diagnostic with its line", () => {
  for (const text of [
    "b0:",
    'unit u "u"\nfn @0 "t" captures 0\narity 0\nb0:\n  v0 = frob\n',
    'unit u "u"\nfn @0 "t" captures 0\narity 0\nb0:\n  return q1',
    "",
  ])
    assert.throws(() => parseMir(text), Diagnostic);
});

test("nesting beyond the limit is a diagnostic, below it is no problem", () => {
  // Built by hand: the reader has a bound of its own, but macros nest deeper than text.
  const span = { file: "", line: 1, column: 1, length: 1 };
  const f = { kind: "var-get", ns: "u", name: "f", span } as const;
  const deep = (n: number, wrap: (h: Hir) => Hir): Unit => {
    let body: Hir = f;
    for (let i = 0; i < n; i++) body = wrap(body);
    return { ns: "u", file: "", body };
  };
  const nest = (n: number) => deep(n, (h) => ({ kind: "call", fn: f, args: [h], span }));
  const ifs = (n: number) => deep(n, (h) => ({ kind: "if", test: f, then: f, else: h, span }));
  const tests = (n: number) => deep(n, (h) => ({ kind: "if", test: h, then: f, else: f, span }));
  const lets = (n: number) => deep(n, (h) => ({ kind: "call", fn: f, args: [{ kind: "if", test: f, then: h, else: f, span }], span }));
  const fns = (n: number) =>
    deep(n, (h) => ({
      kind: "fn",
      name: "x",
      self: null,
      meta: null,
      span,
      arities: [{ params: [], variadic: false, target: { id: 1, bindings: [] }, body: h, span }],
    }));
  for (const make of [nest, ifs, tests, lets, fns]) {
    compileUnit(make(MAX_NESTING / 5), {});
    assert.throws(
      () => mirOf(make(2 * MAX_NESTING), {}),
      (e) => e instanceof Diagnostic && e.code === "NESTING",
    );
  }
});

test("what HIR can't mean is a diagnostic", () => {
  for (const source of ["(fail)", "(accept 1)", "(receive m (receive n (accept n)))", "(prim/nonesuch 1)", "(prim/add 1)"])
    assert.throws(() => buildUnit(unitOf(source)), Diagnostic, source);
});

test("what does not fit is a diagnostic", () => {
  const items = (n: number) => unitOf(`[${"(f) ".repeat(n)}]`);
  compileUnit(items(2000));
  const clauses = Array.from({ length: 70_000 }, (_, i) => `[${i}] ${i}`).join(" ");
  for (const make of [() => items(66_000), () => unitOf(`(case (f) ${clauses} nil)`)])
    assert.throws(
      () => compileUnit(make()),
      (e) => e instanceof Diagnostic && e.code === "TOO_LARGE",
    );
});
