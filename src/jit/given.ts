/**
 * Functions that loops are given. A code that calls an argument in a loop (reduce, map and their like) is compiled once for any
 * argument, and beside that in versions for closures that it has been seen with: there the closures' own code stands in
 * place of the calls, and that of the closures they have captured in turn. Which version runs is decided where the function or the loop
 * is entered; nobody calls such a function directly, so that new versions reach all callers.
 */
import { OPCODES } from "../../spec/index.js";
import { type Body, I64, W } from "./encode.js";
import { type Flow, flowOf } from "./flow.js";
import type { ClosureShape, Given, JitCode } from "./input.js";
import { fieldAt, loadCode } from "./layout.js";

const CAPTURES = fieldAt("CLOSURE", "captures...");

const NONE: ReadonlySet<number> = new Set();
const OPS = new Map(OPCODES.map((op) => [op.name, op.code]));
const LOOP = OPS.get("LOOP") as number;
const FRAME = OPS.get("FRAME") as number;
const known = new WeakMap<JitCode, ReadonlySet<number>>();

/** Arguments that a code with loops calls and never replaces. */
export function calledArguments(code: JitCode): ReadonlySet<number> {
  let out = known.get(code);
  if (out === undefined) {
    // Most codes have no byte that could be one of these instructions.
    out = code.arity > 0 && code.bytes.includes(LOOP) && code.bytes.includes(FRAME) ? find(flowOf(code)) : NONE;
    known.set(code, out);
  }
  return out;
}
function find(flow: Flow): ReadonlySet<number> {
  const out = new Set<number>();
  if (flow.entries.length === 0) return out;
  const { arity } = flow.code;
  const replaced = replacedLocals(flow);
  for (const { insts } of flow.blocks.values()) {
    insts.forEach((i, k) => {
      const callee = insts[k + 1];
      if (i.op.name !== "FRAME" || (callee?.op.name !== "LOAD" && callee?.op.name !== "LOAD2")) return;
      const local = callee.args[0] as number;
      if (local < arity && !replaced.has(local)) out.add(local);
    });
  }
  return out;
}
/** Locals that get another value than they had at the start; what is only given up keeps its value as long as it is wanted. */
export function replacedLocals(flow: Flow): ReadonlySet<number> {
  const out = new Set<number>();
  for (const { insts } of flow.blocks.values())
    for (const i of insts) if (i.op.name === "STORE" || i.op.name === "TEE" || i.op.name === "INC_LOCAL") out.add(i.args[0] as number);
  return out;
}

/** A name for a version: the same for equal shapes in the same argument. */
export const versionName = ({ slot, shape }: Pick<Given, "slot" | "shape">): string => `${slot}:${text(shape)}`;
const text = (s: ClosureShape): string => `${s.code}(${s.captures.map((c) => (c === null ? "-" : text(c))).join(" ")})`;

/** Branches to depth 0 unless the word in a local is a closure of the shape. */
export function checkShape(body: Body, w: number, shape: ClosureShape): void {
  loadCode(body, w);
  body.i32(shape.code | 1);
  body.op(W.i32Ne);
  body.brIf(0);
  shape.captures.forEach((c, i) => {
    if (c === null) return;
    const capture = body.local(I64);
    body.get(w);
    body.op(W.i32WrapI64);
    body.memory(W.i64Load, CAPTURES + 8 * i);
    body.set(capture);
    checkShape(body, capture, c);
  });
}
