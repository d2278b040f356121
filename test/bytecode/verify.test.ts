import assert from "node:assert/strict";
import { test } from "node:test";
import { assemble, type CodeConst, type CodeUnit, compileUnit, VERIFY_RULES, verifyUnit } from "../../src/bytecode/index.js";
import { unitOf } from "../mir/hir.js";

/** A unit of one code; the text holds constants and instructions. */
const unit = (text: string, head = "arity 0 locals 2 slots 12"): CodeUnit => assemble(`unit "u" "u.clj"\ncode 0 "u/top" ${head}\n${text}`);
const inner = (top: string, f: string, head = "arity 1 locals 1 slots 8"): CodeUnit =>
  assemble(`unit "u" "u.clj"\ncode 0 "u/top" arity 0 locals 2 slots 12\n${top}\ncode 1 "u/f" ${head}\n${f}`);
const edit = (u: CodeUnit, f: (u: CodeUnit) => void): CodeUnit => {
  f(u);
  return u;
};
const bytes = (u: CodeUnit, ...b: number[]): CodeUnit => edit(u, (x) => (x.top.bytes = Uint8Array.from(b)));

const OK = "NIL\nRETURN";
const RECV = "RECV_START\nRECV @16\nSTORE 0\nRECV_TAKE\nLOAD 0\nRETURN\nRECV_WAIT @1"; // at 0 1 6 9 10 13 14

/** For each rule: a unit that keeps it and is close to breaking it, and units that break it. */
const CASES: Record<string, { good: CodeUnit; bad: CodeUnit[] }> = {
  limits: {
    good: unit(OK, "arity 0 locals 0 slots 65535"),
    bad: [unit(OK, "arity 0 locals 3 slots 2"), unit(OK, "arity 0 locals 0 slots 65536"), bytes(unit(OK))],
  },
  arity: {
    good: inner("const 0 = code 1\nCLOSURE 0 0\nRETURN", OK, "arity 2 variadic locals 3 slots 4"),
    bad: [inner("const 0 = code 1\nCLOSURE 0 0\nRETURN", OK, "arity 2 variadic locals 2 slots 4")],
  },
  arities: {
    good: assemble(
      `unit "u" ""\ncode 0 "t" arity 0 locals 0 slots 1\nconst 0 = code 1 2\nCLOSURE 0 0\nRETURN\ncode 1 "f" arity 1 locals 1 slots 2\n${OK}\ncode 2 "f" arity 1 variadic locals 2 slots 3\n${OK}`,
    ),
    bad: [
      unit(OK, "arity 1 locals 2 slots 4"),
      assemble(
        `unit "u" ""\ncode 0 "t" arity 0 locals 0 slots 1\nconst 0 = code 1 2\nCLOSURE 0 0\nRETURN\ncode 1 "f" arity 1 locals 1 slots 2\n${OK}\ncode 2 "f" arity 1 locals 2 slots 3\n${OK}`,
      ),
      assemble(
        `unit "u" ""\ncode 0 "t" arity 0 locals 0 slots 1\nconst 0 = code 1 2\nCLOSURE 0 0\nRETURN\ncode 1 "f" arity 0 variadic locals 1 slots 2\n${OK}\ncode 2 "f" arity 1 locals 2 slots 3\n${OK}`,
      ),
    ],
  },
  opcode: { good: unit(OK), bad: [bytes(unit(OK), 0x00, 0x36), bytes(unit(OK), 0x01, 0xff)] },
  truncated: {
    good: unit("INT 1\nRETURN"),
    bad: [bytes(unit(OK), 0x04, 1, 0, 0), bytes(unit("const 0 = {1 0}"), 0x01, 0x1d, 0, 0, 1, 0, 0, 0, 0, 0)],
  },
  "local-range": {
    good: unit("LOAD 1\nRETURN"),
    bad: [unit("LOAD 2\nRETURN"), unit("LOAD2 0 2\nPOP\nRETURN"), unit("NIL\nSTORE 2\nNIL\nRETURN"), unit("CLEAR 2\nNIL\nRETURN")],
  },
  "const-range": { good: unit("const 0 = :a\nCONST 0\nRETURN"), bad: [unit("const 0 = :a\nCONST 1\nRETURN")] },
  "const-kind": {
    good: unit("const 0 = var u/v\nVAR_GET 0\nCONST 0\nVAR_SET 0\nVAR_DEF 0\nRETURN"),
    bad: [
      unit("const 0 = :a\nVAR_GET 0\nRETURN"),
      unit("const 0 = :a\nFRAME_VAR 0\nCALL 0\nRETURN"),
      unit("const 0 = var u/v\nCLOSURE 0 0\nRETURN"),
      unit("const 0 = [1 0]\nNIL\nSWITCH 0 0 @11\nNIL\nRETURN"),
      inner("const 0 = code 1\nCONST 0\nRETURN", OK),
    ],
  },
  "switch-index": {
    good: unit("const 0 = {:a 0}\nNIL\nSWITCH 0 1 @14 @14\nNIL\nRETURN"),
    bad: [
      unit("const 0 = {:a 1}\nNIL\nSWITCH 0 1 @14 @14\nNIL\nRETURN"),
      unit("const 0 = {:a -1}\nNIL\nSWITCH 0 1 @14 @14\nNIL\nRETURN"),
      unit("const 0 = {:a :b}\nNIL\nSWITCH 0 1 @14 @14\nNIL\nRETURN"),
    ],
  },
  prim: { good: unit("NIL\nPRIM 29\nRETURN"), bad: [unit("NIL\nPRIM 9999\nRETURN")] },
  type: { good: unit("NIL\nIS_TYPE 8\nRETURN"), bad: [unit("NIL\nIS_TYPE 255\nRETURN")] },
  field: { good: unit("NIL\nFIELD 4095\nRETURN"), bad: [unit("NIL\nFIELD 4096\nRETURN"), unit("NIL\nNIL\nSET_FIELD 65535\nRETURN")] },
  target: {
    good: unit("JUMP @5\nNIL\nRETURN"),
    bad: [
      unit("JUMP @6\nINT 1\nRETURN"),
      unit("JUMP @99\nNIL\nRETURN"),
      unit("JUMP @7\nNIL\nRETURN"),
      unit("NIL\nJUMP_IF_NIL @-5\nNIL\nRETURN"),
    ],
  },
  backward: {
    good: unit("NIL\nPOP\nLOOP @0"),
    bad: [unit("NIL\nPOP\nJUMP @0"), unit("JUMP @0"), unit("TRUE\nJUMP_IF_TRUE @0\nNIL\nRETURN"), unit("RECV @0\nRETURN")],
  },
  loop: { good: unit("LOOP @0"), bad: [unit("LOOP @5\nNIL\nRETURN")] },
  "recv-target": {
    good: unit("RECV @7\nRECV_TAKE\nRETURN\nRECV_WAIT @0"),
    bad: [unit("RECV_WAIT @5\nNIL\nRETURN"), unit("NIL\nPOP\nRECV_WAIT_UNTIL 0 @0\nNIL\nRETURN")],
  },
  "recv-wait": {
    good: unit("RECV @7\nRECV_TAKE\nRETURN\nRECV_WAIT @0"),
    bad: [
      unit("RECV_WAIT @5\nRECV @11\nRECV_TAKE\nRETURN\nNIL\nRETURN"),
      unit("RECV @7\nRECV_TAKE\nRETURN\nNIL\nPOP\nRECV_WAIT @0"),
      unit("RECV @7\nRECV_TAKE\nRETURN\nJUMP @12\nRECV_WAIT @0"),
      unit("RECV @7\nRECV_TAKE\nRETURN\nRECV_WAIT_UNTIL 0 @0\nRECV_WAIT @0"),
      unit("handler 0 5 7 height 0\nRECV @7\nRECV_TAKE\nRETURN\nRECV_WAIT @0"),
    ],
  },
  end: { good: unit(OK), bad: [unit("NIL"), unit("NIL\nRETURN\nPOP")] },
  handler: {
    good: unit("handler 0 2 2 height 0\nNIL\nRETURN\nRETURN"),
    bad: [
      unit("handler 0 1 1 height 0\nINT 1\nRETURN\nRETURN"),
      unit("handler 2 2 2 height 0\nNIL\nRETURN\nRETURN"),
      unit("handler 0 9 2 height 0\nNIL\nRETURN\nRETURN"),
      unit("handler 2 3 0 height 0\nNIL\nRETURN\nRETURN"),
      unit("handler 0 2 3 height 0\nNIL\nRETURN\nRETURN"),
      unit("handler 0 2 2 height 11\nNIL\nRETURN\nRETURN"),
      edit(unit(OK), (u) => (u.top.handlers = Int32Array.of(0, 1, 1))),
    ],
  },
  "handler-height": {
    good: unit("handler 1 3 3 height 1\nNIL\nTRUE\nTHROW\nPOP\nRETURN"),
    bad: [unit("handler 1 3 3 height 2\nNIL\nTRUE\nTHROW\nPOP\nRETURN"), unit("handler 0 2 2 height 1\nNIL\nRETURN\nPOP\nRETURN")],
  },
  "handler-header": {
    good: unit("handler 1 3 3 height 3\nFRAME\nTRUE\nTHROW\nRETURN"),
    bad: [unit("handler 1 3 3 height 2\nFRAME\nTRUE\nTHROW\nRETURN"), unit("handler 1 3 3 height 1\nFRAME\nTRUE\nTHROW\nRETURN")],
  },
  lines: {
    good: unit("line 0 1:1+1\nline 1 2:1+0\nNIL\nRETURN"),
    bad: [
      unit("line 1 1:1+1\nline 0 2:1+1\nNIL\nRETURN"),
      unit("line 0 1:1+1\nline 0 2:1+1\nNIL\nRETURN"),
      unit("line 2 1:1+1\nNIL\nRETURN"),
      edit(unit(OK), (u) => (u.top.lines = Int32Array.of(0, -1, 1, 1))),
      edit(unit(OK), (u) => (u.top.lines = Int32Array.of(0))),
    ],
  },
  underflow: {
    good: unit("NIL\nPOP\nNIL\nRETURN"),
    bad: [unit("POP\nNIL\nRETURN"), unit("RETURN"), unit("NIL\nADD\nRETURN"), unit("NIL\nVECTOR 2\nRETURN"), unit("CALL 0\nRETURN")],
  },
  overflow: {
    good: unit("NIL\nNIL\nPOP\nRETURN", "arity 0 locals 2 slots 4"),
    bad: [
      unit("NIL\nNIL\nNIL\nRETURN", "arity 0 locals 2 slots 4"),
      unit("FRAME\nNIL\nCALL 0\nRETURN", "arity 0 locals 0 slots 3"),
      unit("handler 1 3 3 height 1\nNIL\nTRUE\nTHROW\nRETURN", "arity 0 locals 0 slots 1"),
      unit("NIL\nDUP\nPOP\nLOOP @1", "arity 0 locals 0 slots 1"),
    ],
  },
  join: {
    good: unit("TRUE\nJUMP_IF_TRUE @12\nNIL\nJUMP @13\nNIL\nRETURN"),
    bad: [
      unit("NIL\nTRUE\nJUMP_IF_TRUE @8\nNIL\nRETURN"),
      unit("NIL\nLOOP @0"),
      unit("TRUE\nJUMP_IF_TRUE @15\nNIL\nNIL\nNIL\nNIL\nJUMP @17\nFRAME\nNIL\nPOP\nNIL\nRETURN"),
    ],
  },
  header: {
    good: unit("FRAME\nNIL\nCALL 0\nRETURN"),
    bad: [
      unit("FRAME\nRETURN"),
      unit("FRAME\nPOP\nNIL\nRETURN"),
      unit("FRAME\nDUP\nRETURN"),
      unit("FRAME\nSTORE 0\nNIL\nRETURN"),
      unit("FRAME\nTEE 0\nNIL\nRETURN"),
      unit("FRAME\nVECTOR 3\nRETURN"),
      unit("FRAME\nTHROW"),
      unit("FRAME\nCALL 1\nRETURN"),
    ],
  },
  "call-header": {
    good: unit("FRAME\nNIL\nNIL\nNIL\nAPPLY\nRETURN"),
    bad: [
      unit("FRAME\nNIL\nNIL\nCALL 0\nRETURN"),
      unit("NIL\nNIL\nNIL\nNIL\nCALL 0\nRETURN"),
      unit("NIL\nNIL\nNIL\nNIL\nTAIL_CALL 0"),
      unit("FRAME\nFRAME\nNIL\nCALL 0\nNIL\nCALL 0\nRETURN"),
    ],
  },
  capture: {
    good: inner("const 0 = code 1\nNIL\nCLOSURE 0 1\nRETURN", "CAPTURE 0\nRETURN"),
    bad: [inner("const 0 = code 1\nNIL\nCLOSURE 0 1\nRETURN", "CAPTURE 1\nRETURN"), unit("CAPTURE 0\nRETURN")],
  },
  "capture-count": {
    good: inner("const 0 = code 1\nNIL\nCLOSURE 0 1\nPOP\nNIL\nCLOSURE 0 1\nRETURN", "CAPTURE 0\nRETURN"),
    bad: [
      inner("const 0 = code 1\nNIL\nCLOSURE 0 1\nPOP\nCLOSURE 0 0\nRETURN", "CAPTURE 0\nRETURN"),
      (() => {
        // Two makers that share the code.
        const u = assemble(
          `unit "u" ""\ncode 0 "t" arity 0 locals 0 slots 4\nconst 0 = code 1\nconst 1 = code 2\nNIL\nNIL\nCLOSURE 0 2\nRETURN\ncode 1 "f" arity 0 locals 0 slots 1\nCAPTURE 1\nRETURN\ncode 2 "g" arity 0 locals 0 slots 1\nconst 0 = :replaced\nCLOSURE 0 0\nRETURN`,
        );
        const f = u.top.consts[0] as CodeConst;
        ((u.top.consts[1] as CodeConst).arities[0] as { consts: unknown[] }).consts[0] = f;
        return u;
      })(),
    ],
  },
  "set-capture": {
    good: inner("const 0 = code 1\nNIL\nCLOSURE 0 1\nTEE 0\nLOAD 0\nSET_CAPTURE 0\nLOAD 0\nRETURN", "CAPTURE 0\nRETURN"),
    bad: [
      inner("const 0 = code 1\nNIL\nCLOSURE 0 1\nTEE 0\nLOAD 0\nSET_CAPTURE 1\nLOAD 0\nRETURN", "CAPTURE 0\nRETURN"),
      unit("NIL\nNIL\nSET_CAPTURE 0\nNIL\nRETURN"),
      unit("SELF\nNIL\nSET_CAPTURE 0\nNIL\nRETURN"),
      inner(
        "const 0 = code 1\nNIL\nCLOSURE 0 1\nSTORE 0\nFRAME\nNIL\nCALL 0\nPOP\nLOAD 0\nNIL\nSET_CAPTURE 0\nNIL\nRETURN",
        "CAPTURE 0\nRETURN",
      ),
      inner("const 0 = code 1\nNIL\nCLOSURE 0 1\nSTORE 0\nJUMP @14\nLOAD 0\nNIL\nSET_CAPTURE 0\nNIL\nRETURN", "CAPTURE 0\nRETURN"),
      inner("const 0 = code 1\nNIL\nCLOSURE 0 1\nSTORE 0\nCLEAR 0\nLOAD 0\nNIL\nSET_CAPTURE 0\nNIL\nRETURN", "CAPTURE 0\nRETURN"),
      inner("const 0 = code 1\nNIL\nCLOSURE 0 1\nSTORE 0\nMOVE 0\nPOP\nLOAD 0\nNIL\nSET_CAPTURE 0\nNIL\nRETURN", "CAPTURE 0\nRETURN"),
    ],
  },
  "recv-current": {
    good: unit("RECV_START\nRECV @8\nRECV_TAKE\nRETURN\nRECV_WAIT @1"),
    bad: [
      unit("RECV_TAKE\nNIL\nRETURN"),
      unit("RECV_NEXT\nNIL\nRETURN"),
      unit("RECV @12\nRECV_TAKE\nRECV_NEXT\nLOOP @0\nNIL\nRETURN"),
      unit("RECV @6\nPOP\nRECV_TAKE\nNIL\nRETURN"),
    ],
  },
  "recv-nested": {
    good: unit("RECV @12\nPOP\nRECV_NEXT\nLOOP @0\nNIL\nRETURN"),
    bad: [
      unit("RECV @11\nPOP\nRECV @11\nRETURN\nNIL\nRETURN"),
      unit("RECV @7\nPOP\nRECV_START\nNIL\nRETURN"),
      unit("RECV @6\nPOP\nLOOP @0"),
    ],
  },
};

for (const rule of Object.keys(VERIFY_RULES)) {
  const c = CASES[rule];
  test(`rule ${rule} accepts`, () => {
    assert.ok(c, "the rule has no test");
    assert.deepEqual(verifyUnit(c.good), []);
  });
  test(`rule ${rule} rejects`, () => {
    c?.bad.forEach((u, i) => {
      const rules = verifyUnit(u).map((e) => e.rule);
      assert.ok(rules.includes(rule), `unit ${i}: ${rules.join(" ") || "accepted"}`);
    });
  });
}

test("code that nothing can make a closure of may ask for what it likes: it never runs", () => {
  assert.deepEqual(verifyUnit(inner("const 0 = code 1\nNIL\nRETURN\nNIL\nCLOSURE 0 1\nRETURN", "CAPTURE 0\nRETURN")), []);
  const shared = inner("const 0 = code 1\nconst 1 = code 1\nNIL\nCLOSURE 1 1\nRETURN", "CAPTURE 1\nRETURN");
  assert.deepEqual(
    verifyUnit(shared).map((e) => e.rule),
    ["capture"],
  );
});

test("an error names function, pc and rule", () => {
  assert.deepEqual(verifyUnit(unit("NIL\nPOP\nPOP\nNIL\nRETURN")), [
    { rule: "underflow", fn: "u/top", pc: 2, message: "the operand stack is empty" },
  ]);
});

test("what the compiler emits is accepted", () => {
  const u = compileUnit(
    unitOf("(fn [a] (try (receive m (if m (accept m) (fail)) a 2) (catch C e (loop [x e] (if (f x) (recur (g x)) x)))))"),
  );
  assert.deepEqual(verifyUnit(u), []);
  assert.deepEqual(verifyUnit(unit(RECV.replace("@16", "@14"))), []);
});
