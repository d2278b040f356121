import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Diagnostic } from "../../src/base/index.js";
import { NATIVES, SPECIAL_DOCS } from "../../src/dialects/clojure/macros/index.js";
import { printHir } from "../../src/hir/index.js";
import { type Form, Keyword, ListForm, MapForm, printForm, SetForm, Sym, VectorForm } from "../../src/reader/index.js";
import { Bench } from "./harness.js";

// Calls of every macro and special form with arguments of every shape: each compiles or is refused with a Diagnostic that has a place.
const heads = [
  ...Object.keys(NATIVES["clojure.core"] ?? {}),
  ...Object.keys(SPECIAL_DOCS),
  "receive",
  "in-ns",
  "require",
  "use",
  "refer",
  "alias",
  "import",
  "inc",
  "x",
  "String",
  "Foo.",
  ".foo",
  ".-bar",
  "Math/sqrt",
  "str/join",
  "prim/add",
];
const atom: fc.Arbitrary<Form> = fc.constantFrom<Form>(
  null,
  true,
  1n,
  2.5,
  "s",
  new Keyword(null, "k"),
  new Keyword(null, "keys"),
  new Keyword(null, "as"),
  new Keyword(null, "or"),
  new Keyword(null, "let"),
  new Keyword(null, "when"),
  new Keyword(null, "guard"),
  new Keyword(null, "require"),
  new Keyword(null, "refer"),
  new Sym(null, "a"),
  new Sym(null, "x"),
  new Sym(null, "&"),
  new Sym(null, "_"),
  new Sym("n", "q"),
  new Sym(null, "String"),
  new Sym(null, "catch"),
  new Sym(null, "after"),
  new Sym(null, "recur"),
  new Sym(null, "P"),
  new Sym(null, "*out*", new MapForm([new Keyword(null, "dynamic"), true])),
);
const { form } = fc.letrec<{ form: Form }>((tie) => ({
  form: fc.oneof(
    { depthSize: "small" },
    atom,
    fc
      .tuple(fc.constantFrom(...heads), fc.array(tie("form"), { maxLength: 5 }))
      .map(
        ([h, args]) =>
          new ListForm([
            h.includes("/") && h.length > 1 ? new Sym(h.split("/")[0] as string, h.split("/")[1] as string) : new Sym(null, h),
            ...args,
          ]),
      ),
    fc.array(tie("form"), { maxLength: 4 }).map((items) => new ListForm(items)),
    fc.array(tie("form"), { maxLength: 4 }).map((items) => new VectorForm(items)),
    fc.array(tie("form"), { maxLength: 2 }).map((items) => new SetForm(items)),
    fc.array(fc.tuple(tie("form"), tie("form")), { maxLength: 3 }).map((pairs) => new MapForm(pairs.flat())),
  ),
}));
const callOf = fc
  .tuple(fc.constantFrom(...heads.filter((h) => !h.includes("/") || h === "/")), fc.array(form, { maxLength: 5 }))
  .map(([h, args]) => new ListForm([new Sym(null, h), ...args]));

test("whatever is written compiles or is refused with a Diagnostic", () => {
  fc.assert(
    fc.property(callOf, (f) => {
      const bench = new Bench();
      bench.files.set("clojure.actors", "(ns clojure.actors)");
      bench.compile("(require '[clojure.actors :refer [receive]]) (def x 1) (defprotocol P (m [this]))");
      try {
        for (const unit of bench.drive(bench.session.compileForm(f, bench.source))) printHir(unit.body);
      } catch (e) {
        if (!(e instanceof Diagnostic)) throw new Error(`${printForm(f)}: ${e instanceof Error ? e.stack : e}`);
        assert.ok(e.span.line >= 1, `${printForm(f)}: no place: ${e.message}`);
        assert.ok(!/undefined|\[object/.test(e.message), `${printForm(f)}: ${e.message}`);
      }
    }),
    { numRuns: 3000 },
  );
});
