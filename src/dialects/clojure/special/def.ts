import type { Hir } from "../../../hir/index.js";
import { type Form, formEquals, Keyword, ListForm, MapForm, printForm, RegexForm, Sym, VectorForm } from "../../../reader/index.js";
import type { Analyzer } from "../analyzer.js";
import { isQuoted, kw, metaFlag, metaGet, metaMerge, quote } from "../forms.js";
import { templatesOf } from "../inline.js";
import type { VarInfo } from "../namespaces.js";
import { userMeta } from "../positions.js";
import { hintOf } from "../primitive.js";
import type { Special } from "./types.js";

/** (def name), (def name value), (def name "doc" value): interns at compile time and when the unit runs. */
export const analyzeDef: Special = function* (an, form, env, _tail, span) {
  const n = form.items.length - 1;
  const name = form.items[1];
  if (!(name instanceof Sym)) throw an.fail("def", n < 1 ? "def needs a name" : `def names a symbol, not ${printForm(name as Form)}`, span);
  if (n > 3 || (n === 3 && typeof form.items[2] !== "string")) {
    throw an.fail(
      "def",
      `def takes a name, perhaps a doc string, and a value: here it gets ${n} forms`,
      span,
      n > 3 ? "for a function use defn" : undefined,
    );
  }
  if (name.ns !== null && (an.ns.aliases.get(name.ns) ?? name.ns) !== an.source.ns) {
    throw an.fail("def", `can't define ${printForm(name)} from inside ${an.source.ns}`, span, "use (in-ns ...) or intern");
  }
  const meta = metaMerge(userMeta(name.meta), n === 3 ? new MapForm([kw("doc"), form.items[2] as Form]) : null);
  const info = an.session.intern(an.source.ns, name.name);
  noteFacts(an, info, name, meta, span.line);
  const hasInit = n >= 2;
  if (!hasInit) {
    return { kind: "def", ns: info.ns, name: info.name, init: null, meta: null, dynamic: info.dynamic === true, macro: false, span };
  }
  const outerPath = an.path;
  const full = `${info.ns}/${info.name}`;
  an.path = full;
  const init = yield* an.analyze(form.items[n] as Form, env, "argument", span, full);
  an.path = outerPath;
  noteInit(an, info, meta, init);
  const metaHir = yield* an.analyze(varMeta(an, name, meta, span.line, span.column), env, "argument", span);
  return {
    kind: "def",
    ns: info.ns,
    name: info.name,
    init,
    meta: metaHir,
    dynamic: info.dynamic === true,
    macro: info.macro === true,
    span,
  };
};

/** What the metadata of a definition says to the compiler. */
function noteFacts(an: Analyzer, info: VarInfo, name: Sym, meta: MapForm | null, line: number): void {
  const set = (flag: "macro" | "dynamic" | "private", on: boolean): void => {
    if (on) info[flag] = true;
    else delete info[flag];
  };
  set("macro", metaFlag(meta, "macro"));
  set("dynamic", metaFlag(meta, "dynamic"));
  set("private", metaFlag(meta, "private"));
  const doc = metaGet(meta, "doc");
  if (typeof doc === "string") info.doc = doc;
  const arglists = metaGet(meta, "arglists");
  if (arglists !== undefined) {
    const text = printForm(arglists);
    info.arglists = text.startsWith("(quote ") ? text.slice(7, -1) : text;
  }
  noteHints(info, name, arglists);
  info.file = an.source.file;
  info.line = line;
  delete info.inline;
  delete info.fold;
  delete info.constant;
  const type = hidden(meta, "type");
  if (type instanceof VectorForm) info.type = { record: type.items[0] === true, fields: type.items.slice(1).map((f) => (f as Sym).name) };
  else delete info.type;
  const protocol = hidden(meta, "protocol");
  if (protocol instanceof VectorForm) info.protocol = protocol.items.map((f) => (f as Sym).name);
  else delete info.protocol;
}
function noteHints(info: VarInfo, name: Sym, arglists: Form | undefined): void {
  const answers: NonNullable<VarInfo["answers"]> = {};
  const vectors = arglists instanceof ListForm && isQuoted(arglists) ? arglists.items[1] : undefined;
  const named = hintOf(name);
  for (const params of vectors instanceof ListForm ? vectors.items : []) {
    const hint = hintOf(params) ?? named;
    if (params instanceof VectorForm && hint !== undefined) answers[params.items.length] = hint;
  }
  delete info.answers;
  if (Object.keys(answers).length > 0) info.answers = answers;
}
/** Notes of the front end's own macros to the compiler: they don't reach the program. */
function hidden(meta: MapForm | null, key: string): Form | undefined {
  const at = meta?.items.findIndex((k, i) => i % 2 === 0 && k instanceof Keyword && k.ns === "odeon" && k.name === key) ?? -1;
  return at < 0 ? undefined : meta?.items[at + 1];
}

function noteInit(an: Analyzer, info: VarInfo, meta: MapForm | null, init: Hir): void {
  delete info.declared;
  if (an.source.library && init.kind === "fn" && !info.dynamic && !metaFlag(meta, "no-inline")) {
    const inline = templatesOf(init);
    if (inline) info.inline = inline;
    if (metaFlag(meta, "inline-fold")) info.fold = true;
  }
  if (metaFlag(meta, "const") && init.kind === "const" && isPlain(init.value)) info.constant = printForm(init.value);
}
/** Constants whose text reads back as the same value. */
const isPlain = (f: Form): boolean =>
  f === null || typeof f !== "object" || f instanceof Keyword || (!(f instanceof RegexForm) && !("items" in f) && !(f instanceof Sym));

/** The whole metadata map of the var: the place, the name, and what the program gave (values are evaluated, :tag is not). */
function varMeta(an: Analyzer, name: Sym, meta: MapForm | null, line: number, column: number): Form {
  const items: Form[] = [
    kw("line"),
    BigInt(line),
    kw("column"),
    BigInt(column),
    kw("file"),
    an.source.file,
    kw("name"),
    quote(new Sym(null, name.name)),
    kw("ns"),
    quote(new Sym(null, an.source.ns)),
  ];
  if (!meta) return new MapForm(items);
  for (let i = 0; i + 1 < meta.items.length; i += 2) {
    const k = meta.items[i] as Form;
    if (items.some((x, j) => j % 2 === 0 && formEquals(x, k))) continue;
    if (k instanceof Keyword && k.ns === "odeon" && (k.name === "type" || k.name === "protocol")) continue;
    const v = meta.items[i + 1] as Form;
    const literal = k instanceof Keyword && k.ns === null && (k.name === "tag" || k.name === "inline" || k.name === "inline-arities");
    if (k instanceof Keyword && k.name.startsWith("inline") && literal && k.name !== "tag") continue;
    items.push(k, literal ? quote(v) : v);
  }
  return new MapForm(items);
}
