import { type Arity, type Block, functionsOf, isFloating, isVoid, type MirFn, type MirUnit, reversePostorder, type Value } from "./ir.js";

/** The rules of MIR. What a pass gets and leaves must keep them; tests check after every pass. */
export interface MirError {
  fn: string;
  rule: string;
  message: string;
}

export function verifyMir(unit: MirUnit): MirError[] {
  const errors: MirError[] = [];
  for (const fn of functionsOf(unit.top)) for (const a of fn.arities) new Checker(fn, a, errors).run();
  return errors;
}

class Checker {
  private readonly order: Block[];
  /** Immediate dominator, as a place in `order`. */
  private readonly idom: number[] = [];
  private readonly place = new Map<Block, number>();
  private readonly home = new Map<Value, { block: number; index: number }>();

  constructor(
    private readonly fn: MirFn,
    private readonly arity: Arity,
    private readonly errors: MirError[],
  ) {
    this.order = reversePostorder(arity);
    this.order.forEach((b, i) => this.place.set(b, i));
  }

  private error(rule: string, message: string): void {
    this.errors.push({ fn: this.fn.name, rule, message });
  }

  run(): void {
    const { order } = this;
    for (const b of order) this.ruleTerm(b);
    this.ruleParams();
    this.dominators();
    order.forEach((b, i) => {
      for (const p of b.params) this.define(p, i, -1);
      b.insts.forEach((v, k) => this.define(v, i, k));
    });
    order.forEach((b, i) => {
      b.insts.forEach((v, k) => this.ruleInst(v, i, k));
      for (const a of b.term?.args ?? []) this.ruleUse(a, i, b.insts.length, `the end of b${b.id}`);
    });
  }

  private define(v: Value, block: number, index: number): void {
    if (this.home.has(v)) this.error("once", `v${v.id} is made twice`);
    if (isFloating(v)) this.error("floating", `v${v.id} (${v.op}) belongs to no block`);
    this.home.set(v, { block, index });
  }

  private ruleTerm(b: Block): void {
    const t = b.term;
    if (t === null) {
      this.error("end", `b${b.id} has no end`);
      return;
    }
    const want: Record<string, [number, number]> = {
      jump: [-1, 1],
      branch: [1, 2],
      switch: [1, -1],
      return: [1, 0],
      throw: [1, 0],
      recv: [0, 2],
      "recv-wait": [0, 1],
      "recv-wait-until": [1, 2],
      "tail-call": [-1, 0],
    };
    const [args, targets] = want[t.kind] as [number, number];
    if ((args >= 0 && t.args.length !== args) || (targets >= 0 && t.targets.length !== targets))
      this.error("end", `the ${t.kind} of b${b.id} has ${t.args.length} operands and ${t.targets.length} targets`);
    if (t.kind === "switch" && t.cases?.length !== t.targets.length - 1)
      this.error("end", `the switch of b${b.id} has not one target for each clause`);
    for (const to of t.targets) {
      if (to.loop && t.kind !== "jump" && !t.kind.startsWith("recv-wait"))
        this.error("loop", `b${b.id} leads to the loop b${to.id} by ${t.kind}`);
      const at = this.place.get(to) as number;
      if (at <= (this.place.get(b) as number) && !to.loop) this.error("loop", `b${b.id} jumps back to b${to.id}, which is no loop`);
    }
    if (b.handler !== null && (this.place.get(b.handler) as number) <= (this.place.get(b) as number))
      this.error("handler", `the handler b${b.handler.id} comes before b${b.id}`);
    if (b.handler !== null && b.handler.params.length !== 1) this.error("handler", `the handler b${b.handler.id} has not one parameter`);
  }

  /** Parameters and what jumps give them; only jumps, recv and handlers give any. */
  private ruleParams(): void {
    for (const b of this.order) {
      const t = b.term;
      t?.targets.forEach((to, i) => {
        const given = t.kind === "jump" ? t.args.length : t.kind === "recv" && i === 0 ? 1 : 0;
        if (to.params.length !== given) this.error("params", `b${b.id} gives b${to.id} ${given} values for ${to.params.length} parameters`);
      });
    }
    if (this.arity.entry.params.length > 0) this.error("params", "the entry has parameters");
  }

  /** Cooper, Harvey and Kennedy's iteration over reverse postorder; handlers are reached from all that they cover. */
  private dominators(): void {
    const { order, idom } = this;
    const preds: number[][] = order.map(() => []);
    order.forEach((b, i) => {
      for (const to of b.term?.targets ?? []) preds[this.place.get(to) as number]?.push(i);
      if (b.handler !== null) preds[this.place.get(b.handler) as number]?.push(i);
    });
    idom[0] = 0;
    for (let changed = true; changed; ) {
      changed = false;
      for (let i = 1; i < order.length; i++) {
        let d = -1;
        for (const p of preds[i] as number[]) if (idom[p] !== undefined) d = d < 0 ? p : this.meet(p, d);
        if (d >= 0 && idom[i] !== d) {
          idom[i] = d;
          changed = true;
        }
      }
    }
  }

  private meet(a: number, b: number): number {
    let x = a;
    let y = b;
    while (x !== y) {
      if (x > y) x = this.idom[x] as number;
      else y = this.idom[y] as number;
    }
    return x;
  }

  private dominates(a: number, b: number): boolean {
    let x = b;
    while (x > a) x = this.idom[x] as number;
    return x === a;
  }

  private ruleInst(v: Value, block: number, index: number): void {
    if (v.op === "prim" && v.prim.arity !== v.args.length) this.error("operands", `prim ${v.prim.name} has ${v.args.length} operands`);
    if (v.op === "closure" && v.fn.captures !== v.args.length)
      this.error("operands", `a closure over ${v.fn.name} captures ${v.args.length} values, not ${v.fn.captures}`);
    if (v.op === "capture-move" && (!this.fn.once || v.index >= this.fn.captures))
      this.error("operands", "capture-move outside of a closure that runs once");
    for (const a of v.args) this.ruleUse(a, block, index, `v${v.id}`);
  }

  private ruleUse(a: Value, block: number, index: number, where: string): void {
    if (a.repl !== null) {
      this.error("repl", `${where} uses v${a.id}, which has been replaced`);
      return;
    }
    if (a.op === "arg" && !this.arity.args.includes(a)) {
      this.error("use", `${where} uses an argument of another arity`);
      return;
    }
    if (a.op === "capture" && a.index >= this.fn.captures) {
      this.error("use", `${where} uses captured value ${a.index} of ${this.fn.captures}`);
      return;
    }
    if (isFloating(a)) return;
    if (isVoid(a)) {
      this.error("use", `${where} uses ${a.op}, which leaves no value`);
      return;
    }
    const home = this.home.get(a);
    if (home === undefined) {
      this.error("use", `${where} uses v${a.id}, which nothing makes`);
      return;
    }
    const ok = home.block === block ? home.index < index : this.dominates(home.block, block);
    if (!ok) this.error("use", `${where} uses v${a.id} before it is made`);
    // A handler can rely on nothing that its region makes: an exception may come first.
    if (ok && home.index >= 0 && this.viaHandler(home.block, block))
      this.error("handler", `${where} uses v${a.id}, which its own region makes`);
  }

  /** Is `user` only dominated by `made` because the handler of `made` is? */
  private viaHandler(made: number, user: number): boolean {
    let x = user;
    while (x !== made && this.idom[x] !== made) x = this.idom[x] as number;
    const b = this.order[made] as Block;
    return x !== made && b.handler !== null && this.place.get(b.handler) === x;
  }
}
