/** Which versions of the library's loops a program is seen to want before it runs (src/jit/foresee.ts). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "../../src/driver/index.js";
import { CodeView, neededCodes, reachableCodes, symbol } from "../../src/host/index.js";
import { foresee, versionName } from "../../src/jit/index.js";

async function versionsIn(source: string, most = 8): Promise<{ found: string[]; needed: string[] }> {
  const engine = new Engine({
    executors: 1,
    inline: true,
    grants: new Set(),
    events: {
      fatal(reason) {
        throw new Error(reason);
      },
    },
  });
  await engine.machine.ready;
  const { memory } = engine.machine;
  const view = new CodeView(memory);
  const library = new Set(reachableCodes(memory));
  const load = engine.loads.openText(source, "test");
  await engine.callEntry("load-lib", [load.id, load.file, symbol("user")]);
  const program = reachableCodes(memory).filter((code) => !library.has(code));
  const short = (text: string): string =>
    text.replace(/\d{5,}/g, (code) => view.name(Number(code))).replace(/clojure\.core\/|user\/|\/fn@\d+/g, "");
  const found = [...foresee(program, view, most)].flatMap(([code, list]) => list.map((g) => short(`${view.name(code)} ${versionName(g)}`)));
  const needed = neededCodes(memory, program).map((code) => view.name(code));
  return { found, needed };
}

test("a loop of the library is wanted for the closures that a program's calls give it", async () => {
  const { found } = await versionsIn("(defn f [n] (reduce + (map inc (range n)))) (defn g [m k] (reduce-kv (fn [a _ v] (+ a k v)) 0 m))");
  assert.ok(found.includes("reduce-run 0:+()"), found.join("\n"));
  assert.ok(found.includes("reduce-map 0:g(-)"), found.join("\n"));
});

test("closures are followed through what combines them", async () => {
  const { found } = await versionsIn("(defn f [n] (transduce (comp (map inc) (filter odd?) (map #(* % %))) + (range n)))");
  assert.ok(found.includes("reduce-run 0:map(filter(map(+() f()) odd?()) inc())"), found.join("\n"));
});

test("closures that vars hold are known with what they have captured", async () => {
  const { found } = await versionsIn("(def add (partial + 5)) (defn f [v] (reduce add 0 v))");
  assert.ok(
    found.some((v) => /^reduce-indexed 0:partial\(.*\+\(\)/.test(v)),
    found.join("\n"),
  );
});

test("there are no more versions of a code than are asked for", async () => {
  const many = Array.from({ length: 12 }, (_, i) => `(defn f${i} [v] (reduce (fn [a x] (+ a x ${i})) 0 v))`).join("\n");
  const { found } = await versionsIn(many, 3);
  assert.equal(found.filter((v) => v.startsWith("reduce-indexed ")).length, 3);
});

test("what a program needs of the library is found without its names", async () => {
  const { needed } = await versionsIn("(defn f [x] (clojure.core/frequencies x))");
  assert.ok(needed.includes("clojure.core/frequencies"));
  assert.ok(needed.includes("user/f"));
  assert.ok(!needed.includes("clojure.core/partition-by"));
});
