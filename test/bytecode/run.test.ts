import assert from "node:assert/strict";
import { test } from "node:test";
import { assemble, compileUnit, decodeUnit, disassemble, emitUnit, encodeUnit, verifyUnit } from "../../src/bytecode/index.js";
import { buildUnit } from "../../src/mir/index.js";
import { unitOf } from "../mir/hir.js";
import { equal, Thrown, Vm } from "./vm.js";

const natives = {
  id: (_: Vm, x: unknown) => x,
  list: (_: Vm, ...xs: unknown[]) => xs,
  boom: (_: Vm, x: unknown) => {
    throw new Thrown(x);
  },
  Any: "any",
  Str: "string",
  Big: "bigint",
  five: 5n,
  call0: (vm: Vm, f: unknown) => vm.call(f, []),
};

/** Programs with their values; a string beginning with ! is what they throw. */
const PROGRAMS: [string, unknown][] = [
  ["42", 42n],
  ["(prim/add 1 2)", 3n],
  ["(def fib (fn fib [n] (if (prim/lt n 2) n (prim/add (fib (prim/sub n 1)) (fib (prim/sub n 2)))))) (fib 15)", 610n],
  ["(let [n (id 10)] (loop [i 0 acc 0] (if (prim/lt i n) (recur (prim/add i 1) (prim/add acc i)) acc)))", 45n],
  ["(loop [a (id 1) b (id 2) n 5] (if (prim/lt 0 n) (recur b a (prim/sub n 1)) (list a b n)))", [2n, 1n, 0n]],
  ["(loop [i 0 fs nil] (if (prim/lt i 3) (recur (prim/add i 1) (list (fn [] i) fs)) (list ((prim/first fs)) i)))", [2n, 3n]],
  ["(let [x (id nil) y (id 7)] (if (if x x y) (list (if x 1 2) y) 9))", [2n, 7n]],
  ["(list 1 (if (id true) 2 3) (id 4) (let [a (id 5)] (if a (prim/add a 1) 0)))", [1n, 2n, 4n, 6n]],
  ["((fn [x] (if (prim/lt x 10) (recur (prim/add x 3)) x)) (id 0))", 12n],
  ["((fn [& xs] xs) 1 2 3)", [1n, 2n, 3n]],
  ["((fn ([] 0) ([a] (list :one a)) ([a & r] (list a r))) 1 2 3)", [1n, [2n, 3n]]],
  ["(let [a (id 1) f (fn [b] (fn [c] (list a b c)))] ((f 2) 3))", [1n, 2n, 3n]],
  [
    "(letfn [(ev [n] (if (prim/num-eq n 0) true (od (prim/sub n 1)))) (od [n] (if (prim/num-eq n 0) false (ev (prim/sub n 1))))] (list (ev 10) (ev 7)))",
    [true, false],
  ],
  ["(let [k (id 3)] (letfn [(a [n] (if (prim/lt n k) (list n (b (prim/add n 1))) nil)) (b [n] (a n))] (a 0)))", [0n, [1n, [2n, null]]]],
  ["(try (boom 1) (catch Any e (list :caught e)))", "[:caught 1]"],
  ["(try (id 1) (catch Any e (list :caught e)))", 1n],
  ['(list 0 (try (boom "s") (catch Big e 1) (catch Str e (list e 2))) 3)', [0n, ["s", 2n], 3n]],
  ["(try (boom 1) (catch Str e 2))", "!1"],
  ["(let [x (id 5)] (try (let [y (id 6)] (boom (prim/add x y))) (catch Any e (list x e))))", [5n, 11n]],
  ["(def log nil) (let [r (try (id 1) (finally (def log :done)))] (list r log))", "[1 :done]"],
  ["(def log nil) (let [r (try (try (boom 1) (finally (def log :done))) (catch Any e (list e log)))] r)", "[1 :done]"],
  ["(def log nil) (let [r (try (boom 1) (catch Any e (list e)) (finally (def log :f)))] (list r log))", "[[1] :f]"],
  ["(def log 0) (try (try (boom 1) (catch Any e (boom 2)) (finally (def log (prim/add log 1)))) (catch Any e (list e log)))", [2n, 1n]],
  ["(loop [i 0] (if (prim/lt i 5) (recur (try (prim/add i (id 1)) (catch Any e 100))) i))", 5n],
  ["(case (id 3) [1 2] :a [3] :b :c)", ":b"],
  ['(case (id :k) [:a :b] 1 [:k :l :m] 2 ["x"] 4 3)', 2n],
  ["(case (id 9) [1] 1 [2] 2 [4 5 6] 3 :none)", ":none"],
  ['(case (id "x") ["y"] 1 ["x"] 2 3)', 2n],
  ["(let [v (id 4)] (alt (if (prim/lt v 3) :small (fail)) (if (prim/lt v 5) (list :mid v) (fail)) :big))", "[:mid 4]"],
  ["(list (alt (if (id false) 1 (fail)) (if (id nil) 2 (fail)) (id 3)))", [3n]],
  ["(throw (id 8))", "!8"],
  ["(do (id 1) (if (id 1) (id 2) (id 3)) (try (id 4) (catch Any e 5)) 6)", 6n],
  ["(if (if (id 1) (id nil) 2) :t :f)", ":f"],
  ["(if (id 1) false true)", false],
  ["(prim/add (if (id 1) 10 20) (if (id nil) 1 2))", 12n],
  ["(prim/sub 1 (if (id 1) 10 20))", -9n],
  ["(let [a (if (id 1) (id 5) 6)] (prim/sub a 3))", 2n],
  ["(prim/quot (id 1) 0)", "!Divide by zero"],
  ["(prim/add 9223372036854775807 1)", "!long overflow"],
  ["(prim/apply list [1 2] (list 3 4))", [1n, 2n, 3n, 4n]],
  ["(let [f (fn [a b] (list b a))] (prim/apply f [1] [2]))", [2n, 1n]],
  ["(let [x (id 1)] ((fn [y] (prim/add x y)) (id 2)))", 3n],
  ["(loop [x 0] (let [f (fn [] x)] (if (prim/lt x 3) (recur (prim/add (f) 1)) (f))))", 3n],
  ["(let [a (id 1) b (id 2)] (let [t a a b b t] (list a b)))", [2n, 1n]],
  ["(let [x (id 1) y (id 2)] (call0 (prim/lazy-new (fn [] (list x y (id x))))))", [1n, 2n, 1n]],
  [
    "(let [x (id 0) y (id 3)] (call0 (prim/lazy-new (fn [] (loop [i x] (if (prim/lt i y) (recur (prim/add i (id 1))) (list i x)))))))",
    [3n, 0n],
  ],
  ["(let [x (id 5)] (call0 (prim/lazy-new (fn [] (if (id nil) x (fn [] x))))) (call0 (call0 (prim/lazy-new (fn [] (fn [] x))))))", 5n],
  ["unbound", "!Var unbound is unbound"],
  ["(id (def later)) (try later (catch Any e e))", "Var later is unbound"],
  ["(def *d* 1) (set! *d* 2) *d*", 2n],
  ["(loop [i 0 j 10] (if (prim/lt i j) (recur (prim/add 1 i) (prim/sub j 1)) (list i j)))", [5n, 5n]],
  ["(loop [i 0 j 0] (if (prim/lt i 4) (recur (prim/add i 1) (prim/add i j)) j))", 6n],
  ["(loop [i 0 s nil] (if (prim/lt i 3) (recur (prim/add i 1) (list i (id i) s)) s))", [2n, 2n, [1n, 1n, [0n, 0n, null]]]],
];

const show = (x: unknown): string =>
  Array.isArray(x)
    ? `[${x.map(show).join(" ")}]`
    : x !== null && typeof x === "object" && "name" in x
      ? `:${String(x.name)}`
      : typeof x === "string"
        ? x
        : String(x);

function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (e) {
    if (e instanceof Thrown) return `!${show(e.value)}`;
    throw e;
  }
}

const agrees = (got: unknown, want: unknown): boolean => equal(got, want) || show(got) === want;

for (const [source, want] of PROGRAMS) {
  test(`runs ${source}`, () => {
    const code = compileUnit(unitOf(source), { check: true });
    assert.deepEqual(verifyUnit(code), []);
    const got = outcome(() => new Vm(natives).run(code));
    assert.ok(agrees(got, want), `${show(got)} is not ${show(want)}\n${disassemble(code)}`);
    // Without passes, over the wire, and through text.
    const raw = emitUnit(buildUnit(unitOf(source)));
    assert.deepEqual(verifyUnit(raw), []);
    const plain = outcome(() => new Vm(natives).run(raw));
    assert.ok(agrees(plain, want), `without passes: ${show(plain)}\n${disassemble(raw)}`);
    const again = decodeUnit(encodeUnit(code));
    assert.equal(disassemble(again), disassemble(code));
    assert.equal(disassemble(assemble(disassemble(code))), disassemble(code));
    const tail = compileUnit(unitOf(source), { tailCalls: true });
    assert.deepEqual(verifyUnit(tail), []);
    assert.ok(
      agrees(
        outcome(() => new Vm(natives).run(tail)),
        want,
      ),
      "with tail calls",
    );
  });
}

test("receive takes the oldest message that matches and leaves the others in order", () => {
  const source = `(loop [total 0]
    (receive m
      (alt (if (prim/number? m) (if (prim/lt m 10) (accept (recur (prim/add total m))) (fail)) (fail))
           (if (prim/identical m :stop) (accept (list total :stopped)) (fail)))
      1000 (list total :idle)))`;
  const code = compileUnit(unitOf(source), { check: true });
  assert.deepEqual(verifyUnit(code), []);
  const vm = new Vm(natives);
  vm.mailbox.push(1n, 100n, 2n, "other", 3n);
  assert.equal(show(vm.run(code)), "[6 :idle]");
  assert.deepEqual(vm.mailbox, [100n, "other"]);
});

test("an argument passed at its last use is not held by the frame", () => {
  const held = (source: string): boolean => {
    const big = { big: true };
    let found = false;
    const vm = new Vm({
      ...natives,
      make: () => big,
      reduce: (m: Vm) => {
        found = m.frames.some((f) => f.locals.includes(big) || f.stack.includes(big) || f.closure.captures.includes(big));
        return 1n;
      },
    });
    vm.run(compileUnit(unitOf(source), { check: true }));
    return found;
  };
  assert.equal(held("(let [s (make)] (reduce s))"), false);
  assert.equal(held("(let [s (make)] (do (reduce s) s))"), true);
  assert.equal(held("(let [s (make)] (if (id 1) (reduce 1) (reduce s)))"), false);
  assert.equal(held("((fn [s] (reduce s)) (make))"), false);
  assert.equal(held("(let [f (fn [s] (reduce s))] (f (make)))"), false);
  assert.equal(held("(let [f (fn [s t] (let [x (if s 1 2)] (reduce x t)))] (f (make) 1))"), false);
  assert.equal(held("(let [f (fn [s] (loop [i 0] (if (prim/lt i 3) (recur (prim/add i 1)) (reduce i))))] (f (make)))"), false);
  assert.equal(held("(let [s (make)] (loop [x s] (if (id nil) (recur x) (reduce x))))"), false);
  assert.equal(held("(let [s (make)] (try (reduce s) (catch Any e e)))"), false);
  assert.equal(held("(let [s (make)] (try (reduce s) (catch Any e s)))"), true);
  // The body of a lazy seq gives its captured values away, a plain closure can't.
  assert.equal(held("(let [s (make)] (call0 (prim/lazy-new (fn [] (reduce s)))))"), false);
  assert.equal(
    held(
      "(let [s (make)] (call0 (prim/lazy-new (fn [] (let [t (id s)] (loop [i 0] (if (prim/lt i 2) (recur (prim/add i 1)) (reduce t))))))))",
    ),
    false,
  );
  assert.equal(held("(let [s (make) t (id s)] (case (id 1) [1] (reduce 1) [2] (id s) (id t)))"), false);
});
