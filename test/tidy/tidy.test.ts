import assert from "node:assert/strict";
import { test } from "node:test";
import { checkTidy, median, pathsNamed, sizeOf } from "../../tools/tidy.js";

test("files are short or say why not, and documents name what exists", () => {
  assert.deepEqual(checkTidy().problems, []);
});

test("a long file needs a reason in its header", () => {
  const long = "x\n".repeat(600);
  assert.deepEqual(sizeOf("a.ts", long), { path: "a.ts", lines: 600, explained: false });
  assert.equal(sizeOf("a.ts", `/** Long because it is one table. */\n${long}`).explained, true);
  assert.equal(sizeOf("a.ts", `${long}// Long because it is one table.\n`).explained, false);
});

test("the median is the middle file", () => {
  assert.equal(median([5, 1, 900]), 5);
  assert.equal(median([]), 0);
});

test("paths in documents are found, placeholders are not", () => {
  const text = "See `src/host` and [the plan](docs/PLAN.md#x), not `npm test`, `src/*.ts` or `test/<area>/x.ts`.";
  assert.deepEqual(
    pathsNamed(text).map((found) => found.path),
    ["src/host", "docs/PLAN.md"],
  );
});
