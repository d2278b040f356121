import type { Span } from "../base/index.js";
import type { Form } from "../reader/index.js";
import type { Binding, Hir, NumberKind } from "./tree.js";

// Short makers for nodes that front ends write often.
export const constant = (value: Form, span: Span): Hir => ({ kind: "const", value, span });
export const local = (binding: Binding, span: Span): Hir => ({ kind: "local", binding, span });
export const primCall = (name: string, args: Hir[], span: Span): Hir => ({ kind: "prim", name, args, span });
export const varGet = (ns: string, name: string, span: Span): Hir => ({ kind: "var-get", ns, name, span });
export const call = (fn: Hir, args: Hir[], span: Span, answers?: NumberKind): Hir =>
  answers === undefined ? { kind: "call", fn, args, span } : { kind: "call", fn, args, answers, span };
export const seqOf = (exprs: Hir[], span: Span): Hir => (exprs.length === 1 ? (exprs[0] as Hir) : { kind: "do", exprs, span });
