import { type CodeArity, CodeConst, type CodeUnit, type Const, VarConst } from "../../src/bytecode/index.js";
import { decodeAt, type Inst, viewOf } from "../../src/bytecode/decode.js";
import { PRIM_BY_ID } from "../../src/bytecode/vcode.js";
import { formEquals, Keyword, MapForm, SetForm, VectorForm } from "../../src/reader/index.js";

/**
 * A plain machine for the bytecode, for tests of the compiler: values are forms, closures, JavaScript functions and what
 * those answer. It checks as it goes: headers are whole, slots exist, nothing is read that was never written.
 */
export class Closure {
  constructor(
    readonly code: CodeConst,
    readonly captures: unknown[],
  ) {}
}
export class VarRef {
  value: unknown = UNBOUND;
  constructor(
    readonly ns: string,
    readonly name: string,
  ) {}
}
export const UNBOUND = Symbol("unbound");
const HEADER = Symbol("header");
/** An exception that the program threw. */
export class Thrown extends Error {
  constructor(readonly value: unknown) {
    super(`thrown: ${String(value)}`);
  }
}
export type Native = (vm: Vm, ...args: unknown[]) => unknown;

interface Frame {
  code: CodeArity;
  closure: Closure;
  locals: unknown[];
  stack: unknown[];
}

const int = (x: unknown): bigint => {
  if (typeof x !== "bigint") throw new Thrown("not a number");
  return x;
};
const checked = (x: bigint): bigint => {
  if (BigInt.asIntN(64, x) !== x) throw new Thrown("long overflow");
  return x;
};
const truthy = (x: unknown): boolean => x !== null && x !== false;
export const equal = (a: unknown, b: unknown): boolean => {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x, i) => equal(x, b[i]));
  if (a === b) return true;
  if (typeof a !== typeof b || a === null || b === null || typeof a !== "object") return false;
  if (a instanceof Closure || b instanceof Closure || Array.isArray(a) || Array.isArray(b)) return false;
  return formEquals(a as Keyword, b as Keyword);
};
const identical = (a: unknown, b: unknown): boolean => a === b || (a instanceof Keyword && b instanceof Keyword && equal(a, b));

const ARITH: Record<string, (a: unknown, b: unknown) => unknown> = {
  add: (a, b) => checked(int(a) + int(b)),
  sub: (a, b) => checked(int(a) - int(b)),
  mul: (a, b) => checked(int(a) * int(b)),
  lt: (a, b) => int(a) < int(b),
  le: (a, b) => int(a) <= int(b),
  gt: (a, b) => int(a) > int(b),
  ge: (a, b) => int(a) >= int(b),
  "num-eq": (a, b) => int(a) === int(b),
  eq: equal,
  identical,
};
const BINARY: Record<string, string> = {
  ADD: "add",
  SUB: "sub",
  MUL: "mul",
  LT: "lt",
  LE: "le",
  GT: "gt",
  GE: "ge",
  NUM_EQ: "num-eq",
  EQ: "eq",
  IDENTICAL: "identical",
};
const TYPE_NAMES: Record<number, (x: unknown) => boolean> = { 8: (x) => typeof x === "string", 10: (x) => x instanceof Keyword };

export class Vm {
  readonly vars = new Map<string, VarRef>();
  readonly prims: Record<string, (...args: never[]) => unknown> = {
    "instance?": (c: string, x: unknown) => c === "any" || typeof x === c,
    nth: (v: unknown[], i: bigint) => v[Number(i)],
    quot: (a: bigint, b: bigint) => {
      if (b === 0n) throw new Thrown("Divide by zero");
      return a / b;
    },
    first: (v: unknown[]) => v[0] ?? null,
    count: (v: unknown[]) => BigInt(v.length),
    deadline: (x: unknown) => x,
    "lazy-new": (f: unknown) => f,
    "var-set-meta": () => null,
    "var-set-dynamic": () => null,
    "var-set-macro": () => null,
    "fn-with-meta": (f: unknown) => f,
    "number?": (x: unknown) => typeof x === "bigint",
  };
  readonly mailbox: unknown[] = [];
  private scan = 0;
  readonly frames: Frame[] = [];
  steps = 0;

  constructor(natives: Record<string, Native | unknown> = {}) {
    for (const [name, f] of Object.entries(natives)) this.var("user", name).value = f;
  }

  var(ns: string, name: string): VarRef {
    const key = `${ns}/${name}`;
    let v = this.vars.get(key);
    if (v === undefined) {
      v = new VarRef(ns, name);
      this.vars.set(key, v);
    }
    return v;
  }

  run(unit: CodeUnit): unknown {
    return this.call(new Closure(new CodeConst([unit.top]), []), []);
  }

  call(f: unknown, args: unknown[]): unknown {
    if (typeof f === "function") return (f as Native)(this, ...args);
    if (!(f instanceof Closure)) throw new Thrown("not a function");
    const code = f.code.arities.find((a) => (a.variadic ? args.length >= a.arity : args.length === a.arity));
    if (code === undefined) throw new Thrown(`Wrong number of args (${args.length})`);
    const locals: unknown[] = args.slice(0, code.arity);
    if (code.variadic) locals.push(args.length > code.arity ? args.slice(code.arity) : null);
    while (locals.length < code.nlocals) locals.push(null);
    const frame: Frame = { code, closure: f, locals, stack: [] };
    this.frames.push(frame);
    if (this.frames.length > 400) throw new Error("too deep for a test");
    try {
      return this.loop(frame);
    } finally {
      this.frames.pop();
    }
  }

  private loop(f: Frame): unknown {
    const { bytes } = f.code;
    const view = viewOf(bytes);
    for (let pc = 0; ; ) {
      if (++this.steps > 2_000_000) throw new Error("too many steps");
      const d = decodeAt(bytes, view, pc);
      if ("error" in d) throw new Error(`bad instruction at ${pc}`);
      try {
        const next = this.step(f, d.inst);
        if (typeof next === "object") return next.result;
        pc = next;
      } catch (e) {
        if (!(e instanceof Thrown)) throw e;
        const h = f.code.handlers;
        let target = -1;
        for (let r = 0; r < h.length && target < 0; r += 4) {
          if (pc >= (h[r] as number) && pc < (h[r + 1] as number)) {
            target = h[r + 2] as number;
            f.stack.length = h[r + 3] as number;
          }
        }
        if (target < 0) throw e;
        f.stack.push(e.value);
        pc = target;
      }
      if (f.stack.length > f.code.nslots - f.code.nlocals) throw new Error(`stack overflow at ${pc} in ${f.code.name}`);
    }
  }

  private konst(f: Frame, i: number): unknown {
    const k = f.code.consts[i] as Const;
    return k instanceof VarConst ? this.var(k.ns, k.name) : k;
  }

  private varGet(v: VarRef): unknown {
    if (v.value === UNBOUND) throw new Thrown(`Var ${v.name} is unbound`);
    return v.value;
  }

  private step(f: Frame, i: Inst): number | { result: unknown } {
    const s = f.stack;
    const [a, b] = i.args as [number, number];
    const pop = (): unknown => {
      if (s.length === 0) throw new Error("underflow");
      const x = s.pop();
      if (x === HEADER) throw new Error("a header as a value");
      return x;
    };
    const local = (n: number): unknown => {
      if (n >= f.locals.length) throw new Error("no such local");
      return f.locals[n];
    };
    const popN = (n: number): unknown[] => Array.from({ length: n }, pop).reverse();
    const header = () => {
      for (let k = 0; k < 3; k++) if (s.pop() !== HEADER) throw new Error("no header");
    };
    const name = i.op.name;
    const arith = BINARY[name];
    if (arith !== undefined) {
      const y = pop();
      s.push(ARITH[arith]?.(pop(), y));
      return i.end;
    }
    switch (name) {
      case "NIL":
        s.push(null);
        break;
      case "TRUE":
      case "FALSE":
        s.push(name === "TRUE");
        break;
      case "INT":
        s.push(BigInt(a));
        break;
      case "CONST":
        s.push(this.konst(f, a));
        break;
      case "LOAD":
        s.push(local(a));
        break;
      case "LOAD2":
        s.push(local(a), local(b));
        break;
      case "MOVE":
        s.push(local(a));
        f.locals[a] = null;
        break;
      case "STORE":
        f.locals[a] = pop();
        break;
      case "TEE":
        f.locals[a] = s[s.length - 1];
        break;
      case "CLEAR":
        local(a);
        f.locals[a] = null;
        break;
      case "POP":
        pop();
        break;
      case "DUP":
        s.push(s[s.length - 1]);
        break;
      case "CAPTURE":
        if (a >= f.closure.captures.length) throw new Error("no such capture");
        s.push(f.closure.captures[a]);
        break;
      case "CAPTURE_MOVE":
        if (a >= f.closure.captures.length) throw new Error("no such capture");
        s.push(f.closure.captures[a]);
        f.closure.captures[a] = null;
        break;
      case "SELF":
        s.push(f.closure);
        break;
      case "VAR_GET":
        s.push(this.varGet(this.konst(f, a) as VarRef));
        break;
      case "VAR_SET":
        (this.konst(f, a) as VarRef).value = s[s.length - 1];
        break;
      case "VAR_DEF":
        (this.konst(f, a) as VarRef).value = pop();
        s.push(this.konst(f, a));
        break;
      case "JUMP":
      case "LOOP":
        return a;
      case "JUMP_IF_FALSE":
        return truthy(pop()) ? i.end : a;
      case "JUMP_IF_TRUE":
        return truthy(pop()) ? a : i.end;
      case "JUMP_IF_NIL":
        return pop() === null ? a : i.end;
      case "JUMP_IF_NOT_NIL":
        return pop() !== null ? a : i.end;
      case "JUMP_UNLESS_LOCAL":
        return truthy(local(a)) ? i.end : b;
      case "JUMP_UNLESS_LT_INT":
        return int(pop()) < BigInt(a) ? i.end : b;
      case "JUMP_UNLESS_EQ_INT":
        return int(pop()) === BigInt(a) ? i.end : b;
      case "JUMP_UNLESS_LT_LOCAL_INT":
        return int(local(a)) < BigInt(b) ? i.end : (i.args[2] as number);
      case "JUMP_UNLESS_LT_LOCALS":
        return int(local(a)) < int(local(b)) ? i.end : (i.args[2] as number);
      case "JUMP_UNLESS_LT":
      case "JUMP_UNLESS_LE":
      case "JUMP_UNLESS_GT":
      case "JUMP_UNLESS_GE":
      case "JUMP_UNLESS_NUM_EQ":
      case "JUMP_UNLESS_IDENTICAL": {
        const y = pop();
        return ARITH[name.slice(12).toLowerCase().replace("_", "-")]?.(pop(), y) ? i.end : a;
      }
      case "SWITCH": {
        const x = pop();
        const map = this.konst(f, a) as MapForm;
        for (let k = 0; k < map.items.length; k += 2)
          if (equal(map.items[k], x)) return (i.targets as number[])[Number(map.items[k + 1])] as number;
        return (i.targets as number[])[b] as number;
      }
      case "ADD_INT":
        s.push(checked(int(pop()) + BigInt(a)));
        break;
      case "LOAD_ADD_INT":
        s.push(checked(int(local(a)) + BigInt(b)));
        break;
      case "INC_LOCAL":
        f.locals[a] = checked(int(local(a)) + BigInt(b));
        break;
      case "NOT":
        s.push(!truthy(pop()));
        break;
      case "IS_NIL":
        s.push(pop() === null);
        break;
      case "IS_TYPE":
        s.push(TYPE_NAMES[a]?.(pop()) ?? false);
        break;
      case "FRAME":
      case "FRAME_VAR":
      case "FRAME_SELF":
        s.push(HEADER, HEADER, HEADER);
        if (name === "FRAME_VAR") s.push(this.varGet(this.konst(f, a) as VarRef));
        if (name === "FRAME_SELF") s.push(f.closure);
        break;
      case "CALL":
      case "TAIL_CALL": {
        const args = popN(a);
        const callee = pop();
        header();
        const r = this.call(callee, args);
        if (name === "TAIL_CALL") return { result: r };
        s.push(r);
        break;
      }
      case "APPLY": {
        const rest = pop() as unknown[] | null;
        const args = pop() as unknown[] | null;
        const callee = pop();
        header();
        s.push(this.call(callee, [...(args ?? []), ...(rest ?? [])]));
        break;
      }
      case "RETURN":
        return { result: pop() };
      case "THROW":
        throw new Thrown(pop());
      case "CLOSURE":
        s.push(new Closure(f.code.consts[a] as CodeConst, popN(b)));
        break;
      case "SET_CAPTURE": {
        const v = pop();
        (pop() as Closure).captures[a] = v;
        break;
      }
      case "VECTOR":
      case "LIST":
        s.push(popN(a));
        break;
      case "MAP":
        s.push(new MapForm(popN(a) as null[]));
        break;
      case "SET":
        s.push(new SetForm(popN(a) as null[]));
        break;
      case "PRIM": {
        const row = PRIM_BY_ID.get(a);
        const args = popN(row?.arity ?? 0) as never[];
        const fn = this.prims[row?.name ?? ""];
        if (fn === undefined) throw new Error(`the test machine has no primitive ${row?.name}`);
        s.push(fn(...args));
        break;
      }
      case "RECV_START":
        this.scan = 0;
        break;
      case "RECV":
        if (this.scan >= this.mailbox.length) return a;
        s.push(this.mailbox[this.scan]);
        break;
      case "RECV_TAKE":
        this.mailbox.splice(this.scan, 1);
        this.scan = 0;
        break;
      case "RECV_NEXT":
        this.scan++;
        break;
      case "RECV_WAIT":
        throw new Error("parked for ever");
      case "RECV_WAIT_UNTIL":
        this.scan = 0;
        break;
      default:
        throw new Error(`the test machine has no ${name}`);
    }
    return i.end;
  }
}

export const isVectorForm = (x: unknown): x is VectorForm => x instanceof VectorForm;
