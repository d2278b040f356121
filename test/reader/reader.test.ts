import assert from "node:assert/strict";
import { test } from "node:test";
import { Diagnostic } from "../../src/base/index.js";
import {
  EOF,
  type Form,
  ListForm,
  printForm,
  Reader,
  type ReaderOptions,
  readAll,
  Sym,
  TaggedForm,
  type VectorForm,
} from "../../src/reader/index.js";

const one = (text: string, options?: ReaderOptions): Form => readAll(text, options)[0] as Form;
const shown = (text: string, options?: ReaderOptions): string =>
  readAll(text, options)
    .map((f) => printForm(f, { meta: true }))
    .join(" ");

/** [text, what it prints as] */
const CASES: [string, string][] = [
  // numbers
  ["0 -0 +7 42", "0 0 7 42"],
  ["0xff 0XFF -0x10", "255 255 -16"],
  ["017 2r1010 16rFF 36rZz -8r17", "15 10 255 1295 -15"],
  ["1N -5N 9223372036854775807 9223372036854775808", "1N -5N 9223372036854775807 9223372036854775808N"],
  ["-9223372036854775808 -9223372036854775809", "-9223372036854775808 -9223372036854775809N"],
  ["1.5 -0.0 1e3 1.5e-7 1E10 1.", "1.5 -0.0 1000.0 1.5E-7 1.0E10 1.0"],
  ["1M 1.50M 1e3M -0.001M 1e-10M", "1M 1.50M 1E+3M -0.001M 1E-10M"],
  ["1/2 4/6 -3/9 4/2 0/5", "1/2 2/3 -1/3 2 0"],
  ["##Inf ##-Inf ##NaN", "##Inf ##-Inf ##NaN"],
  // text
  ['"a\\tb\\n\\"\\\\" "\\u0041\\101\\0"', '"a\\tb\\n\\"\\\\" "AA\u0000"'],
  ['"two\nlines"', '"two\\nlines"'],
  ["\\a \\newline \\space \\tab \\( \\; \\u03bb \\o101 \\\\", "\\a \\newline \\space \\tab \\( \\; \\λ \\A \\\\"],
  ['#"a\\d+\\"(b)"', '#"a\\d+\\"(b)"'],
  // names
  ["nil true false nil? a.b/c / clojure.core// -x +x .5a -> %", "nil true false nil? a.b/c / clojure.core// -x +x .5a -> %"],
  [":a :a/b ::c :a.b/c :1 :+", ":a :a/b :user/c :a.b/c :1 :+"],
  ["a'b 'a a#", "a'b (quote a) a#"],
  // collections
  ["() [] {} #{} (1 [2 {3 #{4}}])", "() [] {} #{} (1 [2 {3 #{4}}])"],
  ["{:a 1, :b 2}", "{:a 1, :b 2}"],
  ['#:p{:a 1 :_/b 2 :q/c 3 "s" 4 d 5}', '{:p/a 1, :b 2, :q/c 3, "s" 4, p/d 5}'],
  ["#::{:a 1}", "{:user/a 1}"],
  // prefixes
  ["@a #'b ~c ~@d", "(clojure.core/deref a) (var b) (clojure.core/unquote c) (clojure.core/unquote-splicing d)"],
  ['^:k x ^{:a 1} [] ^T y ^"[J" z ^:a ^:b ^{:a 2} w', '^{:k true} x ^{:a 1} [] ^{:tag T} y ^{:tag "[J"} z ^{:a true, :b true} w'],
  ["#^:k x ^[a b] f", "^{:k true} x ^{:param-tags [a b]} f"],
  ["#_ a b #_ #_ c d e [1 #_ 2]", "b e [1]"],
  ["; c\n1 ;; d\n#! e\n2", "1 2"],
  ["#!/usr/bin/env odeon\n1", "1"],
  ["#my_app.core.R{:a 1} #a.R[1 2]", "(my-app.core/map->R {:a 1}) (a/->R 1 2)"],
  ['#inst "2020-02-29T12:30:15.123+01:00" #inst "2021"', '#inst "2020-02-29T11:30:15.123-00:00" #inst "2021-01-01T00:00:00.000-00:00"'],
  ['#uuid "F81D4FAE-7dec-11d0-a765-00a0c91e6bf6"', '#uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"'],
  // conditionals: :odeon wherever it stands, else the first of :clj and :default
  ["#?(:clj 1 :odeon 2)", "2"],
  ["#?(:cljs 1 :clj 2 :default 3)", "2"],
  ["#?(:cljs 1 :default 3)", "3"],
  ["#?(:default 3 :clj 2)", "3"],
  ["[#?(:cljs 1) 2]", "[2]"],
  ["#?(:x/clj 1 :clj 2)", "2"],
  ["[#?@(:clj [1 2] :cljs [3]) 4 #?@(:cljs [5])]", "[1 2 4]"],
  ["#?(:cljs #js {:a #foo ::x/y} :clj ok)", "ok"],
  ["#?(:cljs {:a 1 :a 2} :clj #?(:clj inner))", "inner"],
  // whitespace and commas
  [",,1,,\u00a0", "1 \u00a0"],
];
for (const [text, want] of CASES) test(`reads ${JSON.stringify(text)}`, () => assert.equal(shown(text), want));

test("#() numbers its arguments and allows no other inside", () => {
  assert.match(shown("#(+ %2 %)"), /^\(fn\* \[p1__\d+# p2__\d+#\] \(\+ p2__\d+# p1__\d+#\)\)$/);
  assert.match(shown("#(f %&)"), /^\(fn\* \[& rest__\d+#\] \(f rest__\d+#\)\)$/);
  assert.match(shown("#(f %3)"), /^\(fn\* \[p1__\d+# p2__\d+# p3__\d+#\] \(f p3__\d+#\)\)$/);
  assert.equal(shown("#()"), "(fn* [] ())");
});

test("syntax quote: constants stay data, one call without splices, seq of concat with them", () => {
  assert.equal(shown("`a"), "(quote a)");
  assert.equal(shown('`(a 1 :b "s")'), '(quote (a 1 :b "s"))');
  assert.equal(shown("`:k"), ":k");
  assert.equal(shown("`()"), "(quote ())");
  assert.equal(shown("`(a ~b)"), "(clojure.core/list (quote a) b)");
  assert.equal(shown("`[a ~b]"), "[(quote a) b]");
  assert.equal(shown("`{:k ~v}"), "{:k v}");
  assert.equal(shown("`{~k 1}"), "(clojure.core/hash-map k 1)");
  assert.equal(shown("`#{~a}"), "(clojure.core/hash-set a)");
  assert.equal(shown("`(a ~@b)"), "(clojure.core/seq (clojure.core/concat (clojure.core/list (quote a)) b))");
  assert.equal(shown("`[~@b]"), "(clojure.core/apply clojure.core/vector (clojure.core/seq (clojure.core/concat b)))");
  assert.equal(shown("`~x"), "x");
  assert.equal(shown("`~'x"), "(quote x)");
  assert.equal(shown("`(let [x# 1] x#)").replace(/\d+/g, "N"), "(quote (let [x__N__auto__ N] x__N__auto__))");
  assert.equal(shown("`^{:a ~b} [c]"), "(clojure.core/with-meta (quote [c]) {:a b})");
});

test("the resolver decides about ::aliases and symbols in syntax quote", () => {
  const resolver = {
    currentNs: () => "my.ns",
    alias: (a: string) => (a === "s" ? "clojure.string" : null),
    symbol: (s: Sym) => (s.name === "if" ? s : new Sym(s.ns === "s" ? "clojure.string" : "my.ns", s.name)),
    unique: () => 9,
  };
  assert.equal(
    shown("::a ::s/b #::s{:c 1} `(if x s/y)", { resolver }),
    ":my.ns/a :clojure.string/b {:clojure.string/c 1} (quote (if my.ns/x clojure.string/y))",
  );
  assert.throws(() => one("::t/b", { resolver }), /no namespace is known here as t/);
});

test("every form has the span of its text", () => {
  const text = '(a\n  [b "c"])\n  d';
  const [list, d] = readAll(text, { file: "f.clj" }) as [ListForm, Sym];
  assert.deepEqual(list.span, { file: "f.clj", line: 1, column: 1, length: 2 });
  const vector = list.items[1] as VectorForm;
  assert.deepEqual(vector.span, { file: "f.clj", line: 2, column: 3, length: 7 });
  assert.deepEqual((vector.items[0] as Sym).span, { file: "f.clj", line: 2, column: 4, length: 1 });
  assert.deepEqual(d.span, { file: "f.clj", line: 3, column: 3, length: 1 });
});

test("forms come one at a time, so that a namespace form can act before the rest is read", () => {
  const reader = new Reader("1 (2) ]");
  assert.equal(reader.next(), 1n);
  assert.equal(reader.offset, 1);
  assert.ok(reader.next() instanceof ListForm);
  assert.throws(() => reader.next(), Diagnostic);
  assert.equal(reader.next(), EOF);
});

test("tags: given readers, kept, or refused", () => {
  assert.equal(one("#my/tag 1", { dataReaders: { "my/tag": (f) => ["got", f].join(" ") } }), "got 1");
  assert.ok(one("#my/tag 1", { keepTags: true }) instanceof TaggedForm);
  assert.throws(() => one("#my/tag 1"), /no reader is known for the tag #my\/tag/);
});

/** [text, code, line:column, message, help] */
const ERRORS: [string, string, string, RegExp, RegExp?][] = [
  ["(a\n (b", "reader/eof", "2:2", /ends inside the \( at 2:2/, /needs a \)/],
  ["[1 2", "reader/eof", "1:1", /ends inside the \[ at 1:1/],
  ['"abc', "reader/eof", "1:1", /the string that starts at 1:1/],
  ['#"abc', "reader/eof", "1:1", /regular expression/],
  ["'", "reader/eof", "1:1", /ends inside '/],
  ["^:a", "reader/eof", "1:1", /metadata/],
  ["#?(:clj", "reader/eof", "1:1", /conditional/],
  ["#", "reader/eof", "1:1", /#/],
  ["\\", "reader/eof", "1:1", /character/],
  ["(a\n b]", "reader/unmatched", "2:3", /\] can't close the \( that was opened at 1:1/, /needs a \)/],
  ["a )", "reader/unmatched", "1:3", /\) closes nothing/],
  ["{:a 1 :b}", "reader/map", "1:1", /:b has none/],
  ["{:a 1 :a 2}", "reader/duplicate", "1:1", /duplicate key: :a/],
  ["#{1 1N}", "reader/duplicate", "1:1", /duplicate element/],
  ["09", "reader/number", "1:1", /octal/],
  ["1x", "reader/number", "1:1", /not a number/],
  ["1/0", "reader/number", "1:1", /denominator/],
  ["2r12", "reader/number", "1:1", /2 is not a digit in radix 2/],
  ["40r1", "reader/number", "1:1", /radix/],
  ["\\foo", "reader/char", "1:1", /not a character/, /newline/],
  ["\\ud800", "reader/char", "1:1", /surrogate/],
  ["\\o777", "reader/char", "1:1", /377/],
  ['"\\q"', "reader/escape", "1:2", /\\q is not an escape/],
  ['"\\u12"', "reader/escape", "1:2", /four hexadecimal/],
  ["#=(f)", "reader/eval", "1:1", /refused/],
  ["#<a>", "reader/unreadable", "1:1", /can't be read/],
  ["#(#(a))", "reader/lambda", "1:3", /inside another/],
  ["#(%x)", "reader/argument", "1:3", /%x is not an argument/],
  ["##Foo", "reader/symbolic", "1:1", /##Foo/],
  ["#5", "reader/dispatch", "1:1", /#5 starts nothing/],
  ['#inst "2020-13"', "reader/tag", "1:1", /not an instant/],
  ['#inst "2021-02-29"', "reader/tag", "1:1", /not an instant/],
  ['#uuid "x"', "reader/tag", "1:1", /not a UUID/],
  ["^1 x", "reader/meta", "1:1", /metadata is a map/],
  ["^:a 1", "reader/meta", "1:1", /can't carry metadata/],
  ["#:a 1", "reader/ns-map", "1:1", /needs a map/],
  ["#?(:clj)", "reader/conditional", "1:1", /has no form/],
  ["#?(1 2)", "reader/conditional", "1:1", /feature key/],
  ["#?@(:clj [1])", "reader/conditional", "1:14", /top level/],
  ["[#?@(:clj 1)]", "reader/conditional", "1:2", /splices/],
  ["a:", "reader/token", "1:1", /not a symbol/],
  [":", "reader/token", "1:1", /not a keyword/],
  ["a/", "reader/token", "1:1", /not a symbol/],
  ["[#_]", "reader/missing", "1:2", /no form after it/],
  ["`~@x", "reader/unquote", "1:1", /splice/],
];
for (const [text, code, place, message, help] of ERRORS) {
  test(`refuses ${JSON.stringify(text)}`, () => {
    assert.throws(
      () => readAll(text, { file: "f.clj" }),
      (e: unknown) => {
        assert.ok(e instanceof Diagnostic, String(e));
        assert.equal(e.code, code);
        assert.equal(`${e.span.line}:${e.span.column}`, place);
        assert.match(e.message, message);
        if (help) assert.match(e.help ?? "", help);
        return true;
      },
    );
  });
}

test("nesting without end is an error, not an overflow", () => {
  for (const opener of ["(", "[", "{", "#{", "#(", "'", "@", "`", "^", "#_", "#?(:clj ", "#?@(:clj [", "#:a{:b ", "#t ", "#'"]) {
    assert.throws(() => readAll(opener.repeat(10_000)), Diagnostic, opener);
  }
});
