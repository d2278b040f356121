import { Diagnostic, type Span } from "../../base/index.js";
import { seqOf, type Unit } from "../../hir/index.js";
import { type Form, ListForm } from "../../reader/index.js";
import { Analyzer, MAX_EXPANSIONS } from "./analyzer.js";
import { isCallOf } from "./forms.js";
import { namespaceForm } from "./ns.js";
import { spanOf } from "./positions.js";
import type { CompileGenerator, Source } from "./requests.js";
import type { ClojureSession } from "./session.js";

/**
 * One top-level form. `do` is taken apart, so that what stands first in it is known to what follows; ns, require and
 * their like act on the compile-time namespaces here, and become calls that do the same when the unit runs.
 */
export function* compileTop(session: ClojureSession, form: Form, source: Source): CompileGenerator<Unit[]> {
  const units: Unit[] = [];
  const before = source.ns;
  try {
    yield* top(session, form, source, units, { file: source.file, line: 1, column: 1, length: 1 });
  } catch (error) {
    source.ns = before; // a form that does not compile does not switch namespaces
    if (error instanceof RangeError && /call stack/.test(error.message)) throw tooDeep(form, source);
    throw error;
  }
  return units;
}

/** The analyzer's own bound comes first unless little of the stack was left when it was called. */
function tooDeep(form: Form, source: Source): Diagnostic {
  return new Diagnostic(
    "compile/depth",
    "this form is nested too deep to be compiled",
    spanOf(form, { file: source.file, line: 1, column: 1, length: 1 }),
    "split it into functions",
  );
}

function* top(session: ClojureSession, form: Form, source: Source, units: Unit[], around: Span): CompileGenerator<void> {
  const analyzer = new Analyzer(session, source, units);
  let span = analyzer.spanOf(form, around);
  let current = form;
  for (let steps = 0; ; steps++) {
    if (steps > MAX_EXPANSIONS) throw analyzer.endless(span);
    if (!(current instanceof ListForm) || current.items.length === 0) break;
    if (isCallOf(current, "do")) {
      if (current.items.length === 1) break;
      for (const part of current.items.slice(1)) yield* top(session, part, source, units, span);
      return;
    }
    const effect = yield* namespaceForm(analyzer, current, span);
    if (effect) {
      units.push({ ns: source.ns, file: source.file, body: effect });
      return;
    }
    const expansion: Form | undefined = yield* analyzer.expand(current, null, span);
    if (expansion === undefined) break;
    current = expansion;
    span = analyzer.spanOf(current, span);
  }
  const ns = source.ns;
  const body = yield* analyzer.analyze(current, null, "top", span);
  units.push({ ns, file: source.file, body: seqOf([...analyzer.prelude, body], span) });
}
