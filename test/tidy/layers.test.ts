import assert from "node:assert/strict";
import { test } from "node:test";
import { checkLayers, circles, importsOf, placeOf } from "../../tools/layers.js";

test("the repository's imports flow one way", () => {
  assert.deepEqual(checkLayers(), []);
});

test("places follow the house plan", () => {
  assert.equal(placeOf("src/reader/index.ts").layer, "reader");
  assert.equal(placeOf("kernel/gc/mark.ts").house, "kernel");
  assert.equal(placeOf("test/tidy/layers.test.ts").house, "outside");
  assert.ok(placeOf("spec/words.ts").rank < placeOf("src/base/index.ts").rank);
  assert.ok(placeOf("kernel/mem/pages.ts").rank < placeOf("kernel/interp/loop.ts").rank);
});

test("imports are found in every form, and only imports", () => {
  const text = [
    'import { a } from "./a.js";',
    'import type { B } from "./b.js";',
    'import { type C, type D } from "./c.js";',
    'export { e } from "./e.js";',
    'export * from "./f.js";',
    'const g = await import("./g.js");',
    'import "./h.js";',
    'export const notOne = "./i.js";',
    '// import { j } from "./j.js";',
    "import {",
    "  k,",
    '} from "./k.js";',
    'import fs from "node:fs";',
  ].join("\n");
  const found = importsOf("src/base/x.ts", text, new Set(["src/base/a.ts"]));
  assert.deepEqual(
    found.map((edge) => [edge.to, edge.typeOnly]),
    [
      ["src/base/a.ts", false],
      ["src/base/b.js", true],
      ["src/base/c.js", true],
      ["src/base/e.js", false],
      ["src/base/f.js", false],
      ["src/base/g.js", false],
      ["src/base/h.js", false],
      ["src/base/k.js", false],
    ],
  );
});

test("circles are found", () => {
  const edge = (from: string, to: string) => ({ from, to, line: 1, typeOnly: false });
  assert.deepEqual(circles([edge("a", "b"), edge("b", "c"), edge("c", "b"), edge("c", "d")]), [["b", "c"]]);
  assert.deepEqual(circles([edge("a", "b"), edge("b", "c"), edge("a", "c")]), []);
});
