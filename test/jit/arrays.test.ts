/** Elements of arrays in compiled code: which kinds are asked for, and when a jump by the kind is left out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf, kindOf, prim, textOf as text, typeId } from "./lone.js";

/** WebAssembly of a function whose locals have been arrays of these types. */
const textOf = (body: string, arity: number, arrays: readonly string[] = [], relied = false): string =>
  text(codeOf(body, arity, arity, { arrays }), relied);
const count = (text: string, what: string): number => text.split(what).length - 1;
/** Comparisons with a type and the tag of pointers. */
const asked = (text: string, type: string): number => count(text, `i64.const ${(BigInt(typeId(type)) << 32n) | 1n}\n`);

const GET = `LOAD 0; LOAD 1; PRIM ${prim("array-get")}; RETURN`;
const SET = `LOAD 0; LOAD 1; LOAD 2; PRIM ${prim("array-set")}; RETURN`;

test("kinds that samples have seen are asked for before the jump by the kind, two of them at most", () => {
  for (const [body, arity] of [
    [GET, 2],
    [SET, 3],
  ] as const) {
    const long = textOf(body, arity, ["LONG_ARRAY"]);
    assert.ok(asked(long, "LONG_ARRAY") > 0);
    assert.equal(asked(long, "ARRAY"), 0);
    assert.ok(count(long, "br_table") > 0, "others are not left to the primitive");
    const many = textOf(body, arity, ["BYTE_ARRAY", "LONG_ARRAY", "DOUBLE_ARRAY"]);
    assert.deepEqual(
      ["BYTE_ARRAY", "LONG_ARRAY", "DOUBLE_ARRAY"].map((t) => asked(many, t) > 0),
      [true, true, false],
    );
    assert.ok(asked(textOf(body, arity), "ARRAY") > 0, "words are what is likely where nothing has been seen");
  }
});

test("an array of the one kind that has been seen is relied on to be of that kind", () => {
  for (const [body, arity] of [
    [GET, 2],
    [SET, 3],
  ] as const) {
    const long = textOf(body, arity, ["LONG_ARRAY"], true);
    assert.ok(asked(long, "LONG_ARRAY") > 0);
    assert.equal(count(long, "br_table"), 0);
    assert.equal(count(long, "call $prim/array"), 0);
    assert.ok(count(textOf(body, arity, ["LONG_ARRAY", "DOUBLE_ARRAY"], true), "call $prim/array") > 0);
  }
});

test("an array that is made in sight has the kind that it was made with", () => {
  const made = (body: string) => textOf(body, 2, ["LONG_ARRAY"]);
  const get = `LOAD 1; PRIM ${prim("array-get")}; RETURN`;
  for (const [type, load] of [
    ["BYTE_ARRAY", "i64.load8_s"],
    ["CHAR_ARRAY", "i64.load16_u"],
    ["FLOAT_ARRAY", "f32.load"],
    ["INT_ARRAY", "i64.load32_s"],
  ] as const) {
    const text = made(`INT ${kindOf(type)}; LOAD 0; PRIM ${prim("array-new")}; PRIM ${prim("array-clone")}; ${get}`);
    assert.equal(count(text, "br_table"), 0);
    assert.equal(asked(text, "LONG_ARRAY"), 0);
    assert.equal(count(text, load), count(text, `call $prim/array-get`), type);
  }
  assert.equal(count(made(`LOAD 0; NIL; PRIM ${prim("array-make")}; ${get}`), "br_table"), 0);
  assert.ok(count(made(`LOAD 0; LOAD 1; PRIM ${prim("array-new")}; ${get}`), "br_table") > 0, "the kind must be a constant");
});
