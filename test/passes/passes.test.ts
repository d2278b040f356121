import assert from "node:assert/strict";
import { test } from "node:test";
import { compileUnit, disassemble, InlineTable, mirOf } from "../../src/bytecode/index.js";
import { type MirUnit, parseMir, printMir, verifyMir } from "../../src/mir/index.js";
import { foldPrim, type Pass, PIPELINE, type PassOptions } from "../../src/passes/index.js";
import { type Form, Keyword } from "../../src/reader/index.js";
import { unitOf } from "../mir/hir.js";

const pass = (name: string): Pass => PIPELINE.find((p) => p.name === name) as Pass;

/** One pass, until it changes nothing more, over one function given as MIR text (without its head); the verifier looks before and after. */
function run(name: string, body: string, options: PassOptions = {}, head = 'fn @0 "t" captures 0\narity 2'): string {
  const mir = parseMir(`unit u "u"\n${head}\n${body}\n`);
  assert.deepEqual(verifyMir(mir), []);
  for (const a of mir.top.arities) for (let n = 0; n < 3 && pass(name).run(a, options); n++);
  assert.deepEqual(verifyMir(mir), []);
  return printMir(mir).split("\n").slice(3).join("\n").trimEnd();
}

test("every pass has a name of its own and a reason", () => {
  assert.deepEqual(
    PIPELINE.map((p) => p.name),
    ["inline", "copies", "fold", "control", "dead", "once", "tail"],
  );
  for (const p of PIPELINE) assert.ok(p.reason.length > 20);
});

test("copies: a parameter that always gets one value is that value", () => {
  assert.equal(
    run("copies", "b0:\n  jump b1 a0 a1\nb1 v0 v1 loop:\n  branch v0 b2 b3\nb2:\n  v2 = not v1\n  jump b1 v0 v2\nb3:\n  return v1"),
    "b0:\n  jump b1 a1\nb1 v0 loop:\n  branch a0 b2 b3\nb2:\n  v1 = not v0\n  jump b1 v1\nb3:\n  return v0",
  );
});

test("fold: primitives and tests on constants", () => {
  assert.equal(
    run("fold", "b0:\n  v0 = prim add #2 #3\n  v1 = prim lt v0 #9\n  branch v1 b1 b2\nb1:\n  return v0\nb2:\n  return a0"),
    "b0:\n  jump b1\nb1:\n  return #5",
  );
  assert.equal(
    run("fold", "b0:\n  v0 = prim add #9223372036854775807 #1\n  return v0"),
    "b0:\n  v0 = prim add #9223372036854775807 #1\n  return v0",
  );
});

test("control: jumps to jumps, known tests, straight blocks, regions that can't throw", () => {
  assert.equal(
    run(
      "control",
      "b0:\n  branch a0 b1 b2\nb1:\n  jump b3 true\nb2:\n  jump b3 a1\nb3 v0:\n  branch v0 b4 b5\nb4:\n  return #1\nb5:\n  jump b6\nb6:\n  return #2",
    ),
    "b0:\n  branch a0 b2 b1\nb1:\n  branch a1 b2 b3\nb2:\n  return #1\nb3:\n  return #2",
  );
  assert.equal(
    run("control", "b0:\n  jump b1\nb1 handler b2:\n  v0 = not a0\n  return v0\nb2 v1:\n  return v1"),
    "b0:\n  v0 = not a0\n  return v0",
  );
});

test("dead: unused values and parameters; what may throw or be seen stays", () => {
  assert.equal(
    run(
      "dead",
      "b0:\n  v0 = vector a0\n  v1 = prim number? v0\n  v2 = prim add a0 a1\n  v3 = var-get u/x\n  jump b1 v0\nb1 v4:\n  return a0",
    ),
    "b0:\n  v0 = prim add a0 a1\n  v1 = var-get u/x\n  jump b1\nb1:\n  return a0",
  );
});

test("tail: only where the unit asks for it, and outside of handlers", () => {
  const body = "b0:\n  v0 = call a0 a1\n  return v0";
  assert.equal(run("tail", body), body);
  assert.equal(run("tail", body, { tailCalls: true }), "b0:\n  tail-call a0 a1");
  const region = "b0:\n  jump b1\nb1 handler b2:\n  v0 = call a0 a1\n  return v0\nb2 v1:\n  return v1";
  assert.equal(run("tail", region, { tailCalls: true }), region);
});

test("once: the body of a lazy seq takes its captured values, functions stay", () => {
  const text = printMir(mirOf(unitOf("(let [f (id 1) c (id 2) d (id 3)] (prim/lazy-new (fn [] (if (f c) (f d) d))))"), { check: true }));
  assert.match(
    text,
    /fn @1 .*\narity 0\nb0:\n {2}v0 = capture-move 2\n {2}v1 = capture-move 1\n {2}v2 = call c0 v1\n {2}branch v2 b1 b2\nb1:\n {2}v3 = call c0 v0/,
  );
  assert.doesNotMatch(printMir(mirOf(unitOf("(let [c (id 2)] (f (fn [] (g c))))"))), /capture-move/);
  assert.doesNotMatch(printMir(mirOf(unitOf("(let [c (id 2)] (let [k (fn [] (g c))] (f (prim/lazy-new k) k)))"))), /capture-move/);
});

test("inline: small known functions, with control flow and inside of handlers", () => {
  const known = mirOf(unitOf("(fn [x] (if (prim/lt x 0) (prim/neg x) x))"));
  const fn = known.top.arities[0]?.blocks[0]?.insts[0]?.fn ?? null;
  const inline = (ns: string, name: string) => (ns === "user" && name === "abs" ? fn : null);
  const text = (source: string) => printMir(mirOf(unitOf(source), { inline, check: true }));
  assert.match(text("(fn [a] (g (abs a)))"), /arity 1\nb0:\n {2}v0 = var-get user\/g\n {2}v1 = prim lt a0 #0\n {2}branch v1 b1 b2/);
  assert.doesNotMatch(text("(fn [a] (try (abs (abs a)) (catch C e e)))"), /user\/abs/);
  assert.match(text("(abs 5)"), /arity 0\nb0:\n {2}return #5\n/);
  assert.match(text("(abs 1 2)"), /user\/abs/);
  assert.match(text("abs"), /user\/abs/);
});

test("inline table: learns what units define, forgets redefinitions, survives as text", () => {
  const table = new InlineTable();
  const options = { check: true, inline: table.lookup, learn: (m: MirUnit) => table.learn(m) };
  const define = (source: string) => compileUnit(unitOf(source), options);
  define("(def abs (fn [x] (if (prim/lt x 0) (prim/neg x) x)))");
  define("(def self (fn [x] (if x (self x) 1)))");
  define("(def *dyn* (fn [x] x))");
  define("(def closed (let [a (f)] (fn [x] a)))");
  define("(def many (fn ([x] x) ([x y] (abs y)) ([x & r] r)))");
  assert.deepEqual(
    ["abs", "self", "*dyn*", "closed", "many"].map((n) => table.lookup("user", n)?.arities.length ?? 0),
    [1, 0, 0, 0, 2],
  );
  const again = new InlineTable();
  again.import(table.export());
  const text = (t: InlineTable) =>
    printMir(mirOf(unitOf("(fn [a b] (if (abs a) (many a b) (many a b a)))"), { inline: t.lookup, check: true }));
  assert.equal(text(again), text(table));
  assert.doesNotMatch(text(again), /user\/abs/);
  assert.match(text(again), /user\/many/);
  define("(def abs 1)");
  assert.equal(table.lookup("user", "abs"), null);
});

const S = (...args: Form[]) => args;
const MIN = -(1n << 63n);
const MAX = (1n << 63n) - 1n;
const k = (name: string) => new Keyword(null, name);

/** As JVM Clojure answers; undefined where it throws or only the kernel knows. */
const FOLDS: [string, Form[], Form | undefined][] = [
  ["add", S(1n, 2n), 3n],
  ["add", S(MAX, 1n), undefined],
  ["sub", S(MIN, 1n), undefined],
  ["mul", S(MAX, 2n), undefined],
  ["mul", S(-3n, 4n), -12n],
  ["add", S(1n, 2.5), 3.5],
  ["add", S(MAX, 0.0), 2 ** 63],
  ["quot", S(-7n, 2n), -3n],
  ["quot", S(MIN, -1n), undefined],
  ["rem", S(-7n, 2n), -1n],
  ["mod", S(-7n, 2n), 1n],
  ["mod", S(7n, -2n), -1n],
  ["mod", S(-6n, 2n), 0n],
  ["quot", S(1n, 0n), undefined],
  ["mod", S(1n, 0n), undefined],
  ["neg", S(MIN), undefined],
  ["neg", S(0.0), -0.0],
  ["lt", S(1n, 1.5), true],
  ["le", S(Number.NaN, 1n), false],
  ["num-eq", S(1n, 1.0), true],
  ["num-eq", S(0.0, -0.0), true],
  ["eq", S(1n, 1.0), false],
  ["eq", S(0.0, -0.0), true],
  ["eq", S(Number.NaN, Number.NaN), false],
  ["eq", S("a", "a"), true],
  ["eq", S(null, false), false],
  ["eq", S(k("a"), k("a")), true],
  ["eq", S(k("a"), "a"), false],
  ["identical", S(k("a"), k("a")), true],
  ["identical", S(null, false), false],
  ["identical", S(null, null), true],
  ["identical", S("a", "a"), undefined],
  ["identical", S(1n, 1n), undefined],
  ["unchecked-add", S(MAX, 1n), MIN],
  ["unchecked-mul", S(MAX, 2n), -2n],
  ["shl", S(1n, 63n), MIN],
  ["shl", S(1n, 64n), 1n],
  ["shr", S(-8n, 1n), -4n],
  ["shr", S(-8n, 65n), -4n],
  ["ushr", S(-1n, 60n), 15n],
  ["bit-not", S(5n), -6n],
  ["bit-xor", S(6n, 3n), 5n],
  ["number?", S("x"), false],
  ["integer?", S(1n), true],
  ["float?", S(1n), false],
  ["keyword?", S(k("a")), true],
  ["div", S(4n, 2n), undefined],
  ["count", S("abc"), undefined],
];
for (const [name, args, want] of FOLDS) {
  test(`folds ${name} of ${args.map(String).join(" ")}`, () => assert.ok(Object.is(foldPrim(name, args), want)));
}

test("golden: fib", () => {
  const code = compileUnit(unitOf("(fn fib [n] (if (prim/lt n 2) n (prim/add (fib (prim/sub n 1)) (fib (prim/sub n 2)))))"));
  const body = disassemble(code, { fn: "user/fib" })
    .split("\n")
    .filter((l) => /^ +\d+ {2}/.test(l))
    .map((l) => l.trim().replace(/^\d+ +/, ""));
  assert.deepEqual(body, [
    "JUMP_UNLESS_LT_LOCAL_INT 0 2 @15",
    "LOAD 0",
    "RETURN",
    "FRAME_SELF",
    "LOAD_ADD_INT 0 -1",
    "CALL 1",
    "FRAME_SELF",
    "LOAD_ADD_INT 0 -2",
    "CALL 1",
    "ADD",
    "RETURN",
  ]);
});

test("golden: a counting loop", () => {
  const code = compileUnit(unitOf("(fn f [n] (loop [i 0 acc 0] (if (prim/lt i n) (recur (prim/add i 1) (prim/add acc i)) acc)))"));
  const body = disassemble(code, { fn: "user/f" })
    .split("\n")
    .filter((l) => /^ +\d+ {2}/.test(l))
    .map((l) => l.trim().replace(/^\d+ +/, ""));
  assert.deepEqual(body, [
    "INT 0",
    "INT 0",
    "STORE 1",
    "STORE 2",
    "JUMP_UNLESS_LT_LOCALS 2 0 @46",
    "LOAD2 1 2",
    "ADD",
    "STORE 1",
    "INC_LOCAL 2 1",
    "LOOP @16",
    "LOAD 1",
    "RETURN",
  ]);
});

test("the passes change nothing that is done already", () => {
  for (const source of [
    "(fn [a b] (if (if a b nil) (try (a) (finally (b))) (loop [x a] (if (b x) (recur (a x)) x))))",
    "(case (f) [1 2 3] 4 [5] 6 7)",
  ]) {
    const once = mirOf(unitOf(source), { check: true });
    const text = printMir(once);
    for (const a of once.top.arities) for (const p of PIPELINE) p.run(a, {});
    assert.equal(printMir(once), text);
  }
});
