import { type Arity, type Block, resolve, reversePostorder, type Term, type Value } from "../mir/index.js";
import { countUses, type Pass, substitute } from "./pass.js";

/**
 * Control flow: unreachable blocks go, jumps to jumps are shortened, a test of a parameter that is known on one way is not
 * made there, blocks that follow each other become one, and regions in which nothing can throw lose their handler.
 */
export const control: Pass = {
  name: "control",
  reason: "after fold, which decides branches; long blocks are what dead and the emitter's stack discipline want",
  run(arity) {
    let changed = prune(arity);
    if (unloop(arity)) changed = true;
    if (dropHandlers(arity)) changed = prune(arity) || true;
    if (thread(arity)) changed = prune(arity) || true;
    if (merge(arity)) changed = true;
    return changed;
  },
};

function prune(arity: Arity): boolean {
  const live = reversePostorder(arity);
  const changed = live.length !== arity.blocks.length;
  arity.blocks = live;
  return changed;
}

/** A header that only its entry leads to is no loop. */
function unloop(arity: Arity): boolean {
  const preds = new Uint32Array(arity.nextBlock);
  for (const b of arity.blocks) for (const t of b.term?.targets ?? []) preds[t.id] = (preds[t.id] as number) + 1;
  let changed = false;
  for (const b of arity.blocks) {
    if (!b.loop || preds[b.id] !== 1 || b.term?.kind === "recv") continue;
    b.loop = false;
    changed = true;
  }
  return changed;
}

const QUIET = new Set(["not", "closure", "vector", "list", "recv-start", "recv-next", "capture-move"]);

/** Can anything in the block throw? */
function throws(b: Block): boolean {
  const k = b.term?.kind;
  if (k === "throw" || k === "tail-call" || k === "recv-wait" || k === "recv-wait-until" || b.loop) return true;
  return b.insts.some((v) => !(QUIET.has(v.op) || (v.op === "prim" && v.prim.effects === "" && v.prim.slow === undefined)));
}

function dropHandlers(arity: Arity): boolean {
  let changed = false;
  for (const b of arity.blocks) {
    if (b.handler === null || throws(b)) continue;
    b.handler = null;
    changed = true;
  }
  return changed;
}

/** Where a jump to this block ends up without having done anything. */
function end(b: Block): Block {
  let to = b;
  for (let n = 0; n < 100; n++) {
    const t = to.term;
    if (to.loop || to.insts.length > 0 || to.params.length > 0 || t === null || t.kind !== "jump" || t.args.length > 0) return to;
    to = t.targets[0] as Block;
  }
  return to;
}

function thread(arity: Arity): boolean {
  let changed = false;
  const uses = countUses(arity);
  for (const b of arity.blocks) {
    const t = b.term;
    if (t === null) continue;
    for (let i = 0; i < t.targets.length; i++) {
      const to = end(t.targets[i] as Block);
      // Only a jump may lead to a loop header.
      if (to === t.targets[i] || (to.loop && t.kind !== "jump") || to.params.length > 0) continue;
      t.targets[i] = to;
      changed = true;
    }
    if (t.kind === "jump" && known(t, uses)) changed = true;
    if (t.kind === "branch" && t.targets[0] === t.targets[1]) {
      t.kind = "jump";
      t.targets = [t.targets[0] as Block];
      t.args = [];
      changed = true;
    }
  }
  return changed;
}

/** jump b(constant), b(p): branch p ...  and  jump b(v), b(p): return p */
function known(t: Term, uses: Uint32Array): boolean {
  const to = t.targets[0] as Block;
  if (to.insts.length > 0 || to.loop || to.term === null || to.params.length > 1) return false;
  const p = to.params[0];
  if (to.term.kind === "return" && to.params.length <= 1) {
    const v = to.term.args[0] as Value;
    if (v === p) t.args = [t.args[0] as Value];
    else if (v.op === "const" && p === undefined) t.args = [v];
    else return false;
    t.kind = "return";
    t.targets = [];
    return true;
  }
  if (to.term.kind !== "branch" || p === undefined || to.term.args[0] !== p || uses[p.id] !== 1) return false;
  const v = resolve(t.args[0] as Value);
  if (v.op !== "const") return false;
  const next = to.term.targets[v.data === null || v.data === false ? 1 : 0] as Block;
  if (next.params.length > 0) return false;
  t.targets = [next];
  t.args = [];
  return true;
}

function merge(arity: Arity): boolean {
  const preds = new Uint32Array(arity.nextBlock);
  for (const b of arity.blocks) {
    if (b.handler !== null) preds[b.handler.id] = (preds[b.handler.id] as number) + 2;
    for (const t of b.term?.targets ?? []) preds[t.id] = (preds[t.id] as number) + 1;
  }
  let changed = false;
  const gone = new Uint8Array(arity.nextBlock);
  for (const b of arity.blocks) {
    if (gone[b.id] === 1) continue;
    for (;;) {
      const t = b.term;
      if (t === null || t.kind !== "jump") break;
      const c = t.targets[0] as Block;
      if (c === b || c === arity.entry || preds[c.id] !== 1 || c.loop) break;
      // Over the border of a region only what cannot throw may be taken in, or what nothing comes before.
      if (c.handler !== b.handler) {
        if (b.insts.length === 0 && b !== arity.entry) b.handler = c.handler;
        else if (throws(c)) break;
      }
      for (let i = 0; i < c.params.length; i++) (c.params[i] as Value).repl = t.args[i] as Value;
      b.insts = b.insts.length === 0 ? c.insts : c.insts.length === 0 ? b.insts : b.insts.concat(c.insts);
      b.term = c.term;
      gone[c.id] = 1;
      changed = true;
    }
  }
  if (!changed) return false;
  arity.blocks = arity.blocks.filter((b) => gone[b.id] === 0);
  substitute(arity);
  return true;
}
