import { printForm } from "../reader/index.js";
import {
  type Arity,
  type Block,
  functionsOf,
  isVoid,
  type MirFn,
  type MirUnit,
  resolve,
  reversePostorder,
  type Term,
  type Value,
} from "./ir.js";

/**
 * MIR as text, which parse.ts reads back (values and blocks are numbered in the order in which they appear):
 *
 *   unit user "a.clj"
 *   fn @0 "user/f" captures 1
 *   arity 2
 *     k0 = {:a 1}                     constants that are not plain words
 *   b0:
 *     v3 = prim lt a0 #2              a0 argument, c0 captured value, self, 'user/x the var itself, #2 nil true false
 *     branch v3 b1 b2
 *   b4 v7 v8 loop handler b9:         parameters, mark, handler
 *     jump b4 v7 v3
 */
export function printMir(unit: MirUnit): string {
  const fns = functionsOf(unit.top);
  const out = [`unit ${unit.ns} ${JSON.stringify(unit.file)}`];
  for (const fn of fns) out.push(...lines(fn, fns));
  return `${out.join("\n")}\n`;
}

/** One function; closures that it makes are numbered from 1. */
export const printFn = (fn: MirFn): string => `${lines(fn, functionsOf(fn)).join("\n")}\n`;

function lines(fn: MirFn, fns: readonly MirFn[]): string[] {
  const out = [`fn @${fns.indexOf(fn)} ${JSON.stringify(fn.name)} captures ${fn.captures}`];
  for (const a of fn.arities) out.push(...new ArityPrinter(a, fns).lines());
  return out;
}

class ArityPrinter {
  private readonly consts = new Map<string, number>();
  private readonly constLines: string[] = [];
  private readonly order: Block[];
  private readonly blockNumber = new Map<Block, number>();
  private readonly valueNumber = new Map<Value, number>();
  constructor(
    private readonly arity: Arity,
    private readonly fns: readonly MirFn[],
  ) {
    this.order = reversePostorder(arity);
    for (const b of this.order) {
      this.blockNumber.set(b, this.blockNumber.size);
      for (const v of b.params) this.valueNumber.set(v, this.valueNumber.size);
      for (const v of b.insts) if (!isVoid(v)) this.valueNumber.set(v, this.valueNumber.size);
    }
  }

  lines(): string[] {
    const body: string[] = [];
    for (const b of this.order) {
      body.push(this.header(b));
      for (const v of b.insts) body.push(`  ${isVoid(v) ? "" : `${this.name(v)} = `}${this.inst(v)}`);
      if (b.term !== null) body.push(`  ${this.term(b.term)}`);
    }
    return [`arity ${this.arity.fixed}${this.arity.variadic ? " variadic" : ""}`, ...this.constLines, ...body];
  }

  private name(v: Value): string {
    const n = this.valueNumber.get(v);
    return n === undefined ? `lost${v.id}` : `v${n}`;
  }
  private blockName(b: Block | undefined): string {
    return `b${b === undefined ? "?" : this.blockNumber.get(b)}`;
  }

  private header(b: Block): string {
    const params = b.params.map((p) => ` ${this.name(p)}`).join("");
    return `${this.blockName(b)}${params}${b.loop ? " loop" : ""}${b.handler === null ? "" : ` handler ${this.blockName(b.handler)}`}:`;
  }

  private konst(text: string): string {
    let k = this.consts.get(text);
    if (k === undefined) {
      k = this.consts.size;
      this.consts.set(text, k);
      this.constLines.push(`  k${k} = ${text}`);
    }
    return `k${k}`;
  }

  private operand(value: Value): string {
    const v = resolve(value);
    switch (v.op) {
      case "const": {
        const f = v.form;
        if (f === null) return "nil";
        if (typeof f === "boolean") return String(f);
        return typeof f === "bigint" ? `#${f}` : this.konst(printForm(f, { meta: true }));
      }
      case "arg":
        return `a${v.index}`;
      case "capture":
        return `c${v.index}`;
      case "self":
        return "self";
      case "var":
        return `'${v.varName.ns}/${v.varName.name}`;
      default:
        return this.name(v);
    }
  }
  private operands(vs: readonly Value[]): string {
    return vs.map((v) => ` ${this.operand(v)}`).join("");
  }

  private inst(v: Value): string {
    switch (v.op) {
      case "prim":
        return `prim ${v.prim.name}${this.operands(v.args)}`;
      case "var-get":
      case "var-set":
      case "var-def":
        return `${v.op} ${v.varName.ns}/${v.varName.name}${this.operands(v.args)}`;
      case "closure":
        return `closure @${this.fns.indexOf(v.fn)}${this.operands(v.args)}`;
      case "set-capture":
      case "capture-move":
        return `${v.op} ${v.index}${this.operands(v.args)}`;
      default:
        return `${v.op}${this.operands(v.args)}`;
    }
  }

  private term(t: Term): string {
    const to = t.targets.map((b) => ` ${this.blockName(b)}`).join("");
    switch (t.kind) {
      case "jump":
        return `jump${to}${this.operands(t.args)}`;
      case "switch": {
        const cases = (t.cases ?? []).map(
          (cs, i) => ` ${this.blockName(t.targets[i])}${cs.map((c) => ` ${this.konst(printForm(c, { meta: true }))}`).join("")} |`,
        );
        return `switch${this.operands(t.args)} :${cases.join("")} ${this.blockName(t.targets[t.targets.length - 1])}`;
      }
      default:
        return `${t.kind}${this.operands(t.args)}${to}`;
    }
  }
}
