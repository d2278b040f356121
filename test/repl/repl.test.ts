/** The REPL from outside, with piped input. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { ODEON, odeon, withFiles } from "../support/odeon.js";

async function session(input: string): Promise<{ stdout: string; stderr: string; code: number | null }> {
  return odeon(["repl"], { stdin: input, timeout: 30_000 });
}

test("values are printed, definitions last", async () => {
  const { stdout, code } = await session("(+ 1 2)\n(def x 5)\n(* x x)\nnil\n");
  assert.equal(stdout, "3\n#'user/x\n25\nnil\n");
  assert.equal(code, 0);
});

test("input over several lines, several forms on one", async () => {
  assert.equal((await session("(+ 1\n   2)\n1 2\n")).stdout, "3\n1\n2\n");
});

test("the last values and the last exception", async () => {
  const { stdout, stderr } = await session('10\n20\n[*1 *2]\n(throw (ex-info "oops" {:a 1}))\n(ex-data *e)\n');
  assert.equal(stdout, "10\n20\n[20 10]\n{:a 1}\n");
  assert.match(stderr, /oops/);
});

test("the namespace of one input is that of the next", async () => {
  assert.equal((await session("(ns a.b)\n(def y 1)\n(in-ns 'user)\na.b/y\n")).stdout.split("\n").at(-2), "1");
});

test("errors leave the session alive", async () => {
  const { stdout, stderr } = await session("(unknown 1)\n)\n(/ 1 0)\n:alive\n");
  assert.equal(stdout, ":alive\n");
  assert.match(stderr, /unknown/);
  assert.match(stderr, /Divide by zero/);
});

test("a program reads the lines that follow it", async () => {
  assert.equal((await session("(read-line)\nsome text\n:next\n")).stdout, '"some text"\n:next\n');
});

test("doc", async () => {
  const { stdout } = await session("(doc map)\n(doc let)\n");
  assert.match(stdout, /clojure\.core\/map/);
  assert.match(stdout, /let/);
});

test("actors and messages last from one input to the next", async () => {
  const { stdout } = await session(
    "(require '[clojure.actors :refer [self ! receive spawn]])\n(def me (self))\n(spawn (fn [] (! me :hello)))\n(receive m m)\n",
  );
  assert.equal(stdout.split("\n").at(-2), ":hello");
});

/** A session that is interrupted once it has printed :running, then goes on with one more input. */
async function interrupted(before: string, after: string, answer: string, args: readonly string[] = []): Promise<string> {
  const child = spawn(process.execPath, [ODEON, "repl", ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  let stdout = "";
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const saw = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (stdout.includes(text)) resolve();
      };
      child.stdout.on("data", look);
      look();
    });
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
  child.stdin.write(before);
  await saw(":running");
  await new Promise((next) => setTimeout(next, 100));
  child.kill("SIGINT");
  child.stdin.write(after);
  await saw(answer);
  child.stdin.end();
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  assert.equal(code, 0, stderr);
  return stderr;
}

const unixOnly = { skip: process.platform === "win32" };

test("Ctrl-C stops an evaluation and keeps the session", unixOnly, async () => {
  assert.match(await interrupted("(def kept 7)\n(do (println :running) (loop [] (recur)))\n", "(inc kept)\n", "8\n"), /interrupted/);
});

test("Ctrl-C stops a namespace that never finishes to load, which can be loaded again", unixOnly, async () => {
  await withFiles(
    { "endless.clj": '(ns endless)\n(println :running)\n(when-not (System/getProperty "none") (loop [] (recur)))\n' },
    async (folder) => {
      const errors = await interrupted("(require 'endless)\n", "(try (require 'nowhere) (catch Exception e :gone))\n:alive\n", ":alive\n", [
        "--path",
        folder,
      ]);
      assert.match(errors, /interrupted/);
    },
  );
});

test("Ctrl-C stops a macro that never answers", unixOnly, async () => {
  const before = "(defmacro endless [] (println :running) (loop [] (recur)))\n(endless)\n";
  assert.match(await interrupted(before, "(inc 7)\n", "8\n"), /interrupted/);
});
