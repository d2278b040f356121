/** Ctrl-C, a closed pipe, and idling: how the process behaves among others. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ODEON, odeon, REPOSITORY } from "../support/odeon.js";

const unixOnly = { skip: process.platform === "win32" };

for (const [name, program] of [
  ["an endless loop", '(println "started") (loop [] (recur))'],
  ["an endless reduce", '(println "started") (reduce + (range))'],
  ["a sleeping program", '(println "started") (Thread/sleep 60000)'],
  ["a program that waits for a message", '(require \'[clojure.actors :as a]) (println "started") (a/receive :never 1 (after 60000 2))'],
] as const) {
  test(`Ctrl-C ends ${name} with 130 and flushed streams`, unixOnly, async () => {
    const result = await odeon(["-e", program], {
      timeout: 20_000,
      with: (child) => child.stdout?.once("data", () => setTimeout(() => child.kill("SIGINT"), 100)),
    });
    assert.equal(result.timedOut, false);
    assert.deepEqual([result.code, result.stdout], [130, "started\n"], result.stderr);
  });
}

test("output into a closed pipe ends quietly", unixOnly, async () => {
  const command = `"${process.execPath}" "${ODEON}" -e '(dotimes [i 1000000] (println "line" i))' | head -n 2`;
  const shell = spawn("bash", ["-c", `set -o pipefail; ${command}`], { cwd: REPOSITORY });
  let stdout = "";
  let stderr = "";
  shell.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  shell.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const timer = setTimeout(() => shell.kill("SIGKILL"), 30_000);
  const code = await new Promise((resolve) => shell.on("close", resolve));
  clearTimeout(timer);
  assert.equal(stdout, "line 0\nline 1\n");
  assert.equal(stderr, "");
  assert.notEqual(code, null, "still writing after the reader has gone");
});

/** Processor time that a process and its threads have used, in ms (Linux). */
function cpuTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

test("an idle runtime uses no processor time", { skip: process.platform !== "linux" }, async () => {
  const program =
    '(require \'[clojure.actors :as a]) (dotimes [_ 100] (a/spawn (fn [] (a/receive :never 1)))) (println "idle") (Thread/sleep 3000)';
  let used = Number.NaN;
  const result = await odeon(["--executors", "2", "-e", program], {
    with: (child) => {
      child.stdout?.once("data", () => {
        setTimeout(() => {
          const before = cpuTime(child.pid!);
          setTimeout(() => {
            used = cpuTime(child.pid!) - before;
          }, 1500);
        }, 700);
      });
    },
  });
  assert.equal(result.code, 0, result.stderr);
  assert.ok(used <= 60, `${used} ms of processor time in 1,500 ms of idling`);
});
