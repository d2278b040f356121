import { type Arity, type Block, type MirFn, reversePostorder, type Value } from "../mir/index.js";
import { countUses, type Pass, substitute } from "./pass.js";

/** Primitives that call the function they are given once at most. */
const CALLS_ONCE = new Set(["lazy-new", "delay-new"]);

/**
 * The body of a lazy seq or delay runs once, but the thunk keeps its closure while it runs, and the closure would keep what
 * it captured: (filter p (map f coll)) would hold all of the mapped seq while it looks for the first element. So such a body
 * takes its captured values out of the closure: at the one place where it uses one, or into a local at the start.
 * Values that are called are functions and stay where they are.
 */
export const once: Pass = {
  name: "once",
  reason: "after the round: what makes the closure must be known for sure, and uses must be final; makers come before what they make",
  run(arity) {
    mark(arity);
    if (!arity.fn.once || usesSelf(arity)) return false;
    const changed = take(arity);
    if (changed) substitute(arity);
    return changed;
  },
};

/** Finds functions whose closures go nowhere but into a thunk. */
function mark(arity: Arity): void {
  let uses: Uint32Array | null = null;
  const made = new Map<MirFn, number>();
  for (const b of arity.blocks) for (const v of b.insts) if (v.op === "closure") made.set(v.fn, (made.get(v.fn) ?? 0) + 1);
  for (const b of arity.blocks) {
    for (const v of b.insts) {
      const f = v.op === "prim" && CALLS_ONCE.has(v.prim.name) ? (v.args[0] as Value) : null;
      if (f === null || f.op !== "closure" || f.fn.captures === 0 || made.get(f.fn) !== 1) continue;
      uses ??= countUses(arity);
      if (uses[f.id] === 1) f.fn.once = true;
    }
  }
}

function usesSelf(arity: Arity): boolean {
  const self = (v: Value) => v.op === "self";
  return arity.blocks.some((b) => b.insts.some((v) => v.args.some(self)) || (b.term?.args.some(self) ?? false));
}

interface Use {
  value: Value;
  count: number;
  block: Block;
  /** The first instruction that uses it (null: the terminator), and as which operand. */
  user: Value | null;
  operand: number;
  called: boolean;
}

function take(arity: Arity): boolean {
  const all: Value[] = [];
  const inLoop = new Set<Block>();
  const uses = collect(arity, all, inLoop);
  const counts = countUses(arity);
  const taken = new Map<number, Value>();
  const first: Value[] = [];
  for (const u of uses.values()) {
    if (u.called) continue;
    const v = arity.value("capture-move", [], u.value.index, u.value.span);
    taken.set(u.value.index, v);
    if (u.count === 1 && !inLoop.has(u.block)) u.block.insts.splice(placeFor(u, counts), 0, v);
    else first.push(v);
  }
  if (first.length > 0) arity.entry.insts = [...first, ...arity.entry.insts];
  for (const v of all) {
    const t = taken.get(v.index);
    if (t !== undefined && v.repl === null) v.repl = t;
  }
  return taken.size > 0;
}

/** The captured values that are used, and the blocks that may run more than once. */
function collect(arity: Arity, all: Value[], inLoop: Set<Block>): Map<number, Use> {
  const uses = new Map<number, Use>();
  let looping = false;
  for (const block of reversePostorder(arity)) {
    looping ||= block.loop;
    if (looping) inLoop.add(block);
    const use = (value: Value, user: Value | null, operand: number, called: boolean) => {
      if (value.op !== "capture") return;
      all.push(value);
      const u = uses.get(value.index);
      if (u === undefined) uses.set(value.index, { value, count: 1, block, user, operand, called });
      else {
        u.count++;
        u.called ||= called;
      }
    };
    for (const v of block.insts) v.args.forEach((a, k) => use(a, v, k, k === 0 && (v.op === "call" || v.op === "apply")));
    block.term?.args.forEach((a, k) => use(a, null, k, k === 0 && block.term?.kind === "tail-call"));
  }
  return uses;
}

/** Before the operands that come after it, so that all of them can stay on the operand stack. */
function placeFor(u: Use, counts: Uint32Array): number {
  const { insts } = u.block;
  const end = u.user === null ? insts.length : insts.indexOf(u.user);
  const args = u.user === null ? (u.block.term?.args ?? []) : u.user.args;
  return before(insts, args, u.operand + 1, end, counts);
}

/** Where the code of operands from..last, which ends before `end`, begins. */
function before(insts: readonly Value[], args: readonly Value[], from: number, end: number, counts: Uint32Array): number {
  let p = end;
  for (let k = args.length - 1; k >= from; k--) {
    const a = args[k] as Value;
    if (p > 0 && insts[p - 1] === a && counts[a.id] === 1) p = before(insts, a.args, 0, p - 1, counts);
  }
  return p;
}
