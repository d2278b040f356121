/**
 * Primitives take whatever they are given. Bytecode that the verifier accepts may call any of them with any words: each must
 * answer, raise an error, or park, and must leave the heap whole. Random functions of primitives, parameters and constants,
 * compiled as library code, are called with values of every type, and with what such calls have answered before.
 *
 *   ODEON_FUZZ=N       so many runs (default 5); a run has functions of its own
 *   ODEON_FUZZ_SEED=N  the first seed (default 1)
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Engine } from "../../src/driver/index.js";
import { decodeValue, type Done, encodeValue, Keyword, listOf, OUTCOME, printValue, type Value, VarRef } from "../../src/host/index.js";
import { PRIMITIVES, type PrimRow, TIER } from "../../spec/index.js";
import { REPOSITORY } from "../support/odeon.js";
import { withPatience } from "./patience.js";
import { type Random, random } from "./random.js";

const RUNS = Number(process.env["ODEON_FUZZ"] ?? 5);
const FIRST = Number(process.env["ODEON_FUZZ_SEED"] ?? 1);
const FUNCTIONS = 300;
const ACTORS = 30;
const CALLS = 100;
/** An actor that takes longer is killed: functions may park for ever. */
const PATIENCE_MS = 250;
const CHECK_MS = 20_000;

const TIERS = { interp: TIER.INTERP, jit: TIER.JIT };

/** Not called: one ends the program, the other takes the names of errors away. */
const LEFT_OUT = new Set(["exit-program", "error-types-set"]);
const ALL = PRIMITIVES.filter((p) => !LEFT_OUT.has(p.name));
/** Their answers depend on the run. */
const OF_THE_RUN = new Set(["hash", "rand", "rand-seed", "gensym-id", "identity-hash"]);
const REPEATABLE = ALL.filter((p) => p.file !== "sched/actors" && !p.effects.includes("y") && !OF_THE_RUN.has(p.name));
const PARAMETERS = ["a", "b", "c"];
/** Written without spaces: a comma is one in Clojure. */
const CONSTANTS = String.raw`
nil true false 0 1 2 3 5 12 17 -1 63 64 255 4294967296 -2147483648 1000000 1152921504606846975 1152921504606846976 -1152921504606846977
9223372036854775807 -9223372036854775808 9223372036854775808N 3N 2/3 1.5M 0.0 -0.0 1.5 1e300 ##NaN ##Inf -9.3e18 \a \u00e9
"" "a" "abcdefghij" "\\d+" :k :n/k 's 'n/s [] [1,2,3] {} {:a,1} #{} #{1} () '(1,2)`
  .trim()
  .split(/\s+/);

const pick = <T>(next: Random, list: readonly T[]): T => list[next(list.length)] as T;

function expression(next: Random, prims: readonly PrimRow[], depth: number): string {
  const prim = pick(next, prims);
  const args = Array.from({ length: prim.arity }, () => {
    const kind = next(10);
    return kind < 2 && depth > 0 ? expression(next, prims, depth - 1) : kind < 8 ? pick(next, PARAMETERS) : pick(next, CONSTANTS);
  });
  return `(prim/${[prim.name, ...args].join(" ")})`;
}

function program(seed: number, prims: readonly PrimRow[]): string {
  const next = random(seed);
  const functions = Array.from({ length: FUNCTIONS }, (_, i) => {
    // Every other one is a primitive alone with its parameters: all of them come within a few runs.
    const prim = prims[((seed * FUNCTIONS + i) >> 1) % prims.length] as PrimRow;
    const body =
      i % 2 === 0 && prim.arity <= 3 ? `(prim/${[prim.name, ...PARAMETERS.slice(0, prim.arity)].join(" ")})` : expression(next, prims, 2);
    return `(add! '${body} (fn [a b c] ${body}))`;
  });
  return `${DRIVER}\n${functions.join("\n")}\n`;
}

const DRIVER = readFileSync(join(REPOSITORY, "test/fuzz/primitives.clj"), "utf8");

/** What is called: so many actors one after the other, each with a pool of things of its own. */
interface Plan {
  readonly actors: number;
  /** Calls of the last actor; the others make CALLS. */
  readonly last: number;
  /** The last call is told instead of made, or each with its answer. */
  readonly how?: "tell" | "log";
  readonly checkEach?: boolean;
}
interface End {
  /** What is wrong with the runtime or its heap. */
  readonly failure: string | undefined;
  /** How the actors ended; what was told. */
  readonly how: string[];
}

/** One run in a runtime of its own. */
async function run(source: string, seed: number, tier: number, plan: Plan): Promise<End> {
  let failure: string | undefined;
  const how: string[] = [];
  const engine = new Engine({
    executors: 2,
    memoryLimit: 160 * 2 ** 20,
    grants: new Set(),
    control: { checkHeap: 20, tier },
    output: () => {},
    events: { fatal: (reason) => void (failure ??= reason) },
  });
  const call = async (name: string, args: Value[], patienceMs: number): Promise<Done> => {
    const { request, done } = engine.machine.call(encodeValue(listOf([new VarRef("odeon.fuzz", name), ...args])));
    const end = await withPatience(engine, request, done, patienceMs);
    if (typeof end === "string") throw new Error(failure ?? `an actor ${end}`);
    return end;
  };
  const check = async (): Promise<void> => {
    if ((await call("check", [], CHECK_MS)).outcome === OUTCOME.ERROR) throw new Error("the heap is broken");
  };
  try {
    await engine.loadLibraryFile(source, "odeon/fuzz.clj");
    for (let actor = 0; actor < plan.actors; actor++) {
      const last = actor === plan.actors - 1;
      how.push("brought down");
      const end = await call(
        "run",
        [BigInt(seed * 1000 + actor), BigInt(last ? plan.last : CALLS), plan.how === undefined ? null : new Keyword(null, plan.how)],
        PATIENCE_MS,
      );
      // It catches what functions throw: something went by its handler.
      if (end.outcome === OUTCOME.ERROR) throw new Error(`nothing caught ${printValue(decodeValue(end.payload))}`);
      if (end.outcome !== OUTCOME.OK) how[actor] = "killed";
      else how[actor] = plan.how === undefined ? "returned" : printValue(decodeValue(end.payload));
      if (plan.checkEach) await check();
    }
    await check();
    return { failure, how };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { failure: failure ?? error.message, how };
  } finally {
    await engine.stop();
  }
}

/** The first call after which something is wrong, told. */
async function culprit(source: string, seed: number, tier: number): Promise<string> {
  const actors = (await run(source, seed, tier, { actors: ACTORS, last: CALLS, checkEach: true })).how.length;
  let good = 0;
  let bad = CALLS;
  while (bad - good > 1) {
    const last = (good + bad) >> 1;
    if ((await run(source, seed, tier, { actors, last })).failure === undefined) good = last;
    else bad = last;
  }
  const told = await run(source, seed, tier, { actors, last: bad, how: "tell" });
  return `actor ${actors}, call ${bad}: ${told.how.at(-1)}`;
}

for (const [name, tier] of Object.entries(TIERS))
  test(`primitives stand whatever they are given (${name})`, { timeout: RUNS * 60_000 }, async (t) => {
    const ends = new Map<string, number>();
    const failures: string[] = [];
    for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
      const source = program(seed, ALL);
      const { failure, how } = await run(source, seed, tier, { actors: ACTORS, last: CALLS });
      for (const end of how) ends.set(end, (ends.get(end) ?? 0) + 1);
      if (failure !== undefined) failures.push(`seed ${seed}: ${await culprit(source, seed, tier)}\n${failure}`);
    }
    assert.equal(failures.length, 0, failures.join("\n"));
    t.diagnostic(`seeds from ${FIRST}: ${JSON.stringify(Object.fromEntries(ends))}`);
  });

test("primitives answer the same in both tiers", { timeout: RUNS * 60_000 }, async (t) => {
  let calls = 0;
  const failures: string[] = [];
  for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
    const source = program(seed, REPEATABLE);
    const [interp, jit] = [await logged(source, seed, TIERS.interp), await logged(source, seed, TIERS.jit)];
    const n = Math.min(interp.length, jit.length);
    const differs = Array.from({ length: n }, (_, i) => i).find((i) => interp[i] !== jit[i]);
    if (differs !== undefined) failures.push(`seed ${seed}, call ${differs}: interpreted ${interp[differs]}\ncompiled ${jit[differs]}`);
    calls += n;
  }
  assert.equal(failures.length, 0, failures.join("\n"));
  t.diagnostic(`seeds from ${FIRST}: ${calls} calls`);
});

/** Hashes by identity, in texts. */
const IDENTITY = /(0x|@)[0-9a-f]+/g;

/** All calls up to an actor that did not come to its end. */
async function logged(source: string, seed: number, tier: number): Promise<string[]> {
  const { failure, how } = await run(source, seed, tier, { actors: ACTORS, last: CALLS, how: "log" });
  assert.equal(failure, undefined, `seed ${seed}`);
  const end = how.indexOf("killed");
  return how.slice(0, end < 0 ? how.length : end).flatMap((log) => log.replace(IDENTITY, "@").split('" "'));
}
