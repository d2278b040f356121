import assert from "node:assert/strict";
import { test } from "node:test";
import { Diagnostic } from "../../src/base/index.js";
import { ClojureSession, RUNTIME_NAMES, withPositions } from "../../src/dialects/index.js";
import { printHir } from "../../src/hir/index.js";
import { type Form, Keyword, ListForm, printForm, readAll, Sym } from "../../src/reader/index.js";
import { Bench } from "./harness.js";

const hir = (bench: Bench, text: string): string =>
  bench
    .compile(text)
    .map((u) => printHir(u.body))
    .join("\n");
const fails = (run: () => unknown, message: RegExp, help?: RegExp): void => {
  assert.throws(run, (e: unknown) => {
    assert.ok(e instanceof Diagnostic, String(e));
    assert.match(e.message, message);
    if (help) assert.match(e.help ?? "", help);
    return true;
  });
};

test("a macro call suspends the compilation; units before it run first", () => {
  const bench = new Bench();
  bench.macros.set("user/twice", ([x]) => new ListForm([new Sym(null, "do"), x as Form, x as Form]));
  const units = bench.compile("(do (def a 1) (defmacro twice [x] `(do ~x ~x)) (twice (inc a)))");
  assert.deepEqual(bench.log, ["eval-unit", "eval-unit", "macro user/twice"]);
  assert.equal(units.map((u) => printHir(u.body)).join("\n"), "(call clojure.core/inc user/a)\n(call clojure.core/inc user/a)");
});

test("a macro gets its form, arguments and the names of locals; its answer has the place of the call", () => {
  const bench = new Bench();
  let seen: { form: string; env: string } | undefined;
  bench.macros.set("user/m", (_args, r) => {
    seen = { form: printForm(r.form), env: r.env ? printForm(r.env) : "nil" };
    return new ListForm([new Sym(null, "unknown-thing")]);
  });
  bench.compile("(defmacro m [& xs] nil)");
  assert.throws(
    () => bench.compile("(let [a 1]\n  (fn [b] (m a :k)))"),
    (e: unknown) => e instanceof Diagnostic && e.span.line === 2 && e.span.column === 11,
  );
  assert.deepEqual(seen, { form: "(m a :k)", env: "{b b, a a}" });
});

test("positions travel as metadata and come back as spans", () => {
  const [form] = readAll("(a\n   (b c))", { file: "f.clj" });
  const sent = withPositions(form as Form) as ListForm;
  assert.equal(printForm(sent, { meta: true }), "^{:line 1, :column 1} (a ^{:line 2, :column 4} (b c))");
  const bench = new Bench();
  bench.macros.set("user/m", ([x]) => {
    const inner = withPositions(x as Form) as ListForm;
    return new ListForm([new Sym(null, "do"), new ListForm(inner.items, inner.meta)]); // no spans, as from the wire
  });
  bench.compile("(defmacro m [x] x)");
  assert.throws(
    () => bench.compile("(m\n\n    (nope))"),
    (e: unknown) => e instanceof Diagnostic && e.span.line === 3,
  );
  assert.equal(hir(bench, "(m (quote (a b)))"), "'^{:line 1, :column 11} (a b)");
});

test("a form that fails leaves the current namespace as it was; a failing driver's error passes through", () => {
  const bench = new Bench();
  fails(
    () => bench.compile("(ns other (:require [missing.lib]))"),
    /there is no namespace missing\.lib: missing\/lib\.clj is not on the path/,
  );
  assert.equal(bench.source.ns, "user");
});

test("ns: require, alias, refer, rename, use, import, exclude", () => {
  const bench = new Bench();
  bench.files.set("lib.a", "(ns lib.a) (defn f [] 1) (defn g [] 2) (defn- h [] 3) (defmacro m [] nil)");
  bench.files.set("lib.b", '(ns lib.b "Doc of b." (:require lib.a)) (defn b [] (lib.a/f))');
  bench.macros.set("lib.a/m", () => 7n);
  const text = `(ns app (:refer-clojure :exclude [inc] :rename {dec minus})
    (:require [lib.a :as a :refer [f] :rename {f ff}] (lib [b :as b]) [lib.none :as-alias n])
    (:use [lib.a :only [g]]) (:import java.util.Date (java.util UUID Random)))`;
  assert.equal(
    hir(bench, text),
    [
      "(do",
      "  (call odeon.ns/enter 'app)",
      "  (call odeon.ns/refer-var 'app 'minus 'clojure.core 'dec)",
      "  (call odeon.ns/alias 'app 'a 'lib.a)",
      "  (call odeon.ns/refer-var 'app 'ff 'lib.a 'f)",
      "  (call odeon.ns/alias 'app 'b 'lib.b)",
      "  (call odeon.ns/alias 'app 'n 'lib.none)",
      "  (call odeon.ns/refer-var 'app 'g 'lib.a 'g)",
      "  (call odeon.ns/import 'app 'Date 'java.util.Date)",
      "  (call odeon.ns/import 'app 'UUID 'java.util.UUID)",
      "  (call odeon.ns/import 'app 'Random 'java.util.Random)",
      "  nil)",
    ].join("\n"),
  );
  assert.deepEqual(bench.log, ["require lib.a", "require lib.b"]);
  assert.equal(
    hir(bench, "[(ff) (g) (a/g) (b/b) (minus 1) (a/m) ::n/k Date]"),
    "(vector\n  (call lib.a/f)\n  (call lib.a/g)\n  (call lib.a/g)\n  (call lib.b/b)\n  (call clojure.core/dec 1)\n  7\n  :lib.none/k\n  odeon.class/java.util.Date)",
  );
  fails(() => bench.compile("(inc 1)"), /unknown symbol: inc/);
  fails(() => bench.compile("(a/h)"), /lib\.a\/h is private/, /#'lib\.a\/h/);
  assert.equal(hir(bench, "#'a/h"), "#'lib.a/h");
  fails(() => bench.compile("(a/ff)"), /there is no ff in lib\.a/, /did you mean a\/f/);
  fails(() => bench.compile("(require '[lib.a :refer [nope]])"), /there is no nope in lib\.a/);
  fails(() => bench.compile("(require '[lib.b :as a])"), /a is already an alias of lib\.a/);
  fails(() => bench.compile("(require '[lib.a :az a])"), /:az is not an option/);
  assert.equal(bench.session.docOf("lib.b")?.doc, "Doc of b.");
});

test("in-ns, require, refer, alias, import at the top level; with computed arguments they are calls", () => {
  const bench = new Bench();
  bench.files.set("x", "(ns x) (def y 1)");
  assert.equal(hir(bench, "(in-ns 'foo)"), "(call odeon.ns/enter 'foo)");
  assert.equal(bench.source.ns, "foo");
  bench.compile("(require 'x) (alias 'z 'x) (refer 'x) (import '(java.util Date))");
  assert.equal(hir(bench, "[y z/y Date]"), "(vector x/y x/y odeon.class/java.util.Date)");
  assert.equal(hir(bench, "(fn [] (require 'x))"), "(fn foo/fn@1 (@1 [] (call clojure.core/require 'x)))");
  assert.equal(hir(bench, "(let [s 'x] (in-ns s))"), "(let ((s.1 'x)) (call clojure.core/in-ns s.1))");
});

test("facts of namespaces survive the way through JSON, and inlining works across it", () => {
  const bench = new Bench({ library: true });
  bench.compile(`(ns lib.c "Doc.") (defn f "Fs." ([x] (prim/first x)) ([x y] y)) (def ^:dynamic *d* 1) (def ^:const c :k) (defn- p [] 1)
    (defmacro m [] nil) (defn sum {:inline-fold true} ([a] a) ([a b] (prim/add a b)) ([a b & r] 0)) (deftype T [a b]) (defprotocol P (foo [_]))`);
  const json = bench.session.exportMeta();
  const other = new ClojureSession();
  other.importMeta(json);
  assert.equal(
    other.exportMeta(),
    json.replace(/"loaded":\[[^\]]*\]/, JSON.stringify({ loaded: JSON.parse(other.exportMeta()).loaded }).slice(1, -1)),
  );
  assert.ok(other.isLoaded("lib.c"));
  const next = new Bench();
  next.session.importMeta(json);
  assert.equal(
    hir(next, "(ns app (:require [lib.c :as l])) [(l/f 1) (l/f 1 2) l/c (l/sum 1 2 3) (lib.c.T. 1 2) #'l/p]").replace(/\s+/g, " "),
    "(do (call odeon.ns/enter 'app) (call odeon.ns/alias 'app 'l 'lib.c) nil) (vector (%first 1) (call lib.c/f 1 2) :k (%add (%add 1 2) 3) (call lib.c/->T 1 2) #'lib.c/p)",
  );
  assert.deepEqual(next.session.docOf("lib.c/f"), { name: "lib.c/f", arglists: "([x] [x y])", doc: "Fs.", kind: "function" });
});

test("facts of a thousand vars are read in a few milliseconds", () => {
  const session = new ClojureSession();
  for (let i = 0; i < 1000; i++)
    session.defineVar("big", `function-${i}`, {
      doc: "What this function does, in a sentence of the usual length.",
      arglists: "([a b c])",
    });
  const json = session.exportMeta();
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    new ClojureSession().importMeta(json);
    times.push(performance.now() - start);
  }
  assert.ok(Math.min(...times) < 5, `${Math.min(...times)} ms`);
});

test("names for people: doc, completion, apropos", () => {
  const bench = new Bench();
  bench.files.set("clojure.string", "(ns clojure.string) (defn join [] 1) (defn split [] 1)");
  bench.compile('(require \'[clojure.string :as str]) (defn my-function "Mine." [x] x)');
  const { session, source } = bench;
  assert.deepEqual(session.complete("str/", source), ["str/join", "str/split"]);
  assert.deepEqual(session.complete("my-", source), ["my-function"]);
  assert.ok(session.complete("when", source).includes("when-let"));
  assert.ok(session.complete("de", source).includes("def"));
  assert.deepEqual(session.apropos("spli"), ["clojure.string/split"]);
  assert.equal(session.docOf("my-function", source)?.doc, "Mine.");
  assert.equal(session.docOf("if", source)?.kind, "special");
  assert.equal(session.docOf("when", source)?.kind, "macro");
  assert.equal(session.docOf("nothing-such", source), null);
});

test("what the JVM has and the library lacks fails when it is reached, not when it is compiled", () => {
  const bench = new Bench();
  for (const name of ["java.lang.String", "java.lang.Math", "java.lang.Exception"]) bench.session.defineVar("odeon.class", name);
  bench.session.defineVar("odeon.static", "java.lang.Math.sqrt", { arglists: "([x])" });
  bench.session.defineVar("odeon.static", "java.lang.Math.PI");
  bench.session.defineVar("clojure.core", "instance?", { arglists: "([c x])" });
  bench.compile("(defprotocol P (foo [x]))");
  assert.equal(
    hir(bench, "[(Math/sqrt 2) Math/PI (Math/PI)]"),
    "(vector\n  (call odeon.static/java.lang.Math.sqrt 2)\n  odeon.static/java.lang.Math.PI\n  odeon.static/java.lang.Math.PI)",
  );
  assert.equal(
    hir(bench, "[(. Math (sqrt)) (. Math sqrt) (. Math PI) (. Math -PI)]").replace(/\s+/g, " "),
    "(vector (call odeon.static/java.lang.Math.sqrt) (call odeon.static/java.lang.Math.sqrt) odeon.static/java.lang.Math.PI odeon.static/java.lang.Math.PI)",
  );
  fails(() => bench.compile("(Math/sqr 2)"), /the class java\.lang\.Math has no static member sqr here/, /did you mean Math\/sqrt\?/);
  fails(() => bench.compile("(Strin. 2)"), /unknown class: Strin/);
  assert.equal(hir(bench, "(java.net.URI. 1)"), '(call odeon.host-class/construct (call odeon.host-class/foreign "java.net.URI") 1)');
  assert.match(hir(bench, "(Math/fusedMultiplyAdd 1 2 3)"), /throw\s.*no static member fusedMultiplyAdd/s);
  assert.equal(
    hir(bench, "(instance? java.net.URI (inc 1))").replace(/\s+/g, " "),
    '(call clojure.core/instance? (call odeon.host-class/foreign "java.net.URI") (call clojure.core/inc 1))',
  );
  assert.equal(hir(bench, "(try (inc 1) (catch java.net.URISyntaxException e 2))"), "(call clojure.core/inc 1)");
  assert.equal(hir(bench, "(extend-type java.net.URI P (foo [x] 1))"), "nil");
  assert.equal(hir(bench, "(extend-protocol P java.net.URI (foo [x] 1))"), "nil");
  assert.equal(hir(bench, "(import java.net.URI)"), "(do (call odeon.ns/import 'user 'URI 'java.net.URI) nil)");
});

test("macroexpand-1 works on native and other macros and leaves the rest alone", () => {
  const bench = new Bench();
  bench.macros.set("user/m", () => new Keyword(null, "expanded"));
  bench.compile("(defmacro m [] nil)");
  const expand = (text: string): string => printForm(bench.drive(bench.session.macroexpand1(readAll(text)[0] as Form, bench.source)));
  assert.equal(expand("(when a b c)"), "(if a (do b c))");
  assert.equal(expand("(-> x (f 1) g)"), "(g (f x 1))");
  assert.equal(expand("(m)"), ":expanded");
  assert.equal(expand("(comment a)"), "nil");
  assert.equal(expand("(inc 1)"), "(inc 1)");
  assert.equal(expand("5"), "5");
});

test("syntax quote qualifies by what a symbol means where it is read", () => {
  const bench = new Bench();
  bench.compile("(ns app) (def mine 1)");
  const quoted = (text: string): string => hir(bench, text);
  assert.equal(
    quoted("`(if mine (inc other) (when String Math/abs a.b.C .foo Foo. & x))"),
    "'(if app/mine (clojure.core/inc app/other) (clojure.core/when java.lang.String java.lang.Math/abs a.b.C .foo Foo. & app/x))",
  );
});

test("locals hide macros and functions, but not special forms", () => {
  const bench = new Bench();
  assert.equal(hir(bench, "(let [when inc] (when 1))"), "(let ((when.1 clojure.core/inc)) (call when.1 1))");
  assert.equal(hir(bench, "(let [if inc] (if 1 2 3))"), "(let ((if.1 clojure.core/inc)) (if 1 2 3))");
});

test("nesting: an error long before the stack ends", () => {
  const bench = new Bench();
  for (const [open, close] of [
    ["(inc ", ")"],
    ["(let [a 1] ", ")"],
    ["(fn [] ", ")"],
    ["[", " (inc 1)]"],
    ["(when 1 ", ")"],
    ["(try ", " (finally 1))"],
  ] as const) {
    bench.compile(open.repeat(100) + "1" + close.repeat(100));
    fails(() => bench.compile(open.repeat(900) + "1" + close.repeat(900)), /nested/);
  }
  fails(() => bench.compile(`(-> 1 ${"inc ".repeat(5000)})`), /nested/);
});

test("a macro that never comes to an end is an error", () => {
  const bench = new Bench();
  bench.macros.set("user/again", () => new ListForm([new Sym(null, "again")]));
  bench.compile("(defmacro again [] nil)");
  fails(() => bench.compile("(fn [] (again))"), /does not end/);
  fails(() => bench.compile("(again)"), /does not end/);
});

test("an object without text form in a macro's answer is refused", async () => {
  const { Opaque } = await import("../../src/reader/index.js");
  const bench = new Bench();
  bench.macros.set("user/o", () => new Opaque("clojure.lang.Atom", "#<Atom>"));
  bench.compile("(defmacro o [] nil)");
  fails(() => bench.compile("[(o)]"), /object without text form/);
});

test("every library name in generated code is listed", () => {
  const names = new Set(RUNTIME_NAMES.map((r) => r.name));
  assert.ok(names.has("odeon.protocol/implement") && names.size === RUNTIME_NAMES.length);
  assert.ok(
    RUNTIME_NAMES.every((r) => /^[\w.*-]+\/\S+$/.test(r.name)),
    "table rows",
  );
});

test("quoted lists keep the places that their reader has noted, empty ones and what a macro makes have none", () => {
  const bench = new Bench();
  bench.macros.set("user/m", ([x]) => withPositions(x as Form));
  bench.macros.set("user/made", () => new ListForm([new Sym(null, "quote"), new ListForm([new Sym(null, "a")])]));
  bench.compile("(defmacro m [x] x)(defmacro made [] nil)");
  assert.equal(hir(bench, "(m [(quote (a)) ()])"), "'[^{:line 1, :column 12} (a) ()]");
  assert.equal(hir(bench, "(made)"), "'(a)");
  assert.equal(hir(bench, "(quote ^{:line 7} (a))"), "'^{:column 19, :line 7} (a)");
});
