/** Kernel instances over a shared memory, for tests: single-threaded unless a test starts workers itself. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ACTOR_FIELDS, CONTROL_FIELDS, EXECUTOR_FIELDS, FLAG, MEMORY, TYPES, WORD } from "../../spec/index.js";
import { buildKernel } from "../../tools/kernel.js";

const root = join(fileURLToPath(import.meta.url), "../../..");

function newest(folder: string): number {
  let time = 0;
  for (const e of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, e.name);
    time = Math.max(time, e.isDirectory() ? newest(path) : statSync(join(root, path)).mtimeMs);
  }
  return time;
}

/** Compiles `entry` to dist/ if a file of `folders` is newer than the result; answers the compiled module. */
export async function kernelModule(entry: string, out: string, folders: string[]): Promise<WebAssembly.Module> {
  const path = join(root, out);
  const wanted = Math.max(...folders.map(newest));
  if (!existsSync(path) || statSync(path).mtimeMs < wanted) await buildKernel(entry, out, { debug: true });
  return WebAssembly.compile(readFileSync(path));
}

export const gcModule = () =>
  kernelModule("kernel/check/testing.ts", "dist/gc-testing.wasm", [
    "kernel/mem",
    "kernel/object",
    "kernel/gc",
    "kernel/check",
    "kernel/generated",
  ]);

export type Exports = Record<string, (...args: (number | bigint)[]) => number> & Record<string, unknown>;

export const typeId = (name: string): number => {
  const row = TYPES.find((t) => t.name === name);
  if (row === undefined) throw new Error(`no type ${name}`);
  return row.id;
};
export const flagsOfType = (name: string): number => {
  const row = TYPES.find((t) => t.name === name)!;
  return (row.raw ? FLAG.RAW : 0) | (row.cell ? FLAG.CELL : 0);
};
const index = (fields: readonly string[], name: string): number => {
  const i = fields.indexOf(name);
  if (i < 0) throw new Error(`no field ${name}`);
  return i;
};
export const controlAddress = (name: string) => MEMORY.CONTROL + 8 * index(CONTROL_FIELDS, name);
export const actorField = (name: string) => 8 * index(ACTOR_FIELDS, name);
export const executorField = (name: string) => 8 * index(EXECUTOR_FIELDS, name);

export const NIL = WORD.NIL;
export const THROW = WORD.THROW;
export const MORE = WORD.MORE;
export const fixnum = (n: number | bigint) => BigInt.asUintN(64, BigInt(n) << 3n);
export const pointer = (type: number, address: number) => (BigInt(type) << 32n) | BigInt(address >>> 0) | 1n;
export const isPointer = (w: bigint) => (w & 7n) === 1n;
export const addressOf = (w: bigint) => Number(w & 0xfffffff8n);
export const typeOf = (w: bigint) => Number(w >> 32n);

export const newMemory = () => new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true });
export const imports = (memory: WebAssembly.Memory) => ({
  env: { memory },
  host: { now_ns: () => Number(process.hrtime.bigint()) },
});

/** One kernel instance with typed access to the memory. */
export class Kernel {
  readonly x: Exports;
  #view: DataView;
  constructor(
    readonly module: WebAssembly.Module,
    readonly memory: WebAssembly.Memory,
  ) {
    this.x = new WebAssembly.Instance(module, imports(memory)).exports as Exports;
    this.#view = new DataView(memory.buffer);
  }
  /** A fresh memory, booted, with this instance as executor 0. */
  static async boot(module?: WebAssembly.Module): Promise<Kernel> {
    const k = new Kernel(module ?? (await gcModule()), newMemory());
    k.x.bootMemory!();
    k.x.initExecutor!(0);
    return k;
  }
  get view(): DataView {
    if (this.#view.byteLength !== this.memory.buffer.byteLength) this.#view = new DataView(this.memory.buffer);
    return this.#view;
  }
  u8 = (a: number) => this.view.getUint8(a);
  u32 = (a: number) => this.view.getUint32(a, true);
  u64 = (a: number) => this.view.getBigUint64(a, true);
  setU8 = (a: number, n: number) => this.view.setUint8(a, n);
  setU32 = (a: number, n: number) => this.view.setUint32(a, n, true);
  setU64 = (a: number, n: bigint) => this.view.setBigUint64(a, n, true);
  control = (name: string) => this.u32(controlAddress(name));
  setControl = (name: string, n: number) => this.setU32(controlAddress(name), n);
  get = (actor: number, name: string) => this.u32(actor + actorField(name));
  set = (actor: number, name: string, n: number) => this.setU32(actor + actorField(name), n);
  stat = (name: string, id = 0) => this.u64(MEMORY.EXECUTORS + id * MEMORY.EXECUTOR_BYTES + executorField(name));
  /** A word that a kernel export answered: i64 results are signed. */
  word = (w: unknown) => BigInt.asUintN(64, w as bigint);
  flags = (a: number) => this.u8(a);
  size = (a: number) => this.u32(a) >>> 8;
  /** A local object of the running actor with these words. */
  make(type: string, words: bigint[]): bigint {
    const a = this.x.allocLocal!(typeId(type), words.length, flagsOfType(type)) >>> 0;
    words.forEach((w, i) => this.setU64(a + 8 + 8 * i, w));
    return pointer(typeId(type), a);
  }
  push(actor: number, w: bigint): void {
    if (this.get(actor, "sp") === this.get(actor, "stackEnd")) {
      if (this.x.growStack!(actor, 8) === 0) throw new Error("no memory for the stack");
    }
    const sp = this.get(actor, "sp");
    this.setU64(sp, w);
    this.set(actor, "sp", sp + 8);
  }
  promote = (w: bigint) => this.word(this.x.promote!(w));
  resolve(w: bigint): bigint {
    if (!isPointer(w)) return w;
    const a = addressOf(w);
    return (this.flags(a) & FLAG.FWD) !== 0 ? pointer(typeOf(w), this.u32(a + 4)) : w;
  }
  collectMajor(): void {
    this.x.requestMajor!();
    this.x.stopPoint!();
  }
}
