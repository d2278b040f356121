/**
 * More kinds of expressions for generate.ts, each with a value that is a number or nearly so: loops over doubles and arrays, sums at the edges
 * of fixnums, hinted functions, transducers, lazy sequences, strings, rest arguments, closures that vars hold, records of several types,
 * redefinition, conversations of actors.
 */
import { type Local, list, type Sx, vec } from "./generate.js";

/** What these expressions are made of: the generator's. */
export interface Parts {
  readonly portable: boolean;
  r(below: number): number;
  chance(percent: number): boolean;
  pick<X>(xs: readonly X[]): X;
  fresh(prefix: string): string;
  within<X>(locals: readonly Local[], f: () => X): X;
  /** A number; a function of so many; a vector or seq; a number that does not grow from turn to turn. */
  arg(d: number): Sx;
  fn(arity: number, d: number): Sx;
  vecExpr(d: number): Sx;
  limited(d: number): Sx;
  /** Names of functions that can be redefined, with how many arguments they take. */
  readonly functions: readonly { readonly name: string; readonly arity: number }[];
  /** The case's record type and the method of its protocol, if it has them. */
  readonly record: string | undefined;
  readonly method: string | undefined;
}
const num = (name: string): Local => ({ name, kind: "num" });
const EDGE = [
  "1152921504606846975",
  "-1152921504606846976",
  "1152921504606846970",
  "-1152921504606846970",
  "9223372036854775807",
  "-9223372036854775808",
  "9223372036854775800",
  "4611686018427387904",
  "-4611686018427387905",
];
const SOME_FLOATS = ["0.5", "-0.0", "1e18", "1.152921504606847E18", "-2.5", "1e-3", "3.0"];

type Kind = (p: Parts, d: number) => Sx;

/** Sums that cross a border while a loop runs. */
const edgeLoop: Kind = (p, d) => {
  const [i, s] = [p.fresh("i"), p.fresh("s")];
  const op = p.pick(["+", "-", "+'", "-'", "unchecked-add", "unchecked-subtract", "*'"]);
  const step = p.pick(["1", "3", "-1", i, "7"]);
  const next = list(op, s, p.chance(80) ? step : p.within([num(i), num(s)], () => p.limited(d - 2)));
  const body = list("if", list("<", i, String(3 + p.r(9))), list("recur", list("inc", i), next), s);
  return list("loop", vec(i, p.portable ? list("num", "0") : "0", s, p.portable ? list("num", p.pick(EDGE)) : p.pick(EDGE)), body);
};
const edgeOps: Kind = (p, d) => {
  const op = p.pick(["+", "-", "*", "quot", "rem", "mod", "bit-xor", "bit-and", "max", "min", "unchecked-multiply", "-'", "*'"]);
  const x = p.chance(50) ? p.pick(EDGE) : list(p.pick(["inc", "dec", "-"]), p.arg(d - 1));
  return p.chance(50) ? list(op, x, p.arg(d - 1)) : list(op, p.arg(d - 1), x);
};
/** Two loops in each other, over doubles and integers. */
const nested: Kind = (p, d) => {
  const [i, j, x, y] = [p.fresh("i"), p.fresh("j"), p.fresh("x"), p.fresh("y")];
  const locals = [num(i), num(j), num(x), num(y)];
  const inner = list(
    "loop",
    vec(j, p.portable ? list("num", "0") : "0", y, x),
    list(
      "if",
      list("<", j, String(1 + p.r(6))),
      list(
        "recur",
        list("inc", j),
        p.within(locals, () => list("lim", list(p.pick(["+", "-", "*"]), y, p.pick([p.arg(d - 2), i, j, "0.5"])))),
      ),
      y,
    ),
  );
  const start = p.pick([...SOME_FLOATS, "0", "1"]);
  return list(
    "loop",
    vec(i, p.portable ? list("num", "0") : "0", x, p.portable ? list("num", start) : start),
    list("if", list("<", i, String(1 + p.r(6))), list("recur", list("inc", i), list("lim", inner)), x),
  );
};
/** Parameters and locals that are declared to be primitive. */
const hinted: Kind = (p, d) => {
  const [a, b, f] = [p.fresh("a"), p.fresh("b"), p.fresh("f")];
  const [ha, hb] = [p.pick(["^long", "^double"]), p.pick(["^long", "^double"])];
  const cast = (h: string, x: Sx): Sx => list(h === "^long" ? "long" : "double", x);
  const body = p.within([num(a), num(b)], () => list(p.pick(["+", "-", "*", "max", "<"]), a, p.chance(60) ? b : p.arg(d - 2)));
  const call = (): Sx => list(f, cast(ha, p.arg(d - 1)), cast(hb, p.pick([p.arg(d - 2), "3", "2.5"])));
  return list("let", vec(f, list("fn", vec(`${ha} ${a}`, `${hb} ${b}`), body)), p.chance(50) ? call() : vec(call(), call()));
};
const arrays: Kind = (p, d) => {
  const [arr, i, s] = [p.fresh("arr"), p.fresh("i"), p.fresh("s")];
  const type = p.pick(["long", "double", "object", "int"]);
  const n = String(1 + p.r(6));
  const value = p.within([num(i)], () => p.arg(d - 2));
  const cast = type === "object" ? value : list(type === "int" ? "unchecked-int" : type, type === "int" ? list("long", value) : value);
  const sum = p.pick<Sx>([
    list("areduce", arr, i, s, "0", list("lim", list("+", s, list("aget", arr, i)))),
    list("vec", arr),
    list("reduce", "max", list("vec", list("amap", arr, i, s, list("aget", arr, i)))),
    list("aget", arr, p.chance(70) ? "0" : n),
  ]);
  return list("let", vec(arr, list(`${type}-array`, n)), list("dotimes", vec(i, n), list("aset", arr, i, cast)), sum);
};
/** A loop that counts, up or down, by ones or more, over an array that may end before it does. */
const counted: Kind = (p, d) => {
  const [arr, i, s, v] = [p.fresh("arr"), p.fresh("i"), p.fresh("s"), p.fresh("v")];
  const [size, up, type] = [1 + p.r(40), p.chance(60), p.pick(["long", "double", "byte", "object"])];
  const [low, high] = [p.r(4) - (p.chance(10) ? 3 : 0), size - p.r(4) + (p.chance(10) ? 3 : 0)];
  const [from, to] = up ? [low, high] : [high - 1, low - 1];
  const step = p.chance(70) ? "1" : p.pick(["2", "3", "7", "n"]);
  const index = (): Sx => (p.chance(70) ? i : list(p.pick(["+", "-"]), i, p.pick(["1", "2"])));
  const element = (x: Sx): Sx => (type === "object" ? x : list(type, x));
  const value = type === "byte" ? "7" : p.chance(50) ? "3" : p.arg(d - 2);
  const store = list("aset", arr, index(), element(p.chance(50) ? v : i));
  const next = list(up ? "+" : "-", i, step);
  const sum = list("lim", list("+", s, p.chance(50) ? i : list("aget", arr, index())));
  const turn = list("recur", next, p.chance(30) ? s : sum);
  const body = p.pick([
    turn,
    list("do", store, turn),
    list("do", store, store, turn),
    list("if", list("odd?", i), turn, list("do", store, turn)),
  ]);
  const limit = p.chance(50) ? String(to) : "to";
  const tests = [list(up ? "<" : ">", i, limit), list(up ? "<=" : ">=", i, limit), list(up ? ">" : "<", limit, i)];
  tests.push(list("not", list(up ? ">=" : "<=", i, limit)));
  if (step === "1" && (up ? from <= to : from >= to)) tests.push(list("not", list("=", i, limit)));
  const zero = p.portable ? list("num", "0") : "0";
  const loop = list("loop", vec(i, String(from), s, zero), list("if", p.pick(tests), body, vec(i, s)));
  const made = type === "object" ? list("object-array", list("repeat", String(size), "1")) : list(`${type}-array`, String(size), "1");
  const whole = list("let", vec(arr, made, v, value, "to", list("long", String(to)), "n", "2"), vec(loop, list("vec", arr)));
  return p.chance(50) ? list("do", list("dotimes", vec("_", "3"), whole), whole) : whole;
};
const strings: Kind = (p, d) => {
  const [s, c] = [p.fresh("s"), p.fresh("c")];
  const text = list("str", p.arg(d - 1), p.pick(['"-"', ":k", "\\x", "nil", p.arg(d - 2)]));
  return list(
    "let",
    vec(s, text),
    p.pick<Sx>([
      list("reduce", list("fn", vec("n", c), list("rem", list("+", list("*", "31", "n"), list("int", c)), "1000003")), "0", s),
      list("subs", s, "0", list("min", "3", list("count", s))),
      list("count", list("filter", list("fn", vec(c), list("=", c, "\\1")), s)),
      list("apply", "str", list("reverse", s)),
      list("compare", s, list("str", p.arg(d - 2))),
      list("nth", s, p.pick(["0", "2", "40"]), "nil"),
    ]),
  );
};
const sequences: Kind = (p, d) => {
  const v = (): Sx => p.vecExpr(d - 1);
  const f = (): Sx => p.fn(1, d - 1);
  const xform = (): Sx =>
    p.pick<Sx>([
      list("map", f()),
      list("filter", "number?"),
      list("remove", "nil?"),
      list("take", String(p.r(5))),
      list("drop", String(p.r(3))),
      list("take-while", "number?"),
      list("partition-all", "2"),
      list("map-indexed", p.fn(2, d - 2)),
      list("keep", f()),
      "(distinct)",
      "cat",
    ]);
  return p.pick<() => Sx>([
    () => list("into", "[]", list("comp", xform(), xform(), ...(p.chance(40) ? [xform()] : [])), v()),
    () => list("transduce", list("comp", xform(), xform()), p.pick(["conj", "+", "max"]), ...(p.chance(50) ? ["[]"] : []), v()),
    () => list("sequence", xform(), v()),
    () => list("reduce", p.fn(2, d - 1), v()),
    () =>
      list(
        "reduce-kv",
        list(
          "fn",
          vec("acc", "k", "x"),
          p.within([num("acc"), num("k"), num("x")], () => p.limited(d - 2)),
        ),
        "0",
        list("vec", v()),
      ),
    () => list("mapv", p.pick(["+", "-", "max", "vector", "list"]), v(), v()),
    () => list("some", f(), v()),
    () => list("every?", f(), v()),
    () => list("sort-by", list("comp", "str", f()), v()),
    () => list("group-by", list("comp", "str", f()), v()),
    () => list(list("comp", f(), f()), p.arg(d - 1)),
    () => list(list("partial", p.fn(2, d - 1), p.arg(d - 2)), p.arg(d - 1)),
    () => list(list("juxt", f(), f(), f()), p.arg(d - 1)),
    () => list("reductions", p.fn(2, d - 2), v()),
    () => list("partition", "2", "1", v()),
    () => list("interleave", v(), list("map", f(), v())),
    () =>
      list(
        "mapcat",
        list(
          "fn",
          vec("x"),
          p.within([num("x")], () => vec("x", p.arg(d - 2))),
        ),
        v(),
      ),
    () => list("frequencies", list("map", f(), v())),
    () => list("zipmap", v(), list("map", f(), v())),
  ])();
};
const lazy: Kind = (p, d) => {
  const [f, n, x] = [p.fresh("lazy"), p.fresh("n"), p.fresh("x")];
  const item = p.within([num(n), num(x)], () => p.limited(d - 2));
  const body = list(
    "lazy-seq",
    list(
      "when",
      list("<", n, String(2 + p.r(8))),
      list("cons", item, list(f, list("inc", n), p.chance(50) ? x : list("lim", list("+", x, n)))),
    ),
  );
  const made = list(f, p.portable ? list("num", "0") : "0", p.arg(d - 1));
  return list(
    "letfn",
    vec(list(f, vec(n, x), body)),
    p.pick<Sx>([
      list("vec", made),
      list("take", "3", made),
      list("count", made),
      list("last", made),
      list("reduce", p.fn(2, d - 2), "0", made),
    ]),
  );
};
/** Objects of several types at one call, and fields by keyword of records and maps. */
const objects: Kind = (p, d) => {
  if (p.record === undefined || p.method === undefined) return sequences(p, d);
  const made = (): Sx => list(`->${p.record}`, p.arg(d - 1), p.arg(d - 2));
  const object = (): Sx =>
    p.pick<() => Sx>([
      made,
      made,
      () => "nil",
      () => p.arg(d - 2),
      () => list("assoc", made(), ":x", p.arg(d - 2)),
      () => list("assoc", made(), ":z", "1"),
    ])();
  const [o, k] = [p.fresh("o"), p.pick([":x", ":y", ":z"])];
  return p.pick<() => Sx>([
    () => list("mapv", list("fn", vec(o), list(p.method as string, o, p.arg(d - 2))), vec(object(), object(), object(), object())),
    () => list("mapv", list("fn", vec(o), list(k, o)), vec(object(), object(), list("hash-map", k, p.arg(d - 2)))),
    () => list("=", object(), object()),
    () => list("instance?", p.record as string, object()),
    () => list(k, list("update", made(), k, p.fn(1, d - 2))),
    () => list("reduce", "+", list("vals", made())),
    () => list("let", vec(`{:keys [x y] :as ${o}}`, made()), vec("x", "y", list("count", o))),
  ])();
};
/** What compiled callers rely on changes under their feet. */
const redefined: Kind = (p, d) => {
  if (p.functions.length === 0) return strings(p, d);
  const { name, arity } = p.pick(p.functions);
  const args = (): Sx[] => Array.from({ length: arity }, () => p.arg(d - 2));
  const params = Array.from({ length: arity }, () => p.fresh("q"));
  const other = list(
    "fn",
    vec(...params),
    p.within(params.map(num), () => p.arg(d - 2)),
  );
  return vec(
    list(name, ...args()),
    list("with-redefs", vec(name, other), vec(list(name, ...args()), list(name, ...args()))),
    list(name, ...args()),
  );
};
/** Exceptions through loops and closures, with what finally has noted. */
const thrown: Kind = (p, d) => {
  const [i, s, e] = [p.fresh("i"), p.fresh("s"), p.fresh("e")];
  const locals = [num(i), num(s)];
  const value = p.within(locals, () => p.limited(d - 2));
  const risky = list(
    "if",
    list("=", i, String(1 + p.r(4))),
    list("throw", list("ex-info", '"in a loop"', { open: "{", items: [":i", i] })),
    value,
  );
  const body = p.pick<Sx>([
    list("try", risky, list("catch", "clojure.lang.ExceptionInfo", e, list("lim", list(":i", list("ex-data", e))))),
    list("try", risky, list("catch", "ArithmeticException", e, "-1"), list("finally", list("note!", i))),
    list(list("fn", vec(), risky)),
  ]);
  const loop = list("reduce", list("fn", vec(s, i), body), p.arg(d - 1), list("range", String(2 + p.r(6))));
  return list(
    "try",
    loop,
    list("catch", "Exception", e, list("if", list("ex-data", e), list("+", "100", list(":i", list("ex-data", e))), "-2")),
  );
};
/** An actor with a state, asked several times; messages taken in another order (one sender: what a receive looks at is counted). */
const conversation: Kind = (p, d) => {
  if (p.portable) return lazy(p, d);
  const [server, state, from, x, n] = [p.fresh("server"), p.fresh("state"), p.fresh("from"), p.fresh("x"), p.fresh("n")];
  const next = p.within([num(state), num(x)], () => p.limited(d - 2));
  // The new state first: what it notes has been noted when the answer is there.
  const changed = list("let", vec("[_ v]", vec(":ok", list("guarded", next))), list("if", list("number?", "v"), "v", "0"));
  const answer = list("!", from, vec(":sum", list("guarded", list("lim", list("+", state, x)))));
  const turn = list("recur", list("let", vec("after", changed), answer, "after"));
  const serve = list("fn", vec(), list("loop", vec(state, "0"), list("receive", vec(":add", from, x), turn, ":stop", ":stopped")));
  const ask = list("do", list("!", server, vec(":add", list("self"), p.arg(d - 2))), list("receive", vec(":sum", "v"), "v"));
  const rounds = list("mapv", list("fn", vec(n), ask), list("range", String(1 + p.r(4))));
  return p.chance(70)
    ? list("let", vec(server, list("spawn", serve), "answers", rounds), list("!", server, ":stop"), "answers")
    : list(
        "let",
        vec("me", list("self")),
        list(
          "dotimes",
          vec(n, "3"),
          list(
            "!",
            "me",
            vec(
              ":from",
              n,
              list(
                "guarded",
                p.within([num(n)], () => p.arg(d - 2)),
              ),
            ),
          ),
        ),
        list("mapv", list("fn", vec(n), list("receive", vec(":from", `(= ${n})`, "v"), "v")), vec("2", "0", "1")),
      );
};

/** Texts compared with constant ones: the beginnings of what numbers look like. */
const texts: Kind = (p, d) => {
  const s = p.fresh("s");
  const constants = ["", "0", "1", "2", "-", "-1", "1.", "12", "nil", "115292150460684697", "true", "9223", "[1", "[1 2 3 4 5 6 7 8 9"];
  const some = [...new Set(Array.from({ length: 2 + p.r(6) }, () => p.pick(constants)))];
  const text = list("str", p.chance(70) ? p.arg(d - 1) : p.vecExpr(d - 1));
  const subject = p.pick<() => Sx>([
    () => list("subs", text, "0", list("min", String(p.r(20)), list("count", text))),
    () => text,
    () => list("when", list("number?", p.arg(d - 2)), text),
    () => list("if", list("number?", text), "1", list("keyword", text)),
  ])();
  const test = p.pick<() => Sx>([
    () => list("case", s, ...some.flatMap((t, i) => [`"${t}"`, String(i)]), ...(p.chance(40) ? ["1", "10", ":k", "11"] : []), "99"),
    () => list("cond", ...some.flatMap((t, i) => [list(p.pick(["=", "not="]), s, `"${t}"`), String(i)]), ":else", "99"),
    () => list("condp", "=", s, ...some.flatMap((t, i) => [`"${t}"`, String(i)]), "99"),
  ])();
  return list("let", vec(s, subject), vec(list("if", list("string?", s), list("count", s), "-1"), test));
};
/** Rest arguments, and vectors and chunks step by step. */
const steps: Kind = (p, d) => {
  const [s, acc, a] = [p.fresh("s"), p.fresh("acc"), p.fresh("a")];
  const args = (): Sx[] => Array.from({ length: p.r(5) }, () => p.arg(d - 2));
  const source = p.pick<() => Sx>([
    () => p.vecExpr(d - 1),
    () => list("map", p.fn(1, d - 2), p.vecExpr(d - 1)),
    () => list(list("fn", vec("&", s), s), ...args()),
    () => list("concat", p.vecExpr(d - 2), p.vecExpr(d - 2)),
    () => list("cons", p.arg(d - 2), p.vecExpr(d - 2)),
  ]);
  const more = p.pick(["next", "rest"]);
  const item = list("let", vec(a, list("first", s)), list("if", list("number?", a), a, "7"));
  const walk = list(
    "loop",
    vec(s, p.chance(50) ? list("seq", source()) : source(), acc, "0"),
    list("if", more === "rest" ? list("seq", s) : s, list("recur", list(more, s), list("lim", list("+", item, acc))), vec(acc, s)),
  );
  const options = list(
    list("fn", vec("x", "&", `{:keys [a b] :or {b 3} :as all}`), vec("x", "a", "b", "all")),
    p.arg(d - 2),
    ...p.pick<() => Sx[]>([
      () => [":a", p.arg(d - 2)],
      () => [":b", p.arg(d - 2), ":a", p.arg(d - 2)],
      () => [":a", "1", ":a", p.arg(d - 2)],
      () => [":c", p.arg(d - 2), list("hash-map", ":a", p.arg(d - 2))],
      () => [],
      () => args(),
    ])(),
  );
  return p.pick<() => Sx>([
    () => walk,
    () => walk,
    () => options,
    () => list(list("fn", vec("&", s), list("reduce", p.fn(2, d - 2), s)), ...args()),
    () => list(list("fn", vec("x", "&", s), list("reduce", p.fn(2, d - 2), "x", s)), p.arg(d - 2), ...args()),
    () => list("hash-map", ...args(), ...args()),
    () => list("let", vec(`[x & ${s}]`, p.vecExpr(d - 1)), vec("x", list("count", s), list("next", s))),
  ])();
};
/** A var that holds a closure made once, of functions that it has captured. */
const known: Kind = (p, d) => {
  const name = p.fresh(`known${p.r(1_000_000)}-`);
  const f = (n: number): Sx => p.fn(n, d - 2);
  const made = p.pick<() => readonly [Sx, number]>([
    () => [list("comp", f(1), f(1)), 1],
    () => [list("comp", f(1), f(1), f(2)), 2],
    () => [list("partial", f(2), p.arg(d - 2)), 1],
    () => [list("juxt", f(1), f(1)), 1],
    () => [list("complement", f(1)), 1],
    () => [list("fnil", f(1), "1"), 1],
    () => [list("let", vec("k", p.arg(d - 2), "g", f(1)), list("fn", vec("x"), list("g", list("lim", list("+", "k", "x"))))), 1],
    () => [
      list("let", vec("g", list("comp", f(1), "inc")), list("fn", vec("x"), list("if", list("number?", "x"), list("g", "x"), "x"))),
      1,
    ],
    () => [list("every-pred", "number?", f(1)), 1],
    () => [list("some-fn", "string?", f(1)), 1],
  ]);
  const [value, arity] = made();
  const call = (): Sx => list(name, ...Array.from({ length: arity }, () => p.arg(d - 2)));
  return list("do", list("defonce", name, value), p.chance(50) ? call() : vec(call(), call()));
};

const KINDS: readonly Kind[] = [
  edgeLoop,
  edgeOps,
  edgeOps,
  nested,
  hinted,
  arrays,
  counted,
  counted,
  strings,
  texts,
  steps,
  steps,
  known,
  known,
  sequences,
  sequences,
  sequences,
  lazy,
  objects,
  objects,
  redefined,
  thrown,
  conversation,
];

export function more(p: Parts, d: number): Sx {
  const kind = p.pick(KINDS);
  return kind === hinted && p.portable ? edgeOps(p, d) : kind(p, d);
}
