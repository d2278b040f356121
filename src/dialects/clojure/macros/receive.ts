import { type Binding, call, constant, type Hir, primCall } from "../../../hir/index.js";
import { type Form, ListForm, MapForm, printForm, SetForm, Sym, VectorForm } from "../../../reader/index.js";
import { bindLocal, type Env, type Tail } from "../env.js";
import { isCallOf, isKw, isQuoted, isSym } from "../forms.js";
import { direct, type MacroContext, type NativeForm, type NativeTable } from "../native.js";
import type { CompileGenerator } from "../requests.js";
import { rtCall } from "../runtime-call.js";
import { clean } from "../special/index.js";

/**
 * (receive pattern body ... (after ms body...)): each clause becomes a branch of tests that ends in `accept`; a test that
 * does not hold is `fail`, which goes on with the next branch, in the last one with the next message.
 *
 * A pattern that contains (:or a b) with names in it is written out as several clauses, so there is never an alt in an alt.
 */
const MAX_ALTERNATIVES = 64;

const analyzeReceive: NativeForm["analyze"] = function* (form, env, tail, cx) {
  const { analyzer: an, span } = cx;
  const items = form.items.slice(1);
  const last = items[items.length - 1];
  const after = isCallOf(last, "after") && items.length % 2 === 1 ? (items.pop() as ListForm) : null;
  if (items.length % 2 === 1) {
    const odd = items[items.length - 1] as Form;
    throw cx.fail(
      `the pattern ${printForm(odd)} has no body`,
      odd,
      "clauses are a pattern and one body expression; wrap several expressions in (do ...); (after ms ...) stands last",
    );
  }
  const message = an.binding("message", span);
  const branches: Hir[] = [];
  for (let i = 0; i < items.length; i += 2) {
    const patterns = alternatives(items[i] as Form, cx);
    for (const p of patterns) branches.push(yield* branch(p, items[i + 1] as Form, message, env, tail, cx));
  }
  const match: Hir =
    branches.length === 0 ? { kind: "fail", span } : branches.length === 1 ? (branches[0] as Hir) : { kind: "alt", branches, span };
  if (!after) return { kind: "receive", message, match, timeout: null, onTimeout: null, span };
  if (after.items.length < 2) throw cx.fail("after needs a time in milliseconds", after, "as in (after 1000 :idle)");
  const at = an.spanOf(after, span);
  const timeout = yield* an.analyze(after.items[1] as Form, env, "argument", at);
  const onTimeout = yield* an.body(after.items, env, tail, at, 2);
  return { kind: "receive", message, match, timeout, onTimeout, span };
};

// ---- alternatives

/** Names that a pattern binds? */
function binds(p: Form): boolean {
  if (p instanceof Sym) return !(p.ns === null && (p.name === "_" || p.name === "&"));
  if (p instanceof VectorForm) return p.items.some(binds);
  if (p instanceof MapForm) return p.items.some((v, i) => i % 2 === 1 && binds(v));
  if (p instanceof ListForm) {
    if (isKw(p.items[1], "guard")) return binds(p.items[0] as Form);
    if (isKw(p.items[0], "or")) return p.items.slice(1).some(binds);
  }
  return false;
}
/** The pattern without any :or that binds names. */
function alternatives(p: Form, cx: MacroContext): Form[] {
  if (!binds(p)) return [p];
  if (p instanceof VectorForm) return product(p.items, cx).map((items) => new VectorForm(items, null, p.span));
  if (p instanceof MapForm) {
    const values = p.items.map((v, i) => (i % 2 === 1 ? alternatives(v, cx) : [v]));
    return cross(values, cx).map((items) => new MapForm(items, null, p.span));
  }
  if (p instanceof ListForm && isKw(p.items[1], "guard")) {
    return alternatives(p.items[0] as Form, cx).map((inner) => new ListForm([inner, ...p.items.slice(1)], null, p.span));
  }
  if (p instanceof ListForm && isKw(p.items[0], "or")) return p.items.slice(1).flatMap((q) => alternatives(q, cx));
  return [p];
}
const product = (items: readonly Form[], cx: MacroContext): Form[][] =>
  cross(
    items.map((q) => alternatives(q, cx)),
    cx,
  );
function cross(parts: Form[][], cx: MacroContext): Form[][] {
  let out: Form[][] = [[]];
  for (const choices of parts) {
    out = out.flatMap((row) => choices.map((c) => [...row, c]));
    if (out.length > MAX_ALTERNATIVES)
      throw cx.fail(`the alternatives of this pattern multiply to more than ${MAX_ALTERNATIVES}`, undefined, "write separate clauses");
  }
  return out;
}

// ---- one clause

interface Clause {
  env: Env | null;
  names: Map<string, Binding>;
}
/** What to match and against which value, in order; when none is left the body follows. */
interface Goal {
  pattern: Form;
  value: Hir;
}

function* branch(pattern: Form, bodyForm: Form, message: Binding, env: Env | null, tail: Tail, cx: MacroContext): CompileGenerator<Hir> {
  const goals: Goal[] = [{ pattern, value: { kind: "local", binding: message, span: cx.span } }];
  return yield* solve(goals, { env, names: new Map() }, bodyForm, tail, cx);
}

type Rest = (clause: Clause) => CompileGenerator<Hir>;

function* solve(goals: readonly Goal[], clause: Clause, bodyForm: Form, tail: Tail, cx: MacroContext): CompileGenerator<Hir> {
  const [goal, ...others] = goals;
  if (!goal) return { kind: "accept", body: yield* cx.analyzer.analyze(bodyForm, clause.env, tail, cx.span), span: cx.span };
  return yield* match(
    goal,
    clause,
    cx,
    (c) => solve(others, c, bodyForm, tail, cx),
    (more, c) => solve([...more, ...others], c, bodyForm, tail, cx),
  );
}

function* match(
  goal: Goal,
  clause: Clause,
  cx: MacroContext,
  rest: Rest,
  also: (more: Goal[], c: Clause) => CompileGenerator<Hir>,
): CompileGenerator<Hir> {
  const { pattern: p, value } = goal;
  const { analyzer: an } = cx;
  const span = an.spanOf(p, cx.span);
  if (p instanceof Sym) return yield* matchSymbol(p, value, clause, cx, rest);
  if (p instanceof VectorForm) return yield* matchVector(p, value, clause, cx, also);
  if (p instanceof MapForm) return yield* matchMap(p, value, clause, cx, also);
  if (p instanceof ListForm && p.items.length > 0 && !isQuoted(p)) {
    if (isKw(p.items[1], "guard")) {
      if (p.items.length !== 3) throw cx.fail("a guard is written (pattern :guard predicate)", p);
      const kept = keep(value, cx, span);
      const guarded: Rest = function* (c) {
        const pred = yield* an.analyze(p.items[2] as Form, c.env, "argument", span);
        return test(holdsQuietly(call(pred, [kept.read], span), cx), yield* rest(c), span);
      };
      return kept.wrap(
        yield* match({ pattern: p.items[0] as Form, value: kept.read }, clause, cx, guarded, function* (more, c) {
          // The guard comes after everything inside the pattern it guards.
          return yield* solveThen(more, c, cx, guarded);
        }),
      );
    }
    if (isKw(p.items[0], "or")) {
      if (p.items.length < 2) throw cx.fail("(:or ...) needs a pattern", p);
      const kept = keep(value, cx, span);
      let any: Hir = constant(false, span);
      for (const q of p.items.slice(1).reverse()) any = orTest(yield* holds(q, kept.read, clause, cx), any, span);
      return kept.wrap(test(any, yield* rest(clause), span));
    }
    if (isSym(p.items[0], "=")) {
      if (p.items.length !== 2) throw cx.fail("an equality pattern is written (= expression)", p);
      const want = yield* an.analyze(p.items[1] as Form, clause.env, "argument", span);
      return test(primCall("eq", [value, want], span), yield* rest(clause), span);
    }
    throw cx.fail(
      `${printForm(p)} is not a pattern`,
      p,
      "lists mean (pattern :guard pred), (:or a b), (= expr) or a quoted constant; data is matched by literals, vectors and maps",
    );
  }
  return test(primCall("eq", [value, literal(p, cx, span)], span), yield* rest(clause), span);
}

function* solveThen(goals: readonly Goal[], clause: Clause, cx: MacroContext, end: Rest): CompileGenerator<Hir> {
  const [goal, ...others] = goals;
  if (!goal) return yield* end(clause);
  return yield* match(
    goal,
    clause,
    cx,
    (c) => solveThen(others, c, cx, end),
    (more, c) => solveThen([...more, ...others], c, cx, end),
  );
}

function* matchSymbol(p: Sym, value: Hir, clause: Clause, cx: MacroContext, rest: Rest): CompileGenerator<Hir> {
  const span = cx.analyzer.spanOf(p, cx.span);
  if (p.ns !== null) throw cx.fail(`${printForm(p)} can't be bound`, p, `for its value write (= ${printForm(p)})`);
  if (p.name === "_") return yield* rest(clause);
  if (p.name === "&") throw cx.fail("& may only stand before the last name of a vector pattern", p);
  const bound = clause.names.get(p.name);
  if (bound) return test(primCall("eq", [value, { kind: "local", binding: bound, span }], span), yield* rest(clause), span);
  const binding = cx.analyzer.binding(p.name, span);
  const names = new Map(clause.names).set(p.name, binding);
  const body = yield* rest({ env: bindLocal(clause.env, binding), names });
  return { kind: "let", bindings: [{ binding, init: value }], body, span };
}

function* matchVector(
  p: VectorForm,
  value: Hir,
  clause: Clause,
  cx: MacroContext,
  also: (more: Goal[], c: Clause) => CompileGenerator<Hir>,
): CompileGenerator<Hir> {
  const span = cx.analyzer.spanOf(p, cx.span);
  const amp = p.items.findIndex((i) => isSym(i, "&"));
  if (amp >= 0 && amp !== p.items.length - 2) throw cx.fail("& stands before the last part of a vector pattern, which takes the rest", p);
  const fixed = amp < 0 ? p.items.length : amp;
  const kept = keep(value, cx, span);
  const int = (n: number): Hir => constant(BigInt(n), span);
  const count = primCall("count", [kept.read], span);
  const goals = p.items.slice(0, fixed).map((q, i): Goal => ({ pattern: q, value: primCall("nth", [kept.read, int(i)], span) }));
  if (amp >= 0) goals.push({ pattern: p.items[amp + 1] as Form, value: primCall("subvec", [kept.read, int(fixed), count], span) });
  const sized = amp < 0 ? primCall("num-eq", [count, int(fixed)], span) : primCall("ge", [count, int(fixed)], span);
  const inner = yield* also(goals, clause);
  return kept.wrap(test(primCall("vector?", [kept.read], span), test(sized, inner, span), span));
}

function* matchMap(
  p: MapForm,
  value: Hir,
  clause: Clause,
  cx: MacroContext,
  also: (more: Goal[], c: Clause) => CompileGenerator<Hir>,
): CompileGenerator<Hir> {
  const span = cx.analyzer.spanOf(p, cx.span);
  const kept = keep(value, cx, span);
  const goals: Goal[] = [];
  const keys: Hir[] = [];
  for (let i = 0; i < p.items.length; i += 2) {
    const key = literal(p.items[i] as Form, cx, span);
    keys.push(primCall("contains", [kept.read, key], span));
    goals.push({ pattern: p.items[i + 1] as Form, value: primCall("get", [kept.read, key], span) });
  }
  let out = yield* also(goals, clause);
  for (const k of keys.reverse()) out = test(k, out, span);
  return kept.wrap(test(rtCall("clojure.core/map?", [kept.read], span), out, span));
}

/** A pattern without names as a test. */
function* holds(p: Form, value: Hir, clause: Clause, cx: MacroContext): CompileGenerator<Hir> {
  const span = cx.analyzer.spanOf(p, cx.span);
  // biome-ignore lint/correctness/useYield: a continuation that asks for nothing
  const succeed: Rest = function* () {
    return constant(true, span);
  };
  const hir = yield* match({ pattern: p, value }, clause, cx, succeed, (more, c) => solveThen(more, c, cx, succeed));
  return asTest(hir);
}
/** Tests that end in true or fail, as an expression: fail means false. */
function asTest(h: Hir): Hir {
  if (h.kind === "fail") return constant(false, h.span);
  if (h.kind === "if") return { ...h, then: asTest(h.then), else: asTest(h.else) };
  if (h.kind === "let") return { ...h, body: asTest(h.body) };
  return h;
}
const orTest = (a: Hir, b: Hir, span: Hir["span"]): Hir =>
  b.kind === "const" && b.value === false ? a : { kind: "if", test: a, then: constant(true, span), else: b, span };

const test = (condition: Hir, then: Hir, span: Hir["span"]): Hir => ({
  kind: "if",
  test: condition,
  then,
  else: { kind: "fail", span },
  span,
});

/** A predicate that throws does not hold, as in Erlang: (n :guard even?) passes over what is not a number. */
function holdsQuietly(guard: Hir, cx: MacroContext): Hir {
  const { span } = guard;
  const binding = cx.analyzer.binding("_", span);
  return { kind: "try", body: guard, catches: [{ test: null, binding, body: constant(false, span), span }], finally: null, span };
}

/** A value that is looked at more than once: bound to a local unless it is one. */
function keep(value: Hir, cx: MacroContext, span: Hir["span"]): { read: Hir; wrap(h: Hir): Hir } {
  if (value.kind === "local") return { read: value, wrap: (h) => h };
  const binding = cx.analyzer.binding("part", span);
  return { read: { kind: "local", binding, span }, wrap: (h) => ({ kind: "let", bindings: [{ binding, init: value }], body: h, span }) };
}

/** A constant of a pattern. */
function literal(p: Form, cx: MacroContext, span: Hir["span"]): Hir {
  if (isQuoted(p)) return constant(clean((p as ListForm).items[1] as Form), span);
  if (p instanceof Sym || (p instanceof ListForm && p.items.length > 0))
    throw cx.fail(`the key ${printForm(p)} of a map pattern is not a constant`, p, "keys are literals, mostly keywords");
  if (p instanceof SetForm || p instanceof VectorForm || p instanceof MapForm) {
    if (p.items.some((i) => i instanceof Sym || (i instanceof ListForm && !isQuoted(i))))
      throw cx.fail(`${printForm(p)} can't be matched: it is not a constant`, p);
  }
  return constant(clean(p), span);
}

export const RECEIVE: NativeTable = {
  receive: direct(
    "[& clauses]",
    "Takes the oldest message that a clause matches and evaluates that clause's body in tail position; waits until there is one. Clauses: pattern body, at the end perhaps (after ms body*). Patterns: literals, names, _, [a b & rest], {:key pattern}, (pattern :guard pred), (:or a b), (= expr). A pred that throws does not hold.",
    analyzeReceive,
  ),
};
