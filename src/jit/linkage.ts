/** What a module imports: memory and registers of the kernel's instance, its functions for compiled code, primitives, code of earlier modules. */
import { PRIMITIVES } from "../../spec/index.js";
import { F64, I32, I64, type ModuleBuilder, type ValType } from "./encode.js";

/** Kernel functions for compiled code (kernel/interp/native.ts). */
const NATIVES = {
  nativeExit: [[I32, I32, I32, I32, I64, I64], [I64]],
  nativeSuspend: [[I32, I32, I32, I32, I64], [I64]],
  nativeCall: [[I32, I32], [I64]],
  nativeCall0: [[I32, I64], [I64]],
  nativeCall1: [[I32, I64, I64], [I64]],
  nativeCall2: [[I32, I64, I64, I64], [I64]],
  nativeCall3: [[I32, I64, I64, I64, I64], [I64]],
  nativeInvoke: [[I64], [I64]],
  nativeSlow: [[I32, I32, I32], [I64]],
  nativeApply: [[I32], [I64]],
  nativeNextSlice: [[], [I32]],
  nativeVar: [[I64], [I64]],
  nativeVarSet: [[I64, I64], [I64]],
  nativeDoubt: [[], [I32]],
  nativeRefuse: [[I32, I32], [I64]],
  nativeReserve: [[I32], [I32]],
  nativeSetCapture: [[I64, I32, I64], []],
  nativeCaptureMove: [[I64, I32], [I64]],
  nativeVector: [[I32, I32], [I64]],
  nativeList: [[I32, I32], [I64]],
  nativeMap: [[I32, I32], [I64]],
  nativeSet: [[I32, I32], [I64]],
  nativeField: [[I64, I32], [I64]],
  nativeFieldOffset: [[I64, I64], [I32]],
  nativeChangeOffset: [[I64, I64], [I32]],
  nativeSetField: [[I64, I32, I64], [I64]],
  nativeIdentical: [[I64, I64], [I64]],
  nativeBox: [[F64], [I64]],
  nativeLong: [[I64], [I64]],
  nativeReceive: [[], [I64]],
  nativeDisarm: [[], []],
  nativeWaitUntil: [[I64], [I32]],
  nativeTake: [[], []],
  nativeNext: [[], []],
  nativeStart: [[], []],
} as const satisfies Record<string, readonly [readonly ValType[], readonly ValType[]]>;
export type Native = keyof typeof NATIVES;
const NATIVE_LIST = Object.entries(NATIVES) as [Native, (typeof NATIVES)[Native]][];

const ARITY = new Map(PRIMITIVES.map((p) => [p.id, p.arity]));

/** Writes a function of the module and answers its index. */
export type OwnFunction = (module: ModuleBuilder, link: Linkage) => number;

export class Linkage {
  readonly reductions: number;
  readonly stackLimit: number;
  /** Address of the running actor's block. */
  readonly actor: number;
  readonly nurseryTop: number;
  /** Entries of codes below it can be used by this executor; where the slots of entries begin in the table. */
  readonly entriesReady: number;
  readonly tableBase: number;
  readonly nurseryEnd: number;
  private readonly natives = new Map<Native, number>();

  private readonly owned = new Map<OwnFunction, number>();

  /** prims: those that some function calls. linked: codes of earlier modules with the number of their arguments. */
  constructor(
    private readonly module: ModuleBuilder,
    prims: Iterable<number>,
    linked: ReadonlyMap<number, number>,
  ) {
    module.importMemory("env", "memory", 64, 65536);
    this.reductions = module.importGlobal("k", "reductions", I32);
    this.stackLimit = module.importGlobal("k", "stackLimit", I32);
    this.actor = module.importGlobal("k", "actor", I32);
    this.entriesReady = module.importGlobal("k", "entriesReady", I64);
    this.tableBase = module.importGlobal("k", "tableBase", I32);
    this.nurseryTop = module.importGlobal("k", "nurseryTop", I32);
    this.nurseryEnd = module.importGlobal("k", "nurseryEnd", I32);
    for (const [name, [params, results]] of NATIVE_LIST) this.natives.set(name, module.importFunction("k", name, params, results));
    for (const id of prims) module.importFunction("k", `p${id}`, new Array<ValType>(ARITY.get(id) as number).fill(I64), [I64]);
    for (const [code, args] of linked) module.importFunction("m", `f${code}`, signature(args), [I64]);
  }
  /** A new variable of the module's instance: each executor has its own. It begins as 0. */
  variable(type: ValType): number {
    return this.module.global(type);
  }
  /**
   * Type of the functions for so many arguments, which are called through the table. It is imported where that happens: each instance with
   * it keeps a copy of what is in it.
   */
  typeOf(args: number): number {
    this.module.importTable("k", "table");
    return this.module.type(signature(args), [I64]);
  }
  /** A function of the module itself, which stands in it once. */
  own(make: OwnFunction): number {
    let index = this.owned.get(make);
    if (index === undefined) {
      index = make(this.module, this);
      this.owned.set(make, index);
    }
    return index;
  }
  native(name: Native): number {
    return this.natives.get(name) as number;
  }
  prim(id: number): number {
    return this.module.importFunction("k", `p${id}`, [], []);
  }
  linked(code: number): number {
    return this.module.importFunction("m", `f${code}`, [], []);
  }
}

/** Parameters of a compiled function: frame, closure, arguments. */
export const signature = (args: number): ValType[] => [I32, I64, ...new Array<ValType>(args).fill(I64)];
