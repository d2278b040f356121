import { type Form, Keyword, ListForm, MapForm, printForm, Sym, VectorForm } from "../../../reader/index.js";
import { bare, DEF, DO, FN, IF, kw, LET, list, listAt, metaGet, metaMerge, quote, VAR, vec, withMeta } from "../forms.js";
import { macro, type MacroContext, type NativeTable } from "../native.js";
import { prim, rt } from "../runtime-names.js";
import { isListWithVector } from "./destructure.js";

interface Signature {
  name: Sym;
  arglists: VectorForm[];
  doc: string | null;
}

function signature(form: Form, cx: MacroContext): Signature {
  if (!(form instanceof ListForm) || !(form.items[0] instanceof Sym))
    throw cx.fail(`${printForm(form)} is not a method: (name [this args*]+ doc-string?)`, form);
  const name = form.items[0];
  const arglists: VectorForm[] = [];
  let doc: string | null = null;
  for (const part of form.items.slice(1)) {
    if (part instanceof VectorForm) arglists.push(part);
    else if (typeof part === "string") doc = part;
    else throw cx.fail(`${printForm(part)} is neither a parameter vector nor a doc string`, part);
  }
  if (arglists.length === 0) throw cx.fail(`the parameters of ${name.name} are missing`, form);
  const seen = new Set<number>();
  for (const a of arglists) {
    if (a.items.length === 0)
      throw cx.fail(`${name.name} needs a first parameter: the object whose type decides`, form, `(${name.name} [this] ...)`);
    if (a.items.some((p) => p instanceof Sym && p.name === "&"))
      throw cx.fail(`${name.name} can't take a variable number of arguments`, form, "protocol methods have fixed arities");
    if (seen.has(a.items.length)) throw cx.fail(`${name.name} has two arities of ${a.items.length} parameters`, form);
    seen.add(a.items.length);
  }
  return { name, arglists, doc };
}

/** The hidden var that holds a method's METHOD object. */
const methodVar = (name: Sym): Sym => new Sym(null, `method%${name.name}`);

/** The function by which programs call a method: finds the one for the first argument's type. */
function dispatcher(s: Signature, viaMetadata: boolean, cx: MacroContext): Form {
  const method = methodVar(s.name);
  const arities = s.arglists.map((a) => {
    const params = a.items.map((p, i) => (p instanceof Sym && p.name !== "_" ? cx.gensym(p.name) : cx.gensym(`arg${i}`)));
    const self = params[0] as Sym;
    const f = cx.gensym("f");
    const missing = list(list(rt("odeon.protocol/missing"), method, self), ...params);
    return list(
      vec(...params),
      list(
        LET,
        vec(f, list(viaMetadata ? rt("odeon.protocol/find-with-metadata") : prim("method-find"), method, self)),
        list(IF, f, list(f, ...params), missing),
      ),
    );
  });
  return new ListForm([FN, ...arities]);
}

function expandDefprotocol(form: ListForm, cx: MacroContext): Form {
  const name = form.items[1];
  if (!(name instanceof Sym)) throw cx.fail("a name is missing");
  let at = 2;
  const options: Form[] = [];
  let doc: string | null = null;
  if (typeof form.items[at] === "string") {
    doc = form.items[at++] as string;
    options.push(kw("doc"), doc);
  }
  while (form.items[at] instanceof Keyword) {
    options.push(form.items[at] as Form, form.items[at + 1] ?? null);
    at += 2;
  }
  const methods = form.items.slice(at).map((m) => signature(m, cx));
  const names = new Set<string>();
  for (const m of methods) {
    if (names.has(m.name.name)) throw cx.fail(`${m.name.name} stands twice`, m.name, "write its arities as [this] [this x] in one method");
    names.add(m.name.name);
  }
  const via = metaGet(new MapForm(options), "extend-via-metadata");
  const viaMetadata = via !== undefined && via !== null && via !== false;
  const functions = methods.map((m) => {
    const facts = new MapForm([kw("arglists"), quote(new ListForm(m.arglists)), kw("doc"), m.doc, kw("protocol"), list(VAR, bare(name))]);
    return listAt(form.span, DEF, withMeta(m.name, metaMerge(m.name.meta, facts)), dispatcher(m, viaMetadata, cx));
  });
  const made = protocolForms(name, methods, methodVar, options, doc, form, cx);
  return list(DO, ...made, ...functions, quote(bare(name)));
}

/** The METHOD objects in hidden vars, and the protocol that holds them. */
function protocolForms(
  name: Sym,
  methods: readonly Signature[],
  hidden: (name: Sym) => Sym,
  options: readonly Form[],
  doc: string | null,
  form: ListForm,
  cx: MacroContext,
): Form[] {
  const full = quote(new Sym(cx.ns, name.name));
  const hiddenMeta = new MapForm([kw("private"), true]);
  const cells = methods.map((m) =>
    list(DEF, withMeta(hidden(m.name), hiddenMeta), list(prim("method-make"), quote(bare(m.name)), full, null)),
  );
  const entries = methods.map((m) => {
    const facts = [kw("arglists"), quote(new ListForm(m.arglists)), kw("doc"), m.doc];
    return new MapForm([kw("name"), quote(bare(m.name)), kw("method"), hidden(m.name), ...facts]);
  });
  const note = new MapForm([new Keyword("odeon", "protocol"), new VectorForm(methods.map((m) => bare(m.name)))]);
  const meta = metaMerge(metaMerge(name.meta, doc === null ? null : new MapForm([kw("doc"), doc])), note);
  const value = list(rt("odeon.protocol/make-protocol"), full, list(VAR, bare(name)), new MapForm(options), vec(...entries));
  return [...cells, listAt(form.span, DEF, withMeta(name, meta), value)];
}

/** An interface is a protocol without functions: its methods are called as (.name x args). Signatures leave the object out. */
function expandDefinterface(form: ListForm, cx: MacroContext): Form {
  const name = form.items[1];
  if (!(name instanceof Sym)) throw cx.fail("a name is missing");
  const methods = new Map<string, Signature>();
  for (const part of form.items.slice(2)) {
    const [method, params] = part instanceof ListForm ? part.items : [];
    if (!(method instanceof Sym && params instanceof VectorForm)) throw cx.fail(`${printForm(part)} is not a method: (name [args*])`, part);
    const arglist = new VectorForm([new Sym(null, "this"), ...params.items]);
    const known = methods.get(method.name);
    if (known) known.arglists.push(arglist);
    else methods.set(method.name, { name: bare(method), arglists: [arglist], doc: null });
  }
  const hidden = (m: Sym): Sym => new Sym(null, `method%${name.name}.${m.name}`);
  return list(DO, ...protocolForms(name, [...methods.values()], hidden, [], null, form, cx), bare(name));
}

/** (gen-interface :name my.app.Thing :methods [[name [types] type]...]): the interface, where the name is one of this namespace. */
function expandGenInterface(form: ListForm, cx: MacroContext): Form {
  const options = new MapForm(form.items.slice(1));
  const name = metaGet(options, "name");
  const methods = metaGet(options, "methods");
  if (!(name instanceof Sym)) throw cx.fail("the :name is missing");
  const dot = name.name.lastIndexOf(".");
  if (name.name.slice(0, dot) !== cx.ns.replaceAll("-", "_")) return null;
  const signatures = (methods instanceof VectorForm ? methods.items : []).map((m) =>
    m instanceof VectorForm && m.items[1] instanceof VectorForm
      ? list(m.items[0] as Form, new VectorForm(m.items[1].items.map((_, i) => new Sym(null, `arg${i}`))))
      : (m as Form),
  );
  return listAt(form.span, new Sym("clojure.core", "definterface"), new Sym(null, name.name.slice(dot + 1)), ...signatures);
}

/** Names of types, protocols: each is followed by its methods. */
export function bySymbol(forms: readonly Form[], cx: MacroContext): { head: Form; methods: ListForm[] }[] {
  const out: { head: Form; methods: ListForm[] }[] = [];
  for (const f of forms) {
    if (f instanceof ListForm && f.items[0] instanceof Sym && (f.items[1] instanceof VectorForm || isListWithVector(f.items[1] as Form))) {
      const last = out[out.length - 1];
      if (!last) throw cx.fail(`the method ${printForm(f.items[0])} stands before the name it belongs to`, f);
      last.methods.push(f);
    } else if (f instanceof ListForm && f.items[0] instanceof Sym && f.items[0].ns === null && out.length > 0) {
      throw cx.fail(`${printForm(f)} is not a method: (name [this args*] body*)`, f);
    } else out.push({ head: f, methods: [] });
  }
  return out;
}

/** Methods of one name together: (name [..] ..) (name [..] ..) and (name ([..] ..) ([..] ..)). */
export function arities(methods: readonly ListForm[]): Map<string, { name: Sym; arities: ListForm[] }> {
  const out = new Map<string, { name: Sym; arities: ListForm[] }>();
  for (const m of methods) {
    const name = m.items[0] as Sym;
    let entry = out.get(name.name);
    if (!entry) out.set(name.name, (entry = { name, arities: [] }));
    const added = m.items[1] instanceof VectorForm ? [new ListForm(m.items.slice(1), null, m.span)] : (m.items.slice(1) as ListForm[]);
    for (const a of added) addArity(entry.arities, a);
  }
  return out;
}

const PRIMITIVE = new Set(["int", "long", "double", "float", "boolean", "byte", "short", "char"]);
const hints = (arity: ListForm): string[] | null => {
  const params = arity instanceof ListForm ? arity.items[0] : undefined;
  if (!(params instanceof VectorForm)) return null;
  return params.items.map((p) => {
    const tag = p instanceof Sym ? metaGet(p.meta, "tag") : undefined;
    return tag instanceof Sym ? tag.name : "";
  });
};
/** Java tells methods of one arity apart by the types of their parameters; here the one for objects serves for all. */
function addArity(to: ListForm[], a: ListForm): void {
  const mine = hints(a);
  const at = to.findIndex((b) => {
    const other = hints(b);
    return mine !== null && other?.length === mine.length && other.some((h, i) => h !== mine[i]);
  });
  if (at < 0) to.push(a);
  else if (!mine?.some((h) => PRIMITIVE.has(h))) to[at] = a;
}

/** Of methods of one name the last counts: what is extended gets a map of functions. */
function lastOfEach(methods: readonly ListForm[]): ListForm[] {
  return [...new Map(methods.map((m) => [(m.items[0] as Sym).name, m])).values()];
}

function implement(type: Form, protocol: Form, methods: readonly ListForm[], cx: MacroContext): Form {
  const entries: Form[] = [];
  for (const { name, arities: as } of arities(lastOfEach(methods)).values()) {
    for (const a of as) if (!isListWithVector(a)) throw cx.fail(`${printForm(a)} is not an arity of ${name.name}`, a);
    const meta = new MapForm([new Keyword("odeon", "name"), `${cx.ns}/${printForm(type)}.${name.name}`]);
    entries.push(kw(name.name), new ListForm([new Sym("clojure.core", "fn"), ...as], meta, name.span));
  }
  return list(rt("odeon.protocol/implement"), type, protocol, new MapForm(entries));
}

export const PROTOCOLS: NativeTable = {
  defprotocol: macro(
    "[name doc-string? options* (method [this args*]+ doc-string?)*]",
    "Defines a protocol: methods that are chosen by the type of their first argument.",
    expandDefprotocol,
  ),
  definterface: macro(
    "[name & (method [args*])]",
    "Defines methods that types implement and that are called as (.method x args).",
    expandDefinterface,
  ),
  "gen-interface": macro(
    "[& options]",
    "As definterface: :name is the full name, :methods are [name [parameter-types] type].",
    expandGenInterface,
  ),
  "extend-type": macro(
    "[type & protocols-and-methods]",
    "Implements protocols for a type: (extend-type T P (m [this] ...) ...).",
    (form, cx) => {
      if (form.items.length < 2) throw cx.fail("the type is missing");
      if (form.items[1] instanceof Sym && cx.analyzer.isAbsentName(form.items[1])) return null;
      return listAt(
        form.span,
        DO,
        ...bySymbol(form.items.slice(2), cx).map((g) => implement(form.items[1] as Form, g.head, g.methods, cx)),
        null,
      );
    },
  ),
  "extend-protocol": macro(
    "[protocol & types-and-methods]",
    "Implements a protocol for several types: (extend-protocol P T1 (m [this] ...) T2 ...).",
    (form, cx) => {
      if (form.items.length < 2) throw cx.fail("the protocol is missing");
      const groups = bySymbol(form.items.slice(2), cx).filter((g) => !(g.head instanceof Sym && cx.analyzer.isAbsentName(g.head)));
      return listAt(form.span, DO, ...groups.map((g) => implement(g.head, form.items[1] as Form, g.methods, cx)), null);
    },
  ),
};
