/** What a user can do with the command line, checked from outside: commands, arguments, exit codes, output. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { odeon, REPOSITORY, withFiles } from "../support/odeon.js";

const VERSION: string = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")).version;

/** Asserts success and answers what was printed. */
async function output(args: readonly string[], options: Parameters<typeof odeon>[1] = {}): Promise<string> {
  const result = await odeon(args, options);
  assert.equal(result.code, 0, `odeon ${args.join(" ")}: exit ${result.code}\n${result.stderr}`);
  return result.stdout;
}

test("-e prints the value of the last expression", async () => {
  assert.equal(await output(["-e", "(+ 1 2)"]), "3\n");
  assert.equal(await output(["-e", '(println "side") (map inc [1 2])']), "side\n(2 3)\n");
  assert.equal(await output(["-e", '"text"']), '"text"\n');
});

test("a value of nil prints nothing", async () => {
  assert.equal(await output(["-e", "nil"]), "");
  assert.equal(await output(["-e", "(def x 1) nil"]), "");
});

test("run executes a file, with -main and arguments", async () => {
  const program = '(ns app)\n(println "loaded" *command-line-args*)\n(defn -main [& args] (prn args (count args)))\n';
  await withFiles({ "app.clj": program }, async (folder) => {
    assert.equal(await output(["run", join(folder, "app.clj"), "a", "b c", "--flag"]), 'loaded (a b c --flag)\n("a" "b c" "--flag") 3\n');
    assert.equal(await output(["run", join(folder, "app.clj")]), "loaded nil\nnil 0\n");
  });
});

test("run executes a file without -main", async () => {
  await withFiles({ "plain.clj": "(println (reduce + (range 10)))" }, async (folder) => {
    assert.equal(await output(["run", join(folder, "plain.clj")]), "45\n");
  });
});

test("a file without an extension of its own runs from another working folder", async () => {
  await withFiles({ "here.clj": "(println :here)" }, async (folder) => {
    assert.equal(await output(["run", "here.clj"], { cwd: folder }), ":here\n");
  });
});

test("run executes a namespace found on the path", async () => {
  const { mkdirSync, writeFileSync } = await import("node:fs");
  await withFiles({ "deps.edn": '{:paths ["src" "extra"]}' }, async (folder) => {
    mkdirSync(join(folder, "src", "my_app"), { recursive: true });
    mkdirSync(join(folder, "extra"));
    mkdirSync(join(folder, "third"));
    writeFileSync(
      join(folder, "src", "my_app", "core.clj"),
      "(ns my-app.core (:require [util :as u]))\n(defn -main [& args] (println (u/twice 21) args))\n",
    );
    writeFileSync(join(folder, "extra", "util.clj"), "(ns util)\n(defn twice [x] (* 2 x))\n");
    writeFileSync(join(folder, "third", "other.clj"), "(ns other)\n(defn -main [] (println :other))\n");
    assert.equal(await output(["run", "my-app.core", "x"], { cwd: folder }), "42 (x)\n");
    assert.equal(await output(["run", "--path", "third", "other"], { cwd: folder }), ":other\n");
    assert.equal(await output(["--path", "third:src", "run", "other"], { cwd: folder }), ":other\n");
  });
});

test("a program comes from stdin with -", async () => {
  assert.equal(await output(["-"], { stdin: '(defn f [x] (* x x))\n(println "in" (f 5))' }), "in 25\n");
  assert.equal(await output(["run", "-"], { stdin: "(println :from-stdin)" }), ":from-stdin\n");
});

test("the program can read the standard input", async () => {
  assert.equal(await output(["-e", '(println (read-line) "|" (read-line))'], { stdin: "one\ntwo\n" }), "one | two\n");
  await withFiles({ "count.clj": "(println (count (line-seq (clojure.java.io/reader *in*))))" }, async (folder) => {
    assert.equal(await output(["run", join(folder, "count.clj")], { stdin: "a\nb\nc\n" }), "3\n");
  });
});

test("the exit code is the program's", async () => {
  assert.equal((await odeon(["-e", "(System/exit 7)"])).code, 7);
  assert.equal((await odeon(["-e", "(System/exit 0)"])).code, 0);
  const late = await odeon(["-e", '(println "first") (print "unflushed") (System/exit 3)']);
  assert.equal(late.code, 3);
  assert.equal(late.stdout, "first\nunflushed");
});

test("output to both streams arrives in order and whole", async () => {
  const result = await odeon(["-e", '(dotimes [i 20000] (println "line" i)) (binding [*out* *err*] (println "to stderr"))']);
  assert.equal(result.code, 0);
  const lines = result.stdout.trimEnd().split("\n");
  assert.equal(lines.length, 20000);
  assert.equal(lines[19999], "line 19999");
  assert.match(result.stderr, /to stderr/);
});

test("the program ends when main ends, though other actors still run", async () => {
  const program = "(require '[clojure.actors :refer [spawn sleep]])\n(spawn (fn [] (loop [] (sleep 10) (recur))))\n(println :main-done)\n";
  const result = await odeon(["run", "-"], { stdin: program, timeout: 20_000 });
  assert.deepEqual([result.code, result.stdout], [0, ":main-done\n"]);
});

test("compile, run, disasm and verify work on an .odb file", async () => {
  await withFiles(
    { "p.clj": '(ns p)\n(defn square [x] (* x x))\n(defn -main [& args] (println "sq" (square 12) args))\n' },
    async (folder) => {
      const odb = join(folder, "p.odb");
      await output(["compile", join(folder, "p.clj"), "-o", odb]);
      assert.ok(existsSync(odb));
      assert.equal(await output(["run", odb, "arg"]), "sq 144 (arg)\n");
      assert.match(await output(["disasm", odb]), /square/);
      assert.match(await output(["disasm", join(folder, "p.clj")]), /square/);
      await output(["verify", odb]);
    },
  );
});

test("--version and --help", async () => {
  assert.match(await output(["--version"]), new RegExp(VERSION.replaceAll(".", "\\.")));
  const help = await output(["--help"]);
  for (const word of ["run", "repl", "compile", "disasm", "verify", "--executors", "--path", "--stats"])
    assert.ok(help.includes(word), word);
  for (const command of ["run", "repl", "compile", "disasm", "verify"]) {
    assert.match(await output([command, "--help"]), new RegExp(command));
  }
});

test("--dump shows each stage, --dump-fn one function", async () => {
  await withFiles({ "d.clj": "(defn alpha [x] (inc x))\n(defn beta [x] (dec x))\n" }, async (folder) => {
    const file = join(folder, "d.clj");
    for (const stage of ["forms", "hir", "mir", "bytecode"]) {
      const result = await odeon(["run", "--dump", stage, file]);
      assert.equal(result.code, 0, result.stderr);
      assert.match(result.stdout + result.stderr, /alpha/, stage);
      assert.match(result.stdout + result.stderr, /beta/, stage);
    }
    const one = await odeon(["run", "--dump", "mir", "--dump-fn", "alpha", file]);
    assert.match(one.stdout + one.stderr, /alpha/);
    assert.doesNotMatch(one.stdout + one.stderr, /beta/);
  });
});

test("--stats prints one JSON object on stderr", async () => {
  const program =
    "(require '[clojure.actors :refer [spawn self !  receive]])\n(let [me (self)] (spawn (fn [] (! me :hi))) (receive :hi (println :got)))";
  const result = await odeon(["run", "--stats", "--executors", "2", "-"], { stdin: program });
  assert.deepEqual([result.code, result.stdout], [0, ":got\n"]);
  const line = result.stderr.split("\n").find((text) => text.startsWith("{"));
  assert.ok(line !== undefined, result.stderr);
  const stats = JSON.parse(line);
  assert.ok(Object.keys(stats).length >= 8, line);
  assert.match(line, /reductions/);
  assert.match(line, /steals/);
  assert.match(line, /peak/i);
});

test("--executors takes counts up to the limit", async () => {
  assert.equal(await output(["--executors", "1", "-e", "(+ 1 1)"]), "2\n");
  assert.equal(await output(["--executors", "4", "-e", "(reduce + (pmap inc (range 50)))"]), "1275\n");
});

test("a program that prints nothing starts no more than it needs", async () => {
  const idle = await odeon(["-e", "(Thread/sleep 300)"]);
  assert.equal(idle.code, 0);
  assert.ok(idle.ms >= 300);
});
