/**
 * WebAssembly binary encoding: just what the compiler needs (https://webassembly.github.io/spec/core/binary/). A module is
 * types, imports, functions, exports and code; memory is imported and shared.
 */
import { Bytes } from "./bytes.js";

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F64 = 0x7c;
export type ValType = typeof I32 | typeof I64 | typeof F64;
const VOID = 0x40;

/** Opcodes without operands, and those whose operands the methods of Body append. */
export const W = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  returnCall: 0x12,
  returnCallIndirect: 0x13,
  drop: 0x1a,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  i32Load: 0x28,
  i64Load: 0x29,
  f32Load: 0x2a,
  f64Load: 0x2b,
  i32Load8U: 0x2d,
  i64Load8S: 0x30,
  i64Load8U: 0x31,
  i64Load16S: 0x32,
  i64Load16U: 0x33,
  i64Load32S: 0x34,
  i32Store: 0x36,
  i64Store: 0x37,
  f32Store: 0x38,
  f64Store: 0x39,
  i64Store8: 0x3c,
  i64Store16: 0x3d,
  i64Store32: 0x3e,
  i32Const: 0x41,
  i64Const: 0x42,
  f64Const: 0x44,
  i32Eqz: 0x45,
  i32Eq: 0x46,
  i32Ne: 0x47,
  i32LtS: 0x48,
  i32LtU: 0x49,
  i32GtS: 0x4a,
  i32GtU: 0x4b,
  i32LeS: 0x4c,
  i32LeU: 0x4d,
  i32GeS: 0x4e,
  i32GeU: 0x4f,
  i64Eqz: 0x50,
  i64Eq: 0x51,
  i64Ne: 0x52,
  i64LtS: 0x53,
  i64LtU: 0x54,
  i64GtS: 0x55,
  i64GtU: 0x56,
  i64LeS: 0x57,
  i64LeU: 0x58,
  i64GeS: 0x59,
  i64GeU: 0x5a,
  f64Eq: 0x61,
  f64Ne: 0x62,
  f64Lt: 0x63,
  f64Gt: 0x64,
  f64Le: 0x65,
  f64Ge: 0x66,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32And: 0x71,
  i32Or: 0x72,
  i32ShrU: 0x76,
  i32Shl: 0x74,
  i64Clz: 0x79,
  i64Add: 0x7c,
  i64Sub: 0x7d,
  i64Mul: 0x7e,
  i64DivS: 0x7f,
  i64RemS: 0x81,
  i64And: 0x83,
  i64Or: 0x84,
  i64Xor: 0x85,
  i64Shl: 0x86,
  i64ShrS: 0x87,
  i64ShrU: 0x88,
  i64Rotl: 0x89,
  i64Rotr: 0x8a,
  f64Abs: 0x99,
  f64Neg: 0x9a,
  f64Ceil: 0x9b,
  f64Floor: 0x9c,
  f64Trunc: 0x9d,
  f64Sqrt: 0x9f,
  f64Add: 0xa0,
  f64Sub: 0xa1,
  f64Mul: 0xa2,
  f64Div: 0xa3,
  i32WrapI64: 0xa7,
  i64ExtendI32S: 0xac,
  i64ExtendI32U: 0xad,
  f32DemoteF64: 0xb6,
  f64ConvertI64S: 0xb9,
  f64PromoteF32: 0xbb,
  i64ReinterpretF64: 0xbd,
  f64ReinterpretI64: 0xbf,
} as const;

/** By load or store: the alignment that it has, as a power of 2. */
const ALIGNMENT = new Uint8Array(256).fill(3);
for (const op of [W.i32Load8U, W.i64Load8S, W.i64Load8U, W.i64Store8]) ALIGNMENT[op] = 0;
for (const op of [W.i64Load16S, W.i64Load16U, W.i64Store16]) ALIGNMENT[op] = 1;
for (const op of [W.i32Load, W.i32Store, W.f32Load, W.f32Store, W.i64Load32S, W.i64Store32]) ALIGNMENT[op] = 2;

/** Positions in a body's code, between instructions. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The body of one function. Parameters are locals 0 and up; `local` adds more. */
export class Body {
  readonly code = new Bytes(512);
  /** Blocks, loops and ifs that are open. */
  private depth = 0;
  /** Blocks around everything. */
  private around = 0;
  /** Places in it of branches that are hardly ever taken. */
  private readonly unlikely: number[] = [];
  /** Locals behind the parameters, in runs of one type. */
  private readonly locals: { readonly type: ValType; count: number }[] = [];
  localCount: number;

  constructor(readonly params: readonly ValType[]) {
    this.localCount = params.length;
  }

  local(type: ValType): number {
    const last = this.locals[this.locals.length - 1];
    if (last !== undefined && last.type === type) last.count++;
    else this.locals.push({ type, count: 1 });
    return this.localCount++;
  }
  op(first: number, ...more: number[]): void {
    this.code.byte(first);
    for (let i = 0; i < more.length; i++) this.code.byte(more[i] as number);
  }
  get(local: number): void {
    this.code.byte(W.localGet);
    this.code.unsigned(local);
  }
  set(local: number): void {
    this.code.byte(W.localSet);
    this.code.unsigned(local);
  }
  tee(local: number): void {
    this.code.byte(W.localTee);
    this.code.unsigned(local);
  }
  globalGet(index: number): void {
    this.code.byte(W.globalGet);
    this.code.unsigned(index);
  }
  globalSet(index: number): void {
    this.code.byte(W.globalSet);
    this.code.unsigned(index);
  }
  i32(n: number): void {
    this.code.byte(W.i32Const);
    this.code.signed32(n);
  }
  /** A number must be one of 32 bits. */
  i64(n: bigint | number): void {
    this.code.byte(W.i64Const);
    if (typeof n === "number") this.code.signed32(n);
    else this.code.signed64(n);
  }
  f64(x: number): void {
    this.code.byte(W.f64Const);
    this.code.f64(x);
  }
  /** A load or store at a byte offset; all accesses are aligned. */
  memory(op: number, offset: number): void {
    this.code.byte(op);
    this.code.byte(ALIGNMENT[op] as number);
    this.code.unsigned(offset);
  }
  call(index: number): void {
    this.code.byte(W.call);
    this.code.unsigned(index);
  }
  /** Through the only table, whose index is on the stack. */
  callIndirect(type: number): void {
    this.code.byte(W.callIndirect);
    this.code.unsigned(type);
    this.code.byte(0);
  }
  /** Calls that take the place of the function's own. */
  returnCall(index: number): void {
    this.code.byte(W.returnCall);
    this.code.unsigned(index);
  }
  returnCallIndirect(type: number): void {
    this.code.byte(W.returnCallIndirect);
    this.code.unsigned(type);
    this.code.byte(0);
  }
  block(type: ValType | null = null): void {
    this.op(W.block, type ?? VOID);
    this.depth++;
  }
  /** One more block around everything, of which `brAround` leaves the k-th; `endAround` ends them one after the other, inner ones first. */
  blockAround(): number {
    return this.around++;
  }
  brAround(k: number): void {
    this.br(this.depth + k);
  }
  endAround(): void {
    this.op(W.end);
  }
  /** An `if` that is hardly ever taken: engines move what is in it out of the way (WebAssembly branch hinting). */
  rarely(): void {
    this.unlikely.push(this.code.length);
    this.if();
  }
  /** A `br_if` that is hardly ever taken. */
  brRarely(depth: number): void {
    this.unlikely.push(this.code.length);
    this.brIf(depth);
  }
  loop(): void {
    this.op(W.loop, VOID);
    this.depth++;
  }
  if(type: ValType | null = null): void {
    this.op(W.if, type ?? VOID);
    this.depth++;
  }
  else(): void {
    this.op(W.else);
  }
  end(): void {
    this.op(W.end);
    this.depth--;
  }
  br(depth: number): void {
    this.code.byte(W.br);
    this.code.unsigned(depth);
  }
  brIf(depth: number): void {
    this.code.byte(W.brIf);
    this.code.unsigned(depth);
  }
  /** The instructions of a stretch once more: none of them is hardly ever taken, or leads out of it. */
  again({ from, to }: Stretch): void {
    this.code.repeat(from, to);
  }
  brTable(depths: readonly number[], otherwise: number): void {
    this.code.byte(W.brTable);
    this.code.unsigned(depths.length);
    for (const d of depths) this.code.unsigned(d);
    this.code.unsigned(otherwise);
  }

  /** Appends it: its size, locals, the code; and its entry in the section of hints, for the function of this index. */
  encode(out: Bytes, index: number, hints: Bytes): void {
    const head = new Bytes(16);
    head.unsigned(this.locals.length);
    for (const { type, count } of this.locals) {
      head.unsigned(count);
      head.byte(type);
    }
    for (let k = 0; k < this.around; k++) {
      head.byte(W.block);
      head.byte(VOID);
    }
    hints.unsigned(index);
    hints.unsigned(this.unlikely.length);
    for (const at of this.unlikely) {
      hints.unsigned(head.length + at);
      hints.byte(1);
      hints.byte(0);
    }
    out.unsigned(head.length + this.code.length + 1);
    out.append(head);
    out.append(this.code);
    out.byte(W.end);
  }
}

interface Signature {
  readonly params: readonly ValType[];
  readonly results: readonly ValType[];
}

/** A module under construction. All imports come before the first function. */
export class ModuleBuilder {
  private readonly types: Signature[] = [];
  private readonly typeIndex = new Map<string, number>();
  private readonly imports = new Bytes();
  private importCount = 0;
  private importedFunctions = 0;
  private importedGlobals = 0;
  private hasTable = false;
  private readonly globals: ValType[] = [];
  private readonly importIndex = new Map<string, number>();
  private readonly functions: { type: number; body: Body | null }[] = [];
  private readonly exported = new Bytes();
  private exportCount = 0;

  /** Number of a type of functions. */
  type(params: readonly ValType[], results: readonly ValType[]): number {
    const key = `${params.join()}>${results.join()}`;
    let index = this.typeIndex.get(key);
    if (index === undefined) {
      index = this.types.push({ params, results }) - 1;
      this.typeIndex.set(key, index);
    }
    return index;
  }
  importMemory(module: string, name: string, initial: number, maximum: number): void {
    this.imports.text(module);
    this.imports.text(name);
    this.imports.byte(2);
    this.imports.byte(3); // shared, with a maximum
    this.imports.unsigned(initial);
    this.imports.unsigned(maximum);
    this.importCount++;
  }
  /** The only table of functions, of any size. */
  importTable(module: string, name: string): void {
    if (this.hasTable) return;
    this.hasTable = true;
    this.imports.text(module);
    this.imports.text(name);
    this.imports.byte(1);
    this.imports.byte(0x70);
    this.imports.byte(0); // no maximum
    this.imports.unsigned(0);
    this.importCount++;
  }
  /** Functions must not have been added yet. */
  importFunction(module: string, name: string, params: readonly ValType[], results: readonly ValType[]): number {
    const key = `${module}.${name}`;
    const known = this.importIndex.get(key);
    if (known !== undefined) return known;
    if (this.functions.length > 0) throw new Error("imports come first");
    this.imports.text(module);
    this.imports.text(name);
    this.imports.byte(0);
    this.imports.unsigned(this.type(params, results));
    this.importCount++;
    this.importIndex.set(key, this.importedFunctions);
    return this.importedFunctions++;
  }
  importGlobal(module: string, name: string, type: ValType): number {
    this.imports.text(module);
    this.imports.text(name);
    this.imports.byte(3);
    this.imports.byte(type);
    this.imports.byte(1);
    this.importCount++;
    return this.importedGlobals++;
  }
  /** A mutable global, i32 or i64, that begins as 0. */
  global(type: ValType): number {
    return this.importedGlobals + this.globals.push(type) - 1;
  }
  /** A function whose body comes later. */
  declare(params: readonly ValType[], results: readonly ValType[]): number {
    return this.importedFunctions + this.functions.push({ type: this.type(params, results), body: null }) - 1;
  }
  define(index: number, body: Body): void {
    const f = this.functions[index - this.importedFunctions];
    if (f === undefined) throw new Error("no such function");
    f.body = body;
  }
  export(name: string, index: number): void {
    this.exported.text(name);
    this.exported.byte(0);
    this.exported.unsigned(index);
    this.exportCount++;
  }

  encode(): Uint8Array {
    const out = new Bytes(4096);
    for (const b of [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]) out.byte(b);
    const types = new Bytes();
    types.unsigned(this.types.length);
    for (const { params, results } of this.types) {
      types.byte(0x60);
      types.unsigned(params.length);
      for (const p of params) types.byte(p);
      types.unsigned(results.length);
      for (const r of results) types.byte(r);
    }
    section(out, 1, types);
    const imports = new Bytes();
    imports.unsigned(this.importCount);
    imports.append(this.imports);
    section(out, 2, imports);
    const functions = new Bytes();
    functions.unsigned(this.functions.length);
    for (const f of this.functions) functions.unsigned(f.type);
    section(out, 3, functions);
    if (this.globals.length > 0) {
      const globals = new Bytes();
      globals.unsigned(this.globals.length);
      for (const type of this.globals) for (const b of [type, 1, type === I64 ? W.i64Const : W.i32Const, 0, W.end]) globals.byte(b);
      section(out, 6, globals);
    }
    const exports = new Bytes();
    exports.unsigned(this.exportCount);
    exports.append(this.exported);
    section(out, 7, exports);
    const code = new Bytes(4096);
    const hints = new Bytes();
    hints.text("metadata.code.branch_hint");
    code.unsigned(this.functions.length);
    hints.unsigned(this.functions.length);
    this.functions.forEach((f, i) => {
      if (f.body === null) throw new Error("a function has no body");
      f.body.encode(code, this.importedFunctions + i, hints);
    });
    section(out, 0, hints);
    section(out, 10, code);
    return out.take();
  }
}

function section(out: Bytes, id: number, content: Bytes): void {
  out.byte(id);
  out.unsigned(content.length);
  out.append(content);
}
