import type { Span } from "../../../base/index.js";
import type { Hir } from "../../../hir/index.js";
import type { ListForm } from "../../../reader/index.js";
import type { Analyzer } from "../analyzer.js";
import type { Env, Tail } from "../env.js";
import type { CompileGenerator } from "../requests.js";

/** Analysis of one special form. `naming`: the name for a function, if the form is one. */
export type Special = (an: Analyzer, form: ListForm, env: Env | null, tail: Tail, span: Span, naming?: string) => CompileGenerator<Hir>;
