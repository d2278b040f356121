import { type Arity, MirFn, type MirUnit, parseMir, printFn, type Value } from "../mir/index.js";
import { inlinable } from "../passes/index.js";

/**
 * Bodies of small functions by var, for calls that need not see a redefinition: what library code defines. Learned from
 * optimized MIR as units are compiled; kept beside the core image as MIR text, which is read when first asked for.
 */
export class InlineTable {
  private readonly fns = new Map<string, MirFn | string>();
  /** Reads what is kept as text; not before something is looked up. */
  private later: (() => string) | null = null;

  /** Only functions of namespaces whose names begin so. */
  constructor(private readonly prefix = "") {}

  /** Takes over the functions that a unit defines (if `keep`), and forgets what it defines otherwise. */
  learn(mir: MirUnit, keep = true): void {
    const [arity] = mir.top.arities;
    for (const b of arity?.blocks ?? []) {
      for (const v of b.insts) {
        if (v.op !== "var-def") continue;
        const { ns, name } = v.varName;
        if (!ns.startsWith(this.prefix)) continue;
        if (!keep) this.load();
        const fn = small(v.args[0] as Value, ns, name);
        const key = `${ns}/${name}`;
        if (!keep || fn === null || b.insts.some((x) => isSpecial(x, ns, name))) this.fns.delete(key);
        else this.fns.set(key, fn);
      }
    }
  }

  /** As an option of compileUnit. */
  readonly lookup = (ns: string, name: string): MirFn | null => {
    if (!ns.startsWith(this.prefix)) return null;
    this.load();
    const key = `${ns}/${name}`;
    const fn = this.fns.get(key);
    if (fn === undefined) return null;
    if (typeof fn !== "string") return fn;
    const { top } = parseMir(fn);
    this.fns.set(key, top);
    return top;
  };

  /** Everything in it, as JSON. */
  export(): string {
    this.load();
    const out: Record<string, string> = {};
    for (const [key, fn] of this.fns) out[key] = typeof fn === "string" ? fn : `unit ${fn.ns} ${JSON.stringify(fn.file)}\n${printFn(fn)}`;
    return JSON.stringify(out);
  }

  /** Reads it when it is first needed. What has been learned since counts more. */
  importLater(read: () => string): void {
    this.later = read;
  }

  private load(): void {
    const read = this.later;
    if (read === null) return;
    this.later = null;
    const learned = [...this.fns];
    this.import(read());
    for (const [key, fn] of learned) this.fns.set(key, fn);
  }

  import(json: string): void {
    for (const [key, text] of Object.entries(JSON.parse(json) as Record<string, string>)) this.fns.set(key, text);
  }
}

/** The function with those of its arities that are worth it, if there are any. */
function small(v: Value, ns: string, name: string): MirFn | null {
  if (v.op !== "closure" || v.fn.captures > 0) return null;
  const arities = v.fn.arities.filter((a) => inlinable(v.fn, a.fixed) === a && !isWrapper(a) && isPlain(a) && !names(a, ns, name));
  if (arities.length === 0) return null;
  const fn = new MirFn(v.fn.name, v.fn.ns, v.fn.file);
  fn.arities = arities;
  return fn;
}

/** One primitive on the parameters: the front end has put it in place of the call already. */
const isWrapper = (a: Arity): boolean => a.blocks.length === 1 && a.entry.insts.length === 1 && a.entry.insts[0]?.op === "prim";

/**
 * Only predicates, arithmetic and the like: what nobody replaces for a test, as one may println or rand-int. Their calls and
 * vars are those of the runtime itself.
 */
const isPlain = (a: Arity): boolean => a.blocks.every((b) => b.insts.every(isPlainInst));
function isPlainInst(v: Value): boolean {
  if (v.op === "prim") return v.prim.id < FIRST_ACTOR_PRIM && !v.prim.name.startsWith("rand");
  if (v.op === "var-get") return v.varName.ns.startsWith("odeon.");
  return v.op === "call" || v.op === "not" || v.op === "vector" || v.op === "list";
}
const FIRST_ACTOR_PRIM = 640;

/** Does the body name its own var? */
const names = (a: Arity, ns: string, name: string): boolean =>
  a.blocks.some((b) => b.insts.some((v) => v.op.startsWith("var-") && v.varName.ns === ns && v.varName.name === name));

/** Dynamic vars and macros are no plain functions. */
function isSpecial(v: Value, ns: string, name: string): boolean {
  if (v.op !== "prim" || (v.prim.name !== "var-set-dynamic" && v.prim.name !== "var-set-macro")) return false;
  const x = v.args[0];
  return x?.op === "var" && x.varName.ns === ns && x.varName.name === name;
}
