import { type Form, Keyword, printForm } from "../reader/index.js";
import type { Binding, FnHir, Hir } from "./tree.js";

/** HIR as an S-expression: one line while it fits, else children indented. Locals print as name.id. */
export function printHir(hir: Hir, width = 100): string {
  return layout(tree(hir), 0, width);
}

type Tree = string | Tree[];
const name = (b: Binding): string => `${b.hint ? `^${b.hint} ` : ""}${b.name}.${b.id}`;
const ref = (b: Binding): string => `${b.name}.${b.id}`;
const all = (nodes: readonly Hir[]): Tree[] => nodes.map(tree);
const data = (form: Form): string => printForm(form, { meta: true });

function tree(h: Hir): Tree {
  switch (h.kind) {
    case "const":
      return typeof h.value === "object" && h.value !== null && !(h.value instanceof Keyword) ? `'${data(h.value)}` : data(h.value);
    case "local":
      return ref(h.binding);
    case "let":
      return ["let", h.bindings.map((b) => [name(b.binding), tree(b.init)]), tree(h.body)];
    case "letfn":
      return ["letfn", h.bindings.map((b) => [name(b.binding), tree(b.fn)]), tree(h.body)];
    case "loop":
      return [`loop@${h.loop.id}`, h.loop.bindings.map((b, i) => [name(b), tree(h.inits[i] as Hir)]), tree(h.body)];
    case "recur":
      return [`recur@${h.target.id}`, ...all(h.args)];
    case "if":
      return ["if", tree(h.test), tree(h.then), tree(h.else)];
    case "do":
      return ["do", ...all(h.exprs)];
    case "fn":
      return fn(h);
    case "call":
      return ["call", tree(h.fn), ...all(h.args)];
    case "var-get":
      return `${h.ns}/${h.name}`;
    case "var-ref":
      return `#'${h.ns}/${h.name}`;
    case "var-set":
      return ["set!", `${h.ns}/${h.name}`, tree(h.value)];
    case "def": {
      const flags = `${h.dynamic ? "dynamic " : ""}${h.macro ? "macro " : ""}`
        .trim()
        .split(" ")
        .filter((f) => f !== "");
      return ["def", ...flags, `${h.ns}/${h.name}`, ...(h.meta ? [["meta", tree(h.meta)]] : []), ...(h.init ? [tree(h.init)] : [])];
    }
    case "prim":
      return [`%${h.name}`, ...all(h.args)];
    case "vector":
    case "map":
    case "set":
      return [h.kind, ...all(h.items)];
    case "try":
      return [
        "try",
        tree(h.body),
        ...h.catches.map((c): Tree => ["catch", c.test ? tree(c.test) : "_", name(c.binding), tree(c.body)]),
        ...(h.finally ? [["finally", tree(h.finally)]] : []),
      ];
    case "throw":
      return ["throw", tree(h.value)];
    case "case":
      return [
        "case",
        tree(h.subject),
        ...h.clauses.map((c): Tree => [`[${c.consts.map(data).join(" ")}]`, tree(c.body)]),
        ["else", tree(h.default)],
      ];
    case "alt":
      return ["alt", ...all(h.branches)];
    case "fail":
      return "(fail)";
    case "receive":
      return ["receive", name(h.message), tree(h.match), ...(h.timeout ? [["after", tree(h.timeout), tree(h.onTimeout as Hir)]] : [])];
    case "accept":
      return ["accept", tree(h.body)];
  }
}

function fn(h: FnHir): Tree {
  const arities = h.arities.map((a): Tree => {
    const params = a.params.map((p, i) => (a.variadic && i === a.params.length - 1 ? `& ${name(p)}` : name(p)));
    return [`@${a.target.id} [${params.join(" ")}]`, tree(a.body)];
  });
  return [`fn ${h.name}${h.self ? ` ${ref(h.self)}` : ""}`, ...(h.meta ? [["meta", tree(h.meta)]] : []), ...arities];
}

const flat = (t: Tree): string => (typeof t === "string" ? t : `(${t.map(flat).join(" ")})`);

function layout(t: Tree, indent: number, width: number): string {
  const one = flat(t);
  if (typeof t === "string" || one.length + indent <= width) return one;
  const pad = " ".repeat(indent + 2);
  const head = typeof t[0] === "string" ? t[0] : "";
  const rest = typeof t[0] === "string" ? t.slice(1) : t;
  const lines = rest.map((child) => `${pad}${layout(child, indent + 2, width)}`);
  return `(${head}${head === "" ? lines.join("\n").trimStart() : `\n${lines.join("\n")}`})`;
}
