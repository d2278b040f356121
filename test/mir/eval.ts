import type { Binding, FnHir, Hir, LoopTarget } from "../../src/hir/index.js";
import { formEquals } from "../../src/reader/index.js";
import { equal, Thrown } from "../bytecode/vm.js";

/**
 * HIR as it reads, walked directly: the independent opinion that compiled code is compared with.
 * Functions are JavaScript functions of an argument array.
 */
export type Fn = (args: unknown[]) => unknown;
type Env = { binding: Binding; value: unknown; up: Env } | null;

class Recur {
  constructor(
    readonly target: LoopTarget,
    readonly args: unknown[],
  ) {}
}
const FAIL = Symbol("fail");

export class Evaluator {
  steps = 0;
  constructor(
    readonly globals: Record<string, unknown>,
    readonly prims: Record<string, (...args: never[]) => unknown>,
  ) {}

  run(h: Hir): unknown {
    return this.eval(h, null);
  }

  private lookup(b: Binding, env: Env): unknown {
    for (let e = env; e !== null; e = e.up) if (e.binding === b) return e.value;
    throw new Error(`no ${b.name}`);
  }

  private eval(h: Hir, env: Env): unknown {
    if (++this.steps > 50_000) throw new Error("too many steps");
    switch (h.kind) {
      case "const":
        return h.value;
      case "local":
        return this.lookup(h.binding, env);
      case "let": {
        let e = env;
        for (const { binding, init } of h.bindings) e = { binding, value: this.eval(init, e), up: e };
        return this.eval(h.body, e);
      }
      case "if": {
        const t = this.eval(h.test, env);
        return this.eval(t !== null && t !== false ? h.then : h.else, env);
      }
      case "do": {
        let v: unknown = null;
        for (const x of h.exprs) v = this.eval(x, env);
        return v;
      }
      case "loop":
        return this.loop(h, env);
      case "recur":
        return new Recur(
          h.target,
          h.args.map((a) => this.eval(a, env)),
        );
      case "fn":
        return this.fn(h, env);
      case "call": {
        const f = this.eval(h.fn, env) as Fn;
        const args = h.args.map((a) => this.eval(a, env));
        if (typeof f !== "function") throw new Thrown("not a function");
        return f(args);
      }
      case "var-get":
        return this.globals[h.name];
      case "prim": {
        const args = h.args.map((a) => this.eval(a, env));
        return this.prims[h.name]?.(...(args as never[]));
      }
      case "vector":
        return h.items.map((x) => this.eval(x, env));
      case "throw":
        throw new Thrown(this.eval(h.value, env));
      case "try":
        return this.tryForm(h, env);
      case "case": {
        const s = this.eval(h.subject, env);
        for (const c of h.clauses)
          if (c.consts.some((k) => k === s || (typeof k === typeof s && equal(k, s)))) return this.eval(c.body, env);
        return this.eval(h.default, env);
      }
      case "alt": {
        for (let i = 0; i < h.branches.length; i++) {
          const v = this.eval(h.branches[i] as Hir, env);
          if (v !== FAIL || i === h.branches.length - 1) return v;
        }
        return null;
      }
      case "fail":
        return FAIL;
      default:
        throw new Error(`the evaluator has no ${h.kind}`);
    }
  }

  private loop(h: Hir & { kind: "loop" }, env: Env): unknown {
    let e = env;
    h.inits.forEach((init, i) => {
      e = { binding: h.loop.bindings[i] as Binding, value: this.eval(init, e), up: e };
    });
    for (;;) {
      const v = this.eval(h.body, e);
      if (!(v instanceof Recur) || v.target !== h.loop) return v;
      e = env;
      v.args.forEach((value, i) => {
        e = { binding: h.loop.bindings[i] as Binding, value, up: e };
      });
    }
  }

  private fn(h: FnHir, env: Env): Fn {
    const self: Fn = (args) => {
      const a = h.arities.find((x) => !x.variadic && x.params.length === args.length);
      if (a === undefined) throw new Thrown("arity");
      for (let now = args; ; ) {
        let e: Env = h.self === null ? env : { binding: h.self, value: self, up: env };
        a.params.forEach((binding, i) => {
          e = { binding, value: now[i], up: e };
        });
        const v = this.eval(a.body, e);
        if (!(v instanceof Recur) || v.target !== a.target) return v;
        now = v.args;
      }
    };
    return self;
  }

  private tryForm(h: Hir & { kind: "try" }, env: Env): unknown {
    const caught = () => {
      try {
        return this.eval(h.body, env);
      } catch (e) {
        if (!(e instanceof Thrown)) throw e;
        for (const c of h.catches) {
          const type = c.test === null ? "any" : this.eval(c.test, env);
          if (type === "any" || typeof e.value === type) return this.eval(c.body, { binding: c.binding, value: e.value, up: env });
        }
        throw e;
      }
    };
    if (h.finally === null) return caught();
    let v: unknown;
    try {
      v = caught();
    } catch (e) {
      if (e instanceof Thrown) this.eval(h.finally, env);
      throw e;
    }
    this.eval(h.finally, env);
    return v;
  }
}

export { formEquals };
