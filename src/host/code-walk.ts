import { CONTROL_FIELDS, FLAG, MEMORY, ROOTS, typeNamed } from "../../spec/index.js";
import type { HeapMemory } from "./memory.js";

const control = (name: string): number => MEMORY.CONTROL + 8 * CONTROL_FIELDS.indexOf(name);
const T_CODE = typeNamed("CODE").id;

/**
 * Addresses of all CODEs that a program can still call, in ascending order: whatever can be reached in the shared heap from the
 * roots, the namespaces and the classes. Closures that only an actor's own space knows are not among them, nor is the code of an
 * actor's first frame, which is entered with operands on its stack and so always interpreted.
 *
 * Executors may run meanwhile (shared objects never move; what is reached stays), but what they define then may be missed.
 */
export function reachableCodes(memory: HeapMemory): number[] {
  const words = memory.i32;
  const seen = new Uint8Array((words.length >> 4) + 1);
  const work: number[] = [];
  const codes: number[] = [];
  const visit = (low: number): void => {
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
    if (words[(at >>> 2) + 1] === T_CODE) codes.push(at);
    if ((header & FLAG.RAW) === 0) work.push(at);
  };
  const range = (from: number, to: number): void => {
    for (let at = from; at < to; at += 8) visit(words[at >>> 2] as number);
  };
  range(MEMORY.ROOTS, MEMORY.EXECUTORS);
  range(control("namespaces"), control("namespaces") + 8);
  const types = memory.load("typeTable");
  range(types, types + 8 * memory.load("typeCap"));
  for (let at = work.pop(); at !== undefined; at = work.pop()) range(at + 8, at + 8 + 8 * ((words[at >>> 2] as number) >>> 8));
  const spawnCode = (words[(MEMORY.ROOTS + 8 * ROOTS.indexOf("spawnCode")) >>> 2] as number) - 1;
  return codes.filter((code) => code !== spawnCode).sort((a, b) => a - b);
}
