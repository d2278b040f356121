/** The text of errors, as users see it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Diagnostic, OdeonError, renderError, UsageError } from "../../src/driver/index.js";

const SOURCE: Record<string, string> = { "foo.clj": "(ns foo)\n\n(defn f [x]\n\t(maap inc x))\n" };
const options = { colour: false, source: (file: string) => SOURCE[file] };
const at = (line: number, column: number, length: number) => ({ file: "foo.clj", line, column, length });

test("a compile error shows place, line, caret and remedy", () => {
  const error = new Diagnostic("compile/symbol", "unable to resolve symbol maap", at(4, 3, 4), "did you mean map?");
  assert.equal(
    renderError(error, options),
    `Error: unable to resolve symbol maap [compile/symbol]
  --> foo.clj:4:3
   |
 4 | \t(maap inc x))
   | \t ^^^^
  help: did you mean map?
`,
  );
});

test("an exception shows class, message, data, trace and causes", () => {
  const trace = [
    { name: "foo/f", file: "foo.clj", line: 4, column: 2 },
    { name: "foo/g", file: "foo.clj", line: 9, column: 1 },
    { name: "odeon.main/run-program/fn@1", file: "odeon/main.clj", line: 1, column: 1 },
  ];
  const cause = new OdeonError("java.lang.ArithmeticException", "Divide by zero", undefined, []);
  const error = new OdeonError("clojure.lang.ExceptionInfo", "it broke", "{:x 1}", trace, cause);
  assert.equal(
    renderError(error, options),
    `ExceptionInfo: it broke
  --> foo.clj:4:2
   |
 4 | \t(maap inc x))
   | \t^
  data: {:x 1}
    at foo/f (foo.clj:4:2)
    at foo/g (foo.clj:9:1)
Caused by: ArithmeticException: Divide by zero
`,
  );
});

test("repeated frames of a recursion are counted, long traces are cut", () => {
  const frame = { name: "a/deep", file: "a.clj", line: 1, column: 1 };
  const many = Array.from({ length: 60 }, (_, i) => ({ name: `a/f${i}`, file: "a.clj", line: i + 1, column: 1 }));
  const text = renderError(new OdeonError("java.lang.Error", "", undefined, [...Array(1000).fill(frame), ...many]), options);
  assert.match(text, /^Error\n {4}at a\/deep \(a\.clj:1:1\)\n {4}\.\.\. the same 999 more times\n/);
  assert.match(text, /\.\.\. 21 more\n/);
  assert.match(text, /at a\/f59 \(a\.clj:60:1\)\n$/);
});

test("usage errors are one line; unknown places are left out", () => {
  assert.equal(renderError(new UsageError("no such flag"), options), "odeon: no such flag\n");
  assert.equal(renderError(new Diagnostic("c", "m", { file: "", line: 0, column: 0, length: 0 }), options), "Error: m [c]\n");
  assert.equal(
    renderError(new Diagnostic("c", "m", { file: "gone.clj", line: 3, column: 1, length: 1 }), options),
    "Error: m [c]\n  --> gone.clj:3:1\n",
  );
});

test("very long lines are cut around the place", () => {
  const source = `(str "${"x".repeat(1000)}" oops)`;
  const text = renderError(new Diagnostic("c", "m", { file: "long.clj", line: 1, column: 1009, length: 4 }), {
    colour: false,
    source: () => source,
  });
  const lines = text.split("\n");
  const shown = lines[3] as string;
  assert.ok(shown.length < 200);
  const caret = (lines[4] as string).indexOf("^");
  assert.equal(shown.slice(caret, caret + 4), "oops");
});

test("colours only when asked for", () => {
  const error = new Diagnostic("c", "m", at(1, 1, 3));
  assert.match(renderError(error, { ...options, colour: true }), /\u001b\[31;1m/);
  assert.doesNotMatch(renderError(error, options), /\u001b/);
});
