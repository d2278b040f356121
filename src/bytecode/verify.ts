import type { CodeArity, CodeConst, CodeUnit } from "./code.js";
import { isCodeConst } from "./code.js";
import { type CaptureCounts, checkFlow } from "./verify-flow.js";
import { check, shapeOf, Violation } from "./verify-shape.js";

/**
 * The verifier: no bytecode runs that it has not accepted (decision D10). What it guarantees to the interpreter: every
 * instruction is whole and known, operands index what exists, the operand stack stays within the frame, frame headers are
 * only ever taken whole by a call, and captured values exist. What it leaves to run time: whether a callee is a function of
 * that many arguments, the types that primitives take, and the size of an instance that FIELD reads.
 */
export interface VerifyError {
  rule: string;
  /** Name of the function as a trace shows it. */
  fn: string;
  pc: number;
  message: string;
}

/** The rules: id and what must hold. */
export const VERIFY_RULES: Readonly<Record<string, string>> = {
  limits: "slots, locals, constants and tables stay within 16 bits, and there is code",
  arity: "the arguments are the first locals",
  arities: "the arities of a function differ, at most one is variadic, and the top function takes no argument",
  opcode: "every instruction is one of the table",
  truncated: "no instruction is cut off by the end of the code",
  "local-range": "a local operand is below nlocals",
  "const-range": "a constant operand names a constant",
  "const-kind": "VAR instructions name a var, CLOSURE code, SWITCH a map, CONST anything but code",
  "switch-index": "the SWITCH map leads from distinct keys to labels that exist",
  prim: "PRIM names a primitive",
  type: "IS_TYPE names a kernel type",
  field: "a field index is below the limit",
  target: "a jump leads to the start of an instruction",
  backward: "only LOOP and RECV_WAIT jump backward",
  loop: "LOOP jumps backward",
  "recv-target": "RECV_WAIT leads to RECV",
  "recv-wait": "only a RECV that has found no message leads to RECV_WAIT",
  end: "control does not fall off the end",
  handler: "handler rows cover whole instructions and lead to an instruction behind them",
  "handler-height": "what a handler keeps of the stack is not touched by the instructions that it covers",
  "handler-header": "a handler does not cut a frame header in two",
  lines: "the line table is sorted by address",
  underflow: "nothing is popped from an empty operand stack",
  overflow: "the operand stack fits into the frame",
  join: "where ways meet, stacks are equally high and frame headers lie in the same places",
  header: "words of a frame header are never used as values",
  "call-header": "a call finds exactly a frame header, the callee and its arguments",
  capture: "CAPTURE names a value that the closure was given",
  "capture-count": "closures over one code are all given the same number of values",
  "set-capture": "SET_CAPTURE writes an existing place of a closure made in the same straight code since the last safepoint",
  "recv-current": "RECV_TAKE and RECV_NEXT stand where a message is being matched",
  "recv-nested": "no message is waited for while one is being matched",
};

/** What is wrong with a unit; the first violation of each arity. An empty answer: it may run. */
export function verifyUnit(unit: CodeUnit): VerifyError[] {
  const errors: VerifyError[] = [];
  const counts: CaptureCounts = new Map();
  const seen = new Set<CodeConst>();
  const attempt = (fn: string, f: () => void) => {
    try {
      f();
    } catch (e) {
      if (!(e instanceof Violation)) throw e;
      errors.push({ rule: e.rule, fn, pc: Math.max(0, e.pc), message: e.what });
    }
  };
  attempt(unit.top.name, () => check(unit.top.arity === 0 && !unit.top.variadic, "arities", 0, () => "the top function takes arguments"));
  // A code is checked when a CLOSURE that can run has said how many values it captures. What none names at the end never
  // runs (its makers are dead code); it is checked all the same, as if it captured whatever it asks for.
  const waiting: CodeConst[] = [];
  const checkAll = (arities: readonly CodeArity[], captures: number) => {
    attempt(arities[0]?.name ?? "", () => ruleArities(arities));
    for (const code of arities) {
      attempt(code.name, () => checkFlow(shapeOf(code), captures, counts));
      for (const k of code.consts) {
        if (!isCodeConst(k) || seen.has(k)) continue;
        seen.add(k);
        waiting.push(k);
      }
    }
  };
  checkAll([unit.top], 0);
  while (waiting.length > 0) {
    const at = waiting.findIndex((k) => counts.has(k));
    const [k] = waiting.splice(Math.max(at, 0), 1) as [CodeConst];
    checkAll(k.arities, counts.get(k) ?? Number.POSITIVE_INFINITY);
  }
  return errors;
}

function ruleArities(arities: readonly CodeArity[]): void {
  const fixed = new Set<number>();
  arities.forEach((a, i) => {
    check(!fixed.has(a.arity * 2 + Number(a.variadic)), "arities", 0, () => `two arities take ${a.arity} arguments`);
    fixed.add(a.arity * 2 + Number(a.variadic));
    check(!a.variadic || i === arities.length - 1, "arities", 0, () => "the variadic arity is not the last one");
  });
}
