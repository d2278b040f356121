import { setFlagsFromString } from "node:v8";
import { CONTROL_FIELDS, LIMITS, MEMORY, MODULE, MODULE_ROW } from "../../spec/index.js";

const TABLE = MEMORY.CONTROL + 8 * CONTROL_FIELDS.indexOf("moduleTable");

/** V8 11 reads branch hints only behind a flag, which is put back at once (see compile in executor-main.ts); later versions always do. */
function compileHinted(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const flagged = process.versions.v8.startsWith("11.");
  if (flagged) setFlagsFromString("--experimental-wasm-branch-hinting");
  const module = new WebAssembly.Module(bytes);
  if (flagged) setFlagsFromString("--no-experimental-wasm-branch-hinting");
  return module;
}

/** What the installer needs of the kernel's instance: its table, and everything that compiled code imports. */
export interface KernelExports extends WebAssembly.Exports {
  readonly table: WebAssembly.Table;
}

interface Fresh {
  readonly number: number;
  /** The change of control.moduleChanges that brought it. */
  readonly change: number;
  readonly first: number;
  readonly slots: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
interface Present {
  readonly change: number;
  readonly first: number;
  readonly slots: number;
  readonly exports: WebAssembly.Exports;
}

/**
 * The compiled modules of one executor, when its kernel asks between two slices: it is brought to what the rows in memory say (spec/host.ts).
 * Entries of modules go into the kernel's table, their functions can be called directly by modules that follow.
 */
export class ModuleInstaller {
  private readonly functions: Record<string, WebAssembly.ExportValue> = {};
  /** By number. */
  private readonly present = new Map<number, Present>();
  private fresh: Fresh[] = [];
  private base = 0;

  constructor(private readonly memory: WebAssembly.Memory) {}

  /** Called once, before anything is installed: answers where the slots of compiled code begin. */
  attach(kernel: KernelExports): number {
    this.kernel = kernel;
    this.base = kernel.table.length;
    return this.base;
  }
  private kernel: KernelExports | undefined;

  /** Nobody changes the rows now: forgets modules that are no longer there, copies those that are new. */
  take(): void {
    const view = new DataView(this.memory.buffer);
    const table = view.getUint32(TABLE, true);
    for (let number = 0; number < LIMITS.JIT_MODULES; number++) {
      const row = table + MODULE_ROW.BYTES * number;
      const change = view.getUint32(row + MODULE_ROW.CHANGE, true);
      if (change === 0) continue;
      const here = this.present.get(number);
      if (here?.change === change) continue;
      if (here !== undefined) this.forget(number, here);
      const record = view.getUint32(row + MODULE_ROW.RECORD, true);
      if (record === 0) continue;
      const at =
        record +
        MODULE.BODY +
        8 * view.getUint32(record + MODULE.WORDS, true) +
        MODULE.ENTRY_BYTES * view.getUint32(record + MODULE.ENTRIES, true);
      this.fresh.push({
        number,
        change,
        first: view.getUint32(record + MODULE.FIRST_SLOT, true),
        slots: view.getUint32(record + MODULE.SLOTS, true),
        // A module can't be made from shared memory; nor need the record stay.
        bytes: new Uint8Array(this.memory.buffer, at, view.getUint32(record + MODULE.WASM_BYTES, true)).slice(),
      });
    }
  }

  /** Instantiates what take() has found, in the order in which it was installed: later modules call functions of earlier ones. */
  install(): void {
    const { kernel, memory, functions } = this;
    if (kernel === undefined) throw new Error("modules are installed before the kernel is attached");
    const fresh = this.fresh.sort((a, b) => a.change - b.change);
    this.fresh = [];
    for (const { number, change, first, slots, bytes } of fresh) {
      const { exports } = new WebAssembly.Instance(compileHinted(bytes), {
        env: { memory },
        k: kernel,
        m: functions as WebAssembly.ModuleImports,
      });
      const wanted = this.base + first + slots;
      if (kernel.table.length < wanted) kernel.table.grow(Math.max(wanted - kernel.table.length, kernel.table.length >> 1));
      for (const [name, value] of Object.entries(exports)) {
        if (name.startsWith("e")) kernel.table.set(this.base + first + Number(name.slice(1)), value as () => bigint);
        else functions[name] = value;
      }
      this.present.set(number, { change, first, slots, exports });
    }
  }

  private forget(number: number, { first, slots, exports }: Present): void {
    this.present.delete(number);
    for (let slot = first; slot < first + slots; slot++) this.kernel?.table.set(this.base + slot, null);
    // A later module may have functions of the same code.
    for (const [name, value] of Object.entries(exports)) if (this.functions[name] === value) delete this.functions[name];
  }
}
