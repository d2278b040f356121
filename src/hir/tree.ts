import type { Span } from "../base/index.js";
import type { Form } from "../reader/index.js";

/**
 * HIR: the tree in which all dialects meet. Names are resolved, macros expanded, recursion targets explicit.
 * After HIR nothing knows a dialect. Every node has a span.
 */
export type Hir =
  | { kind: "const"; value: Form; span: Span } // any literal or quoted data; collections too
  | { kind: "local"; binding: Binding; span: Span }
  | { kind: "let"; bindings: { binding: Binding; init: Hir }[]; body: Hir; span: Span }
  | { kind: "letfn"; bindings: { binding: Binding; fn: FnHir }[]; body: Hir; span: Span }
  | { kind: "loop"; loop: LoopTarget; inits: Hir[]; body: Hir; span: Span }
  /** Target: the loop or the arity (a fn's own recursion point) whose params/bindings are rebound. Tail position only. */
  | { kind: "recur"; target: LoopTarget; args: Hir[]; span: Span }
  | { kind: "if"; test: Hir; then: Hir; else: Hir; span: Span }
  | { kind: "do"; exprs: Hir[]; span: Span } // never empty
  | FnHir
  /** answers: what its value certainly is. */
  | { kind: "call"; fn: Hir; args: Hir[]; answers?: NumberKind; span: Span }
  | { kind: "var-get"; ns: string; name: string; span: Span } // the var's value
  | { kind: "var-ref"; ns: string; name: string; span: Span } // the var itself
  | { kind: "var-set"; ns: string; name: string; value: Hir; span: Span } // set! of a thread binding
  /** Interns at load time; without init only declares. meta, when given, evaluates to the whole metadata map. */
  | { kind: "def"; ns: string; name: string; init: Hir | null; meta: Hir | null; dynamic: boolean; macro: boolean; span: Span }
  | { kind: "prim"; name: string; args: Hir[]; span: Span } // primitive by its spec name, e.g. "add"
  | { kind: "vector"; items: Hir[]; span: Span }
  | { kind: "map"; items: Hir[]; span: Span } // keys and values in turn
  | { kind: "set"; items: Hir[]; span: Span }
  | { kind: "try"; body: Hir; catches: Catch[]; finally: Hir | null; span: Span }
  | { kind: "throw"; value: Hir; span: Span }
  /** Dispatch on constants (numbers compare by Clojure =, nothing is converted). */
  | { kind: "case"; subject: Hir; clauses: { consts: Form[]; body: Hir }[]; default: Hir; span: Span }
  /**
   * Ordered alternatives: branches run in order; `fail` inside branch i goes on with branch i + 1; the value is that of the
   * branch that completes. All branches and everything after their `fail` tests are in tail position when the alt is.
   * `fail` in the last branch is an error of the dialect, except inside `receive`, where it rejects the message.
   */
  | { kind: "alt"; branches: Hir[]; span: Span }
  | { kind: "fail"; span: Span }
  /**
   * Selective receive. For the oldest unexamined message: bind it, run `match`: either it reaches `accept` (the message
   * leaves the mailbox and accept's body runs) or it reaches `fail` outside any inner alt's non-last branch (the next
   * message is tried). timeout (milliseconds or :infinity) is evaluated once, before the first message is tried.
   */
  | { kind: "receive"; message: Binding; match: Hir; timeout: Hir | null; onTimeout: Hir | null; span: Span }
  | { kind: "accept"; body: Hir; span: Span };

/** Numbers that the JVM has primitive types for, as far as hints name them. */
export type NumberKind = "long" | "double";

export interface Binding {
  readonly name: string;
  readonly id: number;
  readonly span: Span;
  /** What a hint says that it is. */
  readonly hint?: NumberKind;
  /** What it certainly is; of a loop's variable this is known when its body has been read. */
  kind?: NumberKind;
}
/** A place that recur jumps to; fresh bindings per iteration, so closures capture each iteration's own. */
export interface LoopTarget {
  readonly id: number;
  readonly bindings: Binding[];
}
/** test: an expression that yields a class (type object) for instance?; null catches everything. */
export interface Catch {
  test: Hir | null;
  binding: Binding;
  body: Hir;
  span: Span;
}
export interface FnArity {
  params: Binding[] /** last param collects the rest */;
  variadic: boolean;
  target: LoopTarget;
  body: Hir;
  span: Span;
}
export interface FnHir {
  kind: "fn";
  /** As traces show it: "my.ns/f", or "my.ns/f/fn@12" for inner ones. */
  name: string;
  /** The binding by which the function calls itself, if it has a local name. */
  self: Binding | null;
  arities: FnArity[];
  meta: Hir | null;
  span: Span;
}
/** One top-level form, compiled and run on its own: a function of no arguments. */
export interface Unit {
  ns: string;
  file: string;
  body: Hir;
}
