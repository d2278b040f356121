/** Code that the compiler is given without a machine around it. */
import assert from "node:assert/strict";
import { PRIMITIVES, SEEN, TYPES, PACKED, WORD } from "../../spec/index.js";
import { assemble } from "../../src/bytecode/index.js";
import { compileBatch, type JitCode, type JitHeap, moduleText, printModule } from "../../src/jit/index.js";

/** The number of a primitive. */
export const prim = (name: string): number => (PRIMITIVES.find((p) => p.name === name) as { id: number }).id;
export const typeId = (name: string): number => (TYPES.find((t) => t.name === name) as { id: number }).id;
export const kindOf = (type: string): number => (type === "ARRAY" ? 0 : typeId(type) - PACKED.FIRST + 1);

/** A memory with nothing in it. */
export const NO_HEAP: JitHeap = {
  code: () => assert.fail("no other code"),
  root: () => WORD.NIL,
  varRoot: () => WORD.NIL,
  codeOfClosure: () => undefined,
  captured: () => undefined,
  shapeOf: () => undefined,
  codeOfArity: () => undefined,
  long: () => 0n,
  instanceLayout: () => undefined,
  units: () => ({ count: 0, first: [] }),
  pairs: () => undefined,
};

/** A code as it would lie in memory, without constants; seen: kinds of its arguments; arrays: types of those that it has had to do with. */
export function codeOf(
  body: string,
  arity: number,
  nlocals = arity,
  { seen = [], arrays = [] }: { seen?: readonly number[]; arrays?: readonly string[] } = {},
): JitCode {
  const lines = body.replaceAll("; ", "\n");
  const { top } = assemble(`unit "user" "test"\ncode 0 "user/f" arity ${arity} locals ${nlocals} slots ${nlocals + 8}\n${lines}\n`);
  const kinds = seen.reduce((bits, kind, i) => bits | (BigInt(kind) << BigInt(SEEN.BITS * i)), 0n);
  return {
    address: 4096,
    name: top.name,
    arity,
    variadic: false,
    nlocals,
    nslots: nlocals + 8,
    consts: [],
    bytes: top.bytes,
    handlers: new Int32Array(0),
    seen: arrays.reduce((bits, type) => bits | (1n << BigInt(SEEN.ARRAYS + kindOf(type))), kinds),
  };
}

/** WebAssembly of a code, as text; relied: whether what is likely is relied on. */
export function textOf(code: JitCode, relied: boolean): string {
  const { wasm } = compileBatch([code], NO_HEAP, { linked: new Set(), trust: () => ({ args: true, site: () => relied }) });
  assert.ok(WebAssembly.validate(wasm.slice()));
  return moduleText(printModule(wasm, { function: () => "user/f", entry: () => undefined }));
}
