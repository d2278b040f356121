import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { depsPaths, findNamespace, sourcePaths } from "../../src/driver/index.js";

function project(deps?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "odeon-project-"));
  for (const name of ["src", "extra", "lib"]) mkdirSync(join(folder, name));
  if (deps !== undefined) writeFileSync(join(folder, "deps.edn"), deps);
  return folder;
}

test("the order of source paths", () => {
  const folder = project('{:paths ["extra" "gone"] :deps {x/y {:mvn/version "1"}}}');
  const { folders, missing } = sourcePaths(["lib"], folder, join(folder, "src"));
  assert.deepEqual(folders, [join(folder, "lib"), join(folder, "extra"), folder, join(folder, "src")]);
  assert.deepEqual(missing, ["gone"]);
});

test(":paths may name an alias; without :paths it is src", () => {
  const deps = (text: string): string[] => depsPaths(join(project(text), "deps.edn"));
  assert.deepEqual(deps('{:paths [:a "b"] :aliases {:a ["x" "y"]}}'), ["x", "y", "b"]);
  assert.deepEqual(deps("{}"), ["src"]);
  assert.deepEqual(deps(""), []);
  assert.throws(() => deps("[1]"), /must hold a map/);
  assert.throws(() => deps("{:paths 1}"), /vector of strings/);
  assert.throws(() => deps("{:paths ["), { code: "reader/eof" });
});

test("a namespace's file: dashes become underscores, .cljc comes first", () => {
  const folder = project();
  mkdirSync(join(folder, "src", "my_app"));
  writeFileSync(join(folder, "src", "my_app", "a_b.clj"), "");
  assert.equal(findNamespace("my-app.a-b", [folder, join(folder, "src")]), join(folder, "src", "my_app", "a_b.clj"));
  writeFileSync(join(folder, "src", "my_app", "a_b.cljc"), "");
  assert.equal(findNamespace("my-app.a-b", [join(folder, "src")]), join(folder, "src", "my_app", "a_b.cljc"));
  assert.equal(findNamespace("my-app.c", [folder]), undefined);
});
