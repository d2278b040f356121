import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ClojureSession, RUNTIME_NAMES } from "../../src/dialects/index.js";
import { EOF, Reader } from "../../src/reader/index.js";

const lib = join(import.meta.dirname, "../../lib");

test("the library compiles, and defines every name that generated code refers to", () => {
  const session = new ClojureSession();
  for (const line of readFileSync(join(lib, "load-order.txt"), "utf8").split("\n")) {
    const file = line.replace(/#.*/, "").trim();
    if (file === "") continue;
    const source = session.source(file, { library: true });
    const reader = new Reader(readFileSync(join(lib, file), "utf8"), { file, resolver: session.resolver(source) });
    for (let form = reader.next(); form !== EOF; form = reader.next()) {
      const work = session.compileForm(form, source);
      // Macros of the library are not run here: their calls count as nil.
      for (let step = work.next(); !step.done; step = work.next(step.value.kind === "macro" ? null : undefined)) {
        if (step.value.kind === "require")
          assert.ok(session.hasNs(step.value.name), `${file} requires ${step.value.name} before it is loaded`);
      }
    }
  }
  const missing = RUNTIME_NAMES.filter(({ name }) => !/[A-Z]{3}/.test(name)).filter(({ name }) => {
    const slash = name.indexOf("/");
    const info = session.ns(name.slice(0, slash)).vars.get(name.slice(slash + 1));
    return !info || info.declared;
  });
  assert.deepEqual(
    missing.map((m) => m.name),
    [],
  );
});
