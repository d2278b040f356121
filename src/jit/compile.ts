/**
 * Compiles a batch of codes to one module:
 *
 *   CODE --flow--> blocks --build--> graph --infer--> types --emit--> body of a function
 *
 * once from pc 0, and once more from each loop header and receive point, where the interpreter can come in. Exports: eN, the
 * N-th entry, which takes the address of a written frame; fADDRESS, the function of a code, for direct calls by later modules.
 */
import { LIMITS, SEEN, WORD } from "../../spec/index.js";
import { Refusal, buildGraph } from "./build.js";
import { Body, I32, I64, ModuleBuilder, W } from "./encode.js";
import { Emitter, type Callees, type Direct, HEADER } from "./emit.js";
import { type Flow, flowOf } from "./flow.js";
import { type Graph, type Node, T } from "./graph.js";
import { inferTypes, numericArgs } from "./infer.js";
import type { JitCode, JitEntry, JitHeap, JitModule, JitOptions } from "./input.js";
import { Linkage, signature } from "./linkage.js";
import { lowerNode, lowerSwitch, primsOf } from "./lower.js";
import { findDominators } from "./structure.js";

/** A code whose bytes are more than these stays interpreted; so does its batch's remainder. */
const LARGEST = 24_000;
/** Entries beside pc 0. */
const MOST_LOOPS = 24;

interface Unit {
  readonly code: JitCode;
  readonly args: number;
  readonly graph: Graph;
  readonly guards: readonly number[];
  readonly fixnums: boolean;
  readonly loops: readonly { readonly pc: number; readonly graph: Graph; readonly guards: readonly number[] }[];
  index: number;
}

export function compileBatch(codes: readonly JitCode[], heap: JitHeap, options: JitOptions): JitModule {
  const refused: { code: number; why: string }[] = [];
  const units = new Map<number, Unit>();
  for (const code of codes) {
    const unit = attempt(code, refused, () => prepare(code, options.speculates(code.address)));
    if (unit !== undefined) units.set(code.address, unit);
  }
  const prims = new Set<number>();
  const linked = new Map<number, number>();
  for (const u of units.values()) {
    for (const g of [u.graph, ...u.loops.map((l) => l.graph)]) {
      for (const p of primsOf(g)) prims.add(p);
      for (const n of calls(g)) {
        const target = targetOf(n, heap, u.code);
        if (target !== undefined && !units.has(target.code) && options.linked.has(target.code)) linked.set(target.code, n.args.length - 1);
      }
    }
  }
  const module = new ModuleBuilder();
  const link = new Linkage(module, prims, linked);
  for (const u of units.values()) u.index = module.declare(signature(u.args), [I64]);
  const words = new Set<bigint>();
  const entries: JitEntry[] = [];
  let slot = options.firstSlot;
  const publish = (code: number, pc: number, index: number): void => {
    module.export(`e${slot - options.firstSlot}`, index);
    entries.push({ code, pc, slot: slot++ });
  };
  for (const u of units.values()) {
    const callees = new KnownCallees(u, units, linked, link, heap, words);
    const context = { code: u.code, link, callees, unchecked: options.unchecked === true, fixnums: u.fixnums };
    const body = new Emitter(context, u.graph, signature(u.args), lowerNode, lowerSwitch).function(u.guards);
    const large = tooLarge(u.code, body);
    if (large !== undefined) {
      refused.push({ code: u.code.address, why: large });
      module.define(u.index, notHere(link));
      continue;
    }
    module.define(u.index, body);
    module.export(`f${u.code.address}`, u.index);
    publish(u.code.address, 0, define(module, [I32], frameEntry(u)));
    for (const l of u.loops) {
      const loop = new Emitter(context, l.graph, [I32], lowerNode, lowerSwitch).loopEntry(l.guards);
      if (tooLarge(u.code, loop) !== undefined) continue;
      publish(u.code.address, l.pc, define(module, [I32], loop));
    }
  }
  for (const r of refused) entries.push({ code: r.code, pc: 0, slot: -1 });
  return { wasm: units.size === 0 ? new Uint8Array(0) : module.encode(), slots: slot - options.firstSlot, entries, words: [...words], refused };
}

function define(module: ModuleBuilder, params: readonly (typeof I32)[], body: Body): number {
  const index = module.declare(params, [I64]);
  module.define(index, body);
  return index;
}

function attempt<R>(code: JitCode, refused: { code: number; why: string }[], f: () => R): R | undefined {
  try {
    return f();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refused.push({ code: code.address, why: error.message });
    return undefined;
  }
}

function prepare(code: JitCode, speculates: boolean): Unit {
  if (code.bytes.length > LARGEST) throw new Refusal(`too large (${code.bytes.length} bytes of bytecode)`);
  const flow = flowOf(code);
  const graph = buildGraph(flow, 0);
  if (graph === undefined || !findDominators(graph)) throw new Refusal("a loop that is entered past its header");
  const args = code.arity + (code.variadic ? 1 : 0);
  const numeric = numericArgs(graph);
  const guards = graph.args.map((n, i) => (speculates && numeric.has(n) ? seenType(code, i) : T.ANY));
  inferTypes(graph, { args: guards, slots: [], fixnums: speculates });
  settle(graph);
  return { code, args, graph, guards, fixnums: speculates, loops: loopsOf(flow, graph, speculates), index: -1 };
}

/** What the argument has always been, if compiled code can make use of it. */
function seenType(code: JitCode, i: number): number {
  if (i >= SEEN.ARGS || (code.variadic && i === code.arity)) return T.ANY;
  const seen = Number((code.seen >> BigInt(SEEN.BITS * i)) & 7n);
  return seen === SEEN.FIXNUM ? T.FIX : seen === SEEN.FLOAT ? T.FLO : T.ANY;
}

/** The graphs of the other entries. Slots have there the types that the loop's variables have when it is entered from above. */
function loopsOf(flow: Flow, whole: Graph, speculates: boolean): Unit["loops"] {
  const loops: { pc: number; graph: Graph; guards: readonly number[] }[] = [];
  for (const pc of flow.entries) {
    const header = whole.headers.get(pc);
    // A loop at pc 0 is entered as the function is: nothing but arguments is live there.
    if (header === undefined || pc === 0 || loops.length >= MOST_LOOPS) continue;
    const graph = buildGraph(flow, pc);
    if (graph === undefined || !findDominators(graph)) continue;
    const guards = header.map((n) => (n !== null && (n.type === T.FIX || n.type === T.FLO) && n.op !== "const" ? n.type : T.ANY));
    inferTypes(graph, { args: [], slots: guards, fixnums: speculates });
    settle(graph);
    loops.push({ pc, graph, guards });
  }
  return loops;
}
/** What never runs may be anything. */
function settle(g: Graph): void {
  for (const n of g.nodes) if (n.type === 0) n.type = T.ANY;
}

/**
 * A frame on the native stack (unoptimized code has a word for each local) may be NATIVE_RATIO times as large as the least
 * distance between two frames on the actor's stack: that distance alone is counted when calls nest.
 */
function tooLarge(code: JitCode, body: Body): string | undefined {
  const native = 256 + 8 * body.localCount;
  return native > LIMITS.NATIVE_RATIO * (HEADER + 8 * code.nlocals) ? `too many values (${body.localCount})` : undefined;
}
/** The body of a function that others call already but that stays interpreted. */
function notHere(link: Linkage): Body {
  const body = new Body([]);
  body.globalGet(link.reductions);
  body.i32(1);
  body.op(W.i32Add);
  body.globalSet(link.reductions);
  body.i64(WORD.SLOW);
  return body;
}

/** The entry at pc 0: arguments from the frame. */
function frameEntry(u: Unit): Body {
  const body = new Body([I32]);
  body.get(0);
  body.get(0);
  body.memory(W.i64Load, 24);
  for (let i = 0; i < u.args; i++) {
    body.get(0);
    body.memory(W.i64Load, HEADER + 8 * i);
  }
  body.call(u.index);
  return body;
}

function* calls(g: Graph): Iterable<Node> {
  for (const b of g.blocks) for (const n of b.nodes) if (n.op === "call") yield n;
}
/** The code that a call most likely runs, and the closure on which that depends. */
function targetOf(call: Node, heap: JitHeap, self: JitCode): { code: number; guard: bigint | undefined } | undefined {
  const callee = call.args[0] as Node;
  const n = call.args.length - 1;
  if (callee.op === "closure") return !self.variadic && self.arity === n ? { code: self.address, guard: undefined } : undefined;
  if (callee.op === "make-closure") {
    const code = heap.code(callee.imm);
    return !code.variadic && code.arity === n ? { code: code.address, guard: undefined } : undefined;
  }
  if (callee.op !== "var") return undefined;
  const root = heap.varRoot(callee.data as bigint);
  const code = heap.codeOfClosure(root, n);
  return code === undefined ? undefined : { code, guard: root };
}

/** Codes that a code calls or makes closures of: what is compiled along with it. */
export function calleesOf(code: JitCode, heap: JitHeap): number[] {
  const out = new Set<number>();
  let graph: Graph | undefined;
  try {
    graph = buildGraph(flowOf(code), 0);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  if (graph === undefined) return [];
  for (const b of graph.blocks)
    for (const n of b.nodes) {
      if (n.op === "make-closure") out.add(n.imm);
      else if (n.op === "call") {
        const target = targetOf(n, heap, code);
        if (target !== undefined && target.code !== code.address) out.add(target.code);
      }
    }
  return [...out];
}

class KnownCallees implements Callees {
  constructor(
    private readonly unit: Unit,
    private readonly units: ReadonlyMap<number, Unit>,
    private readonly linked: ReadonlyMap<number, number>,
    private readonly link: Linkage,
    private readonly heap: JitHeap,
    private readonly words: Set<bigint>,
  ) {}

  find(callee: Node, args: number): Direct | undefined {
    const target = targetOf({ args: [callee, ...new Array<Node>(args)] } as unknown as Node, this.heap, this.unit.code);
    if (target === undefined) return undefined;
    const unit = this.units.get(target.code);
    const index = unit !== undefined ? unit.index : this.linked.has(target.code) ? this.link.linked(target.code) : undefined;
    if (index === undefined) return undefined;
    if (target.guard !== undefined) this.words.add(target.guard);
    return { index, guard: target.guard };
  }
  switchKeys(table: bigint): readonly (readonly [bigint, number])[] | undefined {
    return this.heap.switchKeys(table);
  }
}
