/**
 * The library's versions of primitives, which do what the kernel can't do by itself (PrimRow.slow). Where they are compiled, compiled code
 * calls them directly.
 */
import { libraryRoots, type PrimRow, WORD } from "../../spec/index.js";
import { calledArguments } from "./given.js";
import type { JitHeap } from "./input.js";

export interface SlowFunction {
  /** The var, and the closure that it must hold. */
  readonly variable: bigint;
  readonly closure: bigint;
  readonly code: number;
}

const ROOTS = new Map(libraryRoots().map(({ field, address }) => [field, address]));

/** Each is looked up once. */
export class SlowFunctions {
  private readonly found = new Map<number, SlowFunction | undefined>();

  constructor(private readonly heap: JitHeap) {}

  of(row: PrimRow): SlowFunction | undefined {
    if (!this.found.has(row.id)) this.found.set(row.id, this.lookUp(row));
    return this.found.get(row.id);
  }
  private lookUp(row: PrimRow): SlowFunction | undefined {
    const root = ROOTS.get(`slow-${row.name}`);
    const variable = root === undefined ? WORD.NIL : this.heap.root(root);
    if (variable === WORD.NIL) return undefined;
    const closure = this.heap.varRoot(variable);
    const address = this.heap.codeOfClosure(closure, row.arity);
    if (address === undefined) return undefined;
    const code = this.heap.code(address);
    // What calls its arguments has versions, and who calls it directly would not find new ones.
    return code.variadic || calledArguments(code).size > 0 ? undefined : { variable, closure, code: address };
  }
}
