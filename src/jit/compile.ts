/**
 * Compiles a batch of codes to one module:
 *
 *   CODE --flow--> blocks --build--> graph --infer--> types --emit--> body of a function
 *
 * once from pc 0, and once more from each loop header and receive point, where the interpreter can come in. Exports: eN, the
 * N-th entry, which takes the address of a written frame; fADDRESS, the function of a code, for direct calls by later modules.
 */
import { FIRST_USER_TYPE, type PrimRow, SEEN } from "../../spec/index.js";
import { buildGraph } from "./build.js";
import { type Body, I32, I64, ModuleBuilder, type ValType } from "./encode.js";
import type { Callees, Direct, EmitContext } from "./context.js";
import { Emitter } from "./emit.js";
import { type Choice, choosingEntry, choosingLoop, frameEntry, guardedEntry, notHere, tooLarge, typedSignature } from "./entries.js";
import { type Flow, flowOf } from "./flow.js";
import { calledArguments, versionName } from "./given.js";
import { type Graph, type Guard, isLong, type Node, SMALL, T, typeOfGuard } from "./graph.js";
import { Refusal } from "./scope.js";
import { inferTypes, numericArgs, typeOfWord } from "./infer.js";
import type { Given, InstanceLayout, JitCode, JitEntry, JitHeap, JitModule, JitOptions, Site, Trust } from "./input.js";
import { inlinerOf } from "./inlining.js";
import { Linkage, signature } from "./linkage.js";
import { LOWERING, primsOf } from "./lower.js";
import { rowOf } from "./lower-call.js";
import { foldBranches } from "./simplify.js";
import { type SlowFunction, SlowFunctions } from "./slow.js";
import { siteOf, type Sites, sitesOf, SiteTable, trustOf } from "./trust.js";
import { findRanges, isSmall, point as pointRange } from "./ranges.js";
import { findDominators } from "./structure.js";

/** A code whose bytes are more than these stays interpreted; so does its batch's remainder. */
const LARGEST = 24_000;
/** Arguments that a direct call gathers in a seq. */
const MOST_REST = 32;
/** Entries beside pc 0. */
const MOST_LOOPS = 24;

/** A code that has been read: its graphs serve to find what it calls, and then to compile it, once. */
interface Unit {
  readonly code: JitCode;
  readonly flow: Flow;
  readonly args: number;
  /** For any arguments; beside it, those for closures of one shape. */
  readonly main: Version;
  readonly versions: readonly Version[];
  readonly sites: SiteTable;
  /** Codes that it calls directly or makes closures of. */
  readonly callees: readonly number[];
  /** Type of what it returns. */
  result: number;
  /** Function that takes words. */
  index: number;
}
interface Version extends Source {
  readonly given: Given | undefined;
  readonly trust: Trust;
  readonly sites: Sites;
  loops: readonly Loop[];
  /** Function for arguments of the types in guards. */
  typed: number;
}
/** What one body is written from. */
interface Source {
  readonly graph: Graph;
  /** Types that arguments, or slots of a loop, are relied on to have. */
  readonly guards: readonly Guard[];
  /** Direct calls, by node, and what vars must hold for them. */
  readonly targets: ReadonlyMap<Node, Target>;
}
interface Loop extends Source {
  readonly pc: number;
}
interface Target {
  readonly code: number;
  /** Closure that the callee's var must hold; undefined: the callee is that closure for certain. */
  readonly guard: bigint | undefined;
  /** It takes any number of arguments, so many of them by themselves. */
  readonly fixed?: number;
}
const versionsOf = (u: Unit): readonly Version[] => [u.main, ...u.versions];

/** The heap at one moment: a program may define vars anew while this looks, and one guard stands for several calls. A code is read once. */
function atOneMoment(heap: JitHeap): JitHeap {
  const roots = new Map<bigint, bigint>();
  const codes = new Map<number, JitCode>();
  const view = Object.create(heap) as JitHeap;
  view.varRoot = (variable) => {
    const known = roots.get(variable) ?? heap.varRoot(variable);
    roots.set(variable, known);
    return known;
  };
  view.code = (address) => {
    const known = codes.get(address) ?? heap.code(address);
    codes.set(address, known);
    return known;
  };
  return view;
}

/** Codes on their way to one module: what they call is known as they are added, so that it can be added, too. */
export class Batch {
  private readonly heap: JitHeap;
  private readonly units = new Map<number, Unit>();
  private readonly refused: { code: number; why: string }[] = [];

  constructor(
    heap: JitHeap,
    private readonly options: JitOptions,
  ) {
    this.heap = atOneMoment(heap);
  }

  code(address: number): JitCode {
    return this.heap.code(address);
  }
  /** Answers the codes that this one calls or makes closures of. */
  add(address: number): readonly number[] {
    const code = this.code(address);
    try {
      const unit = prepare(code, this.heap, this.options);
      this.units.set(code.address, unit);
      return unit.callees;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refused.push({ code: code.address, why: error.message });
      return [];
    }
  }
  /** The module. Graphs are used up by it. */
  compile(): JitModule {
    return compileUnits(this.units, this.refused, this.heap, this.options);
  }
}

/** Compiles these codes and no others. */
export function compileBatch(codes: readonly JitCode[], heap: JitHeap, options: JitOptions): JitModule {
  const own = new Map(codes.map((code) => [code.address, code]));
  const view: JitHeap = Object.assign(Object.create(heap) as JitHeap, {
    code: (address: number) => own.get(address) ?? heap.code(address),
  });
  const batch = new Batch(view, options);
  for (const code of codes) batch.add(code.address);
  return batch.compile();
}

function compileUnits(
  units: ReadonlyMap<number, Unit>,
  refused: { code: number; why: string }[],
  heap: JitHeap,
  options: JitOptions,
): JitModule {
  inferUnits(units);
  for (const u of units.values()) for (const v of versionsOf(u)) v.loops = loopsOf(u, v, heap, units);

  const prims = new Set<number>();
  const linked = new Map<number, number>();
  const slow = new SlowFunctions(heap);
  for (const u of units.values()) {
    for (const { graph, targets } of versionsOf(u).flatMap((v) => [v, ...v.loops])) {
      for (const p of primsOf(graph)) {
        prims.add(p);
        const row = rowOf(p);
        const code = slow.of(row)?.code;
        if (code !== undefined && !units.has(code) && options.linked.has(code)) linked.set(code, row.arity);
      }
      for (const [n, t] of targets)
        if (!units.has(t.code) && options.linked.has(t.code)) linked.set(t.code, t.fixed === undefined ? n.args.length - 1 : t.fixed + 1);
    }
  }
  const module = new ModuleBuilder();
  const link = new Linkage(module, prims, linked);
  for (const u of units.values()) {
    u.index = module.declare(signature(u.args), [I64]);
    const plain = u.versions.length === 0 && u.main.guards.every((t) => t === T.ANY);
    for (const v of versionsOf(u)) v.typed = plain ? u.index : module.declare(typedSignature(v.guards), [I64]);
  }
  const words = new Set<bigint>();
  const entries: JitEntry[] = [];
  let slot = 0;
  const publish = (code: number, pc: number, index: number): void => {
    module.export(`e${slot}`, index);
    entries.push({ code, pc, slot: slot++ });
  };
  for (const u of units.values()) {
    const contextOf = (v: Version, { graph, targets }: Source): EmitContext => ({
      code: u.code,
      trust: v.trust,
      sites: v.sites,
      link,
      callees: new KnownCallees(graph, targets, units, linked, link, heap, slow, words),
      doubts: options.doubts === true,
      unchecked: options.unchecked === true,
      tailCalls: options.tailCalls !== false,
    });
    const { main } = u;
    const body = new Emitter(contextOf(main, main), main.graph, typedSignature(main.guards), LOWERING).function();
    const large = tooLarge(u.code, body);
    if (large !== undefined) {
      refused.push({ code: u.code.address, why: large });
      for (const index of new Set([u.index, ...versionsOf(u).map((v) => v.typed)])) module.define(index, notHere());
      continue;
    }
    module.define(main.typed, body);
    const choices: Choice[] = [];
    for (const v of u.versions) {
      const special = new Emitter(contextOf(v, v), v.graph, typedSignature(v.guards), LOWERING).function();
      const fits = tooLarge(u.code, special) === undefined;
      module.define(v.typed, fits ? special : notHere());
      if (fits) choices.push({ given: v.given as Given, guards: v.guards, index: v.typed });
    }
    if (main.typed !== u.index) {
      const guarded = guardedEntry(main.guards, main.typed, contextOf(main, main));
      if (u.versions.length === 0) module.define(u.index, guarded);
      else module.define(u.index, choosingEntry(u.args, choices, define(module, signature(u.args), guarded)));
    }
    module.export(`f${u.code.address}`, u.index);
    if (main.typed !== u.index) module.export(`t${u.code.address}`, main.typed);
    publish(u.code.address, 0, define(module, [I32], frameEntry(u.args, u.index)));
    // In the slot behind it: the same for a caller that has the arguments at hand.
    module.export(`e${slot++}`, u.index);
    const loopEntry = (v: Version, l: Loop): number | undefined => {
      const loop = new Emitter(contextOf(v, l), l.graph, [I32], LOWERING).loopEntry(l.guards, loopSite(u.code, l.pc));
      return tooLarge(u.code, loop) === undefined ? define(module, [I32], loop) : undefined;
    };
    for (const l of main.loops) {
      const index = loopEntry(main, l);
      if (index === undefined) continue;
      const special: Choice[] = [];
      for (const v of u.versions) {
        const same = v.loops.find((x) => x.pc === l.pc);
        const at = same === undefined ? undefined : loopEntry(v, same);
        if (at !== undefined) special.push({ given: v.given as Given, guards: [], index: at });
      }
      publish(u.code.address, l.pc, special.length === 0 ? index : define(module, [I32], choosingLoop(special, index)));
    }
  }
  for (const r of refused) entries.push({ code: r.code, pc: 0, slot: -1 });
  return {
    wasm: units.size === 0 ? new Uint8Array(0) : module.encode(),
    slots: slot,
    entries,
    words: [...words],
    sites: new Map([...units.values()].map((u) => [u.code.address, u.sites.sites])),
    imports: [...linked.keys()],
    calls: [...units.values()].flatMap((u) => u.callees.map((callee): [number, number] => [u.code.address, callee])),
    refused,
  };
}

function define(module: ModuleBuilder, params: readonly ValType[], body: Body): number {
  const index = module.declare(params, [I64]);
  module.define(index, body);
  return index;
}

function prepare(code: JitCode, heap: JitHeap, options: JitOptions): Unit {
  if (options.skip?.(code) === true) throw new Refusal("it was to be left out");
  if (code.bytes.length > LARGEST) throw new Refusal(`too large (${code.bytes.length} bytes of bytecode)`);
  const flow = flowOf(code);
  const sites = new SiteTable();
  const trust = options.trust(code.address);
  const main = versionOf(code, flow, heap, trust, sites, undefined);
  const called = calledArguments(code);
  const versions = (options.given?.(code.address) ?? [])
    .filter((g) => called.has(g.slot))
    .map((g) => versionOf(code, flow, heap, trustOf(trust, versionName(g)), sitesOf(sites, versionName(g)), g));
  const callees = new Set([main, ...versions].flatMap((v) => calleesOf(v.graph, v.targets, code)));
  return { code, flow, args: main.graph.args.length, main, versions, sites, callees: [...callees], result: 0, index: -1 };
}
function versionOf(code: JitCode, flow: Flow, heap: JitHeap, trust: Trust, sites: Sites, given: Given | undefined): Version {
  const graph = buildGraph(flow, 0, inlinerOf(code, heap), given === undefined ? [] : [given]);
  readLongs(graph, heap);
  if (!findDominators(graph)) throw new Refusal("a loop that is entered past its header");
  const numeric = numericArgs(graph);
  // What was small may be a sum that grows: a version whose arguments are not what they have been is not used.
  const seen = (i: number): Guard => (given === undefined ? seenGuard(code, code.seen, i) : typeOfGuard(seenGuard(code, given.seen, i)));
  const guards = graph.args.map((n, i) => (trust.args && numeric.has(n) ? seen(i) : T.ANY));
  return { given, graph, guards, trust, sites, targets: targetsOf(graph, code, heap), loops: [], typed: -1 };
}
/** Constants that are longs in boxes. */
function readLongs(graph: Graph, heap: JitHeap): void {
  for (const n of graph.nodes) {
    if (n.op === "const" && typeOfWord(n.data as bigint) === T.LNG) n.range = pointRange(heap.long(n.data as bigint));
  }
}
function targetsOf(graph: Graph, code: JitCode, heap: JitHeap): Map<Node, Target> {
  const out = new Map<Node, Target>();
  for (const n of calls(graph)) {
    const t = targetOf(n, heap, graph.closure, code);
    if (t !== undefined) out.set(n, t);
  }
  return out;
}

/** Types within all functions of the batch, what they return included, and what is left of each when branches that they decide are gone. */
function inferUnits(units: ReadonlyMap<number, Unit>): void {
  const callers = new Map<number, Unit[]>();
  for (const u of units.values()) {
    const called = versionsOf(u).flatMap((v) => [...v.targets.values()].map((t) => t.code));
    for (const code of new Set(called)) callers.set(code, [...(callers.get(code) ?? []), u]);
  }
  let left = [...units.values()];
  while (left.length > 0) {
    for (const u of left) for (const v of versionsOf(u)) for (const n of v.graph.nodes) n.type = 0;
    inferAll(units, left, callers);
    left = left.filter((u) =>
      versionsOf(u)
        .map((v) => foldBranches(v.graph))
        .includes(true),
    );
  }
  for (const u of units.values()) for (const v of versionsOf(u)) settle(v.graph, v.guards);
}
/** In some of the functions, and in those that call what answers something else then, until nothing changes. */
function inferAll(units: ReadonlyMap<number, Unit>, some: readonly Unit[], callers: ReadonlyMap<number, readonly Unit[]>): void {
  const left = new Set(some);
  while (left.size > 0) {
    for (const u of units.values()) {
      if (!left.delete(u)) continue;
      let result = 0;
      for (const v of versionsOf(u)) {
        inferTypes(v.graph, {
          args: v.guards.map(typeOfGuard),
          slots: [],
          trusts: trusting(v.trust),
          call: (n) => callType(v.targets.get(n), units),
        });
        for (const b of v.graph.blocks) {
          if (b.term?.kind === "return") result |= b.term.value.type;
          const last = b.nodes[b.nodes.length - 1];
          if (last?.op === "tail-call") result |= last.type;
        }
      }
      if (result === u.result) continue;
      u.result = result;
      for (const caller of callers.get(u.code.address) ?? []) left.add(caller);
    }
  }
}
const trusting =
  (trust: Trust) =>
  (n: Node): boolean =>
    n.before === null || trust.site(siteOf(n.before));
/** Where an entry in a loop says that it has found other types than it expects; no instruction has such a pc. */
const loopSite = (code: JitCode, pc: number): Site => ({ code: code.address, pc: ~pc });
const callType = (t: Target | undefined, units: ReadonlyMap<number, Unit>): number => {
  const unit = t === undefined ? undefined : units.get(t.code);
  return unit === undefined ? T.ANY : unit.result;
};

/** What the argument has always been, if compiled code can make use of it. */
function seenGuard(code: JitCode, kinds: bigint, i: number): Guard {
  if (i >= SEEN.ARGS || (code.variadic && i === code.arity)) return T.ANY;
  const seen = Number(kinds >> BigInt(SEEN.BITS * i)) & ((1 << SEEN.BITS) - 1);
  if (seen === SEEN.SMALL) return SMALL;
  if (seen === SEEN.FIXNUM || seen === (SEEN.FIXNUM | SEEN.SMALL)) return T.FIX;
  return seen === SEEN.FLOAT ? T.FLO : T.ANY;
}

/** The graphs of the other entries. Slots have there the types that the loop's variables have when it is entered from above. */
function loopsOf(u: Unit, v: Version, heap: JitHeap, units: ReadonlyMap<number, Unit>): Loop[] {
  const loops: Loop[] = [];
  for (const pc of u.flow.entries) {
    const header = v.graph.headers.get(pc);
    // A loop at pc 0 is entered as the function is: nothing but arguments is live there.
    if (header === undefined || pc === 0 || loops.length >= MOST_LOOPS) continue;
    const graph = buildGraph(u.flow, pc, inlinerOf(u.code, heap), v.given === undefined ? [] : [v.given]);
    if (!findDominators(graph)) continue;
    readLongs(graph, heap);
    const guards = header.map((n) => (v.trust.site(loopSite(u.code, pc)) ? slotGuard(n) : T.ANY));
    const targets = targetsOf(graph, u.code, heap);
    do {
      for (const n of graph.nodes) n.type = 0;
      inferTypes(graph, {
        args: [],
        slots: guards.map(typeOfGuard),
        trusts: trusting(v.trust),
        call: (n) => callType(targets.get(n), units),
      });
    } while (foldBranches(graph));
    settle(graph, guards);
    loops.push({ pc, graph, guards, targets });
  }
  return loops;
}
function slotGuard(n: Node | null): Guard {
  if (n === null || n.op === "const" || (!isLong(n.type) && n.type !== T.FLO)) return T.ANY;
  if (isLong(n.type) && n.type !== T.FIX) return T.LONG;
  return n.type === T.FIX && isSmall(n.range) ? SMALL : n.type;
}
/** What never runs may be anything. */
function settle(g: Graph, guards: readonly Guard[]): void {
  findDominators(g);
  for (const n of g.nodes) if (n.type === 0) n.type = T.ANY;
  findRanges(g, guards);
}

function* calls(g: Graph): Iterable<Node> {
  for (const b of g.blocks) for (const n of b.nodes) if (isCall(n)) yield n;
}
const isCall = (n: Node): boolean => n.op === "call" || n.op === "tail-call";
/** The code that a call most likely runs, and the closure on which that depends. */
function targetOf(call: Node, heap: JitHeap, closure: Node, self: JitCode): Target | undefined {
  const callee = call.args[0] as Node;
  const n = call.args.length - 1;
  if (callee === closure) return !self.variadic && self.arity === n ? { code: self.address, guard: undefined } : undefined;
  const guard = callee.op === "var" ? heap.varRoot(callee.data as bigint) : undefined;
  const known = callee.op === "const" ? (callee.data as bigint) : guard;
  const address =
    known !== undefined ? heap.codeOfClosure(known, n) : callee.op === "make-closure" ? heap.codeOfArity(callee.imm, n) : undefined;
  if (address === undefined) return undefined;
  const code = heap.code(address);
  // New versions of one that calls its arguments would not be found by those that call it directly.
  if (address !== self.address && calledArguments(code).size > 0) return undefined;
  if (!code.variadic) return { code: address, guard };
  return n - code.arity > MOST_REST ? undefined : { code: address, guard, fixed: code.arity };
}

/** What a code calls, besides itself, or makes closures of: in the order in which it does. */
function calleesOf(graph: Graph, targets: ReadonlyMap<Node, Target>, code: JitCode): number[] {
  const out = new Set<number>();
  for (const b of graph.blocks)
    for (const n of b.nodes) {
      if (n.op === "make-closure") out.add(n.imm);
      else if (isCall(n)) {
        const target = targets.get(n);
        if (target !== undefined && target.code !== code.address) out.add(target.code);
      }
    }
  return [...out];
}

const gathers = ({ fixed }: Target): { fixed?: number } => (fixed === undefined ? {} : { fixed });

class KnownCallees implements Callees {
  /** By var node: what it must hold. */
  private readonly guards = new Map<Node, bigint>();

  constructor(
    graph: Graph,
    private readonly targets: ReadonlyMap<Node, Target>,
    private readonly units: ReadonlyMap<number, Unit>,
    private readonly linked: ReadonlyMap<number, number>,
    private readonly link: Linkage,
    readonly heap: JitHeap,
    private readonly slowFunctions: SlowFunctions,
    private readonly words: Set<bigint>,
  ) {
    for (const [n, closure] of graph.inlined) {
      this.guards.set(n, closure);
      words.add(closure);
    }
    for (const [n, t] of targets) {
      if (t.guard === undefined || (!units.has(t.code) && !linked.has(t.code))) continue;
      this.guards.set(n.args[0] as Node, t.guard);
      words.add(t.guard);
    }
  }

  find(call: Node): Direct | undefined {
    const target = this.targets.get(call);
    if (target === undefined) return undefined;
    const unit = this.units.get(target.code);
    if (unit !== undefined) {
      const { main, versions } = unit;
      const typed = main.typed === unit.index || versions.length > 0 ? undefined : { index: main.typed, guards: main.guards };
      return { ...gathers(target), index: unit.index, typed, type: unit.result };
    }
    const index = this.indexOf(target.code);
    return index === undefined ? undefined : { ...gathers(target), index, typed: undefined, type: T.ANY };
  }
  /** The function of a code, for words. */
  private indexOf(code: number): number | undefined {
    return this.units.get(code)?.index ?? (this.linked.has(code) ? this.link.linked(code) : undefined);
  }
  slow(row: PrimRow): (SlowFunction & { readonly index: number }) | undefined {
    const found = this.slowFunctions.of(row);
    const index = found === undefined ? undefined : this.indexOf(found.code);
    if (found === undefined || index === undefined) return undefined;
    this.words.add(found.closure);
    return { ...found, index };
  }
  guard(variable: Node): bigint | undefined {
    return this.guards.get(variable);
  }
  isObject(variable: bigint): boolean {
    const word = this.heap.varRoot(variable);
    return (word & 7n) === 1n && word >> 32n >= BigInt(FIRST_USER_TYPE);
  }
  instances(variable: bigint): { readonly word: bigint; readonly layout: InstanceLayout } | undefined {
    const word = this.heap.varRoot(variable);
    const layout = this.heap.instanceLayout(word);
    if (layout === undefined) return undefined;
    this.words.add(word);
    return { word, layout };
  }
}
