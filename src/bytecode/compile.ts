import { Diagnostic } from "../base/index.js";
import type { Unit } from "../hir/index.js";
import { buildUnit, type MirUnit, printMir } from "../mir/index.js";
import { type PipelineOptions, runPasses } from "../passes/index.js";
import type { CodeUnit } from "./code.js";
import { emitUnit } from "./emit.js";

/**
 *   inline     bodies of small known functions by var (mirOf makes them), for calls that need not see a redefinition
 *   tailCalls  calls in tail position replace the frame (Clojure does not ask for them)
 *   check      verify the MIR after every pass
 *   learn      gets the optimized MIR before it is emitted (InlineTable.learn)
 */
export interface CompileOptions extends PipelineOptions {
  learn?: (mir: MirUnit) => void;
}

/** HIR -> optimized MIR. */
export function mirOf(unit: Unit, options: CompileOptions = {}): MirUnit {
  const mir = buildUnit(unit);
  runPasses(mir, options);
  return mir;
}

export function compileUnit(unit: Unit, options: CompileOptions = {}): CodeUnit {
  try {
    const mir = mirOf(unit, options);
    options.learn?.(mir);
    return emitUnit(mir);
  } catch (e) {
    // The limit on nesting keeps well away from this, unless the caller has used up the stack itself.
    if (e instanceof RangeError)
      throw new Diagnostic("NESTING", "this is nested too deep to be compiled", unit.body.span, "split it into functions");
    throw e;
  }
}

/** The MIR as text, after the passes, or as built when `raw`. */
export function dumpMir(unit: Unit, options: CompileOptions & { raw?: boolean } = {}): string {
  return printMir(options.raw === true ? buildUnit(unit) : mirOf(unit, options));
}
