import type { OpRow } from "../../spec/index.js";
import { OP_BY_CODE, OP_SIZE } from "./vcode.js";

/** An instruction read from bytes. */
export interface Inst {
  pc: number;
  end: number;
  op: OpRow;
  /** Operands in the order of the table, labels as absolute addresses; SWITCH: const, n. */
  args: number[];
  /** SWITCH: its targets, the default last. */
  targets: number[] | null;
}

export type DecodeResult = { inst: Inst } | { error: "opcode" | "truncated" };

/** The instruction at pc. */
export function decodeAt(bytes: Uint8Array, view: DataView, pc: number): DecodeResult {
  const op = OP_BY_CODE[bytes[pc] as number];
  if (op === undefined) return { error: "opcode" };
  let end = pc + (OP_SIZE[op.code] as number);
  if (end > bytes.length) return { error: "truncated" };
  const args: number[] = [];
  let p = pc + 1;
  for (const o of op.operands) {
    if (o === "i32" || o === "label") {
      const x = view.getInt32(p, true);
      args.push(o === "label" ? end + x : x);
      p += 4;
    } else {
      args.push(view.getUint16(p, true));
      p += 2;
    }
  }
  let targets: number[] | null = null;
  if (op.name === "SWITCH") {
    const n = (args[1] as number) + 1;
    end += 4 * n;
    if (end > bytes.length) return { error: "truncated" };
    targets = [];
    for (let i = 0; i < n; i++) targets.push(end + view.getInt32(p + 4 * i, true));
  }
  return { inst: { pc, end, op, args, targets } };
}

/** Index of the label operand among an instruction's operands, by opcode; -1 without one. */
const LABEL_INDEX: number[] = [];
for (const op of OP_BY_CODE) if (op !== undefined) LABEL_INDEX[op.code] = op.operands.indexOf("label");

/** Where the instruction may jump to. */
export function jumpTargets(i: Inst): readonly number[] {
  if (i.targets !== null) return i.targets;
  const k = LABEL_INDEX[i.op.code] as number;
  return k < 0 ? NONE : [i.args[k] as number];
}
const NONE: readonly number[] = [];

export const fallsThrough = (i: Inst): boolean => !i.op.effects.includes("x");

export const viewOf = (b: Uint8Array): DataView => new DataView(b.buffer, b.byteOffset, b.length);
