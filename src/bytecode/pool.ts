import { CharForm, Keyword, Sym } from "../reader/index.js";
import { type Const, VarConst } from "./code.js";

/** The constants of a code, each kept once: scalars and vars by what they are, the rest by identity. */
export class ConstPool {
  readonly list: Const[] = [];
  private readonly byKey = new Map<unknown, number>();

  index(c: Const): number {
    const key = keyOf(c);
    let i = this.byKey.get(key);
    if (i === undefined) {
      i = this.list.push(c) - 1;
      this.byKey.set(key, i);
    }
    return i;
  }
}

function keyOf(c: Const): unknown {
  if (c === null || typeof c === "boolean") return c;
  if (typeof c === "bigint") return `i${c}`;
  if (typeof c === "number") return Object.is(c, -0) ? "d-0" : `d${c}`;
  if (typeof c === "string") return `s${c}`;
  if (c instanceof Keyword) return `k${c.ns ?? ""}/${c.name}`;
  if (c instanceof VarConst) return `v${c.ns}/${c.name}`;
  if (c instanceof CharForm) return `c${c.code}`;
  if (c instanceof Sym && c.meta === null) return `y${c.ns ?? ""}/${c.name}`;
  return c;
}
