import { type Arity, MirFn, type MirUnit, parseMir, printFn, type Value } from "../mir/index.js";
import { inlinable } from "../passes/index.js";

/**
 * Bodies of small functions by var, for calls that need not see a redefinition: what library code defines. Learned from
 * optimized MIR as units are compiled; kept beside the core image as MIR text, which is read when first asked for.
 */
export class InlineTable {
  private readonly fns = new Map<string, MirFn | string>();

  /** Takes over the functions that a unit defines, and forgets what it defines otherwise. */
  learn(mir: MirUnit): void {
    const [arity] = mir.top.arities;
    for (const b of arity?.blocks ?? []) {
      for (const v of b.insts) {
        if (v.op !== "var-def") continue;
        const { ns, name } = v.varName;
        const fn = small(v.args[0] as Value, ns, name);
        const key = `${ns}/${name}`;
        if (fn === null || b.insts.some((x) => isSpecial(x, ns, name))) this.fns.delete(key);
        else this.fns.set(key, fn);
      }
    }
  }

  /** As an option of compileUnit. */
  readonly lookup = (ns: string, name: string): MirFn | null => {
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
    const out: Record<string, string> = {};
    for (const [key, fn] of this.fns) out[key] = typeof fn === "string" ? fn : `unit ${fn.ns} ${JSON.stringify(fn.file)}\n${printFn(fn)}`;
    return JSON.stringify(out);
  }

  import(json: string): void {
    for (const [key, text] of Object.entries(JSON.parse(json) as Record<string, string>)) this.fns.set(key, text);
  }
}

/** The function with those of its arities that are worth it, if there are any. */
function small(v: Value, ns: string, name: string): MirFn | null {
  if (v.op !== "closure" || v.fn.captures > 0) return null;
  const arities = v.fn.arities.filter((a) => inlinable(v.fn, a.fixed) === a && !names(a, ns, name));
  if (arities.length === 0) return null;
  const fn = new MirFn(v.fn.name, v.fn.ns, v.fn.file);
  fn.arities = arities;
  return fn;
}

/** Does the body name its own var? */
const names = (a: Arity, ns: string, name: string): boolean =>
  a.blocks.some((b) => b.insts.some((v) => v.op.startsWith("var-") && v.varName.ns === ns && v.varName.name === name));

/** Dynamic vars and macros are no plain functions. */
function isSpecial(v: Value, ns: string, name: string): boolean {
  if (v.op !== "prim" || (v.prim.name !== "var-set-dynamic" && v.prim.name !== "var-set-macro")) return false;
  const x = v.args[0];
  return x?.op === "var" && x.varName.ns === ns && x.varName.name === name;
}
