/**
 * What each instruction of the bytecode is in a graph.
 *
 * Long because one method has a case for every instruction.
 */
import { PRIMITIVES, type PrimRow, WORD } from "../../spec/index.js";
import type { Inst } from "../bytecode/index.js";
import { BuildState } from "./build-state.js";
import { type Flow, type FlowBlock, liveIn } from "./flow.js";
import { Block, type CmpOp, type Node, type NodeOp, type NumOp } from "./graph.js";
import type { ClosureShape } from "./input.js";
import { primId, typeId } from "./layout.js";
import { FRAME_PRIMS, Refusal } from "./scope.js";

const PRIM_BY_ID = new Map(PRIMITIVES.map((p) => [p.id, p]));

/** Instructions and primitives of arithmetic. */
const NUM_OPS: Record<string, NumOp> = { ADD: "add", SUB: "sub", MUL: "mul" };
const NUM_PRIMS: Record<string, NumOp> = {
  add: "add",
  sub: "sub",
  mul: "mul",
  div: "div",
  quot: "quot",
  rem: "rem",
  mod: "mod",
  neg: "neg",
  "unchecked-add": "wrap-add",
  "unchecked-sub": "wrap-sub",
  "unchecked-mul": "wrap-mul",
  "bit-not": "not",
  "bit-and": "and",
  "bit-or": "or",
  "bit-xor": "xor",
  shl: "shl",
  shr: "shr",
  ushr: "ushr",
  double: "double",
};
const CMP_OPS: Record<string, CmpOp> = {
  LT: "lt",
  LE: "le",
  GT: "gt",
  GE: "ge",
  NUM_EQ: "num-eq",
  EQ: "eq",
  JUMP_UNLESS_LT: "lt",
  JUMP_UNLESS_LE: "le",
  JUMP_UNLESS_GT: "gt",
  JUMP_UNLESS_GE: "ge",
  JUMP_UNLESS_NUM_EQ: "num-eq",
};

const CMP_PRIMS = new Set<string>(Object.values(CMP_OPS));

/** Predicates that hold for the objects of one type and for nothing else. */
const EXACT_TYPES: Record<string, number> = {
  "string?": typeId("STRING"),
  "keyword?": typeId("KEYWORD"),
  "symbol?": typeId("SYMBOL"),
  "atom?": typeId("ATOM"),
  "volatile?": typeId("VOLATILE"),
  "reduced?": typeId("REDUCED"),
  "map-entry?": typeId("MAP_ENTRY"),
  "cons?": typeId("CONS"),
  "lazy?": typeId("LAZY"),
  "var?": typeId("VAR"),
  "ratio?": typeId("RATIO"),
  "regex?": typeId("REGEX"),
};

/** What may be inlined, `depth` calls deep inside the function. */
export interface Inliner {
  /** For a call through a var: with the closure that must stand there. */
  ofVar(variable: bigint, args: number, depth: number): { readonly flow: Flow; readonly closure: bigint } | undefined;
  /** For a call of a closure that is known. */
  ofClosure(closure: bigint, args: number, depth: number): Flow | undefined;
  captured(closure: bigint, index: number): bigint | undefined;
  /** For a call of a closure whose codes are known by the first. */
  ofCode(first: number, args: number, depth: number): Flow | undefined;
}

const fixnum = (n: number | bigint): bigint => BigInt.asUintN(64, BigInt(n) << 3n);
/** Bytes of bytecode that may be inlined into one function. */
const MOST_INLINED = 800;

export abstract class Instructions extends BuildState {
  protected readonly inlined = new Map<Node, bigint>();
  protected inlinedBytes = 0;
  /** Closures whose code is known. */
  protected readonly shapes = new Map<Node, ClosureShape>();
  /** Closures made here that get captures after they are made: functions that know themselves. */
  private readonly completed = new Set<Node>();
  /** Their captures, by closure, loaded once and for all in front of the function. */
  private readonly captures = new Map<Node, Node[]>();
  protected readonly front = new Block(-1);

  constructor(private readonly inliner: Inliner) {
    super();
  }

  /** Puts a function's code in the place of a call of it. */
  protected abstract inlineCall(i: Inst, flow: Flow, closure: Node, args: Node[]): void;

  protected inst(i: Inst): void {
    const name = i.op.name;
    const { consts } = this.scope.flow.code;
    const { closure } = this.scope.frame;
    switch (name) {
      case "NIL":
        this.push(this.nil);
        return;
      case "TRUE":
        this.push(this.constant(WORD.TRUE));
        return;
      case "FALSE":
        this.push(this.constant(WORD.FALSE));
        return;
      case "INT":
        this.push(this.constant(fixnum(i.args[0] as number)));
        return;
      case "CONST":
        this.push(this.constant(consts[i.args[0] as number] as bigint));
        return;
      case "LOAD":
        this.push(this.read(this.local(i)));
        return;
      case "LOAD2":
        this.push(this.read(this.local(i)));
        this.push(this.read(this.local(i, 1)));
        return;
      case "MOVE":
        this.push(this.read(this.local(i)));
        this.state.locals[this.local(i)] = this.nil;
        return;
      case "STORE":
        this.state.locals[this.local(i)] = this.pop();
        return;
      case "TEE":
        this.state.locals[this.local(i)] = this.state.stack[this.state.stack.length - 1] as Node;
        return;
      case "CLEAR":
        this.state.locals[this.local(i)] = this.nil;
        return;
      case "POP":
        this.pop();
        return;
      case "DUP":
        this.push(this.state.stack[this.state.stack.length - 1] as Node);
        return;
      case "CAPTURE":
        this.push(this.capture(closure, i.args[0] as number));
        return;
      case "CAPTURE_MOVE":
        this.push(this.add("capture-move", [closure], i.args[0] as number));
        return;
      case "SELF":
        this.push(closure);
        return;
      case "VAR_GET":
        this.push(this.variable(i, consts[i.args[0] as number] as bigint));
        return;
      case "VAR_SET":
        this.push(this.effect(i, "var-set", 1, 0, consts[i.args[0] as number] as bigint));
        return;
      case "VAR_DEF":
        this.push(this.effect(i, "var-def", 1, 0, consts[i.args[0] as number] as bigint));
        return;
      case "JUMP":
        this.block.term = { kind: "jump", target: this.target(i) };
        return;
      case "JUMP_IF_FALSE":
        this.branch(this.pop(), i.end, this.label(i));
        return;
      case "JUMP_IF_TRUE":
        this.branch(this.pop(), this.label(i), i.end);
        return;
      case "JUMP_IF_NIL":
        this.branch(this.pop(), this.label(i), i.end, "nil");
        return;
      case "JUMP_IF_NOT_NIL":
        this.branch(this.pop(), i.end, this.label(i), "nil");
        return;
      case "JUMP_UNLESS_LOCAL":
        this.branch(this.read(this.local(i)), i.end, this.label(i));
        return;
      case "LOOP": {
        const to = this.scope.flow.blocks.get(this.label(i)) as FlowBlock;
        const n = this.add("safepoint", []);
        n.before = this.frame(to.pc, liveIn(to), this.state.stack);
        this.block.term = this.scope.around.has(to.pc)
          ? { kind: "exit", state: n.before, enter: true }
          : { kind: "jump", target: this.target(i) };
        return;
      }
      case "JUMP_UNLESS_LT":
      case "JUMP_UNLESS_LE":
      case "JUMP_UNLESS_GT":
      case "JUMP_UNLESS_GE":
      case "JUMP_UNLESS_NUM_EQ": {
        const before = this.before(i);
        this.branch(this.compare(i, CMP_OPS[name] as CmpOp, this.take(2), before), i.end, this.label(i));
        return;
      }
      case "JUMP_UNLESS_LT_INT":
      case "JUMP_UNLESS_EQ_INT": {
        const before = this.before(i);
        const a = this.pop();
        const op = name === "JUMP_UNLESS_LT_INT" ? "lt" : "num-eq";
        this.branch(this.compare(i, op, [a, this.constant(fixnum(i.args[0] as number))], before), i.end, this.label(i));
        return;
      }
      case "JUMP_UNLESS_LT_LOCAL_INT": {
        const args = [this.read(this.local(i)), this.constant(fixnum(i.args[1] as number))];
        this.branch(this.compare(i, "lt", args, this.before(i)), i.end, this.label(i));
        return;
      }
      case "JUMP_UNLESS_LT_LOCALS": {
        const args = [this.read(this.local(i)), this.read(this.local(i, 1))];
        this.branch(this.compare(i, "lt", args, this.before(i)), i.end, this.label(i));
        return;
      }
      case "JUMP_UNLESS_IDENTICAL":
        this.branch(this.add("identical", this.take(2)), i.end, this.label(i));
        return;
      case "SWITCH": {
        const before = this.before(i);
        const targets = (i.targets as number[]).map((t) => this.scope.blocks.get(t) as Block);
        this.block.term = { kind: "switch", subject: this.pop(), table: consts[i.args[0] as number] as bigint, targets, before };
        return;
      }
      case "ADD":
      case "SUB":
      case "MUL":
        this.push(this.effect(i, "num", 2, primId(NUM_OPS[name] as string), NUM_OPS[name] as NumOp));
        return;
      case "ADD_INT":
        this.push(this.effect(i, "num", 1, primId("add"), "add", [this.constant(fixnum(i.args[0] as number))]));
        return;
      case "LOAD_ADD_INT": {
        const n = this.effect(i, "num", 0, primId("add"), "add", [this.read(this.local(i)), this.constant(fixnum(i.args[1] as number))]);
        this.push(n);
        return;
      }
      case "INC_LOCAL": {
        const n = this.effect(i, "num", 0, primId("add"), "add", [this.read(this.local(i)), this.constant(fixnum(i.args[1] as number))]);
        // Its slow path leaves a mark below the call: the interpreter does it.
        n.after = null;
        this.state.locals[this.local(i)] = n;
        return;
      }
      case "LT":
      case "LE":
      case "GT":
      case "GE":
      case "NUM_EQ":
      case "EQ": {
        const before = this.before(i);
        this.push(this.compare(i, CMP_OPS[name] as CmpOp, this.take(2), before));
        return;
      }
      case "IDENTICAL":
        this.push(this.add("identical", this.take(2)));
        return;
      case "NOT":
        this.push(this.add("not", [this.pop()]));
        return;
      case "IS_NIL":
        this.push(this.add("is-nil", [this.pop()]));
        return;
      case "IS_TYPE":
        this.push(this.add("is-type", [this.pop()], i.args[0] as number));
        return;
      case "FRAME":
        this.header();
        return;
      case "FRAME_VAR": {
        const n = this.variable(i, consts[i.args[0] as number] as bigint);
        this.header();
        this.push(n);
        return;
      }
      case "FRAME_SELF":
        this.header();
        this.push(closure);
        return;
      case "CALL": {
        const n = i.args[0] as number;
        const callee = this.state.stack[this.state.stack.length - n - 1] as Node;
        const target = this.inlinable(callee, n);
        if (target !== undefined) {
          const args = this.take(n);
          this.take(4);
          this.inlineCall(i, target.flow, target.closure, args);
          return;
        }
        const call = this.effect(i, "call", n + 4);
        call.args.splice(0, 3);
        this.push(call);
        return;
      }
      case "TAIL_CALL": {
        const before = this.before(i);
        const n = this.add("tail-call", this.take((i.args[0] as number) + 1));
        n.before = before;
        this.block.term = { kind: "exit", state: before };
        return;
      }
      case "APPLY": {
        const call = this.effect(i, "apply", 6);
        call.args.splice(0, 3);
        this.push(call);
        return;
      }
      case "RETURN":
        this.block.term = { kind: "return", value: this.pop() };
        return;
      case "CLOSURE":
        this.push(this.add("make-closure", this.take(i.args[1] as number), Number((consts[i.args[0] as number] as bigint) & 0xfffffff8n)));
        return;
      case "SET_CAPTURE": {
        const [closure, value] = this.take(2) as [Node, Node];
        this.completed.add(closure);
        this.add("set-capture", [closure, value], i.args[0] as number);
        return;
      }
      case "VECTOR":
      case "LIST":
      case "MAP":
      case "SET":
        this.push(this.effect(i, name.toLowerCase() as NodeOp, i.args[0] as number));
        return;
      case "PRIM":
        this.prim(i, PRIM_BY_ID.get(i.args[0] as number) as PrimRow);
        return;
      case "FIELD":
        this.push(this.effect(i, "field", 1, i.args[0] as number));
        return;
      case "SET_FIELD":
        this.push(this.effect(i, "set-field", 2, i.args[0] as number));
        return;
      case "RECV": {
        const test = this.add("receive", []);
        this.block.term = { kind: "receive", test, then: this.scope.blocks.get(i.end) as Block, otherwise: this.target(i) };
        return;
      }
      case "RECV_TAKE":
        this.add("receive-take", []);
        return;
      case "RECV_NEXT":
        this.add("receive-next", []);
        return;
      case "RECV_START":
        this.add("receive-start", []);
        return;
      case "RECV_WAIT": {
        const to = this.scope.flow.blocks.get(this.label(i)) as FlowBlock;
        this.block.term = { kind: "wait", parked: this.frame(to.pc, liveIn(to), this.state.stack) };
        return;
      }
      case "RECV_WAIT_UNTIL": {
        const to = this.scope.flow.blocks.get(this.label(i)) as FlowBlock;
        this.block.term = {
          kind: "wait-until",
          deadline: this.read(this.local(i)),
          passed: this.scope.blocks.get(i.end) as Block,
          parked: this.frame(to.pc, liveIn(to), this.state.stack),
        };
        return;
      }
      case "THROW":
        this.leave(i);
        return;
      default:
        throw new Refusal(`instruction ${name}`);
    }
  }

  /** The code that takes the place of a call, if some does, and the closure that it runs for. */
  private inlinable(callee: Node, args: number): { flow: Flow; closure: Node } | undefined {
    if (this.inlinedBytes >= MOST_INLINED) return undefined;
    const { depth } = this.scope;
    if (callee.op === "var") {
      const found = this.inliner.ofVar(callee.data as bigint, args, depth);
      if (found === undefined) return undefined;
      this.inlined.set(callee, found.closure);
      return { flow: found.flow, closure: this.constant(found.closure) };
    }
    if (callee.op === "const") {
      const flow = this.inliner.ofClosure(callee.data as bigint, args, depth);
      return flow === undefined ? undefined : { flow, closure: callee };
    }
    const first = callee.op === "make-closure" ? callee.imm : this.shapes.get(callee)?.code;
    const flow = first === undefined ? undefined : this.inliner.ofCode(first, args, depth);
    return flow === undefined ? undefined : { flow, closure: callee };
  }
  /** What a closure has captured; that of one whose shape is known is a closure of a known shape, too. */
  private capture(closure: Node, k: number): Node {
    // One that is made here has captured what is at hand, unless something is put there later.
    if (closure.op === "make-closure" && !this.completed.has(closure)) return closure.args[k] as Node;
    if (closure.op === "const") {
      const word = this.inliner.captured(closure.data as bigint, k);
      if (word !== undefined) return this.constant(word);
    }
    const shape = this.shapes.get(closure);
    if (shape === undefined) return this.add("capture", [closure], k);
    let known = this.captures.get(closure);
    if (known === undefined) {
      known = [];
      this.captures.set(closure, known);
    }
    let n = known[k];
    if (n === undefined) {
      n = this.node("capture", [closure], k);
      this.front.nodes.push(n);
      known[k] = n;
      const inner = shape.captures[k];
      if (inner) this.shapes.set(n, inner);
    }
    return n;
  }

  private header(): void {
    const zero = this.constant(0n);
    this.state.stack.push(zero, zero, zero);
  }
  private leave(i: Inst): void {
    this.block.term = { kind: "exit", state: this.before(i) };
  }

  private prim(i: Inst, row: PrimRow): void {
    if (FRAME_PRIMS.has(row.name)) {
      this.leave(i);
      return;
    }
    const num = NUM_PRIMS[row.name];
    if (num !== undefined) {
      this.push(this.effect(i, "num", row.arity, row.id, num));
      return;
    }
    if (row.name === "math1" && (this.state.stack[this.state.stack.length - 2] as Node).data === 0n) {
      const n = this.effect(i, "num", 2, row.id, "sqrt");
      n.args.shift();
      this.push(n);
      return;
    }
    if (CMP_PRIMS.has(row.name)) {
      const before = this.before(i);
      this.push(this.compare(i, row.name as CmpOp, this.take(2), before));
      return;
    }
    const type = EXACT_TYPES[row.name];
    if (type !== undefined) {
      this.push(this.add("is-type", this.take(1), type));
      return;
    }
    if (row.name === "identical") {
      this.push(this.add("identical", this.take(2)));
      return;
    }
    this.push(this.effect(i, "prim", row.arity, row.id, row));
  }
}
