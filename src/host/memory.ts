import { CONTROL_FIELDS, EXECUTOR_FIELDS, MEMORY } from "../../spec/index.js";

export type ControlField = (typeof CONTROL_FIELDS)[number];
export type ExecutorField = (typeof EXECUTOR_FIELDS)[number];

const controlAddress = new Map<string, number>(CONTROL_FIELDS.map((name, i) => [name, MEMORY.CONTROL + 8 * i]));
const executorOffset = new Map<string, number>(EXECUTOR_FIELDS.map((name, i) => [name, 8 * i]));

/** Bytes of a WebAssembly page. */
export const WASM_PAGE = 65536;
/** What the kernel declares (tools/kernel.ts): fewer or more pages than these can't be linked. */
export const PAGES = { INITIAL: 64, MAXIMUM: 65536 } as const;

/**
 * The one shared memory, as the host sees it. Views are made again when the buffer has grown: growth by another thread shows
 * as a new `buffer` object here, and an address beyond the known end asks for it (growing by 0 pages fetches the new length).
 */
export class HeapMemory {
  readonly memory: WebAssembly.Memory;
  #buffer: ArrayBufferLike;
  #u8: Uint8Array;
  #i32: Int32Array;
  #i64: BigInt64Array;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.#buffer = memory.buffer;
    this.#u8 = new Uint8Array(this.#buffer);
    this.#i32 = new Int32Array(this.#buffer);
    this.#i64 = new BigInt64Array(this.#buffer);
  }

  static create(bytes = 0): HeapMemory {
    const initial = Math.max(PAGES.INITIAL, Math.ceil(bytes / WASM_PAGE));
    return new HeapMemory(new WebAssembly.Memory({ initial, maximum: PAGES.MAXIMUM, shared: true }));
  }

  #fresh(): void {
    const buffer = this.memory.buffer;
    if (buffer === this.#buffer) return;
    this.#buffer = buffer;
    this.#u8 = new Uint8Array(buffer);
    this.#i32 = new Int32Array(buffer);
    this.#i64 = new BigInt64Array(buffer);
  }

  get u8(): Uint8Array {
    this.#fresh();
    return this.#u8;
  }
  get i32(): Int32Array {
    this.#fresh();
    return this.#i32;
  }
  get i64(): BigInt64Array {
    this.#fresh();
    return this.#i64;
  }
  get byteLength(): number {
    return this.u8.byteLength;
  }

  /** Makes sure that the views reach up to `end`; the memory itself may have been grown by an executor. */
  reach(end: number): void {
    if (end <= this.u8.byteLength) return;
    this.memory.grow(0);
    if (end > this.u8.byteLength) throw new RangeError(`address ${end} lies beyond the memory (${this.u8.byteLength} bytes)`);
  }

  /** A copy of a range: nothing outside an executor keeps views of program data. */
  copy(address: number, bytes: number): Uint8Array {
    this.reach(address + bytes);
    return this.u8.slice(address, address + bytes);
  }
  write(address: number, bytes: Uint8Array): void {
    this.reach(address + bytes.length);
    this.u8.set(bytes, address);
  }

  /** Plain 32-bit access at a byte address (4-aligned), unsigned. */
  u32At(address: number): number {
    this.reach(address + 4);
    return (this.i32[address >>> 2] as number) >>> 0;
  }
  setU32(address: number, value: number): void {
    this.reach(address + 4);
    this.i32[address >>> 2] = value | 0;
  }
  u64At(address: number): bigint {
    this.reach(address + 8);
    return BigInt.asUintN(64, this.i64[address >>> 3] as bigint);
  }

  /** Index of a control field in `i32` (its low half). */
  static field(name: ControlField): number {
    return (controlAddress.get(name) as number) >>> 2;
  }
  static executorField(executor: number, name: ExecutorField): number {
    return (MEMORY.EXECUTORS + executor * MEMORY.EXECUTOR_BYTES + (executorOffset.get(name) as number)) >>> 2;
  }
  /** Atomic access to the 32-bit control fields. */
  load(name: ControlField): number {
    return Atomics.load(this.i32, HeapMemory.field(name)) >>> 0;
  }
  store(name: ControlField, value: number): void {
    Atomics.store(this.i32, HeapMemory.field(name), value | 0);
  }
  add(name: ControlField, delta: number): number {
    return Atomics.add(this.i32, HeapMemory.field(name), delta) >>> 0;
  }
  /** The whole 64 bits of a control or executor field, as a number (counters for statistics). */
  counter(name: ControlField): number {
    return Number(BigInt.asUintN(64, Atomics.load(this.i64, HeapMemory.field(name) >>> 1)));
  }
  executorCounter(executor: number, name: ExecutorField): number {
    return Number(BigInt.asUintN(64, Atomics.load(this.i64, HeapMemory.executorField(executor, name) >>> 1)));
  }
}
