/**
 * Calls that read or change collections along keys which are written down: (assoc m k v k v), (update m k f), (assoc-in m [a b] v) and the like,
 * as one primitive after the other; and swap! with a function that is known, and max, min and comp of many. All arguments are evaluated before anything else, in their order.
 */
import type { Span } from "../../base/index.js";
import { type Binding, call, constant, type Hir, type LoopTarget, local, primCall, varGet } from "../../hir/index.js";
import { VectorForm } from "../../reader/index.js";
import type { VarInfo } from "./namespaces.js";

/** Longer paths are left to the library. */
const LONGEST_PATH = 8;

export interface Changes {
  binding(name: string, span: Span): Binding;
  loop(bindings: Binding[]): LoopTarget;
  isDynamic(ns: string, name: string): boolean;
  /** The call of a function. */
  apply(fn: Hir, args: Hir[], span: Span): Hir;
}

/** The call of one of these functions, null if it is left to the library. */
export function changeCall(info: VarInfo, args: readonly Hir[], span: Span, tools: Changes): Hir | null {
  if (info.ns !== "clojure.core") return null;
  const held = new Held(tools, span);
  if (info.name === "assoc") {
    if (args.length <= 3 || args.length % 2 === 0) return null;
    const [map, ...pairs] = held.all(args) as [Hir, ...Hir[]];
    let body = map;
    for (let i = 0; i < pairs.length; i += 2) body = primCall("assoc", [body, pairs[i] as Hir, pairs[i + 1] as Hir], span);
    return held.around(body);
  }
  if (FOLDED.has(info.name)) {
    if (args.length <= 2) return null;
    const [first, ...more] = held.all(args) as [Hir, ...Hir[]];
    const fn = varGet(info.ns, info.name, span);
    return held.around(more.reduce((best, h) => call(fn, [best, h], span), first));
  }
  if (info.name === "swap!") return swap(args, held, tools, span);
  const takes = ARGUMENTS[info.name];
  const path = takes?.(args.length) ? (info.name === "update" ? [args[1] as Hir] : itemsOf(args[1] as Hir)) : [];
  if (path.length === 0 || path.length > LONGEST_PATH) return null;
  const get = (map: Hir, key: Hir): Hir => primCall("get", [map, key], span);
  const [map, ...keys] = held.all([args[0] as Hir, ...path]) as [Hir, ...Hir[]];
  if (info.name === "get-in") return held.around(keys.reduce(get, map));

  const fn = info.name === "assoc-in" ? null : held.fn(args[2] as Hir);
  const given = held.all(args.slice(fn === null ? 2 : 3));
  const last = keys.length - 1;
  const maps = [map];
  for (let i = 0; i < last; i++) maps.push(held.one(get(maps[i] as Hir, keys[i] as Hir)));
  const value = fn === null ? (given[0] as Hir) : tools.apply(fn, [get(maps[last] as Hir, keys[last] as Hir), ...given], span);
  return held.around(keys.reduceRight((changed, key, i) => primCall("assoc", [maps[i] as Hir, key, changed], span), value));
}
/** (swap! atom f & args): what is no atom, but behaves like one, is left to the library. */
function swap(args: readonly Hir[], held: Held, tools: Changes, span: Span): Hir | null {
  const [atom, f, ...more] = args as [Hir, Hir, ...Hir[]];
  if (f === undefined || (f.kind !== "var-get" && f.kind !== "fn")) return null;
  const a = held.one(atom);
  const fn = held.fn(f);
  const given = held.all(more);
  const [old, changed] = [tools.binding("old", span), tools.binding("new", span)];
  const [before, after] = [local(old, span), local(changed, span)];
  const target = tools.loop([]);
  const again: Hir = { kind: "recur", target, args: [], span };
  const body: Hir = {
    kind: "let",
    bindings: [
      { binding: old, init: primCall("atom-deref", [a], span) },
      { binding: changed, init: tools.apply(fn, [before, ...given], span) },
    ],
    body: { kind: "if", test: primCall("atom-replace", [a, before, after], span), then: after, else: again, span },
    span,
  };
  return held.around({
    kind: "if",
    test: primCall("atom?", [a], span),
    then: { kind: "loop", loop: target, inits: [], body, span },
    else: call(varGet("clojure.core", "swap!", span), [a, fn, ...given], span),
    span,
  });
}
/** Of more than two arguments the same as of two, from the left. */
const FOLDED = new Set(["max", "min", "comp"]);
/** How many arguments they take, beside `assoc`. */
const ARGUMENTS: Record<string, (n: number) => boolean> = {
  "get-in": (n) => n === 2,
  "assoc-in": (n) => n === 3,
  update: (n) => n >= 3,
  "update-in": (n) => n >= 3,
};
/** Elements of a vector that is written down; none of anything else. */
function itemsOf(h: Hir): readonly Hir[] {
  if (h.kind === "vector") return h.items;
  return h.kind === "const" && h.value instanceof VectorForm ? h.value.items.map((item) => constant(item, h.span)) : [];
}

/** Expressions that must be evaluated in their order, in variables unless it makes no difference. */
class Held {
  private readonly bindings: { binding: Binding; init: Hir }[] = [];

  constructor(
    private readonly tools: Changes,
    private readonly span: Span,
  ) {}
  one(h: Hir): Hir {
    if (h.kind === "const" || h.kind === "local") return h;
    const binding = this.tools.binding("it", this.span);
    this.bindings.push({ binding, init: h });
    return local(binding, this.span);
  }
  all(given: readonly Hir[]): Hir[] {
    return given.map((h) => this.one(h));
  }
  /** A function to be called: a call through its var is a direct one. What can be bound is read in its turn. */
  fn(h: Hir): Hir {
    return h.kind === "var-get" && !this.tools.isDynamic(h.ns, h.name) ? h : this.one(h);
  }
  around(body: Hir): Hir {
    const { bindings, span } = this;
    return bindings.length === 0 ? body : { kind: "let", bindings, body, span };
  }
}
