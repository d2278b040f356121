import { setFlagsFromString } from "node:v8";
import { CONTROL_FIELDS, MEMORY, MODULE } from "../../spec/index.js";

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

/**
 * Instantiates compiled modules in one executor, when its kernel asks for it between two slices: their entries go into the
 * kernel's table, their functions can be called directly by modules that follow.
 */
export class ModuleInstaller {
  private readonly functions: Record<string, WebAssembly.ExportValue> = {};
  private base = 0;
  private ready = 1;

  constructor(private readonly memory: WebAssembly.Memory) {}

  /** Called once, before anything is installed: answers where the slots of compiled code begin. */
  attach(kernel: KernelExports): number {
    this.kernel = kernel;
    this.base = kernel.table.length;
    return this.base;
  }
  private kernel: KernelExports | undefined;

  /** Modules [from, to); answers the first slot that is not filled yet. */
  install(from: number, to: number): number {
    const { kernel, memory } = this;
    if (kernel === undefined) throw new Error("modules are installed before the kernel is attached");
    for (let i = from; i < to; i++) {
      const view = new DataView(memory.buffer);
      const record = view.getUint32(view.getUint32(TABLE, true) + 4 * i, true);
      const bytes = view.getUint32(record + MODULE.WASM_BYTES, true);
      if (bytes === 0) continue;
      const first = view.getUint32(record + MODULE.FIRST_SLOT, true);
      const slots = view.getUint32(record + MODULE.SLOTS, true);
      const at =
        record +
        MODULE.BODY +
        8 * view.getUint32(record + MODULE.WORDS, true) +
        MODULE.ENTRY_BYTES * view.getUint32(record + MODULE.ENTRIES, true);
      // A module can't be made from shared memory.
      const module = compileHinted(new Uint8Array(memory.buffer, at, bytes).slice());
      const { exports } = new WebAssembly.Instance(module, { env: { memory }, k: kernel, m: this.functions as WebAssembly.ModuleImports });
      const wanted = this.base + first + slots;
      if (kernel.table.length < wanted) kernel.table.grow(Math.max(wanted - kernel.table.length, kernel.table.length >> 1));
      for (const [name, value] of Object.entries(exports)) {
        if (name.startsWith("e")) kernel.table.set(this.base + first + Number(name.slice(1)), value as () => bigint);
        else this.functions[name] = value;
      }
      this.ready = first + slots;
    }
    return this.ready;
  }
}
