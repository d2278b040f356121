import { EventEmitter } from "node:events";
import { availableParallelism } from "node:os";
import { TIER } from "../../spec/index.js";
import { type Capability, Pid, printValue, symbol as valueSymbol, encodeValue, UsageError, type Value, vectorOf } from "../host/index.js";
import { type ConvertOptions, fromValue, symbol, toValue } from "./convert.js";
import { Engine, type Stats } from "./engine.js";

const TIERS = ["interp", "auto", "jit"] as const;

/** How a {@link Runtime} is set up. All fields may be left out. */
export interface RuntimeOptions extends ConvertOptions {
  /** Most executors (threads) to use, 1 to 64; by default one per core. They start when there is work for them. */
  readonly executors?: number;
  /** Most bytes of memory for everything the program holds; by default all that a 32-bit memory can have (4 GiB). */
  readonly memoryLimit?: number;
  /** Folders in which `require` looks for namespaces, before the `:paths` of a deps.edn in the working directory. */
  readonly paths?: readonly string[];
  /** What the program may touch of the outside: "files", "stdin", "env", "net". None by default. */
  readonly grants?: readonly Capability[];
  /** The program's `*command-line-args*`. */
  readonly args?: readonly string[];
  /**
   * What is compiled to WebAssembly: "auto" what turns out to be hot (the default), "interp" nothing, "jit" each function before it
   * first runs, which is for tests. Programs behave the same in all of them.
   */
  readonly tier?: (typeof TIERS)[number];
  /** Receives what the program prints: 1 for standard output, 2 for standard error. By default it goes to the process's own streams. */
  readonly output?: (stream: 1 | 2, bytes: Uint8Array) => void;
}

export interface RuntimeEvents {
  /** The runtime has ended: by stop(), by the program's own exit, or (with `error`) by an internal failure. */
  exit: [code: number, error?: Error];
}

/**
 * A running Odeon program inside this process.
 *
 * ```ts
 * import { Runtime } from "odeon";
 *
 * const runtime = await Runtime.start({ executors: 2 });
 * await runtime.load("(ns demo) (defn square [x] (* x x))");
 * console.log(await runtime.call("demo/square", 12)); // 144
 * await runtime.stop();
 * ```
 *
 * Values are converted as the table of `src/driver/convert.ts` says: numbers, strings, arrays, Maps, objects and so on have their
 * counterparts; `keyword("a")` and `symbol("x")` make the ones that JavaScript lacks. An error that the program does not catch
 * rejects the promise with an {@link OdeonError}, which carries the class name, the data and the trace in program terms.
 */
export class Runtime {
  readonly #engine: Engine;
  readonly #events = new EventEmitter<RuntimeEvents>();
  readonly #options: RuntimeOptions;
  #loads = 0;
  #namespace = "user";

  /** Starts a runtime with the library in it. It keeps the process alive until stop(). */
  static async start(options: RuntimeOptions = {}): Promise<Runtime> {
    const executors = options.executors ?? Math.min(availableParallelism(), 64);
    if (!Number.isInteger(executors) || executors < 1 || executors > 64)
      throw new UsageError(`executors must be an integer from 1 to 64, not ${executors}`);
    if (options.tier !== undefined && !TIERS.includes(options.tier))
      throw new UsageError(`tier must be one of ${TIERS.join(", ")}, not ${String(options.tier)}`);
    const runtime = new Runtime(options, executors);
    await runtime.#engine.machine.ready;
    return runtime;
  }

  private constructor(options: RuntimeOptions, executors: number) {
    this.#options = options;
    const output = options.output;
    this.#engine = new Engine({
      executors,
      memoryLimit: options.memoryLimit,
      paths: options.paths,
      grants: new Set(options.grants ?? []),
      args: options.args,
      control: { tier: TIER[(options.tier ?? "auto").toUpperCase() as keyof typeof TIER] },
      ...(output === undefined ? {} : { output: (fd: number, bytes: Uint8Array) => output(fd as 1 | 2, bytes) }),
      events: {
        exit: (code) => this.#events.emit("exit", code),
        fatal: (reason) => this.#events.emit("exit", 70, new Error(reason)),
      },
    });
    // JavaScript may send or call at any time: actors that all wait are no deadlock.
    this.#engine.machine.hold();
  }

  /**
   * Compiles and runs source text, form by form, and answers the value of the last one. Namespaces that it defines stay; what it
   * `require`s is looked for on the paths. The current namespace is `user` at the beginning of each load.
   */
  async load(source: string, options: { file?: string } = {}): Promise<unknown> {
    const load = this.#engine.loads.openText(source, options.file ?? `load-${++this.#loads}.clj`);
    return this.#convert(await this.#engine.callEntry("run-load", [load.id, load.file, valueSymbol("user")]));
  }

  /** Evaluates source text in the namespace `ns` (`user` by default). */
  async eval(source: string, ns = this.#namespace): Promise<unknown> {
    const load = this.#engine.loads.openText(source, `eval-${++this.#loads}`, ns);
    return this.#convert(await this.#engine.callEntry("run-load", [load.id, load.file, valueSymbol(ns)]));
  }

  /** Loads a namespace from the paths, unless it is loaded already. */
  async require(namespace: string): Promise<void> {
    await this.eval(`(require '${namespace})`);
  }

  /** Applies a function, named as "namespace/name", in an actor of its own and answers its result. */
  async call(name: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.#convert(await this.#engine.callEntry("call", [symbol(name), vectorOf(args.map(toValue))]));
  }

  /** Spawns an actor that applies a function to the arguments; answers at once. */
  async spawn(name: string, ...args: readonly unknown[]): Promise<Pid> {
    const pid = await this.#engine.callEntry("start", [symbol(name), vectorOf(args.map(toValue))]);
    if (!(pid instanceof Pid)) throw new TypeError(`spawn answered ${printValue(pid)}`);
    return pid;
  }

  /** Sends a message to an actor. Nothing happens if it has ended. */
  send(pid: Pid, message: unknown): void {
    this.#engine.machine.send(pid.word, encodeValue(toValue(message)));
  }

  /** Counters of the runtime: actors, messages, reductions, collections, memory, and what was compiled to WebAssembly. */
  stats(): Stats {
    return this.#engine.stats();
  }

  /** Ends all actors and threads; answers when they have ended. */
  async stop(): Promise<void> {
    await this.#engine.stop();
  }

  on<E extends keyof RuntimeEvents>(event: E, listener: (...args: RuntimeEvents[E]) => void): this {
    this.#events.on(event, listener as never);
    return this;
  }
  once<E extends keyof RuntimeEvents>(event: E, listener: (...args: RuntimeEvents[E]) => void): this {
    this.#events.once(event, listener as never);
    return this;
  }
  off<E extends keyof RuntimeEvents>(event: E, listener: (...args: RuntimeEvents[E]) => void): this {
    this.#events.off(event, listener as never);
    return this;
  }

  #convert(value: Value): unknown {
    return fromValue(value, this.#options);
  }
}
