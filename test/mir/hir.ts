import type { Binding, FnArity, FnHir, Hir, LoopTarget, Unit } from "../../src/hir/index.js";
import { type Form, ListForm, MapForm, readAll, SetForm, Sym, VectorForm } from "../../src/reader/index.js";

/**
 * A small front end for tests: special forms only, primitives as (prim/NAME ...), every other symbol a local or a var of
 * "user". (alt a b), (fail), (accept x), (receive m match [timeout on-timeout]), (case x [consts] body ... default).
 */
export function unitOf(text: string): Unit {
  const forms = readAll(text, { file: "t.clj" });
  const body = new Front().exprs(forms, new Map(), null);
  return { ns: "user", file: "t.clj", body };
}

type Scope = ReadonlyMap<string, Binding>;

class Front {
  private ids = 0;

  private at(f: Form) {
    const s = f instanceof ListForm || f instanceof Sym || f instanceof VectorForm ? f.span : undefined;
    return { file: "t.clj", line: s?.line ?? 0, column: s?.column ?? 0, length: s?.length ?? 0 };
  }
  private binding(name: string): Binding {
    return { name, id: this.ids++, span: { file: "t.clj", line: 0, column: 0, length: 0 } };
  }

  exprs(forms: readonly Form[], scope: Scope, target: LoopTarget | null): Hir {
    const span = this.at(forms[0] ?? null);
    if (forms.length === 0) return { kind: "const", value: null, span };
    const exprs = forms.map((f, i) => this.expr(f, scope, i === forms.length - 1 ? target : null));
    return exprs.length === 1 ? (exprs[0] as Hir) : { kind: "do", exprs, span };
  }

  expr(f: Form, scope: Scope, target: LoopTarget | null): Hir {
    const span = this.at(f);
    if (f instanceof Sym) {
      const b = f.ns === null ? scope.get(f.name) : undefined;
      return b !== undefined ? { kind: "local", binding: b, span } : { kind: "var-get", ns: f.ns ?? "user", name: f.name, span };
    }
    if (f instanceof VectorForm || f instanceof MapForm || f instanceof SetForm) {
      const kind = f instanceof VectorForm ? "vector" : f instanceof MapForm ? "map" : "set";
      return { kind, items: f.items.map((x) => this.expr(x, scope, null)), span };
    }
    if (!(f instanceof ListForm) || f.items.length === 0) return { kind: "const", value: f, span };
    return this.list(f, scope, target);
  }

  private list(f: ListForm, scope: Scope, target: LoopTarget | null): Hir {
    const span = this.at(f);
    const [head, ...rest] = f.items;
    const op = head instanceof Sym ? head : null;
    const args = (fs: readonly Form[]) => fs.map((x) => this.expr(x, scope, null));
    if (op?.ns === "prim") return { kind: "prim", name: op.name, args: args(rest), span };
    switch (op !== null && op.ns === null && !scope.has(op.name) ? op.name : "") {
      case "quote":
        return { kind: "const", value: rest[0] as Form, span };
      case "var":
        return { kind: "var-ref", ns: "user", name: (rest[0] as Sym).name, span };
      case "if":
        return {
          kind: "if",
          test: this.expr(rest[0] as Form, scope, null),
          then: this.expr(rest[1] as Form, scope, target),
          else: this.expr(rest[2] ?? null, scope, target),
          span,
        };
      case "do":
        return this.exprs(rest, scope, target);
      case "let":
        return this.letForm(rest, scope, target, span);
      case "letfn":
        return this.letfn(rest, scope, target, span);
      case "loop":
        return this.loop(rest, scope, span);
      case "recur":
        if (target === null) throw new Error("recur outside of a tail position");
        return { kind: "recur", target, args: args(rest), span };
      case "fn":
        return this.fn(rest, scope, span);
      case "def":
        return {
          kind: "def",
          ns: "user",
          name: (rest[0] as Sym).name,
          init: rest.length > 1 ? this.expr(rest[1] as Form, scope, null) : null,
          meta: rest.length > 2 ? this.expr(rest[2] as Form, scope, null) : null,
          dynamic: (rest[0] as Sym).name.startsWith("*"),
          macro: false,
          span,
        };
      case "set!":
        return { kind: "var-set", ns: "user", name: (rest[0] as Sym).name, value: this.expr(rest[1] as Form, scope, null), span };
      case "throw":
        return { kind: "throw", value: this.expr(rest[0] as Form, scope, null), span };
      case "try":
        return this.tryForm(rest, scope, target, span);
      case "case":
        return this.caseForm(rest, scope, target, span);
      case "alt":
        return { kind: "alt", branches: rest.map((x) => this.expr(x, scope, target)), span };
      case "fail":
        return { kind: "fail", span };
      case "accept":
        return { kind: "accept", body: this.exprs(rest, scope, target), span };
      case "receive":
        return this.receive(rest, scope, target, span);
      default:
        return { kind: "call", fn: this.expr(head as Form, scope, null), args: args(rest), span };
    }
  }

  private letForm(rest: readonly Form[], scope: Scope, target: LoopTarget | null, span: Hir["span"]): Hir {
    const items = (rest[0] as VectorForm).items;
    const inner = new Map(scope);
    const bindings: { binding: Binding; init: Hir }[] = [];
    for (let i = 0; i < items.length; i += 2) {
      const init = this.expr(items[i + 1] as Form, inner, null);
      const binding = this.binding((items[i] as Sym).name);
      bindings.push({ binding, init });
      inner.set(binding.name, binding);
    }
    return { kind: "let", bindings, body: this.exprs(rest.slice(1), inner, target), span };
  }

  private letfn(rest: readonly Form[], scope: Scope, target: LoopTarget | null, span: Hir["span"]): Hir {
    const inner = new Map(scope);
    const fns = (rest[0] as VectorForm).items as ListForm[];
    const bs = fns.map((f) => this.binding((f.items[0] as Sym).name));
    for (const b of bs) inner.set(b.name, b);
    const bindings = fns.map((f, i) => ({ binding: bs[i] as Binding, fn: this.fn(f.items, inner, span) }));
    return { kind: "letfn", bindings, body: this.exprs(rest.slice(1), inner, target), span };
  }

  private loop(rest: readonly Form[], scope: Scope, span: Hir["span"]): Hir {
    const items = (rest[0] as VectorForm).items;
    const inner = new Map(scope);
    const inits: Hir[] = [];
    const bindings: Binding[] = [];
    for (let i = 0; i < items.length; i += 2) {
      inits.push(this.expr(items[i + 1] as Form, inner, null));
      const b = this.binding((items[i] as Sym).name);
      bindings.push(b);
      inner.set(b.name, b);
    }
    const loop: LoopTarget = { id: this.ids++, bindings };
    return { kind: "loop", loop, inits, body: this.exprs(rest.slice(1), inner, loop), span };
  }

  private fn(rest: readonly Form[], scope: Scope, span: Hir["span"]): FnHir {
    let parts = rest;
    const inner = new Map(scope);
    let self: Binding | null = null;
    let name = `user/fn@${span.line}`;
    if (parts[0] instanceof Sym) {
      self = this.binding(parts[0].name);
      inner.set(self.name, self);
      name = `user/${self.name}`;
      parts = parts.slice(1);
    }
    const bodies = parts[0] instanceof VectorForm ? [new ListForm(parts)] : (parts as ListForm[]);
    const arities = bodies.map((b): FnArity => {
      const local = new Map(inner);
      const names = ((b.items[0] as VectorForm).items as Sym[]).map((s) => s.name);
      const params = names.filter((n) => n !== "&").map((n) => this.binding(n));
      for (const p of params) local.set(p.name, p);
      const target: LoopTarget = { id: this.ids++, bindings: params };
      return { params, variadic: names.includes("&"), target, body: this.exprs(b.items.slice(1), local, target), span };
    });
    return { kind: "fn", name, self, arities, meta: null, span };
  }

  private tryForm(rest: readonly Form[], scope: Scope, target: LoopTarget | null, span: Hir["span"]): Hir {
    const is = (f: Form, name: string) => f instanceof ListForm && f.items[0] instanceof Sym && f.items[0].name === name;
    const body = rest.filter((f) => !is(f, "catch") && !is(f, "finally"));
    const final = rest.find((f) => is(f, "finally")) as ListForm | undefined;
    const catches = (rest.filter((f) => is(f, "catch")) as ListForm[]).map((c) => {
      const binding = this.binding((c.items[2] as Sym).name);
      const inner = new Map(scope).set(binding.name, binding);
      const test = c.items[1] instanceof Sym ? this.expr(c.items[1], scope, null) : null;
      return { test, binding, body: this.exprs(c.items.slice(3), inner, target), span };
    });
    return {
      kind: "try",
      body: this.exprs(body, scope, target),
      catches,
      finally: final ? this.exprs(final.items.slice(1), scope, null) : null,
      span,
    };
  }

  private caseForm(rest: readonly Form[], scope: Scope, target: LoopTarget | null, span: Hir["span"]): Hir {
    const clauses: { consts: Form[]; body: Hir }[] = [];
    let i = 1;
    for (; i + 1 < rest.length; i += 2)
      clauses.push({ consts: [...(rest[i] as VectorForm).items], body: this.expr(rest[i + 1] as Form, scope, target) });
    return {
      kind: "case",
      subject: this.expr(rest[0] as Form, scope, null),
      clauses,
      default: this.expr(rest[i] ?? null, scope, target),
      span,
    };
  }

  private receive(rest: readonly Form[], scope: Scope, target: LoopTarget | null, span: Hir["span"]): Hir {
    const message = this.binding((rest[0] as Sym).name);
    const inner = new Map(scope).set(message.name, message);
    return {
      kind: "receive",
      message,
      match: this.expr(rest[1] as Form, inner, target),
      timeout: rest.length > 2 ? this.expr(rest[2] as Form, scope, null) : null,
      onTimeout: rest.length > 3 ? this.expr(rest[3] as Form, scope, target) : null,
      span,
    };
  }
}
