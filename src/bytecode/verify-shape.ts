import { PRIMITIVES, TYPES } from "../../spec/index.js";
import { formKey, MapForm } from "../reader/index.js";
import { argLocals, type CodeArity, CodeConst, VarConst } from "./code.js";
import { decodeAt, fallsThrough, type Inst, jumpTargets, viewOf } from "./decode.js";

/** A rule is broken. Caught by verifyUnit, which adds the function. */
export class Violation extends Error {
  constructor(
    readonly rule: string,
    readonly pc: number,
    readonly what: string,
  ) {
    super(what);
  }
}
export const check = (ok: boolean, rule: string, pc: number, what: () => string): void => {
  if (!ok) throw new Violation(rule, pc, what());
};

/** The instructions of a code: by number, and by address (index + 1, 0: no instruction starts here). */
export interface Shape {
  code: CodeArity;
  insts: Inst[];
  at: Int32Array;
  /** 1 where control may arrive by a jump or as a handler. */
  label: Uint8Array;
  /** For each address the handler row that covers it, or -1. */
  handlerOf: Int32Array;
}

export const MAX_SLOTS = 0xffff;
/** Fields of a user type; the interpreter compares with the instance's size. */
export const MAX_FIELD = 4096;
const PRIM_IDS = new Set(PRIMITIVES.map((p) => p.id));
const TYPE_IDS = new Set(TYPES.map((t) => t.id));
const INTS = new Set(["LOOP", "RECV_WAIT", "RECV_WAIT_UNTIL"]);

/** Everything that can be told without running: tables, operands, jump targets. */
export function shapeOf(code: CodeArity): Shape {
  ruleLimits(code);
  ruleLocals(code);
  const shape = decodeAll(code);
  for (const [k, i] of shape.insts.entries()) {
    ruleLocalRange(code, i);
    ruleConsts(code, i);
    rulePrim(i);
    ruleType(i);
    ruleField(i);
    ruleTargets(shape, i);
    ruleWait(i, shape.insts[k - 1]);
  }
  ruleEnd(shape);
  ruleHandlers(shape);
  ruleLines(shape);
  return shape;
}

function ruleLimits(c: CodeArity): void {
  check(
    c.nslots >= 0 && c.nslots <= MAX_SLOTS && c.nlocals >= 0 && c.nlocals <= c.nslots,
    "limits",
    0,
    () => `${c.nlocals} locals and ${c.nslots} slots do not fit together`,
  );
  check(c.consts.length <= 0x10000, "limits", 0, () => `${c.consts.length} constants are too many`);
  check(c.bytes.length <= 0x7fffffff && c.bytes.length > 0, "limits", 0, () => "a code needs instructions");
}

function ruleLocals(c: CodeArity): void {
  check(
    Number.isInteger(c.arity) && c.arity >= 0 && argLocals(c) <= c.nlocals,
    "arity",
    0,
    () => `${argLocals(c)} arguments do not fit into ${c.nlocals} locals`,
  );
}

function decodeAll(code: CodeArity): Shape {
  const { bytes } = code;
  const view = viewOf(bytes);
  const insts: Inst[] = [];
  const at = new Int32Array(bytes.length + 1);
  for (let pc = 0; pc < bytes.length; ) {
    const d = decodeAt(bytes, view, pc);
    if ("error" in d) {
      if (d.error === "opcode") throw new Violation("opcode", pc, `${bytes[pc]} is no opcode`);
      throw new Violation("truncated", pc, "the code ends inside an instruction");
    }
    at[pc] = insts.push(d.inst);
    pc = d.inst.end;
  }
  return { code, insts, at, label: new Uint8Array(bytes.length + 1), handlerOf: new Int32Array(bytes.length).fill(-1) };
}

function ruleLocalRange(c: CodeArity, i: Inst): void {
  i.op.operands.forEach((o, k) => {
    if (o === "local")
      check((i.args[k] as number) < c.nlocals, "local-range", i.pc, () => `there is no local ${i.args[k]} (${c.nlocals} in all)`);
  });
}

function ruleConsts(c: CodeArity, i: Inst): void {
  if (!i.op.operands.includes("const")) return;
  const n = i.args[0] as number;
  check(n < c.consts.length, "const-range", i.pc, () => `there is no constant ${n} (${c.consts.length} in all)`);
  const k = c.consts[n];
  switch (i.op.name) {
    case "CONST":
      check(!(k instanceof CodeConst), "const-kind", i.pc, () => "code is no value");
      return;
    case "CLOSURE":
      check(k instanceof CodeConst && k.arities.length > 0, "const-kind", i.pc, () => `constant ${n} is not code`);
      return;
    case "SWITCH":
      ruleSwitch(i, k as MapForm);
      return;
    default:
      check(k instanceof VarConst, "const-kind", i.pc, () => `constant ${n} is not a var`);
  }
}

/** The interpreter trusts the indices that it finds in the map. */
function ruleSwitch(i: Inst, map: MapForm): void {
  check(map instanceof MapForm && map.items.length % 2 === 0, "const-kind", i.pc, () => "SWITCH needs a map");
  const n = i.args[1] as number;
  const keys = new Set<string>();
  for (let k = 0; k < map.items.length; k += 2) {
    const v = map.items[k + 1];
    check(typeof v === "bigint" && v >= 0n && v < BigInt(n), "switch-index", i.pc, () => "an index of the SWITCH map has no label");
    const key = formKey(map.items[k] as null);
    check(!keys.has(key), "switch-index", i.pc, () => "a key of the SWITCH map appears twice");
    keys.add(key);
  }
}

function rulePrim(i: Inst): void {
  if (i.op.name === "PRIM") check(PRIM_IDS.has(i.args[0] as number), "prim", i.pc, () => `there is no primitive ${i.args[0]}`);
}

function ruleType(i: Inst): void {
  if (i.op.name === "IS_TYPE") check(TYPE_IDS.has(i.args[0] as number), "type", i.pc, () => `there is no kernel type ${i.args[0]}`);
}

function ruleField(i: Inst): void {
  if (i.op.name === "FIELD" || i.op.name === "SET_FIELD")
    check((i.args[0] as number) < MAX_FIELD, "field", i.pc, () => `field ${i.args[0]} is beyond the limit of ${MAX_FIELD}`);
}

function ruleTargets(s: Shape, i: Inst): void {
  for (const t of jumpTargets(i)) {
    check(t >= 0 && t < s.code.bytes.length && s.at[t] !== 0, "target", i.pc, () => `no instruction starts at ${t}`);
    if (i.op.name === "LOOP") check(t <= i.pc, "loop", i.pc, () => "LOOP jumps forward");
    else check(t > i.pc || INTS.has(i.op.name), "backward", i.pc, () => `${i.op.name} jumps backward`);
    const to = s.insts[(s.at[t] as number) - 1] as Inst;
    if (waits(i)) check(to.op.name === "RECV", "recv-target", i.pc, () => `${i.op.name} leads to ${to.op.name}, not to RECV`);
    else check(!waits(to) || i.op.name === "RECV", "recv-wait", i.pc, () => `${i.op.name} leads to ${to.op.name}, which only RECV may`);
    s.label[t] = 1;
  }
}

const waits = (i: Inst): boolean => i.op.name.startsWith("RECV_WAIT");
/** RECV_WAIT parks without a look of its own: between the RECV that has found nothing and it there must be no safepoint. */
function ruleWait(i: Inst, before: Inst | undefined): void {
  if (waits(i)) check(before !== undefined && !fallsThrough(before), "recv-wait", i.pc, () => `control falls into ${i.op.name}`);
}

function ruleEnd(s: Shape): void {
  const last = s.insts[s.insts.length - 1] as Inst;
  check(!fallsThrough(last), "end", last.pc, () => "control falls off the end");
}

function ruleHandlers(s: Shape): void {
  const h = s.code.handlers;
  const n = s.code.bytes.length;
  check(h.length % 4 === 0, "handler", 0, () => "the handler table is not made of rows");
  check(h.length <= 4 * 0xffff, "limits", 0, () => "there are too many handlers");
  const boundary = (pc: number) => pc === n || (pc >= 0 && pc < n && s.at[pc] !== 0);
  /** The next address from here on that no row covers yet. */
  const free = Int32Array.from({ length: n + 1 }, (_, i) => i);
  const next = (pc: number): number => {
    let p = pc;
    while (free[p] !== p) {
      free[p] = free[free[p] as number] as number;
      p = free[p] as number;
    }
    return p;
  };
  for (let r = 0; r < h.length; r += 4) {
    const [start, end, target, height] = [h[r], h[r + 1], h[r + 2], h[r + 3]] as [number, number, number, number];
    check(
      start < end && boundary(start) && boundary(end) && end <= n,
      "handler",
      start,
      () => `the range ${start}..${end} does not cover whole instructions`,
    );
    check(target < n && boundary(target), "handler", start, () => `no handler starts at ${target}`);
    check(target >= end, "handler", start, () => "a handler lies before the end of what it covers");
    check(!waits(s.insts[(s.at[target] as number) - 1] as Inst), "recv-wait", start, () => "a handler waits for a message");
    check(
      height >= 0 && height < s.code.nslots - s.code.nlocals + 1,
      "handler",
      start,
      () => `a height of ${height} is more than the frame has`,
    );
    s.label[target] = 1;
    for (let pc = next(start); pc < end; pc = next(pc)) {
      s.handlerOf[pc] = r;
      free[pc] = pc + 1;
    }
  }
}

function ruleLines(s: Shape): void {
  const l = s.code.lines;
  check(l.length % 4 === 0, "lines", 0, () => "the line table is not made of rows");
  for (let r = 0; r < l.length; r += 4) {
    const pc = l[r] as number;
    check(
      pc >= 0 && pc < s.code.bytes.length && (r === 0 || pc > (l[r - 4] as number)),
      "lines",
      0,
      () => "the line table is not sorted by address",
    );
    check(
      (l[r + 1] as number) >= 0 && (l[r + 2] as number) >= 0 && (l[r + 3] as number) >= 0,
      "lines",
      pc,
      () => "a line, column or length is negative",
    );
  }
}
