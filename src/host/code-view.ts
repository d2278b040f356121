import { FIRST_USER_TYPE, fieldOffset, RECORD_WORDS, SHAPE, TYPE_FLAG, typeNamed } from "../../spec/index.js";
import type { HeapMemory } from "./memory.js";

const typeId = (name: string): bigint => BigInt(typeNamed(name).id);
const CODE = {
  name: fieldOffset("CODE", "name"),
  arity: fieldOffset("CODE", "arity"),
  nlocals: fieldOffset("CODE", "nlocals"),
  nslots: fieldOffset("CODE", "nslots"),
  consts: fieldOffset("CODE", "consts"),
  bytes: fieldOffset("CODE", "bytes"),
  handlers: fieldOffset("CODE", "handlers"),
  next: fieldOffset("CODE", "next"),
  seen: fieldOffset("CODE", "seen"),
  failed: fieldOffset("CODE", "failed"),
};
const VAR_ROOT = fieldOffset("VAR", "root");
const CLOSURE_CODE = fieldOffset("CLOSURE", "code");
const CLOSURE_CAPTURES = fieldOffset("CLOSURE", "captures...");
const PAIRS = fieldOffset("ARRAY_MAP", "pairs...");
const T_CLOSURE = typeId("CLOSURE");
const T_TYPE = typeId("TYPE");
const TYPE = { id: fieldOffset("TYPE", "id"), fields: fieldOffset("TYPE", "fields"), flags: fieldOffset("TYPE", "flags") };
const VECTOR_COUNT = fieldOffset("VECTOR", "count");
const T_FLATVEC = typeId("FLATVEC");
const T_ARRAY_MAP = typeId("ARRAY_MAP");
const SHARED = 1;

const addressOf = (w: bigint): number => Number(w & 0xfffffff8n);
const isPointer = (w: bigint): boolean => (w & 7n) === 1n;

/** A CODE as it lies in memory. */
export interface CodeObject {
  readonly address: number;
  readonly name: string;
  readonly arity: number;
  readonly variadic: boolean;
  readonly nlocals: number;
  readonly nslots: number;
  readonly consts: readonly bigint[];
  readonly bytes: Uint8Array;
  readonly handlers: Int32Array;
  readonly seen: bigint;
}

/** A closure as it lies in memory: its first code and, for each capture, that of a closure, or null for anything else. */
export interface ClosureObject {
  readonly code: number;
  readonly captures: readonly (ClosureObject | null)[];
}

/**
 * Reads code that is held for the compiler, and what hangs on it: shared, immutable, and kept alive by the kernel, so that
 * it may be read from outside while the program runs. The root of a var may change at any time; compiled code checks it.
 */
export class CodeView {
  constructor(private readonly memory: HeapMemory) {}

  private word(address: number): bigint {
    return this.memory.u64At(address);
  }
  private fixnum(address: number): number {
    return Number(BigInt.asIntN(64, this.word(address)) >> 3n);
  }

  code(address: number): CodeObject {
    const arity = this.fixnum(address + CODE.arity);
    const consts = addressOf(this.word(address + CODE.consts));
    const count = this.memory.u32At(consts) >>> 8;
    const handlers = this.bytes(this.word(address + CODE.handlers));
    return {
      address,
      name: this.text(this.word(address + CODE.name)),
      arity: arity >> 1,
      variadic: (arity & 1) === 1,
      nlocals: this.fixnum(address + CODE.nlocals),
      nslots: this.fixnum(address + CODE.nslots),
      consts: Array.from({ length: count }, (_, i) => this.word(consts + 8 + 8 * i)),
      bytes: this.bytes(this.word(address + CODE.bytes)),
      handlers: new Int32Array(handlers.buffer, 0, handlers.length >> 2),
      seen: this.word(address + CODE.seen) >> 3n,
    };
  }
  private bytes(w: bigint): Uint8Array {
    if (!isPointer(w)) return new Uint8Array(0);
    const at = addressOf(w);
    return this.memory.copy(at + 16, this.memory.u32At(at + 8));
  }
  private text(w: bigint): string {
    return isPointer(w) ? String.fromCharCode(...this.units(w, Number.MAX_SAFE_INTEGER).first) : "";
  }
  /** The first units of a string, at most so many, and how many it has. */
  units(w: bigint, most: number): { count: number; first: readonly number[] } {
    const at = addressOf(w);
    const count = this.memory.u32At(at + 8);
    const bytes = this.memory.copy(at + 16, 2 * Math.min(most, count));
    return { count, first: [...new Uint16Array(bytes.buffer)] };
  }

  /** The name alone. */
  name(address: number): string {
    return this.text(this.word(address + CODE.name));
  }
  /** Sites at which its compiled body has been left (CODE.failed). */
  failed(address: number): bigint {
    return this.word(address + CODE.failed) >> 3n;
  }
  /** The word in a root slot, by its address. */
  root(address: number): bigint {
    return this.word(address);
  }
  varRoot(variable: bigint): bigint {
    return this.word(addressOf(variable) + VAR_ROOT);
  }
  private sharedClosure(w: bigint): number | undefined {
    if (!isPointer(w) || w >> 32n !== T_CLOSURE) return undefined;
    const at = addressOf(w);
    return (this.memory.u32At(at) & SHARED) === 0 ? undefined : at;
  }
  /** How many words the closure at an address has captured. */
  private captures(at: number): number {
    return (this.memory.u32At(at) >>> 8) - (CLOSURE_CAPTURES / 8 - 1);
  }
  /** Address of the code that a shared closure runs for exactly so many arguments. */
  codeOfClosure(closure: bigint, args: number): number | undefined {
    const at = this.sharedClosure(closure);
    return at === undefined ? undefined : this.codeOfArity(addressOf(this.word(at + CLOSURE_CODE)), args);
  }
  /** What a shared closure has captured. */
  captured(closure: bigint, index: number): bigint | undefined {
    const at = this.sharedClosure(closure);
    return at === undefined || index >= this.captures(at) ? undefined : this.word(at + CLOSURE_CAPTURES + 8 * index);
  }
  /** What a shared closure runs, with the closures that it has captured. */
  shapeOf(closure: bigint, depth: number = SHAPE.DEPTH): ClosureObject | undefined {
    const at = depth === 0 ? undefined : this.sharedClosure(closure);
    if (at === undefined) return undefined;
    const count = Math.min(this.captures(at), SHAPE.CAPTURES);
    const captures = Array.from({ length: count }, (_, i) => this.shapeOf(this.word(at + CLOSURE_CAPTURES + 8 * i), depth - 1) ?? null);
    return { code: addressOf(this.word(at + CLOSURE_CODE)), captures };
  }
  /** The same among the codes of one function, of which the first is given. */
  codeOfArity(first: number, args: number): number | undefined {
    let variadic: number | undefined;
    for (let at = first; ; ) {
      const arity = this.fixnum(at + CODE.arity);
      if (arity === args << 1) return at;
      if ((arity & 1) === 1 && arity >> 1 <= args) variadic = at;
      const next = this.word(at + CODE.next);
      if (!isPointer(next)) return variadic;
      at = addressOf(next);
    }
  }
  /** Value of a LONG. */
  long(w: bigint): bigint {
    return BigInt.asIntN(64, this.word(addressOf(w) + 8));
  }
  /** How instances of a user's type are laid out. */
  instanceLayout(type: bigint): { type: number; fixed: number; fields: number; mutable: boolean; final: boolean } | undefined {
    if (!isPointer(type) || type >> 32n !== T_TYPE) return undefined;
    const at = addressOf(type);
    const id = this.fixnum(at + TYPE.id);
    if ((this.memory.u32At(at) & SHARED) === 0 || id < FIRST_USER_TYPE) return undefined;
    const flags = this.fixnum(at + TYPE.flags);
    const record = (flags & TYPE_FLAG.RECORD) !== 0;
    const fields = this.vectorCount(this.word(at + TYPE.fields));
    return {
      type: id,
      fixed: record ? RECORD_WORDS : 0,
      fields,
      mutable: (flags & TYPE_FLAG.MUTABLE) !== 0,
      final: (flags & TYPE_FLAG.FINAL) !== 0,
    };
  }
  private vectorCount(vector: bigint): number {
    const at = addressOf(vector);
    return vector >> 32n === T_FLATVEC ? (this.memory.u32At(at) >>> 8) - 1 : this.fixnum(at + VECTOR_COUNT);
  }
  /** The pairs of an array map. */
  pairs(map: bigint): readonly (readonly [bigint, bigint])[] | undefined {
    if (!isPointer(map) || map >> 32n !== T_ARRAY_MAP) return undefined;
    const at = addressOf(map);
    const end = 8 + 8 * (this.memory.u32At(at) >>> 8);
    const out: [bigint, bigint][] = [];
    for (let i = PAIRS; i < end; i += 16) out.push([this.word(at + i), this.word(at + i + 8)]);
    return out;
  }
}
