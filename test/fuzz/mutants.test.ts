/**
 * Damaged .odb files: valid ones are mutated, mostly in their code, and sealed again with a right checksum. Every mutant is
 * refused with an error or runs; what runs may throw, print, loop or exhaust its memory, but never brings the runtime down,
 * breaks its heap (the checker is on), or resists being killed.
 *
 *   ODEON_FUZZ=N       so many mutants that are accepted and run (default 200)
 *   ODEON_FUZZ_SEED=N  this seed; the default ones never change, so that a run of the tests says the same twice
 *   ODEON_FUZZ_KEEP=D  writes each mutant into this folder before it runs, as N.odb: those that share a runtime with the culprit are left
 */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type CodeArity, CodeConst, type CodeUnit, readOdb, verifyUnit } from "../../src/bytecode/index.js";
import { fnv1a } from "../../src/bytecode/odb.js";
import { Diagnostic, Engine } from "../../src/driver/index.js";
import { symbol } from "../../src/host/index.js";
import { odeon, REPOSITORY, withFiles } from "../support/odeon.js";
import { withPatience } from "./patience.js";
import { type Random, random } from "./random.js";

const SOURCES = [
  "actors_server",
  "closures",
  "coll_maps",
  "coll_transients",
  "exceptions_finally",
  "laziness",
  "loops",
  "multimethods",
  "records",
  "strings_builder",
];
const COUNT = Number(process.env["ODEON_FUZZ"] ?? 200);
const KEEP = process.env["ODEON_FUZZ_KEEP"];
/** A mutant that runs longer is killed. */
const PATIENCE_MS = 1000;
/** Mutants that share a runtime: one may have redefined what the next one needs. */
const BATCH = 10;

interface Program {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Offsets in the file that hold instructions. */
  readonly code: readonly number[];
}

async function programs(): Promise<Program[]> {
  return withFiles({}, async (folder) => {
    const result: Program[] = [];
    for (const name of SOURCES) {
      const output = join(folder, `${name}.odb`);
      const outcome = await odeon(["compile", join(REPOSITORY, "test/corpus", `${name}.clj`), "-o", output]);
      assert.equal(outcome.code, 0, outcome.stderr);
      const bytes = new Uint8Array(readFileSync(output));
      result.push({ name, bytes, code: codeOffsets(bytes) });
    }
    return result;
  });
}

function codeOffsets(bytes: Uint8Array): number[] {
  const file = Buffer.from(bytes);
  const offsets = new Set<number>();
  const codes: CodeArity[] = readOdb(bytes).namespaces.flatMap((namespace) => namespace.units.map((unit) => unit.top));
  for (let i = 0; i < codes.length; i++) {
    const { bytes: code, consts } = codes[i] as CodeArity;
    for (const constant of consts) if (constant instanceof CodeConst) codes.push(...constant.arities);
    const at = code.length > 3 ? file.indexOf(code) : -1;
    if (at >= 0) for (let k = 0; k < code.length; k++) offsets.add(at + k);
  }
  return [...offsets];
}

/** One to three changed bytes, the checksum right again. */
function mutate(program: Program, next: Random): Uint8Array {
  const bytes = program.bytes.slice();
  for (let edits = 1 + next(3); edits > 0; edits--) {
    const at = next(10) < 8 ? (program.code[next(program.code.length)] as number) : 6 + next(bytes.length - 10);
    const old = bytes[at] as number;
    bytes[at] = [next(256), next(0x70), old + 1, old - 1, old ^ (1 << next(8))][next(5)] as number;
  }
  new DataView(bytes.buffer).setUint32(bytes.length - 4, fnv1a(bytes.subarray(0, bytes.length - 4)), true);
  return bytes;
}

/** The units of a mutant that nothing refuses. */
function accepted(bytes: Uint8Array): CodeUnit[] | undefined {
  try {
    const units = readOdb(bytes, "mutant.odb").namespaces.flatMap((namespace) => namespace.units);
    return units.every((unit) => verifyUnit(unit).length === 0) ? units : undefined;
  } catch (error) {
    assert.ok(error instanceof Diagnostic || error instanceof RangeError, `refused by accident: ${String(error)}`);
    return undefined;
  }
}

/** A runtime for a batch: no grants, little memory, the heap checker on. */
class Arena {
  failure: string | undefined;
  stopped = false;
  readonly engine: Engine;
  constructor() {
    this.engine = new Engine({
      executors: 2,
      memoryLimit: 96 * 2 ** 20,
      grants: new Set(),
      control: { checkHeap: 50 },
      output: () => {},
      events: {
        fatal: (reason) => {
          this.failure = reason;
        },
        exit: () => {
          this.stopped = true;
        },
      },
    });
  }

  async run(units: CodeUnit[]): Promise<string> {
    const load = this.engine.openProgram(units);
    const { request, result } = this.engine.startEntry("run-load", [load.id, load.file, symbol("user")]);
    const ended = result.then(
      () => "returned",
      () => "threw",
    );
    const end = await withPatience(this.engine, request, ended, PATIENCE_MS);
    // A trap in one thread and the end of the entry may be told in either order.
    if (end !== "returned") await new Promise((resolve) => setImmediate(resolve));
    return end;
  }
}

async function fuzz(seed: number, all: readonly Program[]): Promise<Map<string, number>> {
  const next = random(seed);
  const ends = new Map<string, number>();
  const note = (what: string): void => void ends.set(what, (ends.get(what) ?? 0) + 1);
  let arena: Arena | undefined;
  let what = "";
  const stop = async (): Promise<void> => {
    await arena?.engine.stop();
    if (arena?.failure !== undefined) assert.fail(`${what} brought the runtime down: ${arena.failure}`);
    arena = undefined;
  };
  try {
    for (let run = 0; run < COUNT; ) {
      const program = all[next(all.length)] as Program;
      const bytes = mutate(program, next);
      const units = accepted(bytes);
      if (units === undefined) {
        note("refused");
        continue;
      }
      if (KEEP !== undefined) {
        if (arena === undefined) rmSync(KEEP, { recursive: true, force: true });
        mkdirSync(KEEP, { recursive: true });
        writeFileSync(join(KEEP, `${run}.odb`), bytes);
      }
      arena ??= new Arena();
      const end = await arena.run(units);
      note(end);
      run++;
      what = `seed ${seed}, mutant ${run} (of ${program.name})`;
      assert.notEqual(end, "hangs", `${what} can't be killed`);
      if (run % BATCH === 0 || arena.stopped || arena.failure !== undefined || end !== "returned") await stop();
    }
  } finally {
    // Whatever has happened: executors that are still there would keep the tests from ending.
    await stop();
  }
  return ends;
}

test("mutants of compiled programs are refused or run safely", { timeout: 1000 * COUNT + 60_000 }, async (t) => {
  const all = await programs();
  const given = process.env["ODEON_FUZZ_SEED"];
  const seeds = given === undefined ? [1, 2] : [Number(given)];
  for (const seed of seeds) t.diagnostic(`seed ${seed}: ${JSON.stringify(Object.fromEntries(await fuzz(seed, all)))}`);
});
