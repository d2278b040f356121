import type { Diagnostic, Span } from "../../base/index.js";
import type { Hir } from "../../hir/index.js";
import type { Form, ListForm, Sym } from "../../reader/index.js";
import type { Analyzer } from "./analyzer.js";
import type { Env, Tail } from "./env.js";
import type { CompileGenerator } from "./requests.js";

/** What a native macro may use while it rewrites a form. */
export interface MacroContext {
  readonly span: Span;
  readonly ns: string;
  readonly library: boolean;
  gensym(prefix: string): Sym;
  /** Throws a Diagnostic at a form (or the macro call). */
  fail(message: string, at?: Form, help?: string): Diagnostic;
  readonly analyzer: Analyzer;
  readonly env: Env;
}

/** A core macro that the front end expands itself: form -> form. */
export interface NativeMacro {
  readonly kind: "macro";
  readonly arglists: string;
  readonly doc: string;
  readonly expand: (form: ListForm, cx: MacroContext) => Form;
}
/** A core macro that is analyzed straight to HIR. */
export interface NativeForm {
  readonly kind: "form";
  readonly arglists: string;
  readonly doc: string;
  readonly analyze: (form: ListForm, env: Env, tail: Tail, cx: MacroContext) => CompileGenerator<Hir>;
}
export type Native = NativeMacro | NativeForm;
export type NativeTable = Record<string, Native>;

export const macro = (arglists: string, doc: string, expand: NativeMacro["expand"]): NativeMacro => ({
  kind: "macro",
  arglists,
  doc,
  expand,
});
export const direct = (arglists: string, doc: string, analyze: NativeForm["analyze"]): NativeForm => ({
  kind: "form",
  arglists,
  doc,
  analyze,
});
