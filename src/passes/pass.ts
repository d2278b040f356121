import type { Arity, MirFn, Value } from "../mir/index.js";
import { resolve } from "../mir/index.js";

export interface PassOptions {
  /** Bodies of small known functions, by var; null where a call must stay a call. */
  inline?: (ns: string, name: string) => MirFn | null;
  /** Calls in tail position replace the running frame. */
  tailCalls?: boolean;
}

export interface Pass {
  name: string;
  /** Why it stands where it stands. */
  reason: string;
  /** Answers whether anything changed. */
  run(arity: Arity, options: PassOptions): boolean;
}

/** Lets every use see what has taken a value's place. */
export function substitute(arity: Arity): void {
  const fix = (args: Value[]) => {
    for (let i = 0; i < args.length; i++) {
      const a = args[i] as Value;
      if (a.repl !== null) args[i] = resolve(a);
    }
  };
  for (const b of arity.blocks) {
    for (const v of b.insts) fix(v.args);
    if (b.term !== null) fix(b.term.args);
  }
}

export function countUses(arity: Arity): Uint32Array {
  const uses = new Uint32Array(arity.nextValue);
  for (const b of arity.blocks) {
    for (const v of b.insts) for (const a of v.args) uses[a.id] = (uses[a.id] as number) + 1;
    if (b.term !== null) for (const a of b.term.args) uses[a.id] = (uses[a.id] as number) + 1;
  }
  return uses;
}
