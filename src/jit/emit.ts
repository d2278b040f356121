/**
 * A graph to the body of a WebAssembly function: structured control flow from the dominator tree (Ramsey: Beyond Relooper, 2022). What
 * the writing of it stands on, from below: calls (emit-calls.ts), values (emit-values.ts), ways out (emit-exits.ts). What each node does
 * stands in lower.ts and its neighbours.
 */
import { WORD } from "../../spec/index.js";
import type { EmitContext } from "./context.js";
import { type Counted, countedLoop } from "./counted.js";
import { FP, type LoopCount } from "./emit-calls.js";
import { checkRoom, ENTER, ExitEmitter, INTERPRET } from "./emit-exits.js";
import { HEADER } from "./layout.js";
import { localType, repOf } from "./emit-values.js";
import { type Body, I32, I64, type ValType, W } from "./encode.js";
import { Facts, Quietness } from "./facts.js";
import { type Block, type FrameState, type Graph, type Guard, type Node, T } from "./graph.js";
import { type Hoist, hoistsOf } from "./hoist.js";
import type { Site } from "./input.js";
import { loopOf } from "./loop.js";
import { siteOf } from "./trust.js";
import { mismatch } from "./words.js";

/** What each node does: lower.ts. */
export interface Lowering {
  /** Node i of a block, and those behind it that are done with it in one: answers how many. */
  nodes(e: Emitter, nodes: readonly Node[], i: number): number;
  switch(e: Emitter, b: Block): void;
  wait(e: Emitter): void;
  hoist(e: Emitter, h: Hoist, start: FrameState): void;
  count(e: Emitter, loop: Counted): LoopCount;
}

export class Emitter extends ExitEmitter {
  private readonly labels: (Block | null)[] = [];
  private readonly quietness: Quietness;
  /** By header of a loop: what is checked in front of it. */
  private readonly hoists = new Map<Block, readonly Hoist[]>();
  /** By block in it: a counted loop. */
  private readonly counts = new Map<Block, LoopCount>();

  constructor(
    context: EmitContext,
    graph: Graph,
    params: readonly ValType[],
    private readonly lowering: Lowering,
  ) {
    super(context, graph, params);
    this.quietness = new Quietness(graph.blocks, (n) => this.trusts(n));
  }

  // ---- the whole

  /** The function for entry at pc 0. Its arguments have the types that their nodes say. */
  function(): Body {
    const { body, context } = this;
    const { link } = context;
    if (!context.unchecked && this.graph.nodes.some((n) => n.op === "safepoint")) this.red = body.local(I32);
    this.places();
    this.graph.args.forEach((n, i) => {
      n.local = 2 + i;
    });
    if (!context.unchecked) {
      checkRoom(body, context, this.graph.extent);
      const left = this.red < 0 ? this.temp(I32) : this.red;
      body.globalGet(link.reductions);
      body.i32(1);
      body.op(W.i32Sub);
      body.tee(left);
      body.globalSet(link.reductions);
      body.get(left);
      body.i32(0);
      body.op(W.i32LeS);
      body.rarely();
      this.endSlice(this.entryState());
      body.end();
    }
    return this.finish();
  }
  /** The function for a loop's entry: everything is in the frame. guards: what slots must hold; site: where it says that they don't. */
  loopEntry(guards: readonly Guard[], site: Site): Body {
    const { body } = this;
    this.closureLocal = body.local(I64);
    if (!this.context.unchecked) this.red = body.local(I32);
    body.get(FP);
    body.memory(W.i64Load, 24);
    body.set(this.closureLocal);
    this.places();
    checkRoom(body, this.context, this.graph.extent);
    for (const n of this.graph.entry.nodes) {
      if (n.uses === 0) continue;
      n.local = body.local(I64);
      body.get(FP);
      body.memory(W.i64Load, HEADER + 8 * n.imm);
      body.set(n.local);
      const guard = guards[n.imm] ?? T.ANY;
      if (guard === T.ANY) continue;
      mismatch(body, n.local, guard);
      body.rarely();
      body.i32(this.context.code.address);
      body.i32(this.context.sites.bit(site));
      body.call(this.context.link.native("nativeRefuse"));
      body.op(W.return);
      body.end();
      if (n.rep !== "i64") continue;
      this.unboxLong(n.local);
      body.set(n.local);
    }
    this.graph.entry.nodes.length = 0;
    this.reload();
    return this.finish();
  }
  private finish(): Body {
    const { body } = this;
    this.tree(this.graph.entry);
    body.op(W.unreachable);
    for (const frame of this.tails.keys()) {
      body.endAround();
      this.leaveCallers(frame);
    }
    return body;
  }
  private entryState(): FrameState {
    const slots: (Node | null)[] = new Array<Node | null>(this.context.code.nlocals).fill(null);
    this.graph.args.forEach((n, i) => {
      slots[i] = n;
    });
    return { frame: { code: this.context.code, closure: this.graph.closure, base: 0, caller: null }, pc: 0, slots };
  }

  /** Representations, uses, and locals of phis. */
  private places(): void {
    const use = (n: Node | null): void => {
      if (n !== null) n.uses++;
    };
    const seen = new Set<FrameState>();
    const useState = (s: FrameState | null): void => {
      for (let at = s; at !== null && !seen.has(at); at = at.frame.caller) {
        seen.add(at);
        at.slots.forEach(use);
        use(at.frame.closure);
      }
    };
    const place = (n: Node): void => {
      n.args.forEach(use);
      useState(n.before);
      useState(n.after);
      n.rep = repOf(n);
    };
    for (const n of this.graph.args) n.rep = repOf(n);
    for (const b of this.graph.blocks) {
      b.phis.forEach(place);
      b.nodes.forEach(place);
      const t = b.term;
      if (t === null) continue;
      if (t.kind === "branch" || t.kind === "nil" || t.kind === "receive") use(t.test);
      else if (t.kind === "return") use(t.value);
      else if (t.kind === "switch") {
        use(t.subject);
        useState(t.before);
      } else if (t.kind === "exit") useState(t.state);
      else if (t.kind === "wait" || t.kind === "wait-until") {
        useState(t.parked);
        if (t.kind === "wait-until") use(t.deadline);
      }
    }
    for (const b of this.graph.blocks) {
      for (const n of b.phis) n.local = this.body.local(localType(n.rep));
      if (b.start === null || !b.header || !this.context.trust.site(siteOf(b.start))) continue;
      const quiet = this.isQuietLoop(b);
      const loop = loopOf(b, this.graph);
      const hoists = hoistsOf(loop, this.context.callees, (n) => this.trusts(n), quiet);
      const counted = quiet && this.red >= 0 ? countedLoop(loop, (n) => this.trusts(n)) : undefined;
      if (hoists.length === 0 && counted === undefined) continue;
      this.hoists.set(b, hoists);
      useState(b.start);
      if (counted === undefined) continue;
      const count = this.lowering.count(this, counted);
      for (const inside of loop.blocks) this.counts.set(inside, count);
      for (let n = (b.term as { test: Node }).test; --n.uses === 0 && n !== counted.compare; ) n = n.args[0] as Node;
      // It is near enough to zero at the start, and passes its limit once.
      for (const n of counted.next) n.fits = true;
    }
  }

  // ---- control

  private tree(b: Block): void {
    const { body } = this;
    const { header } = b;
    const outer = this.facts;
    const outerCount = this.count;
    this.facts = new Facts(outer, this.keeps(b, header));
    this.enterCount(b);
    if (header) {
      body.loop();
      this.labels.push(b);
      this.loops++;
    }
    const merges = b.dominated.filter((d) => d.merge).sort((x, y) => x.order - y.order);
    for (let i = merges.length - 1; i >= 0; i--) {
      body.block();
      this.labels.push(merges[i] as Block);
    }
    for (let i = 0; i < b.nodes.length; ) i += this.lowering.nodes(this, b.nodes, i);
    this.terminator(b);
    for (const m of merges) {
      this.labels.pop();
      body.end();
      this.tree(m);
    }
    if (header) {
      this.labels.pop();
      body.end();
      this.loops--;
    }
    this.facts = outer;
    this.count = outerCount;
  }
  /** What stands in front of a loop; what a counted one says in its turns. */
  private enterCount(b: Block): void {
    const count = this.counts.get(b) ?? null;
    this.count = null;
    for (const h of this.hoists.get(b) ?? []) this.lowering.hoist(this, h, b.start as FrameState);
    if (count?.loop.header === b) count.begin();
    else if (count?.loop.stay === b) for (const { array, index } of count.loop.bounds) this.facts.noteInside(array, index);
    this.count = count;
  }
  /** Whether what is true for now at the end of the dominator is so still at the start of a block, in each turn if it is a loop. */
  private keeps(b: Block, header: boolean): boolean {
    const from = b.idom as Block;
    return (!b.merge || this.quietness.between(from.order + 1, b.order - 1)) && (!header || this.isQuietLoop(b));
  }
  private isQuietLoop(b: Block): boolean {
    return this.quietness.between(b.order, Math.max(...b.preds.map((p) => p.order)));
  }
  private terminator(b: Block): void {
    const { body } = this;
    const t = b.term;
    if (t === null) throw new Error("a block has no end");
    switch (t.kind) {
      case "jump":
        this.jump(b, 0);
        return;
      case "branch":
        if (this.count?.loop.header === b) {
          const stays = t.then === this.count.loop.stay;
          this.count.decide(
            () => this.jump(b, stays ? 0 : 1),
            () => this.jump(b, stays ? 1 : 0),
          );
          return;
        }
        this.test(t.test);
        this.either(b);
        return;
      case "nil":
        this.word(t.test);
        body.i64(WORD.NIL);
        body.op(W.i64Eq);
        this.either(b);
        return;
      case "receive":
        this.word(t.test);
        body.i64(WORD.MORE);
        body.op(W.i64Ne);
        this.either(b);
        return;
      case "switch":
        this.lowering.switch(this, b);
        return;
      case "return":
        this.word(t.value);
        this.settle();
        body.op(W.return);
        return;
      case "wait":
        this.lowering.wait(this);
        this.exit(t.parked, WORD.PARK);
        return;
      case "wait-until":
        this.word(t.deadline);
        this.call(this.context.link.native("nativeWaitUntil"));
        body.op(W.i32Eqz);
        body.if();
        this.exit(t.parked, WORD.PARK);
        body.end();
        this.jump(b, 0);
        return;
      case "exit":
        this.exit(t.state, t.enter ? ENTER : INTERPRET);
        return;
    }
  }
  /** Over a condition: to the first successor, else to the second. */
  private either(b: Block): void {
    this.body.if();
    this.labels.push(null);
    this.jump(b, 0);
    this.body.else();
    this.jump(b, 1);
    this.labels.pop();
    this.body.end();
  }
  /** Inside an `if` or `block` of the lowering's own. */
  nested(f: () => void): void {
    this.labels.push(null);
    f();
    this.labels.pop();
  }
  /** Along the k-th edge of b. */
  jump(b: Block, k: number): void {
    const t = b.term;
    const to =
      t === null
        ? undefined
        : t.kind === "jump"
          ? t.target
          : t.kind === "switch"
            ? t.targets[k]
            : t.kind === "wait-until"
              ? t.passed
              : t.kind === "return" || t.kind === "exit" || t.kind === "wait"
                ? undefined
                : k === 0
                  ? t.then
                  : t.otherwise;
    if (to === undefined) throw new Error("no such edge");
    const { count } = this;
    if (count !== null && this.counts.get(to) !== count) this.endCount();
    const edge = b.edges[k] as number;
    const moves = to.phis.filter((phi) => phi.uses > 0 && phi.args[edge] !== phi);
    for (const phi of moves) this.as(phi.args[edge] as Node, phi.rep);
    for (let i = moves.length - 1; i >= 0; i--) this.body.set((moves[i] as Node).local);
    if (to.order <= b.order || to.merge) this.body.br(this.depth(to));
    else this.tree(to);
    this.count = count;
  }
  private depth(to: Block): number {
    const i = this.labels.lastIndexOf(to);
    if (i < 0) throw new Error("a branch has no target");
    return this.labels.length - 1 - i;
  }
}
