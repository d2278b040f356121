import type { Span } from "../../base/index.js";
import { type Binding, type Hir, type LoopTarget, local, primCall } from "../../hir/index.js";

/** What a local name stands for. */
export type Entry =
  | { readonly kind: "local"; readonly binding: Binding }
  /** A field of the type whose method is being compiled: read where it is used. cast: what a value is turned into that is set. */
  | { readonly kind: "field"; readonly self: Binding; readonly index: number; readonly mutable: boolean; readonly cast?: string };

/** Local names, innermost first: an immutable chain. A boundary is the edge of a reify: what lies beyond it is captured. */
export type Env =
  | { readonly kind: "name"; readonly name: string; readonly entry: Entry; readonly next: Env | null }
  | { readonly kind: "boundary"; readonly captures: Captures; readonly self: () => Binding; readonly next: Env | null };

export const bind = (env: Env | null, name: string, entry: Entry): Env => ({ kind: "name", name, entry, next: env });
export const bindLocal = (env: Env | null, binding: Binding): Env => bind(env, binding.name, { kind: "local", binding });

/** Outer locals that the methods of a reify use: each becomes a field of the instance. */
export class Captures {
  readonly outer: Entry[] = [];
  private readonly fields = new Map<Entry, number>();
  /** By method: one entry object per captured one, so that captures of captures stay the same. */
  private readonly entries = new Map<Binding, Entry[]>();

  entry(self: Binding, beyond: Entry): Entry {
    let index = this.fields.get(beyond);
    if (index === undefined) {
      index = this.outer.length;
      this.outer.push(beyond);
      this.fields.set(beyond, index);
    }
    let own = this.entries.get(self);
    if (!own) this.entries.set(self, (own = []));
    return (own[index] ??= { kind: "field", self, index, mutable: false });
  }
}

export function lookup(env: Env | null, name: string): Entry | null {
  for (let e = env; e; e = e.next) {
    if (e.kind === "name") {
      if (e.name === name) return e.entry;
      continue;
    }
    const beyond = lookup(e.next, name);
    return beyond ? e.captures.entry(e.self(), beyond) : null;
  }
  return null;
}
export function readEntry(entry: Entry, span: Span): Hir {
  if (entry.kind === "local") return local(entry.binding, span);
  return primCall("field-get", [local(entry.self, span), { kind: "const", value: BigInt(entry.index), span }], span);
}

export function* namesOf(env: Env | null): Generator<string> {
  const done = new Set<string>();
  for (let e = env; e; e = e.next) {
    if (e.kind === "name" && !done.has(e.name)) {
      done.add(e.name);
      yield e.name;
    }
  }
}

/** Where a value goes: to the point that recur may jump to, or why recur may not stand here. */
export type Tail = LoopTarget | "argument" | "try" | "top";
