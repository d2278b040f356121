import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Diagnostic } from "../../src/base/index.js";
import { printHir } from "../../src/hir/index.js";
import { EOF, printForm, Reader } from "../../src/reader/index.js";
import { Bench } from "./harness.js";

// Each goldens/NAME.clj and the HIR that its forms become, in NAME.hir. ODEON_BLESS=1 writes the present answers.
const folder = join(import.meta.dirname, "goldens");

function render(text: string, library: boolean): string {
  const bench = new Bench({ library });
  bench.files.set("clojure.actors", "(ns clojure.actors)");
  const reader = new Reader(text, { file: "t.clj", resolver: bench.session.resolver(bench.source) });
  const out: string[] = [];
  for (;;) {
    const form = reader.next();
    if (form === EOF) return `${out.join("\n")}\n`;
    out.push(`;; ${printForm(form)}`);
    try {
      for (const unit of bench.drive(bench.session.compileForm(form, bench.source))) out.push(printHir(unit.body, 130));
    } catch (e) {
      if (!(e instanceof Diagnostic)) throw e;
      out.push(`! ${e.span.line}:${e.span.column} ${e.code}: ${e.message}${e.help ? ` (${e.help})` : ""}`);
    }
  }
}

for (const file of readdirSync(folder)
  .filter((f) => f.endsWith(".clj"))
  .sort()) {
  test(`HIR of ${file}`, () => {
    const text = readFileSync(join(folder, file), "utf8");
    const got = render(text, file.startsWith("lib-"));
    const golden = join(folder, file.replace(/\.clj$/, ".hir"));
    if (process.env.ODEON_BLESS || !existsSync(golden)) writeFileSync(golden, got);
    assert.ok(got.split("\n").length <= 200, "a golden that nobody reads");
    assert.equal(got, readFileSync(golden, "utf8"));
  });
}
