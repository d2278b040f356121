import { readFileSync, writeFileSync } from "node:fs";
import { type CodeUnit, disassemble, type OdbFile, readOdb, verifyUnit, writeOdb } from "../../src/bytecode/index.js";
import { Diagnostic, type Engine, shownPath, UsageError } from "../../src/driver/index.js";
import { reachableCodes, type StartedMachine, symbol } from "../../src/host/index.js";
import type { PrintedModule } from "../../src/jit/index.js";
import { installDumps, wasmText } from "./dump.js";
import type { Invocation } from "./options.js";
import { complain, complainAbout, EXIT, leave, say, startEngine } from "./process.js";
import { fileError, kindOf, readText } from "./files.js";

/** The units of an .odb file, verified: nothing else may run. */
export function readProgram(file: string): CodeUnit[] {
  const units = readUnits(file);
  const failures = failuresOf(units);
  if (failures.length > 0) throw new UsageError(`${file} is refused: ${failures[0]}`);
  return units;
}

function readUnits(file: string): CodeUnit[] {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw fileError(file, error);
  }
  try {
    return readOdb(bytes, file).namespaces.flatMap((namespace) => namespace.units);
  } catch (error) {
    if (error instanceof Diagnostic || error instanceof RangeError)
      throw new UsageError(`${file} is not a sound .odb file: ${error.message}`);
    throw error;
  }
}

const failuresOf = (units: readonly CodeUnit[]): string[] =>
  units.flatMap((unit) => verifyUnit(unit)).map((failure) => failureText(failure));

function failureText(failure: object): string {
  const { fn, pc, rule, message } = failure as { fn?: string; pc?: number; rule?: string; message?: string };
  return `${fn ?? "?"}, pc ${pc ?? "?"}: ${message ?? ""} (${rule ?? "rule"})`;
}

/** odeon verify. */
export function verify(invocation: Invocation): number {
  const file = invocation.operands[0] as string;
  const failures = failuresOf(readUnits(file));
  for (const failure of failures) complain(`${file}: ${failure}\n`);
  return failures.length === 0 ? EXIT.OK : EXIT.ERROR;
}

/** odeon compile. */
export async function compile(invocation: Invocation, started: StartedMachine): Promise<number> {
  const file = invocation.operands[0] as string;
  if (invocation.output === undefined) throw new UsageError("compile needs -o FILE.odb; see odeon compile --help");
  const units = await compileFile(invocation, started, file);
  const bytes = writeOdb({ main: units.at(-1)?.ns ?? "user", namespaces: byNamespace(units) });
  try {
    writeFileSync(invocation.output, bytes);
  } catch (error) {
    throw new UsageError(`can't write ${invocation.output}: ${(error as Error).message}`);
  }
  return EXIT.OK;
}

/** Runs of units of one namespace, in the order of loading: what a namespace requires stands in the middle of it, so it may come up twice. */
function byNamespace(units: readonly CodeUnit[]): OdbFile["namespaces"] {
  const groups: OdbFile["namespaces"] = [];
  for (const unit of units) {
    const last = groups.at(-1);
    if (last !== undefined && last.ns === unit.ns) last.units.push(unit);
    else groups.push({ ns: unit.ns, requires: [], units: [unit] });
  }
  return groups;
}

/** odeon disasm. */
export async function disasm(invocation: Invocation, started: StartedMachine): Promise<number> {
  const file = invocation.operands[0] as string;
  const name = invocation.dumpFn;
  if (invocation.wasm) {
    const { engine, added } = await loadProgram(invocation, started, file);
    const module = printedModule(engine, added);
    if (module !== undefined) say(`${wasmText(module, name)}\n`);
    return EXIT.OK;
  }
  const units = kindOf(file) === "odb" ? readUnits(file) : await compileFile(invocation, started, file);
  const texts = units.map((unit) => disassemble(unit));
  say(`${(name === undefined ? texts : texts.filter((text) => text.includes(name))).join("\n")}\n`);
  return EXIT.OK;
}

/** All functions as one module; undefined if there are none. */
function printedModule(engine: Engine, codes: readonly number[]): PrintedModule | undefined {
  const { module, printed } = engine.tier.compileOnly(codes);
  for (const { name, why } of module.refused.map((r) => ({ name: engine.tier.nameOf(r.code), why: r.why })))
    complain(`;; ${name} stays interpreted: ${why}\n`);
  return module.wasm.length === 0 ? undefined : printed();
}

/** All units that a program and what it requires compile to, in the order in which they ran. */
async function compileFile(invocation: Invocation, started: StartedMachine, file: string): Promise<readonly CodeUnit[]> {
  return (await loadProgram(invocation, started, file)).units;
}

interface Loaded {
  readonly engine: Engine;
  /** In the order in which they ran; empty for an .odb file. */
  readonly units: readonly CodeUnit[];
  /** Codes that were not there before. */
  readonly added: readonly number[];
}

/** Loads a program, and what it requires; -main is not called. */
async function loadProgram(invocation: Invocation, started: StartedMachine, file: string): Promise<Loaded> {
  const program = kindOf(file) === "odb" ? readProgram(file) : undefined;
  const text = program === undefined ? readText(file) : "";
  const engine: Engine = startEngine(invocation, started);
  await engine.machine.ready;
  const before = invocation.wasm ? new Set(reachableCodes(engine.machine.memory)) : undefined;
  installDumps(engine, invocation);
  const units: CodeUnit[] = [];
  const tap = engine.compiler.taps.code;
  engine.compiler.taps.code = (code, unit, source) => {
    tap?.(code, unit, source);
    // Code that the program evaluates while it loads belongs to that run alone.
    if (source.file !== "eval") units.push(code);
  };
  try {
    const load = program === undefined ? engine.loads.openText(text, shownPath(file)) : engine.openProgram(program);
    await engine.callEntry("load-lib", [load.id, load.file, symbol("user")]);
  } catch (error) {
    engine.machine.flushOutput();
    complainAbout(error, engine);
    leave(engine, EXIT.ERROR);
  }
  engine.machine.flushOutput();
  const added = before === undefined ? [] : reachableCodes(engine.machine.memory).filter((code) => !before.has(code));
  return { engine, units, added };
}
