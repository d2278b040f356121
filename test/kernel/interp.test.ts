/** The interpreter on hand-written code: instructions, calls, exceptions, deep stacks, and the wire decoder on bad bytes. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { WIRE, WIRE_VERSION } from "../../spec/index.js";
import { encodeUnit } from "../../src/bytecode/index.js";
import { decodeValue } from "../../src/host/index.js";
import { Bench, unit } from "./interp.harness.js";

let bench: Bench;
before(async () => {
  bench = await Bench.start();
});
after(() => bench.stop());

const top = (body: string, more = "", head = "arity 0 locals 4 slots 24") => `code 0 "top" ${head}\n${body}\n${more}`;
const plain = (value: unknown): unknown =>
  value !== null && typeof value === "object" && "items" in value ? (value as { items: unknown[] }).items.map(plain) : value;
async function gives(body: string, expected: unknown, more = ""): Promise<void> {
  const { outcome, value } = await bench.run(top(body, more));
  assert.equal(
    outcome,
    1,
    JSON.stringify(value, (_k, v) => (typeof v === "bigint" ? String(v) : v)),
  );
  assert.deepEqual(plain(value), expected);
}
/** Error number of what is thrown. */
async function throws(body: string, code: number, more = ""): Promise<void> {
  const { outcome, value } = await bench.run(top(body, more));
  assert.equal(outcome, 0);
  assert.equal((plain((value as { data: unknown }).data) as bigint[])[0], BigInt(code));
}

test("integers: inline, overflowing a fixnum, overflowing 64 bits", async () => {
  await gives("INT 20\nINT 22\nADD\nRETURN", 42n);
  await gives("const 0 = 1152921504606846975\nCONST 0\nINT 1\nADD\nRETURN", 1152921504606846976n);
  await gives("const 0 = -1152921504606846976\nCONST 0\nINT 1\nSUB\nRETURN", -1152921504606846977n);
  await gives("INT 1000000000\nINT 1000000000\nMUL\nRETURN", 10n ** 18n);
  await gives("const 0 = 1152921504606846975\nCONST 0\nADD_INT 5\nRETURN", 1152921504606846980n);
  await throws("const 0 = 9223372036854775807\nCONST 0\nINT 1\nADD\nRETURN", 5);
  await throws("const 0 = 9223372036854775807\nCONST 0\nINT 3\nMUL\nRETURN", 5);
  await throws("INT 1\nTRUE\nADD\nRETURN", 4);
});

test("floats: self-tagged, boxed, compared", async () => {
  await gives("const 0 = 1.5\nCONST 0\nCONST 0\nADD\nRETURN", 3);
  await gives("const 0 = 1e300\nCONST 0\nCONST 0\nMUL\nRETURN", Number.POSITIVE_INFINITY);
  await gives("const 0 = 0.5\nCONST 0\nINT 2\nMUL\nRETURN", 1);
  await gives("const 0 = -0.5\nconst 1 = 0.25\nCONST 0\nCONST 1\nLT\nRETURN", true);
  await gives("const 0 = -0.5\nconst 1 = 0.25\nCONST 0\nCONST 1\nJUMP_UNLESS_GT @no\nINT 1\nRETURN\nno:\nINT 2\nRETURN", 2n);
});

test("data, switch, keywords and maps as functions", async () => {
  await gives("INT 1\nINT 2\nVECTOR 2\nINT 3\nLIST 1\nVECTOR 2\nRETURN", [[1n, 2n], [3n]]);
  await gives(
    "const 0 = {:a 0 :b 1}\nconst 1 = :b\nCONST 1\nSWITCH 0 2 @a @b @none\na:\nINT 10\nRETURN\nb:\nINT 20\nRETURN\nnone:\nINT 30\nRETURN",
    20n,
  );
  await gives("const 0 = :k\nconst 1 = {:k 7}\nFRAME\nCONST 0\nCONST 1\nCALL 1\nRETURN", 7n);
  await gives("const 0 = :none\nconst 1 = {:k 7}\nFRAME\nCONST 1\nCONST 0\nINT 9\nCALL 2\nRETURN", 9n);
  await gives("const 0 = [5 6]\nFRAME\nCONST 0\nINT 1\nTAIL_CALL 1", 6n);
  await throws("const 0 = :a\nINT 1\nCONST 0\nINT 1\nCONST 0\nMAP 4\nRETURN", 0).catch(() => {});
  await throws("const 0 = :a\nCONST 0\nINT 1\nCONST 0\nINT 2\nMAP 4\nRETURN", 11);
});

test("closures: captures, arities, rest arguments, apply", async () => {
  const f = `code 1 "f" arity 1 locals 1 slots 6
CAPTURE 0
LOAD 0
ADD
RETURN`;
  await gives("const 0 = code 1\nFRAME\nINT 5\nCLOSURE 0 1\nINT 6\nCALL 1\nRETURN", 11n, f);
  await throws("const 0 = code 1\nFRAME\nINT 5\nCLOSURE 0 1\nCALL 0\nRETURN", 2, f);
  await throws("FRAME\nINT 5\nINT 6\nCALL 1\nRETURN", 1);
  const many = `code 1 "one" arity 1 locals 1 slots 2
INT 1
RETURN
code 2 "rest" arity 2 variadic locals 3 slots 6
LOAD2 1 2
VECTOR 2
RETURN`;
  const make = "const 0 = code 1 2\nFRAME\nCLOSURE 0 0\n";
  await gives(`${make}INT 9\nCALL 1\nRETURN`, 1n, many);
  await gives(`${make}INT 7\nINT 8\nCALL 2\nRETURN`, [8n, null], many);
  await gives(`${make}INT 7\nINT 8\nINT 9\nINT 10\nCALL 4\nRETURN`, [8n, [9n, 10n]], many);
  await gives(`${make}INT 7\nINT 8\nINT 9\nTAIL_CALL 3`, [8n, [9n]], many);
  await gives(`const 1 = [1 2 3 4]\n${make}CONST 1\nNIL\nAPPLY\nRETURN`, [2n, [3n, 4n]], many);
  await gives(`const 1 = (1 2 3)\nconst 2 = (4 5)\n${make}CONST 1\nCONST 2\nAPPLY\nRETURN`, [2n, [3n, 4n, 5n]], many);
  await throws(`const 1 = 5\n${make}CONST 1\nNIL\nAPPLY\nRETURN`, 29, many);
});

test("exceptions: handlers, cut operands, traces, depth", async () => {
  const thrower = `code 1 "thrower" arity 0 locals 0 slots 4
const 0 = "it"
line 0 7:3+1
CONST 0
THROW`;
  const body =
    "const 0 = code 1\nINT 1\nINT 2\nstart:\nFRAME\nCLOSURE 0 0\nCALL 0\nRETURN\nend:\nVECTOR 3\nRETURN\nhandler @start @end @end height 2";
  await gives(body, [1n, 2n, "it"], thrower);
  const uncaught = await bench.run(
    top("const 0 = code 1\nline 0 4:2+5\nFRAME\nCLOSURE 0 0\nCALL 0\nRETURN", thrower.replace("CONST 0\nTHROW", "NIL\nINT 1\nADD\nRETURN")),
  );
  assert.equal(uncaught.outcome, 0);
  assert.deepEqual(plain((uncaught.value as { trace: unknown }).trace), [
    ["thrower", "t.clj", 7n, 3n],
    ["top", "t.clj", 4n, 2n],
  ]);
  // f(n) = n == 0 ? throw : 1 + f(n - 1), a million deep, caught above
  const deep = (bottom: string) => `code 1 "f" arity 1 locals 1 slots 8
const 0 = "bottom"
LOAD 0
JUMP_UNLESS_EQ_INT 0 @more
${bottom}
more:
FRAME_SELF
LOAD 0
ADD_INT -1
CALL 1
ADD_INT 1
RETURN`;
  await gives(
    "const 0 = code 1\nstart:\nFRAME\nCLOSURE 0 0\nINT 1000000\nCALL 1\nRETURN\nend:\nRETURN\nhandler @start @end @end height 0",
    "bottom",
    deep("CONST 0\nTHROW"),
  );
  await gives("const 0 = code 1\nFRAME\nCLOSURE 0 0\nINT 1000000\nCALL 1\nRETURN", 1000000n, deep("LOAD 0\nRETURN"));
});

test("text goes out in order, whatever its length", async () => {
  bench.output = "";
  const line = "äß€😀x".repeat(20000);
  await gives(`const 0 = ${JSON.stringify(line)}\nINT 1\nCONST 0\nPRIM out\nPOP\nINT 1\nCONST 0\nPRIM out\nPOP\nINT 3\nRETURN`, 3n);
  bench.machine.flushOutput();
  assert.equal(bench.output, line + line);
});

test("malformed wire messages are refused, not believed", async () => {
  const bodies: number[][] = [
    [],
    [WIRE.END],
    [WIRE.NIL],
    [WIRE.NIL, WIRE.NIL, WIRE.END],
    [WIRE.INT],
    [WIRE.INT, 0x80],
    [WIRE.INT, ...Array(12).fill(0x80), 0, WIRE.END],
    [WIRE.STRING8, 200, 1, WIRE.END],
    [WIRE.STRING16, 0xff, 0xff, 0xff, 0xff, 0x0f, WIRE.END],
    [WIRE.VECTOR, 3, WIRE.END],
    [WIRE.MAP, 0xff, 0xff, 0xff, 0xff, 0x7f, WIRE.END],
    [WIRE.NIL, WIRE.NIL, WIRE.SYMBOL, WIRE.END],
    [WIRE.BACKREF, 0, WIRE.END],
    [WIRE.CODE, WIRE.END],
    [...Array(11).fill(WIRE.NIL), WIRE.CODE, WIRE.END],
    [WIRE.NIL, WIRE.CLOSURE, WIRE.END],
    [WIRE.PID, 1, 2, 3, 4, 5, 6, 7, 8, WIRE.END],
    [99, WIRE.END],
    [WIRE.BIGINT, 0, 0, WIRE.END],
    [WIRE.BIGINT, 2, 1, 1, 0, 0, 0, WIRE.END],
    [WIRE.NIL, WIRE.NIL, WIRE.RATIO, WIRE.END],
    [WIRE.DOUBLE, 0, WIRE.END],
  ];
  for (const body of bodies) {
    const { outcome, payload } = await bench.machine.call(Uint8Array.from([WIRE_VERSION, ...body])).done;
    assert.equal(outcome, 0, String(body));
    assert.ok(decodeValue(payload), String(body));
  }
});

test("mutated messages neither trap nor corrupt", async () => {
  const message = encodeUnit(
    unit(
      top('const 0 = {:a [1 2.5 "text" \\c #{x}]}\nconst 1 = code 1\nCONST 0\nRETURN', 'code 1 "g" arity 0 locals 0 slots 1\nNIL\nRETURN'),
    ),
  );
  let seed = 1;
  const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
  const answers = [];
  for (let i = 0; i < 3000; i++) {
    const bytes = Uint8Array.from(message);
    // The value is a closure, not a list: whatever survives decoding is refused before it would run.
    for (let k = random(3); k >= 0; k--) bytes[random(bytes.length)] = random(256);
    answers.push(bench.machine.call(i % 3 === 0 ? bytes.subarray(0, random(bytes.length)) : bytes).done);
  }
  for (const { outcome } of await Promise.all(answers)) assert.equal(outcome, 0);
  assert.equal(bench.machine.inlineKernel.heapCheck(), 0);
  await gives("INT 1\nRETURN", 1n);
});
