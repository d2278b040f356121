import { LIMITS, MODULE_ROW } from "../../spec/index.js";
import type { HeapMemory } from "../host/index.js";

/** What is asked for: a module that is to be installed. */
export interface Wanted {
  readonly bytes: number;
  readonly slots: number;
  /** Codes that have entries in it. */
  readonly codes: readonly number[];
  /** Codes whose functions in other modules it calls. */
  readonly imports: readonly number[];
}

/** A module that is installed: its number and slots are its own until it is evicted. */
export interface InstalledModule extends Wanted {
  readonly number: number;
  readonly firstSlot: number;
  /** Changes (control.moduleChanges) when it was installed. */
  readonly since: number;
  /** Modules that it calls, and that call it. It is evicted before the former. */
  readonly needs: ReadonlySet<InstalledModule>;
  readonly users: Set<InstalledModule>;
}

/**
 * Which compiled modules are installed, within the limits of their number, slots and bytes. For a new one, modules give way that
 * have not run for the longest time: executors note when a module's code was seen by a sample (kernel/interp/sample.ts), and time
 * is counted in changes, which is as exact as it needs to be: of two modules that have run since the last change neither is old.
 */
export class InstalledModules {
  private readonly modules = new Map<number, InstalledModule>();
  /** The module whose function direct calls of a code reach: the latest. */
  private readonly homes = new Map<number, InstalledModule>();
  private bytes = 0;

  constructor(
    private readonly memory: HeapMemory,
    private readonly evict: (module: InstalledModule, codes: readonly number[]) => void,
    private readonly mostBytes: number = LIMITS.JIT_BYTES,
  ) {}

  get count(): number {
    return this.modules.size;
  }

  /** Takes a module in; what it calls stays. Undefined if there can't be room for it. */
  add(wanted: Wanted): InstalledModule | undefined {
    if (wanted.bytes > this.mostBytes) return undefined;
    const needs = new Set(wanted.imports.map((code) => this.homes.get(code) as InstalledModule));
    let number = this.freeNumber();
    let firstSlot = this.freeSlots(wanted.slots);
    while (number === undefined || firstSlot === undefined || this.bytes + wanted.bytes > this.mostBytes) {
      const oldest = this.leastUsed(needs);
      if (oldest === undefined) return undefined;
      this.remove(oldest);
      number ??= this.freeNumber();
      firstSlot ??= this.freeSlots(wanted.slots);
    }
    const module: InstalledModule = { ...wanted, number, firstSlot, since: this.memory.load("moduleChanges"), needs, users: new Set() };
    this.modules.set(number, module);
    this.bytes += wanted.bytes;
    for (const m of needs) m.users.add(module);
    for (const code of wanted.codes) this.homes.set(code, module);
    return module;
  }

  /** Evicts the module that the random number chooses, with those that call it. */
  removeSome(random: number): void {
    const chosen = [...this.modules.values()][random % Math.max(1, this.modules.size)];
    if (chosen !== undefined) this.removeWithUsers(chosen);
  }
  private removeWithUsers(module: InstalledModule): void {
    for (const user of [...module.users]) this.removeWithUsers(user);
    if (this.modules.get(module.number) === module) this.remove(module);
  }

  private remove(module: InstalledModule): void {
    this.modules.delete(module.number);
    this.bytes -= module.bytes;
    for (const m of module.needs) m.users.delete(module);
    const codes = module.codes.filter((code) => this.homes.get(code) === module);
    for (const code of codes) this.homes.delete(code);
    this.evict(module, codes);
  }

  /** Of the modules that no other calls. */
  private leastUsed(kept: ReadonlySet<InstalledModule>): InstalledModule | undefined {
    let least: InstalledModule | undefined;
    let when = Number.POSITIVE_INFINITY;
    for (const m of this.modules.values()) {
      if (m.users.size > 0 || kept.has(m)) continue;
      const used = this.lastUse(m);
      if (used >= when) continue;
      least = m;
      when = used;
    }
    return least;
  }
  /** Its row may still be that of the module before it, whose last use was before this one came. */
  private lastUse({ number, since }: InstalledModule): number {
    const table = this.memory.load("moduleTable");
    return table === 0 ? since : Math.max(since, this.memory.u32At(table + MODULE_ROW.BYTES * number + MODULE_ROW.USED));
  }

  private freeNumber(): number | undefined {
    for (let n = 0; n < LIMITS.JIT_MODULES; n++) if (!this.modules.has(n)) return n;
    return undefined;
  }
  /** The first gap of so many slots. Slot 0 is nobody's. */
  private freeSlots(slots: number): number | undefined {
    let at = 1;
    for (const m of [...this.modules.values()].sort((a, b) => a.firstSlot - b.firstSlot)) {
      if (m.firstSlot - at >= slots) return at;
      at = Math.max(at, m.firstSlot + m.slots); // some have none
    }
    return at + slots <= LIMITS.JIT_SLOTS ? at : undefined;
  }
}
