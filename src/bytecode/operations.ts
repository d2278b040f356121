import { TYPES } from "../../spec/index.js";
import type { Value } from "../mir/index.js";
import type { Stackified } from "./stackify.js";

/** Primitives with an instruction of their own. */
export const PRIM_OPS: Record<string, string> = {
  add: "ADD",
  sub: "SUB",
  mul: "MUL",
  lt: "LT",
  le: "LE",
  gt: "GT",
  ge: "GE",
  "num-eq": "NUM_EQ",
  eq: "EQ",
  identical: "IDENTICAL",
};
/** Comparisons that a branch takes in. */
export const COMPARE_JUMPS: Record<string, string> = {
  lt: "JUMP_UNLESS_LT",
  le: "JUMP_UNLESS_LE",
  gt: "JUMP_UNLESS_GT",
  ge: "JUMP_UNLESS_GE",
  "num-eq": "JUMP_UNLESS_NUM_EQ",
  identical: "JUMP_UNLESS_IDENTICAL",
};
const TYPE_ID = new Map(TYPES.map((t) => [t.name, t.id]));
/** Predicates that look at nothing but the kernel's type id. */
export const TYPE_TESTS: Record<string, number> = Object.fromEntries(
  (
    [
      ["string?", "STRING"],
      ["symbol?", "SYMBOL"],
      ["keyword?", "KEYWORD"],
      ["regex?", "REGEX"],
      ["bigint?", "BIGINT"],
      ["ratio?", "RATIO"],
      ["decimal?", "DECIMAL"],
      ["cons?", "CONS"],
      ["chunked?", "CHUNKED"],
      ["lazy?", "LAZY"],
      ["map-entry?", "MAP_ENTRY"],
      ["atom?", "ATOM"],
      ["volatile?", "VOLATILE"],
      ["delay?", "DELAY"],
      ["promise?", "PROMISE"],
      ["reduced?", "REDUCED"],
      ["tagged?", "TAGGED"],
      ["var?", "VAR"],
      ["namespace?", "NAMESPACE"],
      ["buffer?", "BUFFER"],
      ["builder?", "BUILDER"],
      ["ex?", "EXCEPTION"],
      ["type?", "TYPE"],
    ] as const
  ).map(([prim, type]) => [prim, TYPE_ID.get(type) as number]),
);

export const isI32 = (f: unknown): f is bigint => typeof f === "bigint" && f >= -0x80000000n && f <= 0x7fffffffn;
export const smallInt = (v: Value): number | null => (v.op === "const" && isI32(v.data) ? Number(v.data) : null);

/** (- x 0) is not (+ x 0) when x is -0.0. */
export const negatable = (imm: number): boolean => imm !== 0 && imm !== -0x80000000;

export const isNil = (v: Value): boolean => v.op === "const" && v.data === null;

/** A plain value, or arithmetic on such. */
export function isQuiet(v: Value, st: Stackified): boolean {
  if (st.nested[v.id] === 0) return true;
  if (v.op === "not") return v.args.every((a) => isQuiet(a, st));
  return v.op === "prim" && (PRIM_OPS[v.prim.name] !== undefined || v.prim.effects.includes("p")) && v.args.every((a) => isQuiet(a, st));
}

/** Primitives that answer numbers, pids and the like. */
const LIGHT_PRIMS = new Set([
  "deadline",
  "count",
  "hash",
  "compare",
  "identical",
  "contains",
  "self",
  "spawn",
  "send",
  "make-ref",
  "now-ms",
  "now-ns",
  "str-length",
  "char-at",
  "str-index-of",
  "reductions",
  "eq",
  "type-id",
  "rand",
  "identity-hash",
  "node-count",
  "array-length",
]);

/** May the value hold on to much memory? */
export function isHeavy(v: Value): boolean {
  if (v.op === "prim") return !(v.prim.effects.includes("p") || v.prim.name.endsWith("?") || LIGHT_PRIMS.has(v.prim.name));
  return v.op !== "var-get" && v.op !== "not" && v.op !== "var-def";
}
