import { Worker } from "node:worker_threads";
import type { ControlField, HeapMemory } from "./memory.js";

/** What an executor's thread is given. */
export interface ExecutorStart {
  readonly memory: WebAssembly.Memory;
  readonly id: number;
  /** The process is Odeon's own: flags of the engine may be set for all of it. */
  readonly ownProcess: boolean;
  /** The compiled kernel; executor 0 compiles it itself, from kernelFile, while the main thread is busy with other things. */
  readonly module?: WebAssembly.Module;
  /** Executor 0 alone: makes the heap, or takes over the image that lies in the memory. */
  readonly boot?: {
    readonly kernelFile: string;
    /** One word, 1 once the image lies in the memory. */
    readonly gate: Int32Array;
    readonly image: boolean;
    readonly memoryLimit: number;
    readonly executors: number;
    /** Control fields to set before the first actor runs (stress switches, seed). */
    readonly control: Partial<Record<ControlField, number>>;
  };
}
/** What an executor's thread says: it has booted, or its run is over. Failures arrive as the worker's error event. */
export type ExecutorNotice =
  | { readonly type: "ready"; readonly code: number; readonly module: WebAssembly.Module }
  | { readonly type: "end"; readonly code: number };

export interface ExecutorEvents {
  ready(code: number): void;
  end(id: number, code: number): void;
  /** A trap or an unexpected end: a defect of ours; the runtime stops. */
  broken(id: number, error: Error): void;
}

/** Native stack of an executor: compiled code recurses on it, frames of the interpreter do not. */
const STACK_MB = 64;

/**
 * The executors: threads that instantiate the same precompiled kernel over the shared memory. The first is started at once, so
 * that its thread comes up while the compiler works; others when the kernel asks.
 */
export class Executors {
  readonly #workers = new Map<number, Worker>();
  readonly #ended = new Set<number>();
  readonly #gate = new Int32Array(new SharedArrayBuffer(4));
  #module: WebAssembly.Module | undefined;

  constructor(
    private readonly memory: HeapMemory,
    private readonly file: string | URL,
    private readonly ownProcess: boolean,
    private readonly events: ExecutorEvents,
  ) {}

  /** Begins executor 0. It boots the kernel once open() has been called. */
  start(boot: Omit<NonNullable<ExecutorStart["boot"]>, "gate">): void {
    this.#create({ memory: this.memory.memory, id: 0, ownProcess: this.ownProcess, boot: { ...boot, gate: this.#gate } });
  }

  /** The memory holds what executor 0 boots from. */
  open(): void {
    Atomics.store(this.#gate, 0, 1);
    Atomics.notify(this.#gate, 0);
  }

  #create(start: ExecutorStart): void {
    const { id } = start;
    const worker = new Worker(this.file, {
      workerData: start,
      resourceLimits: { stackSizeMb: STACK_MB },
      stdin: false,
      env: {},
      // No flags of the main thread: loaders and inspectors cost start-up time and are of no use there.
      execArgv: [],
    });
    this.#workers.set(id, worker);
    worker.on("message", (notice: ExecutorNotice) => {
      if (notice.type === "ready") {
        this.#module = notice.module;
        this.events.ready(notice.code);
      } else {
        this.#ended.add(id);
        this.events.end(id, notice.code);
      }
    });
    worker.on("error", (error) => {
      this.#ended.add(id);
      this.events.broken(id, error as Error);
    });
    worker.on("exit", (code) => {
      if (!this.#ended.has(id)) this.events.broken(id, new Error(`executor ${id} ended unexpectedly (code ${code})`));
      this.#workers.delete(id);
    });
  }

  /** The kernel has more runnable actors than executors. */
  startAnother(id: number): void {
    if (this.#module === undefined || this.#workers.has(id)) return;
    this.#create({ memory: this.memory.memory, id, ownProcess: this.ownProcess, module: this.#module });
  }

  get count(): number {
    return this.#workers.size;
  }

  /** Ends threads that did not end by themselves. */
  async terminate(): Promise<void> {
    for (const id of this.#workers.keys()) this.#ended.add(id);
    await Promise.all([...this.#workers.values()].map((worker) => worker.terminate()));
  }
}
