/** From bytecode to a typed graph: what is refused, what is known of values. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SEEN, WORD } from "../../spec/index.js";
import { buildGraph } from "../../src/jit/build.js";
import type { Inliner } from "../../src/jit/build-insts.js";
import { flowOf } from "../../src/jit/flow.js";
import { type Range, SMALL, T } from "../../src/jit/graph.js";
import { inferTypes, typeOfWord } from "../../src/jit/infer.js";
import { compileBatch, Experience, type JitCode, type JitModule, moduleText, printModule, TRUSTED } from "../../src/jit/index.js";
import { findRanges } from "../../src/jit/ranges.js";
import { findDominators } from "../../src/jit/structure.js";
import { codeOf, NO_HEAP, prim } from "./lone.js";

const NOTHING: Inliner = { ofVar: () => undefined, ofCode: () => undefined, ofClosure: () => undefined, captured: () => undefined };

const compile = (code: JitCode): JitModule => compileBatch([code], NO_HEAP, { linked: new Set(), trust: () => TRUSTED });

/** Nothing is known of what calls answer. */
const call = (): number => T.ANY;

/** i from 0 to 9: adds it to a. */
const SUM = `INT 0
STORE 1
8 LOAD 1
JUMP_UNLESS_LT_INT 9 @41
LOAD2 0 1
ADD
STORE 0
INC_LOCAL 1 1
LOOP @8
41 LOAD 0
RETURN`;

test("a loop that is entered past its header is refused, and a valid module says so", () => {
  const code = codeOf(
    ["LOAD 0", "JUMP_IF_FALSE @16", "8 LOAD 1", "JUMP_IF_FALSE @27", "16 LOAD 1", "STORE 0", "LOOP @8", "27 LOAD 0", "RETURN"].join("\n"),
    2,
  );
  const graph = buildGraph(flowOf(code), 0, NOTHING);
  assert.equal(findDominators(graph), false);
  const module = compile(code);
  assert.deepEqual(module.entries, [{ code: 4096, pc: 0, slot: -1 }]);
  assert.match(module.refused[0]?.why ?? "", /past its header/);
});

test("a loop is compiled with an entry of its own, and validates", () => {
  const module = compile(codeOf(SUM, 1, 2));
  assert.deepEqual(
    module.entries.map((e) => e.pc),
    [0, 8],
  );
  assert.ok(WebAssembly.validate(module.wasm.slice()));
});

test("code without end is refused by its size", () => {
  const module = compile(codeOf(`${"LOAD 0\nPOP\n".repeat(8000)}LOAD 0\nRETURN`, 1));
  assert.match(module.refused[0]?.why ?? "", /too large/);
});

test("words of all kinds", () => {
  assert.equal(typeOfWord(8n), T.FIX);
  assert.equal(typeOfWord(BigInt.asUintN(64, -8n)), T.FIX);
  assert.equal(typeOfWord(WORD.NIL), T.NIL);
  assert.equal(typeOfWord(WORD.TRUE), T.BOOL);
  assert.equal(typeOfWord(WORD.FALSE), T.BOOL);
  for (const tag of [3n, 4n, 5n, 6n, 7n]) assert.equal(typeOfWord(0x1230n | tag), T.FLO);
  assert.equal(typeOfWord((2n << 32n) | 0x1001n), T.FLO);
  assert.equal(typeOfWord((10n << 32n) | 0x1001n), T.OTHER);
});

function typesOf(body: string, arity: number, nlocals: number, args: readonly number[], trusted: boolean): Map<string, number> {
  const graph = buildGraph(flowOf(codeOf(body, arity, nlocals)), 0, NOTHING);
  assert.ok(findDominators(graph));
  inferTypes(graph, { args, slots: [], trusts: () => trusted, call });
  const out = new Map<string, number>();
  for (const b of graph.blocks)
    for (const n of [...b.phis, ...b.nodes]) out.set(`${n.op}${typeof n.data === "string" ? ` ${n.data}` : ""}`, n.type);
  return out;
}

test("a sum of fixnums is one only where that is relied on", () => {
  const body = "LOAD 0\nLOAD 1\nADD\nRETURN";
  assert.equal(typesOf(body, 2, 2, [T.FIX, T.FIX], true).get("num add"), T.FIX);
  assert.equal(typesOf(body, 2, 2, [T.FIX, T.FIX], false).get("num add"), T.LONG);
  assert.equal(typesOf(body, 2, 2, [T.FIX, T.FLO], true).get("num add"), T.FLO);
  assert.equal(typesOf(body, 2, 2, [T.FLO, T.ANY], true).get("num add"), T.FLO);
  assert.equal(typesOf(body, 2, 2, [T.ANY, T.FIX], true).get("num add"), T.FIX);
  assert.equal(typesOf(body, 2, 2, [T.ANY, T.FIX], false).get("num add"), T.NUM);
  assert.equal(typesOf(body, 2, 2, [T.FIX | T.FLO, T.FIX], true).get("num add"), T.NUM);
});

/** Range of the first operand of the last arithmetic node, with one small argument. */
function leftOf(body: string, trusted: boolean): Range | null {
  const graph = buildGraph(flowOf(codeOf(body, 1, 1)), 0, NOTHING);
  assert.ok(findDominators(graph));
  inferTypes(graph, { args: [T.FIX], slots: [], trusts: () => trusted, call });
  findRanges(graph, [SMALL]);
  return graph.nodes.filter((n) => n.op === "num").at(-1)?.left ?? null;
}

test("what may wrap around has no range; what can't does", () => {
  const mod = (places: number) => `LOAD 0\nINT ${places}\nPRIM ${prim("shl")}\nINT 1000\nPRIM ${prim("mod")}\nRETURN`;
  assert.deepEqual(leftOf(mod(3), true), { lo: 0n, hi: (2n ** 31n - 1n) << 3n });
  assert.deepEqual(leftOf(mod(40), false), { lo: -(2n ** 63n), hi: 2n ** 63n - 1n });
  assert.deepEqual(leftOf(mod(40), true), { lo: 0n, hi: 2n ** 60n - 1n }, "code is left where it is no fixnum");
});

test("a loop's variable has the types of all that is stored in it", () => {
  assert.equal(typesOf(SUM, 1, 2, [T.FLO], true).get("num add"), T.FIX); // the counter, by which the map was written last
  const graph = buildGraph(flowOf(codeOf(SUM, 1, 2)), 0, NOTHING);
  inferTypes(graph, { args: [T.FLO], slots: [], trusts: () => true, call });
  const [a, i] = graph.headers.get(8) ?? [];
  assert.equal(a?.type, T.FLO);
  assert.equal(i?.type, T.FIX);
  inferTypes(graph, { args: [T.ANY], slots: [], trusts: () => true, call });
  assert.equal(a?.type, T.ANY);
});

test("what has failed at a site is not relied on there again, and after many rounds nothing is", () => {
  const e = new Experience();
  const sites = [3, 7, 9].map((pc) => ({ code: 8, pc }));
  e.learn(sites, 0b010n);
  assert.deepEqual(
    sites.map((s) => e.site(s)),
    [true, false, true],
  );
  assert.ok(e.args);
  for (let i = 0; i < 20; i++) e.learn(sites, 0n);
  assert.ok(!e.args && !e.site(sites[0] as { code: number; pc: number }));
  const ahead = new Experience();
  ahead.learn(undefined, 0n);
  assert.ok(!ahead.args, "of code that came compiled nothing can be learned");
});

test("arguments that have been fixnums are guarded as such", () => {
  const guarded = compile(codeOf(SUM, 1, 2, { seen: [SEEN.FIXNUM] })).wasm;
  const plain = compile(codeOf(SUM, 1, 2, { seen: [SEEN.FIXNUM | SEEN.OTHER] })).wasm;
  assert.notDeepEqual(guarded, plain);
  for (const m of [guarded, plain]) assert.ok(WebAssembly.validate(m.slice()));
});

test("a call in tail position takes the function's place where the engine can do that, else the interpreter makes it", () => {
  const code = codeOf("FRAME\nSELF\nLOAD 0\nINT 1\nSUB\nTAIL_CALL 1", 1, 1, { seen: [SEEN.FIXNUM] });
  const returnCalls = (tailCalls: boolean): number => {
    const { wasm } = compileBatch([code], NO_HEAP, { linked: new Set(), trust: () => TRUSTED, tailCalls });
    assert.ok(WebAssembly.validate(wasm.slice()));
    return moduleText(printModule(wasm, { function: () => "user/f", entry: () => undefined })).match(/return_call/g)?.length ?? 0;
  };
  assert.ok(returnCalls(true) > 0);
  assert.equal(returnCalls(false), 0);
});
