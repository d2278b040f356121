/** Counted loops: which loops are, and what is left of the work of a turn. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf, prim, textOf } from "./lone.js";

/** WebAssembly between `loop` and its end, of the first loop of a function with three locals; relied: whether samples are relied on. */
function loopOf(body: string, relied = true): string {
  const lines = textOf(codeOf(body, 1, 3, { arrays: ["LONG_ARRAY"] }), relied).split("\n");
  const from = lines.findIndex((l) => l.trim() === "loop");
  const indent = (lines[from] ?? "").length - 4;
  const to = lines.findIndex((l, i) => i > from && l === `${" ".repeat(indent)}end`);
  return lines.slice(from, to).join("\n");
}
/** A turn takes one off the reductions. */
const counts = (text: string): boolean => /i32\.const 1\s+i32\.sub\s+local\.tee \d+\s+i32\.const 0\s+i32\.le_s/.test(text);

test("a loop that goes up to a constant, or down to it, counts no reductions", () => {
  assert.ok(!counts(loopOf("INT 0; STORE 1; 8 LOAD 1; JUMP_UNLESS_LT_INT 9 @32; INC_LOCAL 1 1; LOOP @8; 32 LOAD 1; RETURN")));
  assert.ok(!counts(loopOf("INT 9; STORE 1; 8 INT 0; LOAD 1; JUMP_UNLESS_LT @33; INC_LOCAL 1 -1; LOOP @8; 33 LOAD 1; RETURN")));
});

test("one whose end moves with it, that waits for something else or goes the other way, does", () => {
  assert.ok(counts(loopOf("INT 0; STORE 1; 8 LOAD2 1 0; JUMP_UNLESS_LT @37; INC_LOCAL 1 1; INC_LOCAL 0 1; LOOP @8; 37 LOAD 1; RETURN")));
  assert.ok(counts(loopOf("INT 0; STORE 1; 8 LOAD 1; JUMP_UNLESS_LT_INT 9 @32; INC_LOCAL 1 -1; LOOP @8; 32 LOAD 1; RETURN")));
  assert.ok(counts(loopOf("INT 0; STORE 1; 8 LOAD 0; JUMP_IF_FALSE @28; INC_LOCAL 1 1; LOOP @8; 28 LOAD 1; RETURN")));
});

test("an array that each turn looks into has no bounds there, if samples are relied on", () => {
  const access = `LOAD 0; LOAD 1; PRIM ${prim("array-get")}; STORE 2`;
  const loop = `INT 0; STORE 1; 8 LOAD 1; JUMP_UNLESS_LT_INT 9 @44; ${access}; INC_LOCAL 1 1; LOOP @8; 44 LOAD 1; RETURN`;
  assert.doesNotMatch(loopOf(loop), /i64\.ge_u/);
  assert.match(loopOf(loop, false), /i64\.ge_u/);
});
