import { Diagnostic, MAX_EXPRESSION_NESTING, nearest, didYouMean, type Span } from "../../base/index.js";
import { type Binding, call, constant, type Hir, type LoopTarget, primCall, seqOf, type Unit, varGet } from "../../hir/index.js";
import { type Form, formKey, Keyword, ListForm, MapForm, Opaque, printForm, SetForm, Sym, VectorForm } from "../../reader/index.js";
import { isKnownClass } from "./classes.js";
import { type Env, lookup, namesOf, readEntry, type Tail } from "./env.js";
import { changeCall } from "./changes.js";
import { inlineCall } from "./inline-call.js";
import { parseConstant, primArity, primNames } from "./inline.js";
import { analyzeInterop, constructorCall, isInteropHead } from "./interop.js";
import type { Meaning, NsInfo, VarInfo } from "./namespaces.js";
import type { MacroContext, Native } from "./native.js";
import { spanOf } from "./positions.js";
import { hintedArguments, type Kind } from "./primitive.js";
import type { CompileGenerator, Source } from "./requests.js";
import { meaningOf, resolveClassName } from "./resolve.js";
import { rtCall } from "./runtime-call.js";
import { isPrimSym, isRuntimeName, PrimSym, RtSym } from "./runtime-names.js";
import type { ClojureSession } from "./session.js";
import { isSpecial, SPECIALS } from "./special/index.js";
import { unknownClass, unknownName } from "./unknown.js";

const MAX_DEPTH = MAX_EXPRESSION_NESTING;
/** Macros that expand to macros: more steps than this at one place don't end. */
export const MAX_EXPANSIONS = 1000;

/** Longer calls of `list` are left to the library. */
const LONGEST_LIST = 32;

/** Turns the forms of one compilation into HIR. Local: lives for one top-level form. */
export class Analyzer {
  private bindings = 0;
  private loops = 0;
  private depth = 0;
  /** The innermost function's name, as traces show it: names of inner functions start with it. */
  path: string;
  /** Definitions that must run once, before the unit that is being compiled (types of reify). */
  readonly prelude: Hir[] = [];

  constructor(
    readonly session: ClojureSession,
    readonly source: Source,
    /** Compiled, not yet run. */ readonly pending: Unit[],
  ) {
    this.path = source.ns;
  }

  get ns(): NsInfo {
    return this.session.ns(this.source.ns);
  }
  get noSpan(): Span {
    return { file: this.source.file, line: 0, column: 0, length: 0 };
  }
  spanOf(form: Form, around: Span = this.noSpan): Span {
    return spanOf(form, around);
  }
  fail(code: string, message: string, span: Span, help?: string): Diagnostic {
    return new Diagnostic(`compile/${code}`, message, span, help);
  }
  endless(span: Span): Diagnostic {
    return this.fail("expansion", `the expansion of this macro does not end after ${MAX_EXPANSIONS} steps`, span);
  }
  binding(name: string, span: Span, hint?: Kind, kind?: Kind): Binding {
    const id = ++this.bindings;
    return { name, id, span, ...(hint && { hint }), ...(kind && { kind }) };
  }
  isDynamic(ns: string, name: string): boolean {
    return this.session.findNs(ns)?.vars.get(name)?.dynamic === true;
  }
  loop(bindings: Binding[]): LoopTarget {
    return { id: ++this.loops, bindings };
  }
  /** What recur gives each target, in every place where it does. */
  readonly recurs = new Map<LoopTarget, Hir[][]>();

  // ---- expressions

  /** `naming`: the name for a function if the form is one (def). */
  *analyze(form: Form, env: Env | null, tail: Tail, around: Span, naming?: string): CompileGenerator<Hir> {
    if (!(form instanceof ListForm) || form.items.length === 0) {
      const simple = this.simple(form, env, around);
      return simple ?? (yield* this.collection(form as VectorForm | MapForm | SetForm, env, around));
    }
    if (this.depth >= MAX_DEPTH)
      throw this.fail("depth", `expressions are nested more than ${MAX_DEPTH} deep`, spanOf(form, around), "split it into functions");
    this.depth++;
    const hir = yield* this.list(form, env, tail, around, naming);
    this.depth--;
    return hir;
  }

  /** Forms that need no answers of the driver: everything but calls and collections with code inside. */
  private simple(form: Form, env: Env | null, around: Span): Hir | null {
    if (form === null || typeof form !== "object" || form instanceof Keyword) return constant(form, around);
    if (form instanceof Sym) return this.symbol(form, env, around);
    if (form instanceof VectorForm || form instanceof MapForm || form instanceof SetForm) return null;
    if (form instanceof Opaque) {
      throw this.fail(
        "opaque",
        `a macro answered code that holds an object without text form: ${form.printed}`,
        around,
        "let the macro answer a form that makes the object",
      );
    }
    if (form instanceof ListForm) return constant(new ListForm([], form.meta), spanOf(form, around));
    return constant(form, spanOf(form, around));
  }

  *args(forms: readonly Form[], env: Env | null, around: Span, from = 0): CompileGenerator<Hir[]> {
    const out: Hir[] = [];
    for (let i = from; i < forms.length; i++) {
      const form = forms[i] as Form;
      const simple = form instanceof ListForm && form.items.length > 0 ? null : this.simple(form, env, around);
      out.push(simple ?? (yield* this.analyze(form, env, "argument", around)));
    }
    return out;
  }

  /** Several forms, the last one's value. */
  *body(forms: readonly Form[], env: Env | null, tail: Tail, around: Span, from = 0): CompileGenerator<Hir> {
    if (from >= forms.length) return constant(null, around);
    const out: Hir[] = [];
    for (let i = from; i < forms.length - 1; i++) out.push(yield* this.analyze(forms[i] as Form, env, "argument", around));
    out.push(yield* this.analyze(forms[forms.length - 1] as Form, env, tail, around));
    return seqOf(out, around);
  }

  private *collection(form: VectorForm | MapForm | SetForm, env: Env | null, around: Span): CompileGenerator<Hir> {
    const span = spanOf(form, around);
    if (this.depth >= MAX_DEPTH)
      throw this.fail("depth", `expressions are nested more than ${MAX_DEPTH} deep`, span, "split it into functions");
    this.depth++;
    const items = yield* this.args(form.items, env, span);
    const given = form.meta;
    const meta = given && given.items.length > 0 ? yield* this.collection(given, env, span) : null;
    this.depth--;
    const constantItems = items.every((h) => h.kind === "const") && (!meta || meta.kind === "const");
    if (constantItems) {
      const values = items.map((h) => (h as Extract<Hir, { kind: "const" }>).value);
      this.checkDistinct(form, values, span);
      const m = meta?.kind === "const" ? (meta.value as MapForm) : null;
      const value =
        form instanceof VectorForm ? new VectorForm(values, m) : form instanceof SetForm ? new SetForm(values, m) : new MapForm(values, m);
      return constant(value, span);
    }
    const kind = form instanceof VectorForm ? "vector" : form instanceof SetForm ? "set" : "map";
    const made: Hir = { kind, items, span };
    return meta ? primCall("with-meta", [made, meta], span) : made;
  }
  /** Literals from macros have not been checked by the reader. */
  private checkDistinct(form: Form, values: readonly Form[], span: Span): void {
    if (form instanceof VectorForm) return;
    const step = form instanceof MapForm ? 2 : 1;
    const seen = new Set<string>();
    for (let i = 0; i < values.length; i += step) {
      const key = formKey(values[i] as Form);
      if (seen.has(key)) throw this.fail("duplicate", `duplicate ${step === 2 ? "key" : "element"}: ${printForm(values[i] as Form)}`, span);
      seen.add(key);
    }
  }

  // ---- symbols

  private symbol(sym: Sym, env: Env | null, around: Span): Hir {
    const span = spanOf(sym, around);
    if (sym instanceof RtSym) return varGet(sym.ns as string, sym.name, span);
    if (sym.ns === null) {
      const entry = lookup(env, sym.name);
      if (entry) return readEntry(entry, span);
    }
    const meaning = this.meaning(sym, env, span);
    switch (meaning.kind) {
      case "var":
        if (meaning.info.protocol !== undefined && this.namesClass(sym))
          return primCall("get", [this.varValue(meaning.info, span), constant(new Keyword(null, "on-interface"), span)], span);
        return this.varValue(meaning.info, span);
      case "class":
        return this.classValue(meaning.full, span);
      case "static":
        return this.staticValue(meaning.full, meaning.member, span);
      case "native":
        throw this.fail(
          "macro-value",
          `${sym.name} is a macro: it has no value`,
          span,
          `call it, or wrap it in a function: #(${sym.name} %)`,
        );
    }
  }

  /** Whether a symbol that means a var does so as the name of a class: my.ns.Protocol, or Protocol after an import. */
  private namesClass(sym: Sym): boolean {
    const { name } = sym;
    return sym.ns === null && !this.ns.vars.has(name) && !this.ns.refers.has(name) && (name.includes(".") || this.ns.imports.has(name));
  }

  varValue(info: VarInfo, span: Span): Hir {
    if (info.macro)
      throw this.fail(
        "macro-value",
        `${info.name} is a macro: it has no value`,
        span,
        `call it, or wrap it in a function: #(${info.name} %)`,
      );
    this.checkVisible(info, span);
    if (info.constant !== undefined) return constant(parseConstant(info.constant), span);
    return varGet(info.ns, info.name, span);
  }
  private checkVisible(info: VarInfo, span: Span): void {
    if (info.private && info.ns !== this.source.ns && !this.source.library) {
      throw this.fail(
        "private",
        `${info.ns}/${info.name} is private`,
        span,
        `use what ${info.ns} offers, or #'${info.ns}/${info.name} for the var itself`,
      );
    }
  }

  /** What a symbol means; a Diagnostic with suggestions if nothing. */
  meaning(sym: Sym, env: Env | null, span: Span): Meaning {
    const meaning = meaningOf(this.session, this.ns, sym);
    if (meaning) return meaning;
    // Code of macros and of the library may name library vars before the library has come to define them; the build of
    // the core image refuses vars that are still unbound at its end.
    if (sym.ns !== null && (isRuntimeName(sym.ns, sym.name) || (this.source.library && sym.ns.startsWith("odeon."))))
      return { kind: "var", info: { ns: sym.ns, name: sym.name } };
    throw this.unknown(sym, env, span);
  }
  unknown(sym: Sym, env: Env | null, span: Span): Diagnostic {
    return unknownName(this, sym, env, span);
  }
  unknownClass(name: string, span: Span): Diagnostic {
    return unknownClass(this, name, span);
  }

  classValue(full: string, span: Span): Hir {
    return this.isAbsent(full) ? rtCall("odeon.host-class/foreign", [full], span) : varGet("odeon.class", full, span);
  }
  /** A class of the JVM that programs name but the library does not have. */
  isAbsent(full: string): boolean {
    const known = this.session.findNs("odeon.class");
    return known !== undefined && known.vars.size > 0 && !known.vars.has(full) && !this.source.library && isKnownClass(full);
  }
  isAbsentName(name: Sym): boolean {
    const full = name.ns === null ? resolveClassName(this.session, this.ns, name.name) : null;
    return full !== null && this.isAbsent(full);
  }
  /** What the library lacks fails when it is reached, not before: the rest of a file that was written for the JVM can be used. */
  private absent(message: string, span: Span): Hir {
    const error = rtCall("clojure.core/ex-info", [message, new MapForm([])], span);
    const hir: Hir = { kind: "throw", value: error, span };
    this.absences.add(hir);
    return hir;
  }
  private readonly absences = new WeakSet<Hir>();
  private checkStatic(full: string, member: string, span: Span): Hir | null {
    const known = this.session.findNs("odeon.static");
    if (!known || known.vars.size === 0 || known.vars.has(`${full}.${member}`) || this.source.library) return null;
    const members = [...known.vars.keys()].filter((k) => k.startsWith(`${full}.`)).map((k) => k.slice(full.length + 1));
    const short = full.slice(full.lastIndexOf(".") + 1);
    const message = `the class ${full} has no static member ${member} here`;
    const near = nearest(member, members).map((m) => `${short}/${m}`);
    if (near.length === 0) return this.absent(message, span);
    throw this.fail("static", message, span, didYouMean(near));
  }
  staticValue(full: string, member: string, span: Span): Hir {
    return this.checkStatic(full, member, span) ?? varGet("odeon.static", `${full}.${member}`, span);
  }

  // ---- lists

  private *list(start: ListForm, env: Env | null, tail: Tail, around: Span, naming?: string): CompileGenerator<Hir> {
    let form: Form = start;
    let span = spanOf(start, around);
    for (let steps = 0; ; steps++) {
      if (!(form instanceof ListForm) || form.items.length === 0) return yield* this.analyze(form, env, tail, span, naming);
      if (steps > MAX_EXPANSIONS) throw this.endless(span);
      const head: Form = form.items[0] as Form;
      if (head instanceof Sym && head.ns === null && !(head instanceof RtSym)) {
        const special = SPECIALS.get(head.name);
        if (special) return yield* special(this, form, env, tail, span, naming);
      }
      const native = this.nativeOf(head, env);
      if (native?.kind === "form") return yield* native.analyze(form, env as Env, tail, this.macroContext(form, span, env));
      const expansion: Form | undefined = yield* this.expand(form, env, span, native);
      if (expansion === undefined) return yield* this.call(form, env, span);
      form = expansion;
      span = spanOf(form, span);
    }
  }

  /** The native macro that a head names, if it does. */
  nativeOf(head: Form, env: Env | null): Native | null {
    if (!(head instanceof Sym) || head instanceof RtSym || head instanceof PrimSym) return null;
    if (head.ns === null && lookup(env, head.name)) return null;
    const meaning = meaningOf(this.session, this.ns, head);
    if (meaning?.kind === "native") return this.session.native(meaning.ns, meaning.name) as Native;
    // Files of the library receive messages below the namespace that gives programs the word.
    return meaning === null && this.source.library && head.ns === null ? (this.session.native("clojure.actors", head.name) ?? null) : null;
  }

  macroContext(form: ListForm, span: Span, env: Env | null): MacroContext {
    return {
      span,
      ns: this.source.ns,
      library: this.source.library,
      analyzer: this,
      env: env as Env,
      gensym: (prefix) => new Sym(null, `${prefix}__${this.session.unique()}`),
      fail: (message, at, help) => {
        const head = form.items[0] as Sym;
        const native = this.nativeOf(head, env);
        return this.fail(
          "macro",
          `${head.name}: ${message}`,
          at === undefined ? span : spanOf(at, span),
          help ?? (native ? `it is written ${usage(head.name, native.arglists)}` : undefined),
        );
      },
    };
  }

  /** One step of macro expansion; undefined if the form is no macro call. */
  *expand(
    form: ListForm,
    env: Env | null,
    span: Span,
    native = this.nativeOf(form.items[0] as Form, env),
  ): CompileGenerator<Form | undefined> {
    if (native) return native.kind === "macro" ? native.expand(form, this.macroContext(form, span, env)) : undefined;
    const head = form.items[0];
    if (!(head instanceof Sym) || head instanceof RtSym || (head.ns === null && (isSpecial(head.name) || lookup(env, head.name))))
      return undefined;
    const meaning = meaningOf(this.session, this.ns, head);
    if (meaning?.kind !== "var" || !meaning.info.macro) return undefined;
    this.checkVisible(meaning.info, span);
    const answer = yield* this.runMacro(meaning.info, form, env, span);
    return answer;
  }

  private *runMacro(info: VarInfo, form: ListForm, env: Env | null, span: Span): CompileGenerator<Form> {
    yield* this.flush();
    const locals: Form[] = [];
    for (const name of namesOf(env)) locals.push(new Sym(null, name), new Sym(null, name));
    const whole = form.span ? form : new ListForm(form.items, form.meta, span);
    const answer = yield {
      kind: "macro",
      ns: info.ns,
      name: info.name,
      form: whole,
      args: form.items.slice(1),
      env: locals.length > 0 ? new MapForm(locals) : null,
      span,
    };
    if (answer === undefined) throw new Error("a macro request was resumed without an expansion");
    return answer;
  }

  /** Runs what has been compiled so far: a macro may need it. */
  *flush(): CompileGenerator<void> {
    for (let unit = this.pending.shift(); unit; unit = this.pending.shift()) yield { kind: "eval-unit", unit };
  }

  // ---- calls

  private *call(form: ListForm, env: Env | null, span: Span): CompileGenerator<Hir> {
    const head = form.items[0] as Form;
    const count = form.items.length - 1;
    if (head === null) throw this.fail("call-nil", "can't call nil", span, "for the empty list write ()");
    if (head instanceof Keyword && (count === 1 || count === 2)) {
      const args = yield* this.args(form.items, env, span, 1);
      const [target, otherwise] = args as [Hir, Hir?];
      const key = constant(head, span);
      return otherwise ? primCall("get-or", [target, key, otherwise], span) : primCall("get", [target, key], span);
    }
    if (head instanceof Sym) {
      if (head instanceof PrimSym || (head.ns === "prim" && !this.ns.aliases.has("prim")))
        return yield* this.primitive(head, form, env, span);
      const local = head.ns === null ? lookup(env, head.name) : null;
      if (!local && !(head instanceof RtSym)) {
        if (isInteropHead(head)) return yield* analyzeInterop(this, form, env, span);
        if (head.ns === null && head.name.length > 1 && head.name.endsWith(".") && !head.name.startsWith(".")) {
          const name = new Sym(null, head.name.slice(0, -1), null, head.span);
          return yield* constructorCall(this, name, form.items, 1, env, span);
        }
        const meaning = this.meaning(head, env, spanOf(head, span));
        if (meaning.kind === "var") return yield* this.varCall(meaning.info, head, form, env, span);
      }
    }
    const fn = yield* this.analyze(head, env, "argument", span);
    if (this.absences.has(fn)) return fn;
    const given = yield* this.args(form.items, env, span, 1);
    const info = fn.kind === "var-get" ? this.session.findNs(fn.ns)?.vars.get(fn.name) : undefined;
    if (fn.kind !== "var-get" || info === undefined) return call(fn, given, span);
    // (Long/MAX_VALUE): a static field may be written like a call.
    if (fn.ns === "odeon.static" && given.length === 0 && info.arglists === undefined) return fn;
    // (Math/sqrt x): the library's function may come down to a primitive.
    const args = hintedArguments(info, form.items, given, span);
    return inlineCall(info, args, span) ?? call(fn, args, span);
  }

  private *varCall(info: VarInfo, head: Sym, form: ListForm, env: Env | null, span: Span): CompileGenerator<Hir> {
    if (info.macro) throw this.fail("macro-value", `${info.name} is a macro: it has no value`, span);
    const fn = this.varValue(info, spanOf(head, span));
    const args = yield* this.args(form.items, env, span, 1);
    if (info.name === "instance?" && info.ns === "clojure.core" && args.length === 2) {
      const [type, value] = args as [Hir, Hir];
      // Nothing is an instance of a class that is not there; what implements a protocol counts as an instance of its interface.
      if (this.absences.has(type)) return seqOf([value, constant(false, span)], span);
      if (type.kind === "var-get" && this.session.findNs(type.ns)?.vars.get(type.name)?.protocol)
        return rtCall("clojure.core/satisfies?", args, span);
    }
    if (info.name === "list" && info.ns === "clojure.core" && args.length <= LONGEST_LIST)
      return primCall(args.length === 0 ? "empty-list" : "list", args, span);
    const changed = changeCall(info, args, span, this);
    if (changed !== null) return changed;
    const numbers = hintedArguments(info, form.items, args, span);
    const inlined = inlineCall(info, numbers, span, this.source.unchecked);
    return inlined ?? call(fn, numbers, span, info.answers?.[args.length]);
  }
  /**
   * The call of a function that has been analyzed, with arguments that have no hints. Nobody has written it: *unchecked-math* does not
   * concern it.
   */
  apply(fn: Hir, args: Hir[], span: Span): Hir {
    if (fn.kind === "const" && fn.value instanceof Keyword && args.length <= 2)
      return primCall(args.length === 1 ? "get" : "get-or", [args[0] as Hir, fn, ...args.slice(1)], span);
    const info = fn.kind === "var-get" ? this.session.findNs(fn.ns)?.vars.get(fn.name) : undefined;
    if (info === undefined) return call(fn, args, span);
    return changeCall(info, args, span, this) ?? inlineCall(info, args, span) ?? call(fn, args, span, info.answers?.[args.length]);
  }

  private *primitive(head: Sym, form: ListForm, env: Env | null, span: Span): CompileGenerator<Hir> {
    if (!isPrimSym(head) && !this.source.library && !this.ns.kernel) {
      throw this.fail(
        "prim",
        `prim/${head.name} is for the library: a program can't call primitives`,
        span,
        "call the function of clojure.core",
      );
    }
    const arity = primArity(head.name);
    if (arity === undefined)
      throw this.fail("prim", `there is no primitive ${head.name}`, span, didYouMean(nearest(head.name, primNames())));
    const args = yield* this.args(form.items, env, span, 1);
    if (args.length !== arity)
      throw this.fail("prim", `the primitive ${head.name} takes ${arity} arguments, here it gets ${args.length}`, span);
    return primCall(head.name, args, span);
  }

  /** The class that a name stands for, as an expression. */
  classRef(name: string, span: Span): Hir | null {
    const full = resolveClassName(this.session, this.ns, name);
    if (!full) return null;
    const meaning = meaningOf(this.session, this.ns, new Sym(null, full));
    if (meaning?.kind === "var") return varGet(meaning.info.ns, meaning.info.name, span);
    return this.classValue(full, span);
  }
}

function usage(name: string, arglists: string): string {
  return arglists
    .split("] [")
    .map((a) => `(${name} ${a.replace(/^\[|\]$/g, "")})`.replace(" )", ")"))
    .join(" or ");
}
