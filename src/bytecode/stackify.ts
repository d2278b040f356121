import { type Arity, type Block, isFloating, isVoid, type Value } from "../mir/index.js";

/**
 * Which values never leave the operand stack. A value that is used once, in the block that makes it, and that is on top of
 * the stack exactly when its user wants it, is computed in place ("nested"); all others go through a frame slot.
 *
 * The block is walked backward: a user's operands, from the last to the first, are matched against the instruction that
 * precedes what has been matched so far. That keeps every instruction in its order.
 *
 *      v3 = add v1 v2 ; v4 = call f v3    =>  call(f, add(v1, v2))
 *
 * Parameters of a join block arrive on the operand stack (first parameter lowest) and may be consumed from there when the
 * block's first instructions want them so; otherwise the block begins by storing them. Parameters of a loop header live in
 * slots, and jumps to it store there.
 */
export interface Stackified {
  /** Number of uses, by value id. */
  uses: Uint32Array;
  /** 1: nested in its user, by value id. */
  nested: Uint8Array;
}

export function stackify(arity: Arity, order: readonly Block[]): Stackified {
  const uses = new Uint32Array(arity.nextValue);
  for (const b of order) {
    for (const v of b.insts) for (const a of v.args) uses[a.id] = (uses[a.id] as number) + 1;
    if (b.term !== null) for (const a of b.term.args) uses[a.id] = (uses[a.id] as number) + 1;
  }
  const nested = new Uint8Array(arity.nextValue);
  for (const b of order) new BlockStackifier(b, uses, nested).run();
  return { uses, nested };
}

const pushesFrame = (v: Value): boolean => v.op === "call" || v.op === "apply";

class BlockStackifier {
  private p = 0;
  /** Parameters that are still on the stack: those below this index. */
  private params = 0;

  constructor(
    private readonly block: Block,
    private readonly uses: Uint32Array,
    private readonly nested: Uint8Array,
  ) {}

  run(): void {
    const b = this.block;
    let keep = b.loop ? 0 : b.params.length;
    for (;;) {
      this.p = b.insts.length - 1;
      this.params = keep;
      const term = b.term;
      if (term !== null) this.nest(term.args, term.kind !== "tail-call");
      while (this.p >= 0) {
        const root = b.insts[this.p--] as Value;
        this.nest(root.args, !pushesFrame(root));
      }
      // Consumed parameters must be the lowest ones: nothing that has to be stored may lie below them.
      if (this.params === 0 || this.params === keep) return;
      for (const v of b.params) this.nested[v.id] = 0;
      for (const v of b.insts) this.nested[v.id] = 0;
      keep = 0;
    }
  }

  /** clear: nothing has been pushed above the block's parameters when these operands are begun. */
  private nest(args: readonly Value[], clear: boolean): void {
    for (let k = args.length - 1; k >= 0; k--) {
      const a = args[k] as Value;
      if (isFloating(a) || this.uses[a.id] !== 1) continue;
      if (this.p >= 0) {
        if (this.block.insts[this.p] === a && !isVoid(a)) {
          this.nested[a.id] = 1;
          this.p--;
          this.nest(a.args, clear && k === 0 && !pushesFrame(a));
        }
      } else if (clear && this.params > 0 && this.block.params[this.params - 1] === a) {
        // Nothing has run yet: the parameter is still on top, unless an operand further left is put below it.
        if (this.leftIsEmpty(args, k)) {
          this.nested[a.id] = 1;
          this.params--;
        }
      }
    }
  }

  /** Operands to the left of a parameter that stays on the stack must be such parameters, too. */
  private leftIsEmpty(args: readonly Value[], k: number): boolean {
    let want = this.params - 2;
    for (let i = k - 1; i >= 0; i--, want--) {
      if (want < 0 || this.block.params[want] !== args[i] || this.uses[(args[i] as Value).id] !== 1) return false;
    }
    return true;
  }
}
