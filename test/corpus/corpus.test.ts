/**
 * The language corpus: every program runs in every mode and must print what its .out file says.
 *
 * ODEON_CORPUS=mode,mode limits the modes; ODEON_CORPUS=full runs every program in every tier under every stress switch, which takes an
 * hour; ODEON_CORPUS_FILES=text,text runs only files whose name contains one of them.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { inParallel, odeon, type Outcome } from "../support/odeon.js";

const HERE = fileURLToPath(new URL(".", import.meta.url));

interface Mode {
  readonly name: string;
  readonly tier: "interp" | "auto" | "jit";
  readonly executors: number;
  readonly stress?: string;
  /** Only programs whose names match. */
  readonly only?: RegExp;
  /** Not those whose names match. */
  readonly except?: RegExp;
}

/**
 * Under stress, compiled code is left at every safepoint: programs about control, actors, laziness and exceptions show whether that is
 * right. Others would compile the same library anew each time, at a second each.
 */
const CONTROL =
  /^(actors_(basics|collect|failure|patterns|recur|selective|timeouts)|closures|control|exceptions|lazy|loops|recursion_mutual|tiers|transducers|protocols)/;

/** Where it matters how many executors there are, and on which of them an actor runs. */
const ACTORS = /^(actors_|atoms|closures_gc|delays|dynvars|exceptions|futures|laziness|lazy|loops|recursion|stack)/;

/** Long tables of what a function of the library prints: they try that function, in each tier, and no collector or scheduler. */
const TABLES = /^(cl_format_|format_|pprint_code)/;

const TIERS = ["interp", "jit", "auto"] as const;
const STRESS = [undefined, "collect", "preempt", "nursery", "move", "install", "guard"] as const;
const FULL: readonly Mode[] = TIERS.flatMap((tier) =>
  STRESS.filter((stress) => tier !== "interp" || (stress !== "install" && stress !== "guard")).map((stress) => ({
    name: `full-${tier}${stress === undefined ? "" : `-${stress}`}`,
    tier,
    executors: 2,
    ...(stress !== undefined && { stress }),
  })),
);
const MODES: readonly Mode[] = [
  { name: "default", tier: "interp", executors: 2 },
  { name: "one-executor", tier: "interp", executors: 1, only: ACTORS },
  { name: "collect", tier: "interp", executors: 2, stress: "collect", except: TABLES },
  { name: "preempt", tier: "interp", executors: 2, stress: "preempt", except: TABLES },
  { name: "nursery", tier: "interp", executors: 2, stress: "nursery", except: TABLES },
  { name: "move", tier: "interp", executors: 2, stress: "move", only: ACTORS },
  // Every function is compiled before it first runs; what is hot is, on what its arguments have been.
  { name: "jit", tier: "jit", executors: 2 },
  { name: "auto", tier: "auto", executors: 2, except: TABLES },
  { name: "jit-collect", tier: "jit", executors: 2, stress: "collect", only: CONTROL },
  { name: "jit-preempt", tier: "jit", executors: 2, stress: "preempt", only: CONTROL },
  { name: "jit-nursery", tier: "jit", executors: 2, stress: "nursery", only: CONTROL },
  { name: "jit-move", tier: "jit", executors: 2, stress: "move", only: CONTROL },
  // Functions change between the tiers while they run.
  { name: "jit-install", tier: "jit", executors: 2, stress: "install", only: CONTROL },
  { name: "jit-guard", tier: "jit", executors: 2, stress: "guard", only: CONTROL },
  { name: "auto-install", tier: "auto", executors: 2, stress: "install", only: CONTROL },
];

/** Mode -> programs that are known to fail in it. A program listed here that passes is a failure: take it off the list. */
const EXPECTED_FAILURES: Record<string, string[]> = JSON.parse(readFileSync(join(HERE, "expected-failures.json"), "utf8"));

/** Programs that run at once; the stress modes multiply the work of a program, hence the generous limit. */
const WIDTH = 2;
const TIME_LIMIT = 120_000;

const wanted = process.env["ODEON_CORPUS"]?.split(",");
const modes = [...(wanted === undefined ? [] : FULL), ...MODES].filter(
  ({ name }) => wanted?.some((w) => w === name || (w === "full" && name.startsWith("full-"))) ?? true,
);
const texts = process.env["ODEON_CORPUS_FILES"]?.split(",") ?? [""];
const programs = readdirSync(HERE)
  .filter((file) => file.endsWith(".clj") && file !== "bless.clj")
  .map((file) => file.slice(0, -".clj".length))
  .filter((name) => texts.some((text) => name.includes(text)))
  .sort();
assert.ok(modes.length > 0 && programs.length > 0, "no mode or no program of this name");

/** The first difference, small enough to read. */
function difference(expected: string, outcome: Outcome): string {
  const actual = outcome.stdout.split("\n");
  const wantedLines = expected.split("\n");
  const line = wantedLines.findIndex((text, index) => text !== actual[index]);
  const at = line < 0 ? wantedLines.length : line;
  const shown = (text: string | undefined): string => (text === undefined ? "(nothing)" : text.slice(0, 600));
  return [
    `exit ${outcome.timedOut ? "by the time limit" : (outcome.code ?? outcome.signal)}, first difference in line ${at + 1}:`,
    `  expected: ${shown(wantedLines[at])}`,
    `  printed:  ${shown(actual[at])}`,
    outcome.stderr.slice(0, 1500),
  ].join("\n");
}

function problemOf(name: string, outcome: Outcome): string | undefined {
  const expected = readFileSync(join(HERE, `${name}.out`), "utf8");
  return outcome.code === 0 && outcome.stdout === expected ? undefined : difference(expected, outcome);
}

for (const mode of modes) {
  test(`corpus, mode ${mode.name}`, async (t) => {
    const known = new Set(EXPECTED_FAILURES[mode.name] ?? []);
    const env: Record<string, string> = mode.stress === undefined ? {} : { ODEON_STRESS: mode.stress };
    const chosen = programs.filter((name) => (mode.only?.test(name) ?? true) && !mode.except?.test(name));
    const problems = await inParallel(chosen, WIDTH, async (name) =>
      problemOf(
        name,
        await odeon(["run", "--tier", mode.tier, "--executors", String(mode.executors), join(HERE, `${name}.clj`)], {
          env,
          timeout: TIME_LIMIT,
        }),
      ),
    );
    for (const [index, name] of chosen.entries()) {
      await t.test(name, () => {
        const problem = problems[index];
        if (known.has(name)) assert.ok(problem !== undefined, `${name} passes now: take it off test/corpus/expected-failures.json`);
        else assert.ok(problem === undefined, problem);
      });
    }
  });
}

test("every program has an expected output, and every output a program", () => {
  const files = readdirSync(HERE);
  const stems = (ending: string): string[] => files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));
  assert.deepEqual(
    stems(".out"),
    stems(".clj").filter((name) => name !== "bless"),
  );
});
