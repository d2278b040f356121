import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { LIMITS, SAMPLE, TO_HOST, TO_KERNEL } from "../../spec/index.js";
import { Executors } from "./executors.js";
import { Inbox } from "./inbox.js";
import { installation } from "./installation.js";
import { instantiateKernel, type Kernel } from "./kernel.js";
import { type ControlField, HeapMemory } from "./memory.js";
import { takeOutbox } from "./outbox.js";
import { drainOutput } from "./output.js";
import { type GivenClosure, readShape } from "./shape.js";
import { collectStats, type RuntimeStats } from "./stats.js";
import { UsageError } from "./usage-error.js";
import { hostWaiter, wakeExecutor } from "./wake.js";

/** How a called actor ended. */
export const OUTCOME = { ERROR: 0, OK: 1, KILLED: 2 } as const;
export interface Done {
  readonly outcome: number;
  /** Wire value: result, thrown value, or exit reason. */
  readonly payload: Uint8Array;
}
export interface HostRequest {
  readonly pid: bigint;
  readonly ref: bigint;
  /** Wire vector [op args...]. */
  readonly payload: Uint8Array;
}

/** A stack of the running program, for a profile. */
export interface Sample {
  readonly pid: bigint;
  /** The actor's registered name, or "". */
  readonly name: string;
  /** Periods that it stands for. */
  readonly weight: number;
  /** Frames on the stack; those in the middle of a very deep one are not in `codes`. */
  readonly frames: number;
  /** Addresses of CODEs, innermost first; 0 where frames are left out. */
  readonly codes: readonly number[];
}

export interface MachineOptions {
  readonly kernelFile: string;
  readonly executorFile: string;
  /** Upper bound of executors; they start when there is work for them. */
  readonly executors: number;
  /** Bytes; 0: all that a 32-bit memory can hold. */
  readonly memoryLimit?: number;
  /** File of a core image; without it the heap starts bare. */
  readonly image?: string | undefined;
  readonly control?: Partial<Record<ControlField, number>>;
  /** The process is Odeon's own: flags of the engine may be set for all of it (regex-linear.ts). */
  readonly ownProcess?: boolean;
  /** No threads: the kernel runs on this one, whenever the host waits (building the image, tests). */
  readonly inline?: boolean;
  readonly events: MachineEvents;
}

export interface MachineEvents {
  request(request: HostRequest): void;
  output(fd: number, bytes: Uint8Array): void;
  /** A CODE (its address) has become hot, or has left its compiled code so often. */
  hot(code: number, exits: number): void;
  /** A compiled loop is given closures of one shape. */
  shape(given: GivenClosure): void;
  /** A CODE has begun to run in the interpreter although everything is to be compiled. */
  interpreted(code: number): void;
  /** Every actor waits and nothing can wake one; wire value: who waits where. */
  deadlock(payload: Uint8Array): void;
  sample(sample: Sample): void;
  /** Under stress: some module is to be evicted; which one follows from the number. */
  evict(random: number): void;
  /** An internal check failed or the kernel trapped; the runtime has stopped. */
  fatal(reason: string, payload?: Uint8Array): void;
  /** All executors have ended; the code of exit-program or of stop(). */
  exit(code: number): void;
}

interface Waiting {
  resolve(done: Done): void;
  reject(error: Error): void;
}

/**
 * One running kernel and the host's end of its rings. Values pass as wire messages; nothing here knows what they mean.
 *
 *   driver ── call / send / reply ──► Inbox ──► kernel          kernel ──► outbox ──► requests, results
 *                                                                      └─► output ring ──► streams
 */
export class Machine {
  readonly memory: HeapMemory;
  readonly #options: MachineOptions;
  readonly #inbox: Inbox;
  readonly #executors: Executors | undefined;
  readonly #waiting = new Map<bigint, Waiting>();
  readonly #waiter: { wait(seen: number, wake: () => void): void; close(): void };
  #kernel: Kernel | undefined;
  #nextRequest = 1n;
  #holds = 0;
  #state: "starting" | "running" | "stopping" | "stopped" = "starting";
  #pumpScheduled = false;
  #failure: Error | undefined;
  #ready!: () => void;
  #failed!: (error: Error) => void;
  /** The kernel runs and its rings are open. */
  readonly ready: Promise<void>;
  #ended!: (code: number) => void;
  /** The exit code, once everything has ended. */
  readonly ended: Promise<number>;

  /** Begins to start: the first executor's thread comes up, and the kernel compiles, while the caller goes on. */
  static start(options: MachineOptions): Machine {
    const machine = new Machine(options);
    if (options.inline) machine.#startInline();
    return machine;
  }

  private constructor(options: MachineOptions) {
    this.#options = options;
    this.ready = new Promise((resolve, reject) => {
      this.#ready = resolve;
      this.#failed = reject;
    });
    this.ready.catch(() => {});
    this.ended = new Promise((resolve) => {
      this.#ended = resolve;
    });
    const image = options.image === undefined ? undefined : openSync(options.image, "r");
    const bytes = image === undefined ? 0 : fstatSync(image).size;
    this.memory = HeapMemory.create(bytes);
    this.#inbox = new Inbox(this.memory);
    this.#waiter = hostWaiter(this.memory);
    this.#executors = options.inline
      ? undefined
      : new Executors(this.memory, options.executorFile, options.ownProcess === true, {
          ready: (code) => this.#booted(code),
          end: (_id, code) => this.#executorEnded(code),
          broken: (id, error) => this.#fatal(`executor ${id} stopped: ${this.#foundInHeap()}${error.stack ?? error.message}`),
        });
    // The thread needs some time to come up: it is created before the image is read.
    this.#executors?.start({
      kernelFile: options.kernelFile,
      image: image !== undefined,
      memoryLimit: options.memoryLimit ?? 0,
      executors: options.executors,
      // The collections that the image has seen are no concern of this run.
      control: { majorCount: 0, majorPauseMax: 0, majorPauseTotal: 0, ...options.control },
    });
    if (image !== undefined) {
      for (let at = 0; at < bytes; ) at += readSync(image, this.memory.u8, at, bytes - at, at);
      closeSync(image);
    }
    this.#executors?.open();
  }

  #startInline(): void {
    const module = new WebAssembly.Module(readFileSync(this.#options.kernelFile));
    this.#kernel = instantiateKernel(module, this.memory.memory);
    const limit = this.#options.memoryLimit ?? 0;
    const code = this.#options.image !== undefined ? this.#kernel.imageAttach(limit, 1) : this.#kernel.boot(limit, 1);
    for (const [name, value] of Object.entries(this.#options.control ?? {})) this.memory.store(name as ControlField, value as number);
    this.#booted(code);
  }

  /** What the heap checker has found, if that is why an executor has stopped (the numbers: kernel/check/index.ts). */
  #foundInHeap(): string {
    const code = this.memory.load("checkCode");
    if (code === 0) return "";
    const [a, b] = [this.memory.load("checkA"), this.memory.load("checkB")].map((n) => n.toString(16));
    return `the heap is broken: invariant ${code} does not hold at ${a} (${b}): `;
  }

  #booted(code: number): void {
    if (code !== 0) {
      this.#fatal(
        this.#options.image !== undefined
          ? "the core image does not fit this build: run `npm run build`"
          : `the kernel failed to boot (${code})`,
      );
      return;
    }
    this.#state = "running";
    if (this.#holds > 0) this.memory.add("hostPending", this.#holds);
    this.#inbox.open();
    this.#ready();
    if (this.#kernel !== undefined) this.#schedulePump();
    else this.#service();
  }

  /** Starts an actor that applies the list (f args...); a wire message. */
  call(payload: Uint8Array): { request: bigint; done: Promise<Done> } {
    const request = this.#nextRequest++;
    const done = new Promise<Done>((resolve, reject) => {
      if (this.#state === "stopped") reject(this.#failure ?? new Error("the runtime has stopped"));
      else this.#waiting.set(request, { resolve, reject });
    });
    this.#post(TO_KERNEL.CALL, request, payload);
    return { request, done };
  }

  /** Sends a wire value to an actor. */
  send(pid: bigint, payload: Uint8Array): void {
    this.#post(TO_KERNEL.SEND, pid, payload);
  }

  /** Hands compiled code to all executors (payload drawn in spec/host.ts). */
  install(payload: Uint8Array): void {
    if (this.#state === "stopped") return;
    this.#inbox.post(TO_KERNEL.INSTALL, payload);
    if (this.#kernel !== undefined) this.#schedulePump();
  }

  /** The module's code is interpreted from now on; its number and slots are free. */
  evict(number: number): void {
    if (this.#state === "stopped") return;
    const payload = new Uint8Array(4);
    new Uint32Array(payload.buffer)[0] = number;
    this.#inbox.post(TO_KERNEL.EVICT, payload);
    if (this.#kernel !== undefined) this.#schedulePump();
  }

  /** Answers a request of an actor's (a SEND of the reply vector), which is then no longer pending. */
  reply(request: HostRequest, payload: Uint8Array): void {
    this.send(request.pid, payload);
    this.unpend();
  }

  /** A request that gets no reply is off the books. */
  unpend(): void {
    if (this.#state !== "stopped") this.memory.add("hostPending", -1);
  }

  /** Sends an exit signal to the actor of a call. */
  kill(request: bigint, reason: Uint8Array): void {
    this.#post(TO_KERNEL.EXIT, request, reason);
  }

  /** While held, something from outside may still come: a runtime in which all actors wait is no deadlock. */
  hold(): void {
    this.#holds++;
    if (this.#state === "running") this.memory.add("hostPending", 1);
  }
  release(): void {
    this.#holds--;
    if (this.#state !== "running") return;
    this.memory.add("hostPending", -1);
    wakeExecutor(this.memory);
  }

  /** Records that found no room in the inbox yet. */
  get backlog(): number {
    return this.#inbox.backlog;
  }
  get running(): boolean {
    return this.#state === "running";
  }

  /** Writes out what programs have printed so far. */
  flushOutput(): void {
    if (this.#state !== "starting") drainOutput(this.memory, this.#options.events.output);
  }

  stats(): RuntimeStats {
    return collectStats(this.memory);
  }

  /** Inline machines only: the kernel's own checks and image making. */
  get inlineKernel(): Kernel {
    if (this.#kernel === undefined) throw new Error("this machine runs on threads");
    return this.#kernel;
  }

  /** Ends all executors at their next safepoint; after `grace` milliseconds, by force. */
  async stop(code = 0, grace = 1000): Promise<number> {
    if (this.#state === "stopped") return this.ended;
    if (this.#state === "starting") await this.ready.catch(() => {});
    if (this.#state === "running") {
      this.#state = "stopping";
      const payload = new Uint8Array(4);
      new Int32Array(payload.buffer)[0] = code;
      this.#inbox.post(TO_KERNEL.SHUTDOWN, payload);
      if (this.#kernel !== undefined) {
        this.#kernel.testRun();
        this.#finish(code);
      } else {
        const timer = setTimeout(() => void this.#executors?.terminate().then(() => this.#finish(code)), grace);
        await this.ended;
        clearTimeout(timer);
      }
    }
    return this.ended;
  }

  #post(kind: number, word: bigint, payload: Uint8Array): void {
    if (this.#state === "stopped") return;
    const record = new Uint8Array(8 + payload.length);
    new DataView(record.buffer).setBigUint64(0, BigInt.asUintN(64, word), true);
    record.set(payload, 8);
    this.#inbox.post(kind, record);
    if (this.#kernel !== undefined) this.#schedulePump();
  }

  /** Takes what the kernel has for us, then waits for more without holding the thread. */
  #service = (): void => {
    for (;;) {
      if (this.#state === "stopped") return;
      const seen = this.memory.load("hostWake");
      this.memory.store("hostSleeping", 0);
      if (this.#take()) continue;
      this.memory.store("hostSleeping", 1);
      if (this.memory.load("hostWake") !== seen || this.#take()) continue;
      this.#waiter.wait(seen, this.#service);
      return;
    }
  };

  /** One look at both rings; true if there was something. */
  #take(): boolean {
    // Records first: what their senders had printed before is then in the ring, and is written before they are served.
    const records = takeOutbox(this.memory);
    const printed = drainOutput(this.memory, this.#options.events.output);
    for (const record of records) this.#receive(record.kind, record.payload);
    if (records.length > 0) this.#inbox.flush();
    return printed || records.length > 0;
  }

  #receive(kind: number, payload: Uint8Array): void {
    const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    switch (kind) {
      case TO_HOST.DONE: {
        const request = view.getBigUint64(0, true);
        const waiting = this.#waiting.get(request);
        this.#waiting.delete(request);
        waiting?.resolve({ outcome: view.getUint32(8, true), payload: payload.subarray(12) });
        return;
      }
      case TO_HOST.REQUEST:
        this.#options.events.request({ pid: view.getBigUint64(0, true), ref: view.getBigUint64(8, true), payload: payload.subarray(16) });
        return;
      case TO_HOST.START_EXECUTOR:
        this.#executors?.startAnother(view.getUint32(0, true));
        return;
      case TO_HOST.BUFFER:
        this.#inbox.onBuffer(view.getUint32(0, true), view.getUint32(4, true));
        return;
      case TO_HOST.DEADLOCK:
        this.#options.events.deadlock(payload);
        return;
      case TO_HOST.FATAL:
        this.#fatal("an internal check failed", payload);
        return;
      case TO_HOST.HOT:
        this.#options.events.hot(view.getUint32(0, true), view.getUint32(4, true));
        return;
      case TO_HOST.INTERPRETED:
        this.#options.events.interpreted(view.getUint32(0, true));
        return;
      case TO_HOST.SAMPLE:
        this.#options.events.sample(readSample(view));
        return;
      case TO_HOST.SHAPE:
        this.#options.events.shape(readShape(view));
        return;
      case TO_HOST.EVICT:
        this.#options.events.evict(view.getUint32(0, true));
        return;
      case TO_HOST.OUTPUT:
        return;
      default:
        this.#fatal(`the kernel sent a record of unknown kind ${kind}`);
    }
  }

  #schedulePump(): void {
    if (this.#pumpScheduled) return;
    this.#pumpScheduled = true;
    setImmediate(this.#pump);
  }

  /** Inline machines: lets the kernel run until it is idle, then serves it. */
  #pump = (): void => {
    this.#pumpScheduled = false;
    if (this.#state !== "running" || this.#kernel === undefined) return;
    let status: number;
    try {
      status = this.#kernel.testRun();
    } catch (error) {
      this.#fatal(`the kernel trapped: ${(error as Error).stack}`);
      return;
    }
    const served = this.#take();
    if (status === 2) this.#finish(this.memory.load("exitCode") | 0);
    else if (served) this.#schedulePump();
    else if (status === 1) setTimeout(this.#pump, 1);
  };

  #executorEnded(code: number): void {
    if (this.#state === "stopped") return;
    this.#state = "stopping";
    // The first executor to end has seen the shutdown word; the others are on their way. Output may still lie in the ring.
    this.#finish(code);
  }

  #finish(code: number): void {
    if (this.#state === "stopped") return;
    this.#take();
    this.#state = "stopped";
    this.#close(new Error("the runtime has stopped"));
    this.#ended(code);
    this.#options.events.exit(code);
  }

  #fatal(reason: string, payload?: Uint8Array): void {
    if (this.#state === "stopped") return;
    const starting = this.#state === "starting";
    if (!starting) drainOutput(this.memory, this.#options.events.output);
    this.#state = "stopped";
    const error = new Error(reason);
    this.#failure = error;
    if (starting) this.#failed(error);
    this.#close(error);
    void this.#executors?.terminate();
    this.#ended(70);
    this.#options.events.fatal(reason, payload);
  }

  #close(error: Error): void {
    this.#inbox.close();
    this.#waiter.close();
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
    // Any waitAsync that is still registered must not hold a reference to us for ever.
    Atomics.notify(this.memory.i32, HeapMemory.field("hostWake"));
  }
}

function readSample(view: DataView): Sample {
  const word = (at: number): number => view.getUint32(at, true);
  const end = SAMPLE.BODY + 4 * word(SAMPLE.COUNT);
  return {
    pid: view.getBigUint64(0, true),
    weight: word(SAMPLE.WEIGHT),
    frames: word(SAMPLE.FRAMES),
    codes: Array.from({ length: word(SAMPLE.COUNT) }, (_, i) => word(SAMPLE.BODY + 4 * i)),
    name: String.fromCharCode(...Array.from({ length: word(SAMPLE.UNITS) }, (_, i) => view.getUint16(end + 2 * i, true))),
  };
}

/** A machine that may come up before there is anyone to hear of its events: nothing happens until they are filled in. */
export interface StartedMachine {
  readonly machine: Machine;
  readonly events: MachineEvents;
}

/** Starts a machine of this installation. Programs that want to be up fast do this first and prepare everything else meanwhile. */
export function startMachine(
  options: Omit<MachineOptions, "kernelFile" | "executorFile" | "image" | "events"> & { readonly bare?: boolean | undefined },
): StartedMachine {
  const place = installation();
  const events: MachineEvents = {
    request() {},
    output() {},
    hot() {},
    interpreted() {},
    shape() {},
    sample() {},
    evict() {},
    deadlock() {},
    fatal() {},
    exit() {},
  };
  const { kernelFile, executorFile, imageFile } = place;
  for (const file of [kernelFile, executorFile, ...(options.bare ? [] : [imageFile])]) {
    if (!existsSync(file))
      throw new UsageError(`${file} is missing: this installation has not been built; run \`npm ci\` (or \`npm run build\`)`);
  }
  return { machine: Machine.start({ ...options, kernelFile, executorFile, image: options.bare ? undefined : imageFile, events }), events };
}

/** The bounds of --executors. */
export const EXECUTOR_LIMITS = { min: 1, max: LIMITS.MAX_EXECUTORS } as const;
