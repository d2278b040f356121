import { Diagnostic } from "../base/index.js";
import { type CodeUnit, encodeUnit } from "../bytecode/index.js";
import { type Request, type Source, withPositions } from "../dialects/index.js";
import {
  type Capability,
  type ControlField,
  decodeValue,
  type Done,
  encodeValue,
  type InputSource,
  installation,
  listOf,
  type Machine,
  type MachineEvents,
  packageVersion,
  type Port,
  type PortTable,
  readAhead,
  type RuntimeStats,
  type Sample,
  type StartedMachine,
  startMachine,
  symbol,
  Thunk,
  type Value,
  VarRef,
  vectorOf,
} from "../host/index.js";
import type { Form } from "../reader/index.js";
import { answerOf, describeFatal, unwrap, writeQuietly } from "./answers.js";
import { Compiler, type CompilerHost, type SourceStream } from "./compiler.js";
import { OdeonError } from "./errors.js";
import { loadImageMeta } from "./image.js";
import { type Load, Loads } from "./loads.js";
import { sourcePaths, type SourcePaths } from "./project.js";
import { systemPorts } from "./ports.js";
import { compilerPort } from "./service.js";
import { Tier, type TierOptions, type TierStats } from "./tier.js";

export interface EngineOptions {
  readonly executors: number;
  readonly memoryLimit?: number | undefined;
  /** Folders given by name, before those of deps.edn. */
  readonly paths?: readonly string[] | undefined;
  readonly grants: ReadonlySet<Capability>;
  readonly args?: readonly string[] | undefined;
  readonly input?: InputSource | undefined;
  /** Control fields: stress switches, seed. */
  readonly control?: Partial<Record<ControlField, number>> | undefined;
  /** What is compiled is said by the control field `tier`; this is how. */
  readonly tierOptions?: TierOptions | undefined;
  /** Without the library: for building it. */
  readonly bare?: boolean;
  /** Without threads. */
  readonly inline?: boolean;
  /** A machine that is on its way up. */
  readonly started?: StartedMachine | undefined;
  readonly output?: (fd: number, bytes: Uint8Array) => void;
  readonly events?: Partial<EngineEvents>;
}

/** Counters of the machine, and of what compiles for it. */
export interface Stats extends RuntimeStats {
  tier: TierStats;
}

export interface EngineEvents {
  /** For a profile, if control.profileEvery asks for some. */
  sample(sample: Sample): void;
  /** Every actor waits for ever. */
  deadlock(report: Value): void;
  /** The runtime has stopped by itself: an internal failure. */
  fatal(reason: string): void;
  /** All executors have ended. */
  exit(code: number): void;
}

/** The parts of one running program: machine, compiler, loads, ports. What a user sees of it is Runtime, the command line, the REPL. */
export class Engine implements CompilerHost {
  readonly machine: Machine;
  readonly compiler: Compiler;
  readonly loads: Loads;
  readonly paths: SourcePaths;
  readonly ports: PortTable;
  readonly tier: Tier;
  /** The entries of odeon.main can be called; false while the library is being built. */
  library: boolean;

  /** Calls that have not answered. */
  readonly #calls = new Set<bigint>();

  constructor(options: EngineOptions) {
    const place = installation();
    this.library = !options.bare;
    // First of all, unless the caller has done it: the thread of the first executor comes up while the rest is prepared.
    const started = options.started ?? startMachine(options);
    this.machine = started.machine;
    Object.assign(started.events, {
      request: (request) => void this.ports.serve(this.machine, request),
      output: options.output ?? writeQuietly,
      hot: (code, exits) => this.tier.hot(code, exits),
      shape: (given) => this.tier.shape(given),
      interpreted: (code) => this.tier.interpreted(code),
      evict: (random) => this.tier.evict(random),
      sample: (sample) => options.events?.sample?.(sample),
      deadlock: (payload) => options.events?.deadlock?.(decodeValue(payload)),
      fatal: (reason, payload) => options.events?.fatal?.(payload === undefined ? reason : `${reason}: ${describeFatal(payload)}`),
      exit: (code) => options.events?.exit?.(code),
    } satisfies MachineEvents);
    this.tier = new Tier(this.machine, options.tierOptions);
    if (!options.bare) this.tier.ahead = () => readAhead(place.ahead, this.machine.memory.load("imageStamp"));
    this.paths = sourcePaths(options.paths ?? [], process.cwd(), place.libFolder);
    this.compiler = new Compiler(this);
    if (!options.bare) loadImageMeta(this.compiler, place);
    this.loads = new Loads(this.compiler, this.paths, place.libFolder);
    this.ports = systemPorts(this.machine, {
      grants: options.grants,
      args: options.args ?? [],
      input: options.input,
      folders: () => this.paths.folders,
      version: packageVersion(),
    });
    this.addPort(compilerPort(this));
  }

  addPort(port: Port): void {
    this.ports.add(port);
  }

  // ---- calls into the program

  /** Applies a var, as it is, in an actor of its own. */
  async callRaw(fn: VarRef | Thunk, args: readonly Value[]): Promise<Value> {
    return answerOf(await this.#call([fn, ...args]).done);
  }

  /** Applies an entry of odeon.main: answers its value or throws the error that it describes. */
  callEntry(name: string, args: readonly Value[]): Promise<Value> {
    return this.startEntry(name, args).result;
  }

  /** As callEntry, with the number by which kill() finds its actor. */
  startEntry(name: string, args: readonly Value[]): { request: bigint; result: Promise<Value> } {
    const { request, done } = this.#call([new VarRef("odeon.main", name), ...args]);
    return { request, result: done.then((end) => unwrap(answerOf(end))) };
  }

  /** Sends an exit signal to the actor of a started entry. */
  kill(request: bigint, reason: Value): void {
    this.machine.kill(request, encodeValue(reason));
  }

  #call(list: readonly Value[]): { request: bigint; done: Promise<Done> } {
    const { request, done } = this.machine.call(encodeValue(listOf(list)));
    this.#calls.add(request);
    const forget = (): void => void this.#calls.delete(request);
    done.then(forget, forget);
    return { request, done };
  }

  /** Ends whatever was called from here and has not answered: evaluations, loads, macros. Actors that they spawned live on. */
  interrupt(reason: Value): void {
    for (const request of this.#calls) this.machine.kill(request, encodeValue(reason));
    this.loads.abandonAll(new Error("interrupted"));
  }

  /** A program that was compiled before. */
  openProgram(units: readonly CodeUnit[]): Load {
    for (const unit of units) this.compiler.session.markLoaded(unit.ns);
    return this.loads.openUnits(units);
  }

  // ---- what the compiler asks

  async expand(request: Extract<Request, { kind: "macro" }>, source: Source): Promise<Form> {
    const macro = new VarRef(request.ns, request.name);
    const form = withPositions(request.form);
    const args = request.args.map((arg) => withPositions(arg));
    try {
      if (!this.library) return (await this.callRaw(macro, [form, request.env, ...args])) as Form;
      return (await this.callEntry("expand", [macro, symbol(source.ns), form, request.env, vectorOf(args)])) as Form;
    } catch (error) {
      if (!(error instanceof OdeonError)) throw error;
      const failure = new Diagnostic("compile/macro", `the macro ${request.ns}/${request.name} failed: ${error.message}`, request.span);
      failure.cause = error;
      throw failure;
    }
  }

  async require(request: Extract<Request, { kind: "require" }>, from: SourceStream): Promise<void> {
    const parent = this.loads.ofStream(from);
    const load = await this.loads.openLib(request.name, parent, request.reload, request.span);
    if (load === undefined) return;
    try {
      await this.run(load);
    } catch (error) {
      this.loads.abort(load, error);
      throw error;
    }
  }

  /** Runs all units of a load; used for namespaces that compilation needs. */
  async run(load: Load): Promise<void> {
    if (this.library) {
      await this.callEntry("load-lib", [load.id, load.file, symbol("user")]);
      return;
    }
    for (let step = await load.next(); step !== undefined; step = await load.next()) await this.runCode(step.code);
    this.loads.complete(load);
  }

  /** Loads a file of the library while the core image is made; from odeon/main.clj on, macros go through its entries. */
  async loadLibraryFile(text: string, path: string): Promise<void> {
    const stream = this.compiler.open(text, path, { library: true, ns: "clojure.core" });
    for (let step = await stream.next(); step !== undefined; step = await stream.next()) await this.runCode(step.code);
    if (path === "odeon/main.clj") this.library = true;
  }

  /** Runs one unit in an actor of its own. */
  async runCode(code: CodeUnit): Promise<void> {
    const thunk = new Thunk(encodeUnit(code));
    if (this.library) await this.callEntry("call-thunk", [thunk, symbol(code.ns)]);
    else await this.callRaw(thunk, []);
  }

  stats(): Stats {
    return { ...this.machine.stats(), tier: { ...this.tier.stats, compileMs: Math.round(this.tier.stats.compileMs * 1000) / 1000 } };
  }

  async stop(code = 0): Promise<number> {
    this.ports.close();
    return this.machine.stop(code);
  }
}
