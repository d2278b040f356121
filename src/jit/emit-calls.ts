/**
 * Calls out of a function that is written. Its parameters are the frame's address, then what it takes. In functions with loops the reductions
 * left stand in a local, which may differ from the register of that name; around calls they are brought together.
 */
import { Body, type ValType, W } from "./encode.js";
import type { EmitContext } from "./context.js";
import type { Counted } from "./counted.js";
import { Facts } from "./facts.js";
import type { Graph } from "./graph.js";

/** Local of the frame's address; parameters come first. */
export const FP = 0;

/** A counted loop while it is written. */
export interface LoopCount {
  readonly loop: Counted;
  begin(): void;
  decide(staying: () => void, leaving: () => void): void;
  left(): void;
  reload(): void;
}

export class CallEmitter {
  readonly body: Body;
  /** The local that holds the reductions left, -1 without loops. */
  red = -1;
  /** What is known where code is being written. */
  facts = new Facts();
  /** Of the loop in whose turns code is being written. */
  protected count: LoopCount | null = null;

  constructor(
    readonly context: EmitContext,
    readonly graph: Graph,
    params: readonly ValType[],
  ) {
    this.body = new Body(params);
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
  protected settle(): void {
    if (this.red < 0) return;
    if (this.count === null) this.body.get(this.red);
    else this.count.left();
    this.body.globalSet(this.context.link.reductions);
  }
  protected reload(): void {
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
  /** Whether no count of reductions is kept where code is being written. */
  isCounted(): boolean {
    return this.count !== null;
  }
  /** The way leads out of a counted loop. */
  protected endCount(): LoopCount | null {
    const { count } = this;
    if (count === null) return null;
    count.left();
    this.body.set(this.red);
    this.count = null;
    return count;
  }
  /** The frame's address. */
  fp(): void {
    this.body.get(FP);
  }
}
