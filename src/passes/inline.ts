import { type Arity, type Block, type MirFn, Term, type Value } from "../mir/index.js";
import { countUses, type Pass, substitute } from "./pass.js";

/** Instructions that a body may have at most to be inlined. */
export const INLINE_MAX = 10;
/** Calls that one function may have inlined. */
const INLINE_CALLS = 100;

/**
 * Inlining: a call of a var whose body the session knows and vouches for is replaced by that body. Arguments stand for the
 * parameters, each return becomes a jump to what follows the call.
 */
export const inline: Pass = {
  name: "inline",
  reason: "before all else: everything that follows cleans up behind it; bodies in the table are already optimized",
  run(arity, options) {
    if (options.inline === undefined) return false;
    let changed = false;
    let uses: Uint32Array | null = null;
    const callees = new Set<Value>();
    /** Calls in bodies that came from the table: those stay calls, or recursion would unfold. */
    const copied = new Set<Value>();
    let left = INLINE_CALLS;
    for (let n = 0; n < arity.blocks.length; n++) {
      const b = arity.blocks[n] as Block;
      for (let i = 0; i < b.insts.length; i++) {
        const call = b.insts[i] as Value;
        const callee = call.op === "call" ? (call.args[0] as Value) : null;
        if (callee === null || callee.op !== "var-get" || copied.has(call)) continue;
        const fn = options.inline(callee.varName.ns, callee.varName.name);
        const body = fn === null ? null : inlinable(fn, call.args.length - 1);
        if (body === null || body === arity || left-- <= 0) continue;
        uses ??= countUses(arity);
        splice(arity, b, i, call, body, copied);
        if (uses[callee.id] === 1) callees.add(callee);
        changed = true;
        break; // what followed the call is a block of its own now, further down the list
      }
    }
    if (!changed) return false;
    for (const b of arity.blocks) if (b.insts.some((v) => callees.has(v))) b.insts = b.insts.filter((v) => !callees.has(v));
    substitute(arity);
    return true;
  },
};

/** The arity that takes n arguments, if it is small and needs nothing of its own closure or mailbox. */
export function inlinable(fn: MirFn, n: number): Arity | null {
  if (fn.captures > 0) return null;
  const a = fn.arities.find((x) => !x.variadic && x.fixed === n);
  if (a === undefined) return null;
  let size = 0;
  let calls = 0;
  for (const b of a.blocks) {
    size += b.insts.length + 1;
    if (b.loop || b.handler !== null) return null;
    if (b.term === null || !["jump", "branch", "return", "throw"].includes(b.term.kind)) return null;
    for (const v of b.insts) {
      if ((v.op === "call" || v.op === "apply") && ++calls > 1) return null;
      if (v.op === "closure" || v.op.startsWith("recv") || v.op === "set-capture") return null;
      if (v.args.some((x) => x.op === "self")) return null;
    }
    if (b.term.args.some((x) => x.op === "self")) return null;
  }
  return size > INLINE_MAX ? null : a;
}

function splice(arity: Arity, b: Block, at: number, call: Value, body: Arity, copied: Set<Value>): void {
  const values = new Map<Value, Value>();
  body.args.forEach((p, i) => values.set(p, call.args[i + 1] as Value));
  const blocks = new Map<Block, Block>();
  for (const x of body.blocks) {
    const y = arity.block(b.handler);
    for (const p of x.params) {
      const q = arity.value("param", [], null, call.span);
      y.params.push(q);
      values.set(p, q);
    }
    blocks.set(x, y);
  }
  const copy = (v: Value): Value => {
    let c = values.get(v);
    if (c === undefined) {
      c = arity.value(v.op, [], v.data, call.span); // floating
      values.set(v, c);
    }
    return c;
  };
  const after = arity.block(b.handler);
  const result = arity.value("param", [], null, call.span);
  after.params.push(result);
  after.insts = b.insts.splice(at + 1);
  after.term = b.term;
  b.insts.pop();
  call.repl = result;
  for (const x of body.blocks) {
    const y = blocks.get(x) as Block;
    for (const v of x.insts) {
      const c = arity.value(v.op, v.args.map(copy), v.data, sameFile(v.span.file, arity) ? v.span : call.span);
      values.set(v, c);
      if (c.op === "call") copied.add(c);
      y.insts.push(c);
    }
    const t = x.term as Term;
    y.term =
      t.kind === "return"
        ? new Term("jump", t.args.map(copy), [after], null, call.span)
        : new Term(
            t.kind,
            t.args.map(copy),
            t.targets.map((z) => blocks.get(z) as Block),
            null,
            call.span,
          );
  }
  b.term = new Term("jump", [], [blocks.get(body.entry) as Block], null, call.span);
}

const sameFile = (file: string, arity: Arity): boolean => file === arity.fn.file;
