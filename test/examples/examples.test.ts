/** Every example runs, in both tiers, and prints what its header says. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { odeon, REPOSITORY } from "../support/odeon.js";

interface Run {
  readonly args?: readonly string[];
  readonly stdout: string;
}

const lines = (...text: string[]): string => text.map((line) => `${line}\n`).join("");
const rally = (rounds: number): string[] => Array.from({ length: rounds }, (_, n) => [`ping ${n + 1}`, `pong ${n + 1}`]).flat();

const EXAMPLES: Record<string, readonly Run[]> = {
  "ring.clj": [
    { stdout: lines("ring of 1000 actors, 1000000 hops", "the token arrived at 0") },
    { args: ["7", "100"], stdout: lines("ring of 7 actors, 100 hops", "the token arrived at 0") },
    { args: ["1", "10"], stdout: lines("ring of 1 actors, 10 hops", "the token arrived at 0") },
  ],
  "counter.clj": [{ stdout: lines("total 15", "total 19", "ended with 19", "idle") }],
  "pingpong.clj": [{ stdout: lines(...rally(5), "game over") }, { args: ["2"], stdout: lines(...rally(2), "game over") }],
  "echo.clj": [{ stdout: lines("10 clients, 50 lines echoed") }],
  "wordcount.clj": [
    { stdout: lines("the 4", "it 3", "was 3", "of 2", "times 2", "15 different words, 24 in all") },
    { args: ["test/examples/words.txt", "2"], stdout: lines("été 2", "a 1", "3 different words, 4 in all") },
  ],
  "primes.clj": [
    {
      stdout: lines("(2 3 5 7 11 13 17 19 23 29)", "the 1000th prime is 7919", "twin primes: ([3 5] [5 7] [11 13] [17 19] [29 31])"),
    },
  ],
  "bank.clj": [
    {
      stdout: lines(
        "shared: 100 actors, 10000 transfers, total 4000",
        "refused: insufficient funds {:account :a, :balance 1000, :amount 5000}",
        "teller: {:a 700, :b 1300}",
        "teller refused [:insufficient :a]",
      ),
    },
  ],
  "futures.clj": [
    { stdout: lines("collatz: longest chain below 30000 starts at 26623 with 307 steps", "pfib 15 = 610", "first answer: :quick") },
  ],
};

test("every example has its expected output here", () => {
  const present = readdirSync(join(REPOSITORY, "examples")).filter((file) => file.endsWith(".clj"));
  assert.deepEqual(present.sort(), Object.keys(EXAMPLES).sort());
});

for (const [file, runs] of Object.entries(EXAMPLES)) {
  for (const { args = [], stdout } of runs) {
    // Under jit the exit code also says that nothing was interpreted that could be compiled.
    for (const tier of ["auto", "jit"]) {
      test(`examples/${file} ${args.join(" ")} --tier ${tier}`, async () => {
        const result = await odeon(["run", "--tier", tier, join("examples", file), ...args], { timeout: 60_000 });
        assert.deepEqual([result.code, result.stdout], [0, stdout], result.stderr);
      });
    }
  }
  test(`the header of examples/${file} shows what it prints`, () => {
    const header = readFileSync(join(REPOSITORY, "examples", file), "utf8").split("(ns ")[0]!;
    const first = runs[0]!.stdout.split("\n").filter((line) => line !== "");
    for (const line of file === "pingpong.clj" ? ["ping 1", "pong 5", "game over"] : first) {
      assert.ok(header.includes(`;;   ${line}\n`), `the header does not show: ${line}`);
    }
  });
}
