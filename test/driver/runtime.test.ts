/** The embedding API on a real runtime. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { keyword, OdeonError, Runtime, symbol } from "../../src/driver/index.js";

let runtime: Runtime;
const printed: [number, string][] = [];
before(async () => {
  runtime = await Runtime.start({
    executors: 2,
    keywordObjects: true,
    output: (stream, bytes) => printed.push([stream, Buffer.from(bytes).toString()]),
  });
});
after(() => runtime.stop());

test("load answers the value of the last form", async () => {
  assert.equal(await runtime.load("(ns demo) (defn square [x] (* x x)) (square 5)"), 25);
  assert.equal(await runtime.load(""), null);
});

test("eval keeps what it defines", async () => {
  await runtime.eval("(def twelve 12)");
  assert.equal(await runtime.eval("(inc twelve)"), 13);
});

test("call applies functions to JavaScript values", async () => {
  assert.equal(await runtime.call("demo/square", 12), 144);
  assert.deepEqual(await runtime.call("clojure.core/assoc", { a: 1 }, keyword("b"), [true, null, "x", 2.5]), {
    a: 1,
    b: [true, null, "x", 2.5],
  });
  assert.deepEqual(await runtime.call("clojure.core/map", symbol("not-a-function"), []), []);
  assert.equal(await runtime.call("clojure.core/*", 2n ** 62n, 1), 2n ** 62n);
  assert.deepEqual(await runtime.call("clojure.core/set", [1, 2, 2]), new Set([1, 2]));
});

test("lazy results are computed before they cross", async () => {
  assert.deepEqual(await runtime.eval("(map #(map inc [%]) (range 3))"), [[1], [2], [3]]);
});

test("errors carry class, data and trace", async () => {
  await runtime.load(
    '(ns bad)\n(defn inner [] (throw (ex-info "broken" {:n 1} (ArithmeticException. "why"))))\n(defn outer [] (inc (inner)))',
    { file: "bad.clj" },
  );
  const error = await runtime.call("bad/outer").then(
    () => assert.fail(),
    (e: unknown) => e,
  );
  assert.ok(error instanceof OdeonError);
  assert.equal(error.className, "clojure.lang.ExceptionInfo");
  assert.equal(error.message, "broken");
  assert.equal(error.data, "{:n 1}");
  assert.deepEqual(
    error.trace.slice(0, 2).map(({ name, file, line }) => [name, file, line]),
    [
      ["bad/inner", "bad.clj", 2],
      ["bad/outer", "bad.clj", 3],
    ],
  );
  assert.equal(error.cause?.message, "why");
});

test("compile errors have a place and a remedy", async () => {
  const error = await runtime.load("(prinltn 1)", { file: "typo.clj" }).then(
    () => assert.fail(),
    (e: unknown) => e,
  );
  assert.ok(error instanceof OdeonError);
  assert.equal(error.diagnostic?.span.file, "typo.clj");
  assert.equal(error.diagnostic?.span.line, 1);
  assert.match(error.diagnostic?.help ?? "", /println/);
});

test("an unknown function is an error", async () => {
  await assert.rejects(runtime.call("demo/nope"), /demo\/nope/);
});

test("spawn and send", async () => {
  await runtime.load(`(ns counter (:require [clojure.actors :refer [receive]]))
    (def total (promise))
    (defn run [sum]
      (receive
        [:add n] (recur (+ sum n))
        :stop (deliver total sum)))`);
  const pid = await runtime.spawn("counter/run", 10);
  runtime.send(pid, [keyword("add"), 5]);
  runtime.send(pid, [keyword("add"), 7]);
  runtime.send(pid, keyword("stop"));
  assert.equal(await runtime.eval("@counter/total"), 22);
});

test("large values cross in both directions", async () => {
  const numbers = Array.from({ length: 300_000 }, (_, i) => i);
  assert.equal(await runtime.call("clojure.core/count", numbers), 300_000);
  assert.deepEqual(await runtime.call("clojure.core/vec", numbers), numbers);
  const text = "\u4e2d".repeat(1_000_000);
  assert.equal(await runtime.call("clojure.core/str", text, "!"), `${text}!`);
});

test("many calls at once", async () => {
  const results = await Promise.all(Array.from({ length: 500 }, (_, i) => runtime.call("clojure.core/inc", i)));
  assert.deepEqual(
    results,
    Array.from({ length: 500 }, (_, i) => i + 1),
  );
});

test("output goes to the given function", async () => {
  await runtime.eval('(println "hello")');
  assert.match(printed.map(([, text]) => text).join(""), /hello\n/);
});

test("nothing outside is granted by default", async () => {
  await assert.rejects(runtime.eval('(slurp "package.json")'), /does not grant files/);
});

test("stats count", () => {
  const stats = runtime.stats();
  assert.ok(stats.reductions > 0 && stats.actorsSpawned > 0 && stats.peakMemory > 0);
});

test("stop ends calls that wait, and the runtime says so", async () => {
  const other = await Runtime.start({ executors: 1 });
  const ended = new Promise((resolve) => other.on("exit", resolve));
  const waiting = other.eval("(Thread/sleep 60000)").catch((error: Error) => error.message);
  await new Promise((next) => setTimeout(next, 50));
  await other.stop();
  assert.match(String(await waiting), /stopped/);
  assert.equal(await ended, 0);
});

test("every tier gives the same results; auto is the default", async () => {
  const source =
    "(ns tiers) (defn triangle [n] (loop [i 0 sum 0] (if (< i n) (recur (inc i) (+ sum i)) sum))) (triangle 300000) (triangle 300000)";
  for (const tier of ["interp", "auto", "jit", undefined] as const) {
    const own = await Runtime.start(tier === undefined ? {} : { tier });
    try {
      assert.equal(await own.load(source), 44999850000, tier);
      const { functions } = own.stats().tier;
      assert.equal(functions > 0, tier !== "interp", `${tier}: ${functions} compiled`);
    } finally {
      await own.stop();
    }
  }
  await assert.rejects(Runtime.start({ tier: "fast" as never }), /tier must be one of interp, auto, jit/);
});
