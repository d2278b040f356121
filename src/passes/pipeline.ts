import { functionsOf, type MirUnit, verifyMir } from "../mir/index.js";
import { control } from "./control.js";
import { copies } from "./copies.js";
import { dead } from "./dead.js";
import { fold } from "./fold.js";
import { inline } from "./inline.js";
import { once } from "./once.js";
import type { Pass, PassOptions } from "./pass.js";
import { tail } from "./tail.js";

/** Once, before the round. */
export const FIRST: readonly Pass[] = [inline];
/** Repeated while something changes, ROUNDS times at most: each pass makes work for the others. */
export const ROUND: readonly Pass[] = [copies, fold, control, dead];
/** Once, after it. Last uses are cleared later still, when slots are known (bytecode/slots.ts). */
export const LAST: readonly Pass[] = [once, tail];
/** All of them, in the order in which they first run. */
export const PIPELINE: readonly Pass[] = [...FIRST, ...ROUND, ...LAST];
export const ROUNDS = 4;

export interface PipelineOptions extends PassOptions {
  /** Verify after every pass (tests). */
  check?: boolean;
}

export function runPasses(unit: MirUnit, options: PipelineOptions = {}): void {
  // A pass may drop closures, and with them whole functions: makers first.
  const done = new Set<unknown>();
  for (let more = true; more; ) {
    more = false;
    for (const fn of functionsOf(unit.top)) {
      if (done.has(fn)) continue;
      done.add(fn);
      more = true;
      for (const arity of fn.arities) {
        const run = (p: Pass): boolean => {
          const changed = p.run(arity, options);
          if (options.check === true) checked(unit, p.name);
          return changed;
        };
        for (const p of FIRST) run(p);
        for (let n = 0, changed = true; changed && n < ROUNDS; n++) {
          changed = false;
          for (const p of ROUND) if (run(p)) changed = true;
        }
        for (const p of LAST) run(p);
      }
    }
  }
}

function checked(unit: MirUnit, pass: string): void {
  const [e] = verifyMir(unit);
  if (e !== undefined) throw new Error(`after ${pass}: ${e.fn}: ${e.message}`);
}
