import { CONTROL_FIELDS, fieldOffset, FLAG, MEMORY, ROOTS, typeNamed } from "../../spec/index.js";
import type { HeapMemory } from "./memory.js";

const control = (name: string): number => MEMORY.CONTROL + 8 * CONTROL_FIELDS.indexOf(name);
const T_CODE = typeNamed("CODE").id;

const T_VAR = typeNamed("VAR").id;
const VAR_VALUES = [fieldOffset("VAR", "root"), fieldOffset("VAR", "dynroot")];
/** What leads to everything else in a program. */
const WIDE = new Set([typeNamed("NAMESPACE").id, typeNamed("TYPE").id]);

/**
 * Addresses of all CODEs that a program can still call, in ascending order: whatever can be reached in the shared heap from the
 * roots, the namespaces and the classes. Closures that only an actor's own space knows are not among them, nor is the code of an
 * actor's first frame, which is entered with operands on its stack and so always interpreted.
 *
 * Executors may run meanwhile (shared objects never move; what is reached stays), but what they define then may be missed.
 */
export function reachableCodes(memory: HeapMemory): number[] {
  const walk = new Walk(memory, false);
  walk.range(MEMORY.ROOTS, MEMORY.EXECUTORS);
  walk.range(control("namespaces"), control("namespaces") + 8);
  const types = memory.load("typeTable");
  walk.range(types, types + 8 * memory.load("typeCap"));
  return walk.codes();
}
/**
 * Addresses of the CODEs that these can come to call, themselves included, without looking a name up: what their constants lead to, vars by
 * their values, and what the kernel calls.
 */
export function neededCodes(memory: HeapMemory, codes: readonly number[]): number[] {
  const walk = new Walk(memory, true);
  for (const code of codes) walk.visit(code + 1);
  walk.range(MEMORY.ROOTS, MEMORY.EXECUTORS);
  return walk.codes();
}

/** A walk over shared objects. narrow: not into namespaces and classes, and into vars only to their values. */
class Walk {
  private readonly words: Int32Array;
  private readonly seen: Uint8Array;
  private readonly work: number[] = [];
  private readonly found: number[] = [];

  constructor(
    memory: HeapMemory,
    private readonly narrow: boolean,
  ) {
    this.words = memory.i32;
    this.seen = new Uint8Array((this.words.length >> 4) + 1);
  }
  /** The low half of a word. */
  visit(low: number): void {
    const { words, seen } = this;
    if ((low & 7) !== 1) return;
    let at = (low >>> 0) - 1;
    let header = words[at >>> 2] as number;
    if ((header & FLAG.FWD) !== 0) {
      at = (words[(at >>> 2) + 1] as number) >>> 0;
      header = words[at >>> 2] as number;
    }
    const bit = 1 << ((at >>> 3) & 7);
    if ((header & FLAG.SHARED) === 0 || ((seen[at >>> 6] as number) & bit) !== 0) return;
    seen[at >>> 6] = (seen[at >>> 6] as number) | bit;
    if (this.typeAt(at) === T_CODE) this.found.push(at);
    if ((header & FLAG.RAW) === 0) this.work.push(at);
  }
  range(from: number, to: number): void {
    for (let at = from; at < to; at += 8) this.visit(this.words[at >>> 2] as number);
  }
  codes(): number[] {
    for (let at = this.work.pop(); at !== undefined; at = this.work.pop()) this.into(at);
    const spawnCode = (this.words[(MEMORY.ROOTS + 8 * ROOTS.indexOf("spawnCode")) >>> 2] as number) - 1;
    return this.found.filter((code) => code !== spawnCode).sort((a, b) => a - b);
  }
  private typeAt(at: number): number {
    return this.words[(at >>> 2) + 1] as number;
  }
  private into(at: number): void {
    const type = this.typeAt(at);
    if (this.narrow && WIDE.has(type)) return;
    if (this.narrow && type === T_VAR) for (const value of VAR_VALUES) this.range(at + value, at + value + 8);
    else this.range(at + 8, at + 8 + 8 * ((this.words[at >>> 2] as number) >>> 8));
  }
}
