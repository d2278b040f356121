/**
 * A graph to the body of a WebAssembly function: structured control flow from the dominator tree (Ramsey: Beyond Relooper,
 * 2022), every value in a local of its own. What each node does stands in lower.ts and its neighbours.
 *
 * Long because lowering stands on all of these methods: control, values, leaving.
 */
import { type PrimRow, WORD } from "../../spec/index.js";
import { Body, F64, I32, I64, type Stretch, type ValType, W } from "./encode.js";
import {
  type Block,
  type Frame,
  type FrameState,
  type Graph,
  type Guard,
  isLong,
  type Node,
  type Range,
  type Rep,
  SMALL,
  T,
  typeOfGuard,
} from "./graph.js";
import { type Counted, countedLoop } from "./counted.js";
import { Facts, Quietness } from "./facts.js";
import { type Hoist, hoistsOf } from "./hoist.js";
import { loopOf } from "./loop.js";
import type { InstanceLayout, JitCode, Site, Trust } from "./input.js";
import { compareType, typeId } from "./layout.js";
import type { Linkage } from "./linkage.js";
import { clearWords } from "./lookup.js";
import type { SlowFunction } from "./slow.js";
import { type Sites, siteOf } from "./trust.js";
import { TAG_TESTS } from "./type-tests.js";

/** Bytes of a frame's header. */
export const HEADER = 32;
/** Why compiled code is left (kernel/interp/special.ts): the interpreter runs the instruction; so it does after a failed guard, which counts. */
export const INTERPRET = (26n << 8n) | 0x1an;
export const GUARD = 0n; // the code's address takes its place, the number of the site above it
const ENTER = (25n << 8n) | 0x1an;
export const SAFEPOINT = (16n << 8n) | 0x1an;

/** A callee whose code is known when this is compiled. */
export interface Direct {
  /** The function that takes words. */
  readonly index: number;
  /** The function behind it for arguments of these types, if it has one. */
  readonly typed: { readonly index: number; readonly guards: readonly Guard[] } | undefined;
  /** What it answers if it returns. */
  readonly type: number;
  /** It takes any number of arguments: so many by themselves, the others in a seq. */
  readonly fixed?: number;
}
export interface Callees {
  /** Direct call of a callee with these arguments. */
  find(call: Node): Direct | undefined;
  /** The closure that a var must hold for the calls that are made through it. */
  guard(variable: Node): bigint | undefined;
  /** Whether a var holds an instance of a user's type. */
  isObject(variable: bigint): boolean;
  /** What a var holds, if it is a type that a program has defined, and how its instances are laid out. */
  instances(variable: bigint): { readonly word: bigint; readonly layout: InstanceLayout } | undefined;
  switchKeys(table: bigint): readonly (readonly [bigint, number])[] | undefined;
  /** The library's version of a primitive, if it can be called directly. */
  slow(row: PrimRow): (SlowFunction & { readonly index: number }) | undefined;
}

export interface EmitContext {
  readonly code: JitCode;
  readonly trust: Trust;
  readonly sites: Sites;
  readonly link: Linkage;
  readonly callees: Callees;
  readonly doubts: boolean;
  readonly unchecked: boolean;
  readonly tailCalls: boolean;
}

/** What each node does: lower.ts. */
export interface Lowering {
  /** Node i of a block, and those behind it that are done with it in one: answers how many. */
  nodes(e: Emitter, nodes: readonly Node[], i: number): number;
  switch(e: Emitter, b: Block): void;
  wait(e: Emitter): void;
  hoist(e: Emitter, h: Hoist, start: FrameState): void;
  count(e: Emitter, loop: Counted): LoopCount;
}
/** A counted loop while it is written. */
export interface LoopCount {
  readonly loop: Counted;
  begin(): void;
  decide(staying: () => void, leaving: () => void): void;
  left(): void;
  reload(): void;
}

const NIL = Number(WORD.NIL);

/** So many dead slots in a row are cleared by a call: leaving is rare, and code for it the larger part of all code. */
const MANY_DEAD = 3;
function deadFrom(slots: readonly (Node | null)[], from: number): number {
  let n = 0;
  while (from + n < slots.length && slots[from + n] === null) n++;
  return n;
}

/** Local of the frame's address; parameters come first. */
const FP = 0;

export class Emitter {
  readonly body: Body;
  private readonly labels: (Block | null)[] = [];
  /** Loops around what is being written. */
  private loops = 0;
  private closureLocal = 1;
  /**
   * In functions with loops: the local that holds the reductions left, which may differ from the register of that name; around calls
   * out of the function they are brought together. -1 without loops.
   */
  red = -1;
  private readonly temps = new Map<ValType, number[]>();
  /** What is known where code is being written. */
  facts = new Facts();
  private readonly quietness: Quietness;
  /** By header of a loop: what is checked in front of it. */
  private readonly hoists = new Map<Block, readonly Hoist[]>();
  /** By block in it: a counted loop. */
  private readonly counts = new Map<Block, LoopCount>();
  /** Of the loop in whose turns code is being written. */
  private count: LoopCount | null = null;
  /** By frame of an inlined call: the block behind which the frames further out are left. */
  private readonly tails = new Map<Frame, number>();
  /** Where the slots of a state are written. */
  private readonly written = new Map<FrameState, Stretch>();

  constructor(
    readonly context: EmitContext,
    readonly graph: Graph,
    params: readonly ValType[],
    private readonly lowering: Lowering,
  ) {
    this.body = new Body(params);
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
  /** Whether no count of reductions is kept where code is being written. */
  isCounted(): boolean {
    return this.count !== null;
  }
  /** The way leads out of a counted loop. */
  private endCount(): LoopCount | null {
    const { count } = this;
    if (count === null) return null;
    count.left();
    this.body.set(this.red);
    this.count = null;
    return count;
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

  /** A call out of the function. */
  call(index: number): void {
    this.callQuietly(index);
    this.facts.forget();
  }
  /** The same where what is called runs no code of a program, promotes nothing and sets no var. */
  callQuietly(index: number): void {
    this.settle();
    this.body.call(index);
    this.reload();
  }
  /** A call through the table, whose index is on the stack above the arguments. */
  callIndirect(type: number): void {
    this.settle();
    this.body.callIndirect(type);
    this.reload();
    this.facts.forget();
  }
  /** A call that takes the function's place; one through the table, whose index is on the stack. */
  returnCall(index: number): void {
    this.settle();
    this.body.returnCall(index);
  }
  returnCallIndirect(type: number): void {
    this.settle();
    this.body.returnCallIndirect(type);
  }
  /** The register gets what the local has counted. */
  private settle(): void {
    if (this.red < 0) return;
    if (this.count === null) this.body.get(this.red);
    else this.count.left();
    this.body.globalSet(this.context.link.reductions);
  }
  private reload(): void {
    if (this.red < 0) return;
    this.body.globalGet(this.context.link.reductions);
    this.body.set(this.red);
    this.count?.reload();
  }
  /** The last call of all, whose answer is the function's. */
  callAndReturn(index: number): void {
    this.settle();
    this.body.call(index);
    this.body.op(W.return);
  }

  // ---- values

  /** Puts what is on the stack into the node's local. */
  define(n: Node): void {
    if (n.uses === 0) {
      this.body.op(W.drop);
      return;
    }
    n.local = this.body.local(localType(n.rep));
    this.body.set(n.local);
  }
  temp(type: ValType, k = 0): number {
    let list = this.temps.get(type);
    if (list === undefined) {
      list = [];
      this.temps.set(type, list);
    }
    while (list.length <= k) list.push(this.body.local(type));
    return list[k] as number;
  }
  as(n: Node, rep: Rep): void {
    if (rep === "word") this.word(n);
    else if (rep === "f64") this.double(n);
    else if (rep === "i64") this.long(n);
    else this.test(n);
  }
  word(n: Node): void {
    const { body } = this;
    const known = this.guarded(n);
    if (n.op === "const") body.i64(n.data as bigint);
    else if (known !== undefined) body.i64(known);
    else if (n.op === "closure") body.get(this.closureLocal);
    else if (n.rep === "f64") {
      body.get(n.local);
      this.box();
    } else if (n.rep === "i64") {
      body.get(n.local);
      this.boxLong();
    } else if (n.rep === "bool") {
      body.i64(WORD.TRUE);
      body.i64(WORD.FALSE);
      body.get(n.local);
      body.op(W.select);
    } else body.get(this.localOf(n));
  }
  /** The closure that a var holds for certain where its node has a value. */
  private guarded(n: Node): bigint | undefined {
    return n.op === "var" ? this.context.callees.guard(n) : undefined;
  }
  private localOf(n: Node): number {
    if (n.local < 0) throw new Error(`${n.op} ${n.id} is used before it is made`);
    return n.local;
  }
  /** Tag of a node's word, as an i32. */
  tag(n: Node): void {
    const { body } = this;
    this.word(n);
    body.op(W.i32WrapI64);
    body.i32(7);
    body.op(W.i32And);
  }
  /** A double on the stack to a word. */
  box(): void {
    const { body } = this;
    const x = this.temp(F64);
    const w = this.temp(I64, 3);
    body.tee(x);
    rotate(body, w);
    body.op(W.i64LeU);
    body.if(I64);
    selfTag(body, w);
    body.else();
    body.get(x);
    this.callQuietly(this.context.link.native("nativeBox"));
    body.end();
  }
  /** A raw long on the stack to a word. */
  private boxLong(): void {
    const { body } = this;
    const x = this.temp(I64, 7);
    const w = this.temp(I64, 8);
    body.tee(x);
    body.i64(3n);
    body.op(W.i64Shl);
    body.tee(w);
    body.i64(3n);
    body.op(W.i64ShrS);
    body.get(x);
    body.op(W.i64Eq);
    body.if(I64);
    body.get(w);
    body.else();
    body.get(x);
    this.callQuietly(this.context.link.native("nativeLong"));
    body.end();
  }
  /** A node that is a long, raw. */
  long(n: Node): void {
    const { body } = this;
    if (n.op === "const") body.i64((n.range as Range).lo);
    else if (n.rep === "i64") body.get(n.local);
    else if (this.facts.isFixnum(n)) {
      this.word(n);
      body.i64(3n);
      body.op(W.i64ShrS);
    } else this.unboxLong(this.localOf(n));
  }
  /** The long in a word of which it is known that it is one. */
  unboxLong(w: number): void {
    const { body } = this;
    body.get(w);
    body.op(W.i32WrapI64);
    body.i32(7);
    body.op(W.i32And, W.i32Eqz);
    body.if(I64);
    body.get(w);
    body.i64(3n);
    body.op(W.i64ShrS);
    body.else();
    body.get(w);
    body.op(W.i32WrapI64);
    body.memory(W.i64Load, 7);
    body.end();
  }
  /** A node whose type is within FIX, LNG and FLO, as a double. */
  double(n: Node): void {
    const { body } = this;
    if (n.op === "const" && (n.type === T.FIX || ((n.data as bigint) & 7n) > 2n)) {
      body.f64(doubleOf(n.data as bigint));
      return;
    }
    if (n.rep === "f64") {
      body.get(n.local);
      return;
    }
    if (isLong(n.type)) {
      this.long(n);
      body.op(W.f64ConvertI64S);
      return;
    }
    this.word(n);
    const w = this.temp(I64, 2);
    body.set(w);
    this.unbox(w, n.type);
  }
  /** The double in a word that holds one, or, where the type has them, a fixnum or a boxed long. */
  unbox(w: number, type: number): void {
    const { body } = this;
    const mixed = (type & T.FIX) !== 0;
    const mayBeLong = (type & T.LNG) !== 0;
    if (mixed) {
      body.get(w);
      body.i64(7n);
      body.op(W.i64And, W.i64Eqz);
      body.if(F64);
      body.get(w);
      body.i64(3n);
      body.op(W.i64ShrS, W.f64ConvertI64S);
      body.else();
    }
    body.get(w);
    body.i64(7n);
    body.op(W.i64And);
    body.i64(2n);
    body.op(W.i64GtU);
    body.if(F64);
    body.get(w);
    decodeSelfTagged(body);
    body.else();
    if (mayBeLong) {
      body.get(w);
      compareType(body, LONG_BOX, W.i64Eq);
      body.if(F64);
      body.get(w);
      body.op(W.i32WrapI64);
      body.memory(W.i64Load, 7);
      body.op(W.f64ConvertI64S);
      body.else();
    }
    body.get(w);
    body.op(W.i32WrapI64);
    body.memory(W.f64Load, 7);
    if (mayBeLong) body.end();
    body.end();
    if (mixed) body.end();
  }
  /** 1 if the value counts as true. */
  test(n: Node): void {
    const { body } = this;
    if (n.op === "const") body.i32(n.data === WORD.NIL || n.data === WORD.FALSE ? 0 : 1);
    else if (n.rep === "bool") body.get(n.local);
    else if ((n.type & (T.NIL | T.BOOL | T.OTHER)) === 0)
      body.i32(1); // a number
    else {
      this.word(n);
      body.i64(~0x100n);
      body.op(W.i64And);
      body.i64(WORD.NIL);
      body.op(W.i64Ne);
    }
  }

  // ---- leaving

  /** Address, less fp, of operand p of a state's frame. */
  offset(s: FrameState, p: number): number {
    return s.frame.base + HEADER + 8 * (s.frame.code.nlocals + p);
  }
  /** Number of operands. */
  height(s: FrameState): number {
    return s.slots.length - s.frame.code.nlocals;
  }
  /** Writes the frame's slots: in the same bytes wherever it does, so that they are copied from where it has done so before. */
  private write(s: FrameState): void {
    const { body } = this;
    const known = this.written.get(s);
    if (known !== undefined) {
      body.again(known);
      return;
    }
    const from = body.code.length;
    const { slots } = s;
    for (let i = 0; i < slots.length; ) {
      const at = s.frame.base + HEADER + 8 * i;
      const dead = deadFrom(slots, i);
      body.get(FP);
      if (dead >= MANY_DEAD) {
        body.i32(at);
        body.op(W.i32Add);
        body.i32(dead);
        body.call(this.context.link.own(clearWords));
        i += dead;
        continue;
      }
      const n = slots[i++];
      if (n) this.word(n);
      else body.i64(NIL);
      body.memory(W.i64Store, at);
    }
    this.written.set(s, { from, to: body.code.length });
  }
  private place(s: FrameState): void {
    const { body } = this;
    body.get(FP);
    if (s.frame.base > 0) {
      body.i32(s.frame.base);
      body.op(W.i32Add);
    }
    body.i32(s.frame.code.address);
    body.i32(s.pc);
  }
  /** Leaves compiled code at a state, because of a constant or of what stands in a local. */
  exit(s: FrameState, why: bigint | number): void {
    const { body, context } = this;
    const count = this.endCount();
    this.write(s);
    this.place(s);
    body.i32(this.height(s));
    this.word(s.frame.closure);
    if (typeof why === "number") body.get(why);
    else body.i64(why === GUARD ? (BigInt(context.sites.bit(siteOf(s))) << 32n) | BigInt(context.code.address) : why);
    this.leave(context.link.native("nativeExit"), s);
    this.count = count;
  }
  /**
   * Reductions are used up: leaves at a state unless the next slice begins at once. In a loop that is not asked: to come back costs little there,
   * and a call from which the loop goes on would cost it registers.
   */
  endSlice(s: FrameState): void {
    if (this.loops > 0) {
      this.exit(s, SAFEPOINT);
      return;
    }
    this.callQuietly(this.context.link.native("nativeNextSlice"));
    this.body.op(W.i32Eqz);
    this.body.if();
    this.exit(s, SAFEPOINT);
    this.body.end();
  }
  /** A call made from here, whose frame begins at operand p, has stopped. */
  suspend(s: FrameState, p: number): void {
    const count = this.endCount();
    this.write(s);
    this.place(s);
    this.body.i32(this.offset(s, p) - s.frame.base);
    this.word(s.frame.closure);
    this.leave(this.context.link.native("nativeSuspend"), s);
    this.count = count;
  }
  /** The last steps: the frames further out, then the answer. All that leave an inlined call share the steps from its caller's frame on. */
  private leave(native: number, { frame }: FrameState): void {
    const { body } = this;
    if (frame.caller === null) {
      this.callAndReturn(native);
      return;
    }
    body.call(native);
    body.op(W.drop);
    let tail = this.tails.get(frame);
    if (tail === undefined) {
      tail = body.blockAround();
      this.tails.set(frame, tail);
    }
    body.brAround(tail);
  }
  private leaveCallers({ caller, base }: Frame): void {
    const { body } = this;
    if (caller === null) return;
    const native = this.context.link.native("nativeSuspend");
    this.write(caller);
    this.place(caller);
    body.i32(base - caller.frame.base);
    this.word(caller.frame.closure);
    if (caller.frame.caller === null) this.callAndReturn(native);
    else {
      body.call(native);
      body.op(W.drop);
      this.leaveCallers(caller.frame);
    }
  }
  /** Over a condition that says that what is relied on does not hold: leaves at a state. */
  guard(s: FrameState): void {
    this.body.rarely();
    this.exit(s, GUARD);
    this.body.end();
    this.doubt(s);
  }
  /** Under stress, where a guard has held. */
  doubt(s: FrameState): void {
    const { body, context } = this;
    if (!context.doubts) return;
    this.callQuietly(context.link.native("nativeDoubt"));
    body.if();
    this.exit(s, INTERPRET);
    body.end();
  }
  /** Leaves before a node whose operand, of an unknown type, is no fixnum. */
  relyOnFixnum(n: Node, a: Node): void {
    this.expectFixnum(a, n.before as FrameState);
  }
  /** Leaves at a state if the node is no fixnum. */
  expectFixnum(a: Node, state: FrameState): void {
    if (this.facts.isFixnum(a)) return;
    this.tag(a);
    this.guard(state);
    this.facts.noteFixnum(a);
  }
  /** Branches to `slow` unless the node is a fixnum. */
  unlessFixnum(n: Node, slow: number): void {
    if (this.facts.isFixnum(n)) return;
    this.tag(n);
    this.body.brRarely(slow);
  }
  trusts(n: Node): boolean {
    return n.before !== null && this.context.trust.site(siteOf(n.before));
  }
  /** Leaves, in front of the node, if the word in a local is a sentinel. */
  exitIfSpecial(n: Node, local: number): void {
    this.special(local);
    this.body.rarely();
    this.exit(n.before as FrameState, local);
    this.body.end();
  }
  /** Whether the word in a local is a sentinel. */
  special(local: number): void {
    const { body } = this;
    body.get(local);
    body.op(W.i32WrapI64);
    body.i32(0xff);
    body.op(W.i32And);
    body.i32(0x1a);
    body.op(W.i32Eq);
  }
  fp(): void {
    this.body.get(FP);
  }
}

/** 1 if the word in a local is not what is relied on: a fixnum, a small one, or a self-tagged double. */
export function mismatch(body: Body, local: number, guard: Guard): void {
  if (guard === T.LONG) {
    notLong(body, local);
    return;
  }
  body.get(local);
  if (guard === SMALL) {
    body.i64(~(0x7fffffffn << 3n));
    body.op(W.i64And, W.i64Eqz, W.i32Eqz);
    return;
  }
  body.op(W.i32WrapI64);
  body.i32(7);
  body.op(W.i32And);
  if (typeOfGuard(guard) === T.FLO) {
    body.i32(3);
    body.op(W.i32LtU);
  }
}
const LONG_BOX = typeId("LONG");
/** 1 unless the word in a local is a long: a fixnum, or one in a box. */
export function notLong(body: Body, w: number): void {
  body.get(w);
  body.i64(7n);
  body.op(W.i64And);
  body.i64(0n);
  body.op(W.i64Ne);
  body.get(w);
  compareType(body, LONG_BOX, W.i64Ne);
  body.op(W.i32And);
}
const isWideType = (type: number): boolean => isLong(type) && type !== T.FIX;
/** Answers SLOW when so many bytes of frames would not fit. */
export function checkRoom(body: Body, context: EmitContext, bytes: number): void {
  body.get(FP);
  body.i32(bytes);
  body.op(W.i32Add);
  body.globalGet(context.link.stackLimit);
  body.op(W.i32GtU);
  body.rarely();
  body.i64(WORD.SLOW);
  body.op(W.return);
  body.end();
}

/**
 * The double on the stack, its bits rotated, to a local. Leaves two numbers, of which the first must not be the greater one, or the
 * double has no room for a tag (spec/words.ts).
 */
export function rotate(body: Body, w: number): void {
  body.op(W.i64ReinterpretF64);
  body.i64(4n);
  body.op(W.i64Rotl);
  body.tee(w);
  body.i64(7n);
  body.op(W.i64And);
  body.i64(4n);
}
/** The word of a double that has been rotated. */
export function selfTag(body: Body, w: number): void {
  body.get(w);
  body.i64(3n);
  body.op(W.i64Add);
}
/** The word on the stack, a self-tagged double (spec/words.ts), to its value. */
export function decodeSelfTagged(body: Body): void {
  body.i64(3n);
  body.op(W.i64Sub);
  body.i64(4n);
  body.op(W.i64Rotr, W.f64ReinterpretI64);
}

export const localType = (rep: Rep): ValType => (rep === "word" || rep === "i64" ? I64 : rep === "f64" ? F64 : I32);

function repOf(n: Node): Rep {
  switch (n.op) {
    case "cmp":
    case "identical":
    case "not":
    case "is-nil":
    case "is-type":
      return "bool";
    case "num":
    case "slot":
      return n.type === T.FLO && n.op === "num" ? "f64" : isWideType(n.type) ? "i64" : "word";
    case "prim":
      if ((n.data as PrimRow).name === "even?") return "bool";
      if (n.type === T.FLO && (n.data as PrimRow).name === "array-get") return "f64";
      if (TAG_TESTS.has((n.data as PrimRow).name)) return "bool";
      return isWideType(n.type) ? "i64" : "word";
    case "arg":
      return n.type === T.FLO ? "f64" : "word";
    case "phi":
      return n.type === T.FLO ? "f64" : n.type === T.BOOL ? "bool" : isWideType(n.type) ? "i64" : "word";
    default:
      return "word";
  }
}

const bits = new DataView(new ArrayBuffer(8));
/** Value of a fixnum or a self-tagged double. */
export function doubleOf(w: bigint): number {
  if ((w & 7n) === 0n) return Number(BigInt.asIntN(64, w) >> 3n);
  const x = BigInt.asUintN(64, w - 3n);
  bits.setBigUint64(0, BigInt.asUintN(64, (x >> 4n) | (x << 60n)));
  return bits.getFloat64(0);
}
