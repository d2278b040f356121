import { accessSync, constants, copyFileSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  BUILT,
  Engine,
  type Installation,
  installation,
  packageVersion,
  type ProgramFacts,
  shownPath,
  takeImage,
  UsageError,
  writeAhead,
} from "../../src/driver/index.js";
import { type AheadModule, neededCodes, reachableCodes, symbol, vectorOf } from "../../src/host/index.js";
import { kindOf, readText } from "./files.js";
import { readProgram } from "./odb.js";
import type { Invocation } from "./options.js";
import { complain, complainAbout, EXIT, say, write } from "./process.js";

/**
 * odeon build: loads the program into a machine on this thread, takes its memory as an image, compiles all of its functions and
 * puts everything that is needed to run them into one folder.
 */
export async function build(invocation: Invocation): Promise<number> {
  const file = invocation.operands[0] as string;
  if (invocation.output === undefined) throw new UsageError("build needs -o DIR; see odeon build --help");
  const program = kindOf(file) === "odb" ? readProgram(file) : undefined;
  const text = program === undefined ? readText(file) : "";
  const folder = invocation.output;
  makeFolder(folder);
  const engine = new Engine({
    executors: 1,
    inline: true,
    paths: invocation.paths,
    grants: new Set(["files", "stdin", "env", "net"]),
    output: write,
    events: { fatal: (reason) => fail(`internal error: ${reason}`, EXIT.INTERNAL) },
  });
  await engine.machine.ready;
  const { memory } = engine.machine;
  const library = new Set(reachableCodes(memory));
  // While the stamp is still that of the core image, whose addresses are the same in what grows from it.
  const hot = engine.tier.linkAhead();
  try {
    const load = program === undefined ? engine.loads.openText(text, shownPath(file)) : engine.openProgram(program);
    await engine.callEntry("load-lib", [load.id, load.file, symbol("user")]);
    const main = load.stream?.source.ns ?? program?.at(-1)?.ns ?? "user";
    const begins = await hasMain(engine, main);
    engine.machine.flushOutput();
    if (!begins)
      return fail(`${file} can't be built: its namespace ${main} has no function -main, which is where a built program begins`, EXIT.ERROR);
    const image = takeImage(engine.machine);
    if (image === undefined)
      return fail(`${file} can't be built: while it loads it starts actors that go on; start them in -main`, EXIT.ERROR);
    const { session } = engine.compiler;
    const made = session.nsNames().filter((ns) => session.isLoaded(ns) || session.isMade(ns));
    const namespaces = [...new Set([...made, ...(program ?? []).map((unit) => unit.ns)])];
    const facts: ProgramFacts = { version: packageVersion(), main, file: shownPath(file), namespaces: namespaces.sort() };
    writeProgram(engine, folder, image, facts, library, hot);
    return EXIT.OK;
  } catch (error) {
    engine.machine.flushOutput();
    if (error instanceof UsageError) throw error;
    complainAbout(error, engine);
    return EXIT.ERROR;
  }
}

function fail(message: string, code: number): number {
  complain(`odeon: ${message}\n`);
  return code;
}

/** Whether it can be written is known before the work begins. */
function makeFolder(folder: string): void {
  try {
    makeWithParents(resolve(folder));
    if (!statSync(folder).isDirectory()) throw new Error("that is a file");
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "EEXIST" || code === "ENOTDIR" ? "that is a file" : code === "EACCES" ? "permission denied" : message;
    throw new UsageError(`can't write into ${folder}: ${reason}`);
  }
}

/** One by one: mkdir with `recursive` never ends where the system refuses (in /proc). */
function makeWithParents(folder: string): void {
  if (existsSync(folder)) return;
  makeWithParents(dirname(folder));
  mkdirSync(folder);
}

async function hasMain(engine: Engine, ns: string): Promise<boolean> {
  const found = await engine.callEntry("call", [symbol("find-var", "clojure.core"), vectorOf([symbol("-main", ns)])]);
  return found !== null;
}

function writeProgram(
  engine: Engine,
  folder: string,
  image: Uint8Array,
  facts: ProgramFacts,
  library: ReadonlySet<number>,
  hot: AheadModule | undefined,
): void {
  const place = installation();
  const into = (name: string): string => join(folder, name);
  try {
    writeFileSync(into(BUILT.image), image);
    writeFileSync(into(BUILT.facts), `${JSON.stringify(facts, undefined, 1)}\n`);
    writeFileSync(into("package.json"), '{ "private": true, "type": "module" }\n');
    copyFileSync(place.kernelFile, into(BUILT.kernel));
    copyFileSync(place.executorFile, into(BUILT.executor));
    copyFileSync(launcherOf(place), into(BUILT.launcher));
    const program = reachableCodes(engine.machine.memory).filter((code) => !library.has(code));
    const known = new Set(hot?.entries.map(({ code }) => code));
    const codes = neededCodes(engine.machine.memory, program).filter((code) => !known.has(code));
    const [core, own] = BUILT.ahead;
    const stamp = engine.machine.memory.load("imageStamp");
    if (hot !== undefined) writeAhead({ ...hot, stamp }, { wasmFile: into(core.wasmFile), factsFile: into(core.factsFile) });
    const module = engine.tier.compileAhead(codes, program);
    writeAhead(module, { wasmFile: into(own.wasmFile), factsFile: into(own.factsFile) });
    say(
      `${folder}: ${codes.length} functions compiled (${Math.round(module.wasm.length / 1024)} KB); node ${join(folder, BUILT.launcher)} runs it\n`,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new UsageError(`can't write into ${folder}: ${(error as Error).message}`);
  }
}

function launcherOf({ launcherFile }: Installation): string {
  if (!existsSync(launcherFile))
    throw new UsageError(`${launcherFile} is missing: this installation has not been built; run \`npm run build\``);
  return launcherFile;
}
