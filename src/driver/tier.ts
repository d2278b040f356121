import { TIER } from "../../spec/index.js";
import {
  type AheadModule,
  type ClosureShape,
  CodeView,
  type CompiledModule,
  type GivenClosure,
  installPayload,
  type Machine,
} from "../host/index.js";
import {
  Batch,
  calledArguments,
  Experience,
  foresee,
  type Given,
  type JitHeap,
  type JitModule,
  type PrintedModule,
  printModule,
  type Site,
  TRUSTED,
  versionName,
  hasTailCalls,
} from "../jit/index.js";
import { InstalledModules } from "./installed.js";

export interface TierStats {
  /** Functions compiled and refused, modules made, bytes of WebAssembly, milliseconds spent. */
  functions: number;
  refused: number;
  modules: number;
  bytes: number;
  compileMs: number;
  /** Functions that came compiled with the image. */
  ahead: number;
  /** Functions compiled again because they had left their code too often. */
  again: number;
  /** Modules that have given way to others. */
  evicted: number;
}

export interface TierOptions {
  /** A line for each thing that happens. */
  readonly trace?: ((line: string) => void) | undefined;
  /** Every module as it is made, as text. */
  readonly dump?: ((module: PrintedModule) => void) | undefined;
  readonly unchecked?: boolean | undefined;
  /** Names of functions that are left in the interpreter, to find out which one a fault is in. */
  readonly skip?: readonly string[] | undefined;
  /** Bytes of WebAssembly that may be installed at a time, if not LIMITS.JIT_BYTES. */
  readonly mostBytes?: number | undefined;
}

/**
 * What may run in the interpreter under --tier jit. Everything else that begins to do so is a defect of the compiled tier.
 * (Frames are no functions: one that has left its compiled code goes on interpreted up to the next call, loop or return.)
 */
export const STAYS_INTERPRETED: readonly { readonly name: RegExp; readonly why: RegExp; readonly because: string }[] = [
  { name: /^$/, why: /^$/, because: "the first frame of an actor, APPLY and RETURN, starts with its operands on the stack" },
  { name: /./, why: /^too large/, because: "a form of so much bytecode (a large literal) runs once, and V8 would take seconds for it" },
  { name: /./, why: /^there is no room/, because: "compiled it would be larger than everything that may be compiled at a time" },
  { name: /./, why: /^too many (branches|values)/, because: "its native frame would be larger than what a nested call may take" },
];

const NONE: ReadonlySet<number> = new Set();
/** Says that these codes will not be compiled. */
const refusal = (codes: readonly number[]): CompiledModule => ({
  wasm: new Uint8Array(0),
  slots: 0,
  entries: codes.map((code) => ({ code, pc: 0, slot: -1 })),
  words: [],
  imports: [],
});
/** Versions of a code for closures that it is given, at a time; how often new ones may be made. */
const MOST_VERSIONS = 4;
const MOST_VERSIONS_AHEAD = 8;
const MOST_RENEWALS = 24;
/** Codes compiled along with a hot one, at most, and bytes of their bytecode. */
const BATCH_CODES = 40;
const BATCH_BYTES = 16_000;
/** Callers are compiled anew with a callee that is. */
const MOST_CALLERS = 200;

/** The heap without the closures of some functions: they are not called directly, and not inlined. */
function leavingOut(view: CodeView, names: readonly string[]): JitHeap {
  return {
    code: (address) => view.code(address),
    root: (address) => view.root(address),
    varRoot: (variable) => view.varRoot(variable),
    codeOfArity: (first, args) => {
      const code = view.codeOfArity(first, args);
      return code !== undefined && names.includes(view.name(code)) ? undefined : code;
    },
    codeOfClosure: (closure, args) => {
      const code = view.codeOfClosure(closure, args);
      return code !== undefined && names.includes(view.name(code)) ? undefined : code;
    },
    captured: (closure, index) => view.captured(closure, index),
    shapeOf: (closure) => view.shapeOf(closure),
    long: (word) => view.long(word),
    instanceLayout: (type) => view.instanceLayout(type),
    units: (word, most) => view.units(word, most),
    pairs: (map) => view.pairs(map),
  };
}

/**
 * Compiles what the kernel finds hot, in batches between other work of the main thread. Executors never wait for it (but with
 * --tier jit, which is for tests): they go on interpreting until the entries stand in their code.
 */
export class Tier {
  readonly stats: TierStats = { functions: 0, refused: 0, modules: 0, bytes: 0, compileMs: 0, ahead: 0, again: 0, evicted: 0 };
  private readonly codes: CodeView;
  private readonly view: JitHeap;
  private readonly queue: number[] = [];
  /** Codes that have compiled bodies. */
  private readonly linked = new Set<number>();
  private readonly refused = new Map<number, string>();
  private readonly strayed = new Map<number, string>();
  /** Of codes that have left their compiled bodies too often. */
  private readonly experience = new Map<number, Experience>();
  /** By code: the sites of its latest body. */
  private readonly sites = new Map<number, readonly Site[]>();
  private readonly callers = new Map<number, Set<number>>();
  /** By code: closures for which it has versions of its own, the latest last; how often that has changed. */
  private readonly given = new Map<number, { list: Given[]; renewals: number }>();
  private readonly renewed = new Set<number>();
  private readonly installed: InstalledModules;
  private scheduled = false;
  /** Milliseconds of work on the module that comes next. */
  private spent = 0;
  /** Of a batch; under stress each time another number: modules differ. */
  private mostCodes = BATCH_CODES;

  constructor(
    private readonly machine: Machine,
    private readonly options: TierOptions = {},
  ) {
    const view = new CodeView(machine.memory);
    this.codes = view;
    this.view = options.skip === undefined ? view : leavingOut(view, options.skip);
    this.installed = new InstalledModules(
      machine.memory,
      ({ number, bytes }, codes) => {
        machine.evict(number);
        for (const code of codes) this.linked.delete(code);
        this.stats.evicted++;
        this.options.trace?.(`evicted ${codes.map((code) => this.nameOf(code)).join(" ")} (${bytes} bytes)`);
      },
      options.mostBytes,
    );
  }

  /** The kernel's event: under --tier jit something runs in the interpreter. */
  interpreted(code: number): void {
    const name = this.nameOf(code);
    const why = this.refused.get(code) ?? (name === "" ? "" : "it was not compiled");
    if (!STAYS_INTERPRETED.some((s) => s.name.test(name) && s.why.test(why))) this.strayed.set(code, `${name}: ${why}`);
  }
  /** Functions that ran in the interpreter under --tier jit although nothing explains it (STAYS_INTERPRETED). */
  get unexplained(): readonly string[] {
    return [...this.strayed.values()].sort();
  }

  /**
   * What was compiled ahead of time: asked for once, when something is hot for the first time. Taking it in costs some milliseconds,
   * and a program that is over sooner, or waits, does without, however slow the machine is (a timer would not tell).
   */
  ahead: (() => AheadModule | undefined) | undefined;
  private takeAhead(): void {
    const { unchecked } = this.options;
    const { memory } = this.machine;
    const wanted = unchecked !== true && memory.load("tier") !== TIER.INTERP && memory.load("stressGuard") === 0;
    const module = this.linkAhead(wanted);
    if (module === undefined) return;
    if (!this.install(module)) this.stats.ahead = 0;
    else this.options.trace?.(`installed ${this.stats.ahead} functions that were compiled ahead of time (${module.wasm.length} bytes)`);
  }
  /** Counts them as linked: what is compiled from now on calls them directly. Whoever runs it must have installed them before. */
  linkAhead(wanted = true): AheadModule | undefined {
    const module = wanted ? this.ahead?.() : undefined;
    this.ahead = undefined;
    if (module === undefined || module.entries.some(({ code }) => this.skips(code))) return undefined;
    for (const [caller, callee] of module.calls) this.noteCall(caller, callee);
    for (const { code, pc } of module.entries) {
      if (pc !== 0) continue;
      this.linked.add(code);
      this.stats.ahead++;
    }
    return module;
  }

  /** The kernel's event. */
  hot(code: number, exits: number): void {
    if (exits > 0) this.learn(code);
    this.queue.push(code);
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.compile();
    });
  }

  /** The kernel's event. */
  shape({ code, slot, seen, shape }: GivenClosure): void {
    if (!this.linked.has(code) || !calledArguments(this.codes.code(code)).has(slot)) return;
    const { list, renewals } = this.given.get(code) ?? { list: [], renewals: 0 };
    const name = versionName({ slot, shape });
    const known = list.find((g) => versionName(g) === name);
    const wanted: Given = { slot, shape, seen: seen | (known?.seen ?? 0n) };
    if (renewals === MOST_RENEWALS || known?.seen === wanted.seen) return;
    const others = list.filter((g) => g !== known);
    this.given.set(code, { list: [...others, wanted].slice(-MOST_VERSIONS), renewals: renewals + 1 });
    this.renewed.add(code);
    this.options.trace?.(`${this.nameOf(code)} is to have a version for ${this.describe(shape)}`);
    this.hot(code, 0);
  }
  private describe({ code, captures }: ClosureShape): string {
    const inner = captures.flatMap((c) => (c === null ? [] : [this.describe(c)]));
    return inner.length === 0 ? this.nameOf(code) : `${this.nameOf(code)} (${inner.join(", ")})`;
  }
  private learn(code: number): void {
    let e = this.experience.get(code);
    if (e === undefined) {
      e = new Experience();
      this.experience.set(code, e);
    }
    e.learn(this.sites.get(code), this.codes.failed(code));
  }
  /** The kernel's event, under stress. */
  evict(random: number): void {
    this.mostCodes = random % 4 === 0 ? BATCH_CODES : 1 + (random % 5);
    this.installed.removeSome(random >>> 8);
    this.machine.memory.store("evictAsked", 0);
  }

  private compile(): void {
    this.takeAhead();
    const hot = this.queue.splice(0);
    const { batch, codes } = this.timed(() => this.batch(hot));
    if (codes.length > 0) this.compileAndInstall(codes, batch);
    // What has compiled code by now (it came along with a caller) keeps it.
    const left = hot.filter((code) => !this.linked.has(code));
    for (const code of left) if (!this.refused.has(code)) this.refused.set(code, "there is no room for its compiled code");
    if (left.length > 0) this.machine.install(installPayload(refusal(left), 0, 0));
  }
  /** In parts, if all that can give way is not room enough; what alone finds none is not linked then. */
  private compileAndInstall(codes: readonly number[], batch: Batch): void {
    const module = this.module(codes, batch);
    // What it calls can't give way to it: then it calls nothing directly.
    if (this.install(module) || (module.imports.length > 0 && this.install(this.module(codes, this.read(codes, NONE))))) return;
    const half = codes.length >> 1;
    if (half === 0) return;
    for (const part of [codes.slice(0, half), codes.slice(half)]) this.compileAndInstall(part, this.read(part));
  }

  /** An empty batch, whose module will call directly what is linked. */
  private fresh(linked: ReadonlySet<number> = this.linked): Batch {
    // Without memory a module may have been lost (kernel/sched/modules.ts): none can rely on another any more.
    const alone = this.machine.memory.load("modulesLost") !== 0;
    return new Batch(this.view, {
      linked: alone ? NONE : linked,
      trust: (code) => this.experience.get(code) ?? TRUSTED,
      given: (code) => this.given.get(code)?.list ?? [],
      skip: ({ address }) => this.skips(address),
      doubts: this.machine.memory.load("stressGuard") !== 0,
      unchecked: this.options.unchecked === true,
      tailCalls: hasTailCalls(),
    });
  }
  private read(codes: readonly number[], linked?: ReadonlySet<number>): Batch {
    const batch = this.fresh(linked);
    this.timed(() => codes.forEach((code) => batch.add(code)));
    return batch;
  }
  private timed<R>(work: () => R): R {
    const start = performance.now();
    const answer = work();
    this.spent += performance.now() - start;
    return answer;
  }

  /** The module of a batch; from now on its codes count as linked. */
  private module(codes: readonly number[], batch: Batch): JitModule {
    const module = this.timed(() => batch.compile());
    const ms = this.spent;
    this.spent = 0;
    this.options.dump?.(this.print(module));
    const refused = new Map(module.refused.map((r) => [r.code, r.why]));
    for (const code of codes) {
      const why = refused.get(code);
      if (why !== undefined) {
        this.refused.set(code, why);
        this.stats.refused++;
        this.options.trace?.(`${this.nameOf(code)} stays interpreted: ${why}`);
        continue;
      }
      if (this.linked.has(code)) this.stats.again++;
      this.linked.add(code);
      this.stats.functions++;
    }
    for (const [code, sites] of module.sites) this.sites.set(code, sites);
    this.stats.modules++;
    this.stats.bytes += module.wasm.length;
    this.stats.compileMs += ms;
    this.options.trace?.(
      `compiled ${codes
        .filter((code) => !refused.has(code))
        .map((code) => this.nameOf(code))
        .join(" ")} (${module.wasm.length} bytes, ${ms.toFixed(1)} ms)`,
    );
    return module;
  }

  /** Compiles all of these codes now, and installs nothing. */
  compileOnly(codes: readonly number[]): { module: JitModule; printed: () => PrintedModule } {
    const module = this.module(codes, this.read(codes));
    return { module, printed: () => this.print(module) };
  }
  /**
   * Compiles codes of an image to a module that can be installed wherever that image runs. program: those among them that are read for closures
   * which they give to loops; these get their versions now, even if they are linked already.
   */
  compileAhead(codes: readonly number[], program: readonly number[] = []): AheadModule {
    const versions = foresee(program, this.view, MOST_VERSIONS_AHEAD);
    for (const [code, list] of versions) this.given.set(code, { list: [...list], renewals: 0 });
    const { wasm, slots, entries, words, imports, calls } = this.compileOnly([...new Set([...codes, ...versions.keys()])]).module;
    return { stamp: this.machine.memory.load("imageStamp"), wasm, slots, entries, words, imports, calls };
  }
  /** Whether it is to be left to the interpreter. */
  private skips(code: number): boolean {
    return this.options.skip?.includes(this.nameOf(code)) === true;
  }
  nameOf(code: number): string {
    return this.codes.name(code);
  }

  private print(module: JitModule): PrintedModule {
    const entries = new Map(module.entries.map((e) => [e.slot, e]));
    return printModule(module.wasm, { function: (code) => this.nameOf(code), entry: (i) => entries.get(i) });
  }

  /** The hot codes, what they call, and what must be linked anew to them. */
  private batch(hot: readonly number[]): { codes: readonly number[]; batch: Batch } {
    const batch = this.fresh();
    const chosen = new Set<number>();
    /** Whose callees come along, and what those are. */
    const work: { code: number; callees: readonly number[] }[] = [];
    let bytes = 0;
    const add = (code: number): readonly number[] | undefined => {
      if (chosen.has(code) || this.refused.has(code)) return undefined;
      chosen.add(code);
      bytes += batch.code(code).bytes.length;
      return batch.add(code);
    };
    const addWithCallees = (code: number): void => {
      const callees = add(code);
      if (callees !== undefined) work.push({ code, callees });
    };
    for (const code of hot) {
      const again = this.linked.has(code);
      const renewed = this.renewed.delete(code);
      if (again && !renewed && !this.experience.has(code)) continue;
      addWithCallees(code);
      if (again) for (const caller of this.callersOf(code)) add(caller);
    }
    for (const { code, callees } of work) {
      for (const callee of callees) {
        this.noteCall(code, callee);
        if (!this.linked.has(callee) && chosen.size < this.mostCodes && bytes < BATCH_BYTES) addWithCallees(callee);
      }
    }
    return { codes: [...chosen], batch };
  }
  private noteCall(caller: number, callee: number): void {
    let known = this.callers.get(callee);
    if (known === undefined) {
      known = new Set();
      this.callers.set(callee, known);
    }
    known.add(caller);
  }
  /** Compiled codes from which direct calls lead to this one. */
  private callersOf(address: number): Set<number> {
    const out = new Set<number>([address]);
    for (const a of out) {
      if (out.size > MOST_CALLERS) break;
      for (const c of this.callers.get(a) ?? []) if (this.linked.has(c)) out.add(c);
    }
    out.delete(address);
    return out;
  }

  /** Hands it to the executors; false if there is no room for it, and then its codes are not linked. */
  private install(module: CompiledModule): boolean {
    const codes = module.entries.filter((e) => e.pc === 0 && e.slot >= 0).map((e) => e.code);
    if (codes.length === 0) {
      this.machine.install(installPayload(refusal(module.entries.map((e) => e.code)), 0, 0));
      return true;
    }
    const { wasm, slots, imports } = module;
    const place = this.installed.add({ bytes: wasm.length, slots, codes, imports });
    if (place === undefined) for (const code of codes) this.linked.delete(code);
    else this.machine.install(installPayload(module, place.number, place.firstSlot));
    return place !== undefined;
  }
}
