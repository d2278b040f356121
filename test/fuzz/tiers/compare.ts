/** Runs a program in several modes and tells the cases whose output differs; makes such a case small. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { odeon, withFiles } from "../../support/odeon.js";
import { type Case, generateCase, type GenerateOptions, type Sx } from "./generate.js";
import { type ProgramOptions, programOf } from "./program.js";

export interface Mode {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Record<string, string>;
}
export const REFERENCE: Mode = { name: "interp", args: ["--tier", "interp"] };
const jit = (stress: string): Mode => ({ name: `jit+${stress}`, args: ["--tier", "jit"], env: { ODEON_STRESS: stress } });
const auto = (stress: string): Mode => ({ name: `auto+${stress}`, args: ["--tier", "auto"], env: { ODEON_STRESS: stress } });
export const MODES: readonly Mode[] = [
  { name: "jit", args: ["--tier", "jit"] },
  { name: "auto", args: ["--tier", "auto"] },
  jit("preempt"),
  jit("collect"),
  jit("nursery"),
  jit("move"),
  jit("install"),
  jit("guard"),
  auto("preempt"),
  auto("collect"),
  auto("nursery"),
  auto("move"),
  auto("install"),
  { name: "jit on one executor", args: ["--tier", "jit", "--executors", "1"] },
];
export const modeOf = (name: string): Mode => {
  const mode = [REFERENCE, ...MODES].find((m) => m.name === name);
  if (mode === undefined) throw new Error(`no mode ${name}`);
  return mode;
};

export const TIME_LIMIT = 600_000;

export interface Output {
  readonly complete: boolean;
  readonly lines: readonly string[];
  /** How it ended, if not well. */
  readonly trouble: string;
}
export async function run(source: string, mode: Mode, limit = TIME_LIMIT): Promise<Output> {
  return withFiles({ "p.clj": source }, async (folder) => {
    const outcome = await odeon(["run", ...mode.args, join(folder, "p.clj")], { timeout: limit, env: mode.env ?? {} });
    const trouble = `${outcome.timedOut ? "time limit" : `exit ${outcome.code ?? outcome.signal}`}: ${outcome.stderr.slice(0, 1500)}`;
    return outputOf(outcome.stdout, outcome.code === 0 ? "" : trouble);
  });
}
/** What a program has printed; trouble: why it has not come to its end, if that is known. */
export function outputOf(text: string, trouble: string): Output {
  const lines = text.split("\n").filter((l) => l !== "");
  const complete = trouble === "" && lines[lines.length - 1] === "end";
  return { complete, lines, trouble: complete || trouble !== "" ? trouble : "it ended early" };
}

export interface Difference {
  /** Seed of the case, or undefined if the program did not come to its end. */
  readonly seed: number | undefined;
  readonly mode: Mode;
  readonly expected: string;
  readonly actual: string;
}
/** The first difference of each case. */
export function differences(expected: Output, actual: Output, mode: Mode): Difference[] {
  if (!actual.complete) return [{ seed: undefined, mode, expected: "the program's end", actual: actual.trouble }];
  const seedOf = (line: string): number => Number(line.replace(/^(again|spent) /, "").split(" ")[0]);
  const key = (line: string): string =>
    line
      .split(" ")
      .slice(0, /^(again|spent) /.test(line) ? 3 : 2)
      .join(" ");
  const index = (o: Output): Map<string, string> => new Map(o.lines.map((l) => [key(l), l]));
  const a = index(expected);
  const b = index(actual);
  const out = new Map<number, Difference>();
  for (const k of new Set([...a.keys(), ...b.keys()])) {
    const [was, is] = [a.get(k) ?? "(nothing)", b.get(k) ?? "(nothing)"];
    const seed = seedOf(k);
    if (was !== is && !out.has(seed)) out.set(seed, { seed, mode, expected: was, actual: is });
  }
  return [...out.values()];
}

export const casesOf = (seed: number, count: number, options: GenerateOptions): Case[] =>
  Array.from({ length: count }, (_, i) => generateCase(seed + i, options));

// ---- making it small

/** Smaller forms of x, one change each. */
function* smaller(x: Sx): Iterable<Sx> {
  if (typeof x === "string") return;
  if (x.open === "(") for (const k of x.items) if (typeof k !== "string" || /^[-\d]/.test(k)) yield k;
  if (x.open === "(") for (const k of ["1", "nil"]) yield k;
  for (let i = 0; i < x.items.length; i++) {
    if (i > 0 || x.open !== "(") yield { open: x.open, items: x.items.filter((_, k) => k !== i) };
    for (const s of smaller(x.items[i] as Sx)) yield { open: x.open, items: x.items.map((k, j) => (j === i ? s : k)) };
  }
}
function* smallerCases(c: Case): Iterable<Case> {
  for (let i = 0; i < c.forms.length - 1; i++) yield { ...c, forms: c.forms.filter((_, k) => k !== i) };
  if (c.inputs.length > 4) for (let i = 3; i < c.inputs.length; i++) yield { ...c, inputs: c.inputs.filter((_, k) => k !== i) };
  for (let i = c.forms.length - 1; i >= 0; i--) {
    const form = c.forms[i] as Sx;
    if (typeof form === "string") continue;
    for (let k = 2; k < form.items.length; k++)
      for (const s of smaller(form.items[k] as Sx)) {
        const changed: Sx = { open: "(", items: form.items.map((x, j) => (j === k ? s : x)) };
        yield { ...c, forms: c.forms.map((f, j) => (j === i ? changed : f)) };
      }
  }
}

/** A case that still differs, with as little in it as so many attempts can find. */
export async function shrink(
  c: Case,
  mode: Mode,
  options: ProgramOptions,
  attempts: number,
  fails: (source: string) => Promise<boolean> = (s) => differs(s, mode),
): Promise<Case> {
  let best = c;
  for (let left = attempts; left > 0; ) {
    let found = false;
    for (const candidate of smallerCases(best)) {
      if (left-- <= 0) break;
      if (await fails(programOf([candidate], options))) {
        best = candidate;
        found = true;
        break;
      }
    }
    if (!found) break;
  }
  return best;
}
async function differs(source: string, mode: Mode): Promise<boolean> {
  const expected = await run(source, REFERENCE, 20_000);
  if (!expected.complete) return false;
  return differences(expected, await run(source, mode, 40_000), mode).length > 0;
}

export function save(path: string, c: readonly Case[], options: ProgramOptions): void {
  writeFileSync(path, programOf(c, options));
}
