import { OPCODES, type OpRow, PRIMITIVES } from "../../spec/index.js";
import type { Span } from "../base/index.js";
import type { Block } from "../mir/index.js";
import type { Const } from "./code.js";

/** Opcode rows by name and by number. */
export const OP: Record<string, OpRow> = Object.fromEntries(OPCODES.map((r) => [r.name, r]));
export const OP_BY_CODE: (OpRow | undefined)[] = [];
for (const r of OPCODES) OP_BY_CODE[r.code] = r;

/** Bytes of an instruction; SWITCH adds its table. */
export const OP_SIZE: number[] = [];
for (const r of OPCODES) {
  OP_SIZE[r.code] = 1 + r.operands.reduce((n, o) => n + (o === "label" || o === "i32" ? 4 : 2), 0);
}

/** Primitives by number. */
export const PRIM_BY_ID = new Map(PRIMITIVES.map((p) => [p.id, p]));

/** Words that an instruction pops, given its u16 operand. */
export function popsOf(op: OpRow, n: number): number {
  if (typeof op.pops === "number") return op.pops;
  if (op.pops === "arity") return PRIM_BY_ID.get(n)?.arity ?? 0;
  return op.pops === "n+4" ? n + 4 : n;
}

/**
 * An instruction before slots and addresses are known. `v`, `v2` are virtual registers (one for each value that needs a
 * slot), which become locals; `target` becomes a label.
 */
export interface VInst {
  op: OpRow;
  v: number; // virtual register of the first local operand, or -1
  v2: number;
  imm: number; // the u16 or i32 operand
  konst: Const | undefined;
  target: Block | null;
  targets: Block[] | null; // SWITCH: clauses, then the default
  span: Span | null;
  /** STORE of a parallel copy whose source is this LOAD alone: both vanish if they turn out to name one slot. */
  pair: VInst | null;
  dropped: boolean;
}

export interface VBlock {
  block: Block;
  code: VInst[];
}
