/** Bad input of every kind ends in a clear message and a sane exit code, never in a hang or a crash of the runtime. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { odeon, type Outcome, withFiles } from "../support/odeon.js";

/** A failure of the user's program or command: exit code not 0, a message, and no noise of ours. */
function assertRefused(result: Outcome, message: RegExp, code: number | undefined = undefined): void {
  const shown = `exit ${result.code}\nstdout: ${result.stdout}\nstderr: ${result.stderr}`;
  assert.equal(result.timedOut, false, `hangs: ${shown}`);
  if (code === undefined) assert.ok(result.code !== null && result.code > 0 && result.code < 128, shown);
  else assert.equal(result.code, code, shown);
  assert.match(result.stderr, message, shown);
  assert.doesNotMatch(result.stderr, /\bat .*\(?(file|node):|wasm-function|RuntimeError: unreachable/, shown);
  assert.doesNotMatch(result.stderr, /\u001b\[/, "colour without a terminal");
}

const run = (source: string, args: readonly string[] = []): Promise<Outcome> =>
  withFiles({ "bad.clj": source }, (folder) => odeon(["run", ...args, join(folder, "bad.clj")], { timeout: 60_000 }));

test("unbalanced source: the place of the open bracket and of the end", async () => {
  assertRefused(await run("(defn f [x]\n  (+ x 1)\n"), /bad\.clj:\d+:\d+/, 1);
  assertRefused(await run("(println [1 2)\n"), /bad\.clj:1:14/, 1);
  assertRefused(await run("(println 1))\n"), /bad\.clj:1:12/, 1);
  assertRefused(await run('(println "open\n'), /bad\.clj:1:10/, 1);
});

test("unreadable source", async () => {
  assertRefused(await run("(def x 1x)\n"), /bad\.clj:1:8[\s\S]*1x/, 1);
  assertRefused(await run("{:a}\n"), /bad\.clj:1/, 1);
  assertRefused(await run("#{1 1}\n"), /[Dd]uplicate/, 1);
  assertRefused(await run("(prn \\bogus)\n"), /bad\.clj:1/, 1);
  assertRefused(await run("(prn #unknown/tag 1)\n"), /unknown\/tag/, 1);
});

test("a message shows the source line with a caret under the place", async () => {
  const { stderr } = await run("(defn f [x]\n  (prinln x))\n");
  assert.match(stderr, /bad\.clj:2:4/);
  assert.match(stderr, /\(prinln x\)/);
  assert.match(stderr, /\^/);
});

test("an unknown symbol, with a guess", async () => {
  assertRefused(await run("(prinltn 1)\n"), /prinltn[\s\S]*println/, 1);
  assertRefused(await run("(defn total [x] x)\n(totl 1)\n"), /totl[\s\S]*total/, 1);
  assertRefused(await run("(clojure.string/uper-case 1)\n"), /uper-case/, 1);
});

test("an unknown namespace, with a guess", async () => {
  assertRefused(await run("(require '[clojure.sting :as s])\n"), /clojure\.sting[\s\S]*clojure\.string/, 1);
  assertRefused(await run("(nope/f 1)\n"), /nope/, 1);
});

test("an unknown file, namespace or command", async () => {
  assertRefused(await odeon(["run", "no-such-file.clj"]), /no-such-file\.clj/);
  assertRefused(await odeon(["run", "no.such.namespace"]), /no\.such\.namespace/);
  assertRefused(await odeon(["frobnicate"]), /frobnicate/);
  assertRefused(await odeon(["disasm", "no-such.odb"]), /no-such\.odb/);
  assertRefused(await odeon(["verify", "no-such.odb"]), /no-such\.odb/);
  assertRefused(await odeon(["compile", "no-such.clj", "-o", "x.odb"]), /no-such\.clj/);
});

test("wrong arity, with the arglists", async () => {
  assertRefused(await run("(defn area [w h] (* w h))\n(defn -main [] (area 1))\n"), /area[\s\S]*\[w h\]/, 1);
  assertRefused(await run("(def f (fn g [a] a))\n(apply f [1 2])\n"), /args \(2\)|\(2\)/, 1);
});

test("calling a non-function", async () => {
  assertRefused(await run("(defn go [x] (x 1))\n(go 5)\n"), /5[\s\S]*bad\.clj:1/, 1);
  assertRefused(await run('("str" 1)\n'), /str/, 1);
  assertRefused(await run("(nil 1)\n"), /nil/, 1);
});

test("an unhandled exception in main: exit code 1 and a trace in program terms", async () => {
  const source =
    '(ns boom)\n(defn inner [x]\n  (throw (ex-info "it broke" {:x x})))\n(defn outer [x]\n  (inc (inner x)))\n(defn -main []\n  (outer 1)\n  nil)\n';
  const result = await run(source);
  assertRefused(result, /it broke/, 1);
  assert.match(result.stderr, /inner[\s\S]*bad\.clj:3/);
  assert.match(result.stderr, /outer[\s\S]*bad\.clj:5/);
  assert.match(result.stderr, /:x 1/);
  assertRefused(await run("(/ 1 0)\n"), /Divide by zero[\s\S]*bad\.clj:1/, 1);
});

test("the causes of an exception are shown", async () => {
  assertRefused(await run('(throw (ex-info "outer" {} (Exception. "the root")))\n'), /outer[\s\S]*the root/, 1);
});

test("an exception in another actor does not end the program", async () => {
  const source =
    '(require \'[clojure.actors :refer [spawn sleep]])\n(spawn (fn [] (throw (Exception. "elsewhere"))))\n(sleep 50)\n(println :alive)\n';
  const result = await run(source);
  assert.deepEqual([result.code, result.stdout], [0, ":alive\n"], result.stderr);
});

test("a circular load is an error that names the circle", async () => {
  await withFiles({ "aa.clj": "(ns aa (:require [bb]))\n", "bb.clj": "(ns bb (:require [aa]))\n" }, async (folder) => {
    assertRefused(await odeon(["run", "--path", folder, "aa"]), /aa[\s\S]*bb/, 1);
  });
});

test("invalid flags", async () => {
  assertRefused(await odeon(["--no-such-flag", "-e", "1"]), /--no-such-flag/);
  assertRefused(await odeon(["run", "--bogus", "x.clj"]), /--bogus/);
  assertRefused(await odeon(["-e"]), /-e/);
  assertRefused(await odeon(["run"]), /run|FILE/);
  assertRefused(await odeon(["--dump", "nonsense", "-e", "1"]), /nonsense/);
  assertRefused(await odeon(["compile", "x.clj", "-o"]), /-o/);
});

test("an executor count of 0 and of 10,000", async () => {
  for (const count of ["0", "10000", "-1", "two", "1.5", ""]) {
    assertRefused(await odeon(["--executors", count, "-e", "1"]), /--executors/);
  }
});

test("a path in deps.edn or --path that does not exist", async () => {
  await withFiles({ "deps.edn": '{:paths ["src-missing"]}', "x.clj": "(println 1)" }, async (folder) => {
    const result = await odeon(["run", "some.ns"], { cwd: folder });
    assertRefused(result, /src-missing/);
  });
  await withFiles({ "deps.edn": "{:paths [" }, async (folder) => {
    assertRefused(await odeon(["run", "some.ns"], { cwd: folder }), /deps\.edn/);
  });
  assertRefused(await odeon(["--path", "/no/such/folder", "run", "some.ns"]), /\/no\/such\/folder/);
});

test("a truncated .odb is refused at every length", async () => {
  await withFiles({ "p.clj": "(defn f [x] (if (pos? x) (recur (dec x)) :end))\n(println (f 3))\n" }, async (folder) => {
    const odb = join(folder, "p.odb");
    assert.equal((await odeon(["compile", join(folder, "p.clj"), "-o", odb])).code, 0);
    const whole = readFileSync(odb);
    for (const part of [0, 0.02, 0.3, 0.6, 0.97]) {
      const cut = join(folder, "cut.odb");
      writeFileSync(cut, whole.subarray(0, Math.floor(whole.length * part)));
      assertRefused(await odeon(["run", cut]), /cut\.odb|truncated|not an? /i);
      assertRefused(await odeon(["verify", cut]), /cut\.odb|truncated|not an? /i);
    }
  });
});

test("a mutated .odb is refused or runs safely", async () => {
  await withFiles({ "p.clj": "(defn f [x] (if (pos? x) (recur (dec x)) :end))\n(println (f 3) (map inc [1 2]))\n" }, async (folder) => {
    const odb = join(folder, "p.odb");
    assert.equal((await odeon(["compile", join(folder, "p.clj"), "-o", odb])).code, 0);
    const whole = readFileSync(odb);
    for (let round = 0; round < 16; round++) {
      const mutant = Uint8Array.from(whole);
      const at = Math.floor((((round * 2654435761) % 4294967296) / 4294967296) * whole.length);
      mutant[at] = (mutant[at]! + 1 + round * 37) & 255;
      const file = join(folder, "mutant.odb");
      writeFileSync(file, mutant);
      const result = await odeon(["run", file], { timeout: 20_000 });
      const shown = `byte ${at}: exit ${result.code} ${result.signal}\n${result.stderr}`;
      assert.ok(result.code !== null && result.code < 128, shown);
      assert.doesNotMatch(result.stderr, /wasm-function|RuntimeError/, shown);
    }
  });
});

test("a file that is no .odb", async () => {
  await withFiles({ "x.odb": "just text, no bytecode" }, async (folder) => {
    assertRefused(await odeon(["run", join(folder, "x.odb")]), /x\.odb/);
    assertRefused(await odeon(["verify", join(folder, "x.odb")]), /x\.odb/);
  });
});

test("memory exhausted: the actor that asked dies with a reason, the runtime lives", async () => {
  const source = [
    "(require '[clojure.actors :refer [spawn self ! receive sleep alive?]])",
    "(def hog (spawn (fn [] (loop [v []] (recur (conj v (vec (range 1000))))))))",
    "(loop [n 0] (when (and (alive? hog) (< n 6000)) (sleep 10) (recur (inc n))))",
    "(println :hog-alive (alive? hog))",
    "(println (reduce + (range 1000)))",
  ].join("\n");
  const result = await withFiles({ "hog.clj": source }, (folder) =>
    odeon(["run", "--memory", "256", join(folder, "hog.clj")], { timeout: 120_000 }),
  );
  assert.deepEqual([result.code, result.stdout], [0, ":hog-alive false\n499500\n"], result.stderr);
});

test("memory exhausted in main: exit code 1 with the reason", async () => {
  const result = await withFiles({ "hog.clj": "(loop [v []] (recur (conj v (vec (range 1000)))))" }, (folder) =>
    odeon(["run", "--memory", "256", join(folder, "hog.clj")], { timeout: 120_000 }),
  );
  assertRefused(result, /memory/i, 1);
});
