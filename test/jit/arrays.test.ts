/** Elements of arrays in compiled code: which kinds are asked for, and when a jump by the kind is left out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PACKED, PRIMITIVES, SEEN, TYPES, WORD } from "../../spec/index.js";
import { assemble } from "../../src/bytecode/index.js";
import { compileBatch, type JitCode, moduleText, printModule } from "../../src/jit/index.js";

const prim = (name: string): number => (PRIMITIVES.find((p) => p.name === name) as { id: number }).id;
const typeId = (name: string): number => (TYPES.find((t) => t.name === name) as { id: number }).id;
const kindOf = (type: string): number => (type === "ARRAY" ? 0 : typeId(type) - PACKED.FIRST + 1);

/** WebAssembly of a function whose locals have been arrays of these types. */
function textOf(body: string, arity: number, seen: readonly string[] = [], relied = false): string {
  const { top } = assemble(
    `unit "user" "test"\ncode 0 "user/f" arity ${arity} locals ${arity} slots ${arity + 8}\n${body.replaceAll("; ", "\n")}\n`,
  );
  const code: JitCode = {
    address: 4096,
    name: top.name,
    arity,
    variadic: false,
    nlocals: arity,
    nslots: arity + 8,
    consts: [],
    bytes: top.bytes,
    handlers: new Int32Array(0),
    seen: seen.reduce((bits, type) => bits | (1n << BigInt(SEEN.ARRAYS + kindOf(type))), 0n),
  };
  const heap = {
    code: () => assert.fail(),
    root: () => WORD.NIL,
    varRoot: () => WORD.NIL,
    codeOfClosure: () => undefined,
    shapeOf: () => undefined,
    codeOfArity: () => undefined,
    long: () => 0n,
    instanceLayout: () => undefined,
    switchKeys: () => undefined,
  };
  const { wasm } = compileBatch([code], heap, { linked: new Set(), trust: () => ({ args: true, site: () => relied }) });
  assert.ok(WebAssembly.validate(wasm.slice()));
  return moduleText(printModule(wasm, { function: () => "user/f", entry: () => undefined }));
}
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
