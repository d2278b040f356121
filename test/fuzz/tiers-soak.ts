/**
 * Random programs in both tiers, for as long as one likes:
 *
 *   npx tsx test/fuzz/tiers-soak.ts [--seed N] [--count N] [--batch N] [--modes jit,auto,...] [--keep FOLDER] [--jvm] [--shrink N] [--width N]
 *
 * A runtime for each mode runs batch after batch of cases in this process. The reference runs no case until it is hot, and V8 does not
 * optimize what it is given: that would take more time than all else. What differs is printed with its seed (`--seed N --count 1` runs it alone) and kept as a program.
 * --jvm compares the interpreter with Clojure on the JVM (command `clojure`), batch by batch, leaving out what is known to differ.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import {
  casesOf,
  type Difference,
  differences,
  MODES,
  type Mode,
  modeOf,
  type Output,
  REFERENCE,
  save,
  shrink,
  TIME_LIMIT,
} from "./tiers/compare.js";
import { type Case, generateCase, print } from "./tiers/generate.js";
import { callOf, definitionsOf, type ProgramOptions, programOf } from "./tiers/program.js";
import { Session } from "./tiers/session.js";
import { inParallel, withFiles } from "../support/odeon.js";

setFlagsFromString("--liftoff-only");

const args = process.argv.slice(2);
const option = (name: string, otherwise: string): string =>
  args.includes(`--${name}`) ? (args[args.indexOf(`--${name}`) + 1] as string) : otherwise;
const seed = Number(option("seed", "1"));
const count = Number(option("count", "1000"));
const batch = Number(option("batch", "200"));
const portable = args.includes("--jvm");
const attempts = Number(option("shrink", "0"));
const keep = option("keep", "");
const width = Number(option("width", "1"));
const modes: readonly Mode[] = portable
  ? []
  : option("modes", MODES.map((m) => m.name).join(","))
      .split(",")
      .map((name) => modeOf(name));
const plain = portable ? { portable, warm: 0, again: 0 } : { portable, warm: 400, again: 40, reductions: args.includes("--reductions") };
const stressed = { ...plain, warm: 60, again: 20 };

function clojure(source: string): Promise<Output> {
  return withFiles({ "p.clj": source }, async (folder) => {
    const { stdout, stderr, status } = spawnSync("clojure", [join(folder, "p.clj")], {
      encoding: "utf8",
      timeout: 300_000,
      maxBuffer: 1 << 28,
    });
    const lines = stdout.split("\n").filter((l) => l !== "");
    const complete = status === 0 && lines[lines.length - 1] === "end";
    return { complete, lines, trouble: complete ? "" : `exit ${status}: ${stderr.slice(0, 1000)}` };
  });
}
/** Before version 19 the JVM prints some doubles with more digits than they need (JDK-4511638). */
const shortest = (line: string): string => line.replace(/-?\d\.\d+(E-?\d+)?/g, (digits) => `${Number(digits)}`);

/** There are programs that Clojure makes invalid classes of (an empty `try` with a `catch`): they are left out, by the number in the class's name. */
async function jvm(cases: readonly Case[]): Promise<Output> {
  const output = await clojure(programOf(cases, plain));
  const id = /class file user\$\D*(\d+)/.exec(output.trouble)?.[1];
  const left = cases.filter((c) => c.id !== id);
  return output.complete || left.length === cases.length ? output : jvm(left);
}

async function report(d: Difference): Promise<void> {
  console.log(`seed ${d.seed} differs in ${d.mode.name}:\n  expected ${d.expected}\n  actual   ${d.actual}`);
  if (d.seed === undefined) return;
  const options = d.mode.env === undefined ? plain : stressed;
  let c = generateCase(d.seed, { portable });
  if (keep !== "") save(join(keep, `${d.seed}.clj`), [c], options);
  if (attempts > 0) c = await shrink(c, d.mode, options, attempts);
  for (const f of c.forms) console.log(`  ${print(f)}`);
  console.log(`  ${JSON.stringify(c.inputs)}`);
  if (keep !== "" && attempts > 0) save(join(keep, `${d.seed}-small.clj`), [c], options);
}

/** One for each mode, and for the reference one for each way of running cases. */
const sessions = new Map<string, Session>();
const sessionOf = (mode: Mode, how: ProgramOptions): Session => {
  const key = `${mode.name} ${how.warm}`;
  const known = sessions.get(key) ?? new Session(mode);
  sessions.set(key, known);
  return known;
};

if (keep !== "") mkdirSync(keep, { recursive: true });
let compared = 0;
let found = 0;
const seeds = Array.from({ length: Math.ceil(count / batch) }, (_, i) => seed + i * batch);
await inParallel(seeds, width, async (at) => {
  const cases = casesOf(at, Math.min(batch, seed + count - at), { portable });
  for (const options of new Set(modes.length === 0 ? [plain] : modes.map((m) => (m.env === undefined ? plain : stressed)))) {
    // What cases answer does not depend on how often they have run.
    const { output: expected, units } = await sessionOf(REFERENCE, options).run(
      definitionsOf(cases, options),
      callOf({ ...options, warm: 0, again: 0 }),
      TIME_LIMIT,
    );
    if (!expected.complete) {
      console.log(`batch ${at} does not run: ${expected.trouble}`);
      continue;
    }
    const theirs: readonly { mode: Mode; output: () => Promise<Output> }[] = portable
      ? [{ mode: { name: "jvm", args: [] }, output: () => jvm(cases) }]
      : modes
          .filter((m) => (m.env === undefined ? plain : stressed) === options)
          .map((mode) => ({ mode, output: async () => (await sessionOf(mode, options).run(units, callOf(options), TIME_LIMIT)).output }));
    for (const { mode, output } of theirs) {
      const actual = await output();
      if (!actual.complete && keep !== "") writeFileSync(join(keep, `batch-${at}.clj`), programOf(cases, options));
      const alike = (o: Output): Output => (portable ? { ...o, lines: o.lines.map(shortest) } : o);
      for (const d of differences(alike(expected), alike(actual), mode)) {
        if (d.actual === "(nothing)" && portable) continue; // left out
        found++;
        await report(d);
      }
      compared += cases.length;
    }
  }
  console.log(
    `${new Date().toISOString().slice(11, 19)} seeds ${at}-${at + cases.length - 1}: ${compared} comparisons so far, ${found} differences`,
  );
});
for (const session of sessions.values()) await session.stop();
process.exitCode = found === 0 ? 0 : 1;
