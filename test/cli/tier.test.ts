/** The compiled tier from outside: what is shown of it, what is counted. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import binaryen from "binaryen";
import { writeAhead } from "../../src/driver/index.js";
import { readAhead } from "../../src/host/index.js";
import { odeon, withFiles } from "../support/odeon.js";

const PROGRAM = `(ns shown)
(defn alpha [x] (inc x))
(defn beta
  ([n] (beta n 0.5))
  ([n start] (loop [i 0 acc start] (if (< i n) (recur (inc i) (+ acc (* 2.0 i))) acc))))
(defn gamma [x & more] (map (fn [y] (case x 1 [1] 2 [2] 3 [y] more)) more))
(println "result" (loop [i 0] (if (< i 300000) (recur (alpha i)) i)))
`;

/** Asserts that a text is a WebAssembly module. */
function assertModule(text: string): void {
  const module = binaryen.parseText(text);
  module.setFeatures(binaryen.Features.All);
  assert.ok(module.validate(), "binaryen refuses the module");
  module.dispose();
}

test("disasm --wasm shows all functions that a program defines, as a module", async () => {
  await withFiles({ "shown.clj": PROGRAM }, async (folder) => {
    const file = join(folder, "shown.clj");
    const result = await odeon(["disasm", "--wasm", file]);
    assert.equal(result.code, 0, result.stderr);
    const text = result.stdout.slice(result.stdout.indexOf("(module"));
    for (const name of ["$shown/alpha ", "$shown/beta ", "$shown/beta~1 ", "$shown/gamma/fn@", "$shown/alpha@0 ", "$prim/"])
      assert.ok(text.includes(name), name);
    assert.match(text, /\$shown\/beta@[1-9]\d* /, "the loop has an entry of its own");
    assert.doesNotMatch(text, /\(func \$clojure.core/, "functions of the library are not the program's");
    assertModule(text);
    const one = await odeon(["disasm", "--wasm", "--dump-fn", "alpha", file]);
    assert.match(one.stdout, /\(func \$shown\/alpha /);
    assert.doesNotMatch(one.stdout, /beta/);
    const odb = join(folder, "shown.odb");
    assert.equal((await odeon(["compile", file, "-o", odb])).code, 0);
    const same = await odeon(["disasm", "--wasm", odb]);
    assert.equal(same.code, 0, same.stderr);
    assert.match(same.stdout, /\(func \$shown\/gamma /);
  });
});

test("--dump wasm shows what is compiled while the program runs", async () => {
  await withFiles({ "shown.clj": PROGRAM }, async (folder) => {
    const file = join(folder, "shown.clj");
    const all = await odeon(["run", "--dump", "wasm", "--tier", "jit", file]);
    assert.deepEqual([all.code, all.stdout], [0, "result 300000\n"], all.stderr);
    const modules = all.stderr.split(";; wasm\n").filter((text) => text.startsWith("(module"));
    assert.ok(modules.length > 0);
    assertModule(modules.find((text) => text.includes("(func $shown/alpha ")) ?? "");
    const one = await odeon(["run", "--dump", "wasm", "--dump-fn", "shown/alpha", "--tier", "jit", file]);
    assert.match(one.stderr, /^;; wasm\n\(func \$shown\/alpha /);
    assert.doesNotMatch(one.stderr, /\(module/);
    const none = await odeon(["run", "--dump", "wasm", "--tier", "interp", file]);
    assert.deepEqual([none.code, none.stderr], [0, ""]);
  });
});

test("--stats counts what is compiled", async () => {
  await withFiles({ "shown.clj": PROGRAM }, async (folder) => {
    const tier = async (name: string): Promise<Record<string, number>> => {
      const result = await odeon(["run", "--stats", "--tier", name, join(folder, "shown.clj")]);
      assert.equal(result.code, 0, result.stderr);
      return JSON.parse(result.stderr.split("\n").find((line) => line.startsWith("{")) as string).tier;
    };
    const jit = await tier("jit");
    for (const name of ["functions", "modules", "bytes", "compileMs"]) assert.ok((jit[name] as number) > 0, name);
    for (const name of ["refused", "again"]) assert.ok((jit[name] as number) >= 0, name);
    assert.deepEqual(await tier("interp"), {
      functions: 0,
      refused: 0,
      modules: 0,
      bytes: 0,
      compileMs: 0,
      ahead: 0,
      again: 0,
      evicted: 0,
    });
  });
});

test("--tier jit tells by its exit code that a function was interpreted", async () => {
  // A loop, so that it is not inlined.
  const source =
    "(defn f [x] (loop [i 0 s 0] (if (< i x) (recur (inc i) (+ s 2)) s))) (println (f 21)) (when (first *command-line-args*) (System/exit 7))";
  await withFiles({ "f.clj": source }, async (folder) => {
    const file = join(folder, "f.clj");
    const all = await odeon(["run", "--tier", "jit", file]);
    assert.deepEqual([all.code, all.stdout, all.stderr], [0, "42\n", ""]);
    const env = { ODEON_JIT_SKIP: "user/f" };
    const without = await odeon(["run", "--tier", "jit", file], { env });
    assert.deepEqual([without.code, without.stdout], [3, "42\n"]);
    assert.match(without.stderr, /ran in the interpreter\n {2}user\/f: it was to be left out\n/);
    assert.equal((await odeon(["run", "--tier", "jit", file, "7"], { env })).code, 7, "the program's own code stands");
    assert.deepEqual([(await odeon(["run", file], { env })).code], [0], "in other tiers there is nothing to tell");
  });
});

test("the library's hot functions come compiled, once something is hot", async () => {
  const source = "(dotimes [_ 40] (reduce + (map inc (filter even? (range 20000))))) (println :done)";
  await withFiles({ "long.clj": source }, async (folder) => {
    const long = await odeon(["run", "--trace-tier", "--stats", "--tier", "auto", join(folder, "long.clj")]);
    assert.deepEqual([long.code, long.stdout], [0, ":done\n"], long.stderr);
    assert.match(long.stderr, /^;; installed \d+ functions that were compiled ahead of time/m);
    assert.doesNotMatch(long.stderr, /compiled .*clojure\.core\/map\/fn@/, "what came compiled is not compiled again");
    assert.ok(JSON.parse(long.stderr.split("\n").find((line) => line.startsWith("{")) as string).tier.ahead > 20);
    const short = await odeon(["--trace-tier", "--stats", "-e", "1"]);
    assert.doesNotMatch(short.stderr, /^;;/m, "a start pays nothing for it");
    assert.equal(JSON.parse(short.stderr).tier.ahead, 0);
  });
});

test("compiled code of another image is passed over", async () => {
  await withFiles({}, async (folder) => {
    const files = { wasmFile: join(folder, "a.wasm"), factsFile: join(folder, "a.json") };
    assert.equal(readAhead(files, 5), undefined, "there is none");
    const module = {
      stamp: 5,
      slots: 1,
      entries: [{ code: 8, pc: 0, slot: 0 }],
      words: [2n ** 63n],
      imports: [],
      calls: [],
      wasm: new Uint8Array([1, 2]),
    };
    writeAhead(module, files);
    const read = readAhead(files, 5);
    assert.deepEqual({ ...read, wasm: new Uint8Array(read?.wasm ?? []) }, module);
    assert.equal(readAhead(files, 6), undefined);
  });
});
