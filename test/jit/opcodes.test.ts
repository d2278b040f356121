/**
 * Every instruction, assembled by hand into a function, in both tiers on operands from the edges: results, exceptions and
 * traces are the same. An opcode without a case is a failure.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { OPCODES, PRIMITIVES } from "../../spec/index.js";
import { assemble, readOdb, verifyUnit, writeOdb } from "../../src/bytecode/index.js";
import { OP, OP_SIZE } from "../../src/bytecode/vcode.js";
import { odeon, withFiles } from "../support/odeon.js";

interface OpCase {
  readonly op: string;
  /** Told apart from others of the same opcode. */
  readonly variant?: string;
  readonly arity: number;
  /** Instructions separated by ";", labels as "name:". */
  readonly body: string;
  readonly consts?: readonly string[];
  /** Code of a closure: const 0 of the body is it, const k + 1 the k-th of consts. */
  readonly inner?: string;
  /** Clojure: a seq of argument vectors. Without it: all operands, all pairs of them. */
  readonly args?: string;
  /** Clojure around each call; % is the call. */
  readonly around?: string;
}

const prim = (name: string): number => (PRIMITIVES.find((p) => p.name === name) as { id: number }).id;
const binary = (op: string): OpCase => ({ op, arity: 2, body: `LOAD 0; LOAD 1; ${op}; RETURN` });
const jump2 = (op: string): OpCase => ({ op, arity: 2, body: `LOAD 0; LOAD 1; ${op} @no; INT 1; RETURN; no:; INT 2; RETURN` });
const jump1 = (op: string): OpCase => ({ op, arity: 1, body: `LOAD 0; ${op} @yes; INT 1; RETURN; yes:; INT 2; RETURN` });
const int = (op: string, n: number): OpCase => ({
  op,
  variant: `${n}`,
  arity: 1,
  body: `LOAD 0; ${op} ${n} @no; INT 1; RETURN; no:; INT 2; RETURN`,
});
const CALLEES =
  "[[inc 1] [:k {:k 1}] [{1 2} 1] [[7 8] 1] [[7 8] 9] [nil 1] [5 1] [(fn [x] x) 3] [(fn [x y] x) 3] [(fn [& xs] xs) 3] [(fn [x & xs] [x xs]) 4] [#{1} 1] ['a {'a 2}] [#'inc 4] [#'nowhere 4] [(fn [x] (throw (ex-info \"x\" {}))) 1] [(fn [x] (/ x 0)) 1]]";
const RECEIVING = "(do (! (self) :one) (! (self) :two) (let [x %] [x (receive y y (after 0 :none)) (receive y y (after 0 :none))]))";

const CASES: readonly OpCase[] = [
  { op: "NIL", arity: 0, body: "NIL; RETURN" },
  { op: "TRUE", arity: 0, body: "TRUE; RETURN" },
  { op: "FALSE", arity: 0, body: "FALSE; RETURN" },
  { op: "INT", arity: 0, body: "INT -2147483648; INT 2147483647; VECTOR 2; RETURN" },
  { op: "CONST", arity: 0, consts: ['"text"', "1152921504606846976", "-2.5e-200"], body: "CONST 0; CONST 1; CONST 2; VECTOR 3; RETURN" },
  { op: "LOAD", arity: 1, body: "LOAD 0; RETURN" },
  { op: "MOVE", arity: 1, body: "MOVE 0; LOAD 0; VECTOR 2; RETURN" },
  { op: "STORE", arity: 2, body: "LOAD 0; STORE 1; LOAD 1; RETURN" },
  { op: "POP", arity: 2, body: "LOAD 0; LOAD 1; POP; RETURN" },
  { op: "DUP", arity: 1, body: "LOAD 0; DUP; VECTOR 2; RETURN" },
  { op: "LOAD2", arity: 2, body: "LOAD2 1 0; VECTOR 2; RETURN" },
  { op: "CAPTURE", arity: 1, inner: "CAPTURE 0; RETURN", body: "FRAME; LOAD 0; CLOSURE 0 1; CALL 0; RETURN" },
  { op: "SELF", arity: 1, body: "FRAME; CONST 0; POP; SELF; POP; NIL; LOAD 0; CALL 1; RETURN", consts: [":k"], args: "[[1]]" },
  { op: "SELF", variant: "returned", arity: 0, body: "SELF; CONST 0; PRIM identical?; RETURN", consts: [":k"] },
  {
    op: "VAR_GET",
    arity: 0,
    consts: ["var user/some-var", "var user/*dynamic*"],
    body: "VAR_GET 0; VAR_GET 1; VECTOR 2; RETURN",
    around: "(binding [*dynamic* 3] %)",
  },
  { op: "VAR_GET", variant: "unbound", arity: 0, consts: ["var user/nowhere"], body: "VAR_GET 0; RETURN" },
  {
    op: "VAR_SET",
    arity: 1,
    consts: ["var user/*dynamic*"],
    body: "LOAD 0; VAR_SET 0; RETURN",
    around: "(binding [*dynamic* 3] [% *dynamic*])",
  },
  { op: "VAR_SET", variant: "unbound", arity: 1, consts: ["var user/*dynamic*"], body: "LOAD 0; VAR_SET 0; RETURN" },
  { op: "VAR_DEF", arity: 1, consts: ["var user/defined-here"], body: "LOAD 0; VAR_DEF 0; RETURN", around: "[% (pr-str defined-here)]" },
  { op: "JUMP", arity: 0, body: "JUMP @end; end:; INT 2; RETURN" },
  jump1("JUMP_IF_FALSE"),
  jump1("JUMP_IF_TRUE"),
  jump1("JUMP_IF_NIL"),
  jump1("JUMP_IF_NOT_NIL"),
  {
    op: "LOOP",
    arity: 2,
    body: "again:; LOAD 0; JUMP_UNLESS_LT_INT 9 @end; LOAD 0; ADD_INT 1; STORE 0; LOAD 1; LOAD 0; ADD; STORE 1; LOOP @again; end:; LOAD2 0 1; VECTOR 2; RETURN",
    args: "(for [a small b operands] [a b])",
  },
  jump2("JUMP_UNLESS_LT"),
  jump2("JUMP_UNLESS_LE"),
  jump2("JUMP_UNLESS_GT"),
  jump2("JUMP_UNLESS_GE"),
  jump2("JUMP_UNLESS_NUM_EQ"),
  jump2("JUMP_UNLESS_IDENTICAL"),
  {
    op: "SWITCH",
    arity: 1,
    consts: ["{1 0, :k 1, \\a 2, nil 0, -5 1}"],
    body: "LOAD 0; SWITCH 0 3 @a @b @c @d; a:; INT 10; RETURN; b:; INT 11; RETURN; c:; INT 12; RETURN; d:; INT 13; RETURN",
  },
  {
    op: "SWITCH",
    variant: "by equality",
    arity: 1,
    consts: ['{"s" 0, [1 2] 1, 1152921504606846976 1, 1/2 0}'],
    body: "LOAD 0; SWITCH 0 2 @a @b @d; a:; INT 10; RETURN; b:; INT 11; RETURN; d:; INT 13; RETURN",
  },
  int("JUMP_UNLESS_LT_INT", 1),
  int("JUMP_UNLESS_LT_INT", -2147483648),
  int("JUMP_UNLESS_EQ_INT", 1),
  int("JUMP_UNLESS_EQ_INT", 0),
  binary("ADD"),
  binary("SUB"),
  binary("MUL"),
  { op: "ADD_INT", arity: 1, body: "LOAD 0; ADD_INT 2147483647; RETURN" },
  { op: "ADD_INT", variant: "down", arity: 1, body: "LOAD 0; ADD_INT -1; RETURN" },
  binary("LT"),
  binary("LE"),
  binary("GT"),
  binary("GE"),
  binary("NUM_EQ"),
  binary("EQ"),
  binary("IDENTICAL"),
  { op: "NOT", arity: 1, body: "LOAD 0; NOT; RETURN" },
  { op: "IS_NIL", arity: 1, body: "LOAD 0; IS_NIL; RETURN" },
  { op: "IS_TYPE", arity: 1, body: "LOAD 0; IS_TYPE 8; LOAD 0; IS_TYPE 2; LOAD 0; IS_TYPE 10; VECTOR 3; RETURN" },
  { op: "FRAME", arity: 2, body: "FRAME; LOAD 0; LOAD 1; CALL 1; RETURN", args: CALLEES },
  { op: "FRAME_VAR", arity: 2, consts: ["var clojure.core/max"], body: "FRAME_VAR 0; LOAD 0; LOAD 1; CALL 2; RETURN" },
  {
    op: "FRAME_SELF",
    arity: 1,
    body: "LOAD 0; JUMP_UNLESS_LT_INT 1 @go; LOAD 0; RETURN; go:; FRAME_SELF; LOAD 0; ADD_INT -1; CALL 1; ADD_INT 2; RETURN",
    args: "[[0] [5] [300] [2.5] [nil] [:k]]",
  },
  { op: "CALL", arity: 2, body: "INT 7; FRAME; LOAD 0; LOAD 1; CALL 1; VECTOR 2; RETURN", args: CALLEES },
  { op: "TAIL_CALL", arity: 2, body: "FRAME; LOAD 0; LOAD 1; TAIL_CALL 1", args: CALLEES },
  {
    op: "TAIL_CALL",
    variant: "to itself",
    arity: 2,
    body: "LOAD 0; JUMP_UNLESS_LT_INT 1 @more; LOAD 1; RETURN; more:; FRAME; SELF; LOAD 0; INT 1; SUB; LOAD 1; INT 3; ADD; TAIL_CALL 2",
    args: "[[0 0] [1000000 1] [100 1.5] [1000 (- Long/MAX_VALUE 2000)] [100 :k] [:k 1] [100 1/2] [5000.5 nil]]",
  },
  {
    op: "TAIL_CALL",
    variant: "to and fro",
    arity: 2,
    inner: "FRAME; CAPTURE 0; CAPTURE 1; INT 1; SUB; NIL; TAIL_CALL 2",
    body: "LOAD 0; JUMP_UNLESS_LT_INT 1 @more; INT 7; RETURN; more:; FRAME; SELF; LOAD 0; CLOSURE 0 2; TAIL_CALL 0",
    args: "[[0 0] [1000000 1] [9.5 1] [:k 1]]",
  },
  {
    op: "APPLY",
    arity: 2,
    body: "FRAME; LOAD 0; LOAD 1; NIL; APPLY; RETURN",
    args: "[[+ [1 2]] [list nil] [str '(1 2)] [vector (vec (range 40))] [max []] [inc [1 2]] [(fn [a & b] [a b]) [1 2 3]] [(fn [a & b] [a b]) [1]] [:k [{:k 3}]] [nil [1]] [5 nil] [+ 5]]",
  },
  {
    op: "APPLY",
    variant: "with a rest",
    arity: 2,
    body: "FRAME; LOAD 0; CONST 0; LOAD 1; APPLY; RETURN",
    consts: ["[1 2]"],
    args: "[[+ '(3 4)] [(fn [& xs] xs) (seq [3])] [(fn [a & xs] [a xs]) '(3)] [(fn [a b & xs] [a b xs]) '(3)] [(fn [a b c & xs] [a b c xs]) '(3 4)] [list nil] [(fn [a b c] [a b c]) '(5)] [:k '(1)]]",
  },
  { op: "RETURN", arity: 1, body: "LOAD 0; RETURN" },
  { op: "CLOSURE", arity: 2, inner: "CAPTURE 0; CAPTURE 1; ADD; RETURN", body: "FRAME; LOAD 0; LOAD 1; CLOSURE 0 2; CALL 0; RETURN" },
  {
    op: "SET_CAPTURE",
    arity: 1,
    inner: "CAPTURE 0; RETURN",
    body: "NIL; CLOSURE 0 1; STORE 0; LOAD 0; INT 5; SET_CAPTURE 0; FRAME; LOAD 0; CALL 0; RETURN",
    args: "[[1]]",
  },
  { op: "THROW", arity: 1, body: "LOAD 0; THROW", args: '[[(ex-info "thrown" {:a 1})]]' },
  { op: "VECTOR", arity: 2, body: "LOAD 0; LOAD 1; LOAD 0; VECTOR 3; RETURN" },
  { op: "MAP", arity: 2, body: "LOAD 0; INT 1; LOAD 1; INT 2; MAP 4; RETURN" },
  { op: "SET", arity: 2, body: "LOAD 0; LOAD 1; SET 2; RETURN" },
  { op: "LIST", arity: 2, body: "LOAD 0; LOAD 1; LIST 2; LIST 0; VECTOR 2; RETURN" },
  ...["quot", "rem", "mod", "div", "bit-and", "bit-or", "bit-xor", "shl", "shr", "ushr", "compare"].map(
    (name): OpCase => ({ op: "PRIM", variant: name, arity: 2, body: `LOAD 0; LOAD 1; PRIM ${prim(name)}; RETURN` }),
  ),
  ...["neg", "double", "hash", "count", "first", "seq"].map(
    (name): OpCase => ({ op: "PRIM", variant: name, arity: 1, body: `LOAD 0; PRIM ${prim(name)}; RETURN` }),
  ),
  { op: "FIELD", arity: 1, body: "LOAD 0; FIELD 0; RETURN", args: "[[(->Pair 3 4)] [(->Cell 5)] [nil] [7] [[1 2]]]" },
  {
    op: "SET_FIELD",
    arity: 2,
    body: "LOAD 0; LOAD 1; SET_FIELD 0; LOAD 0; FIELD 0; VECTOR 2; RETURN",
    args: "[[(->Cell 5) 6] [(->Cell nil) [1]] [(->Pair 3 4) 1] [nil 1] [7 1]]",
  },
  { op: "RECV", arity: 0, body: "RECV_START; again:; RECV @wait; RECV_TAKE; RETURN; wait:; RECV_WAIT @again", around: RECEIVING },
  { op: "RECV_TAKE", arity: 0, body: "RECV_START; again:; RECV @wait; RECV_TAKE; RETURN; wait:; RECV_WAIT @again", around: RECEIVING },
  {
    op: "RECV_NEXT",
    arity: 0,
    body: "RECV_START; RECV @none; POP; RECV_NEXT; again:; RECV @wait; RECV_TAKE; RETURN; wait:; RECV_WAIT @again; none:; NIL; RETURN",
    around: RECEIVING,
  },
  {
    op: "RECV_WAIT",
    arity: 0,
    body: "RECV_START; again:; RECV @wait; RECV_TAKE; RETURN; wait:; RECV_WAIT @again",
    around: "(let [me (self)] (spawn (fn [] (clojure.actors/sleep 3) (! me :late))) %)",
  },
  {
    op: "RECV_WAIT_UNTIL",
    arity: 1,
    body: "RECV_START; again:; RECV @wait; RECV_TAKE; RETURN; wait:; RECV_WAIT_UNTIL 0 @again; CONST 0; RETURN",
    consts: [":timeout"],
    args: "[[0] [1000]]",
  },
  {
    op: "RECV_START",
    arity: 0,
    body: "RECV_START; RECV @none; POP; RECV_NEXT; RECV_START; RECV @none; RECV_TAKE; RETURN; none:; NIL; RETURN",
    around: RECEIVING,
  },
  { op: "TEE", arity: 2, body: "LOAD 0; TEE 1; LOAD 1; VECTOR 2; RETURN" },
  { op: "CLEAR", arity: 1, body: "CLEAR 0; LOAD 0; RETURN" },
  { op: "LOAD_ADD_INT", arity: 1, body: "LOAD_ADD_INT 0 1; LOAD 0; VECTOR 2; RETURN" },
  { op: "INC_LOCAL", arity: 1, body: "INC_LOCAL 0 -1; LOAD 0; RETURN" },
  { op: "JUMP_UNLESS_LT_LOCAL_INT", arity: 1, body: "JUMP_UNLESS_LT_LOCAL_INT 0 1 @no; INT 1; RETURN; no:; INT 2; RETURN" },
  { op: "JUMP_UNLESS_LT_LOCALS", arity: 2, body: "JUMP_UNLESS_LT_LOCALS 0 1 @no; INT 1; RETURN; no:; INT 2; RETURN" },
  { op: "JUMP_UNLESS_LOCAL", arity: 1, body: "JUMP_UNLESS_LOCAL 0 @no; INT 1; RETURN; no:; INT 2; RETURN" },
  {
    op: "CAPTURE_MOVE",
    arity: 1,
    inner: "CAPTURE_MOVE 0; RETURN",
    body: "LOAD 0; CLOSURE 0 1; STORE 0; FRAME; LOAD 0; CALL 0; FRAME; LOAD 0; CALL 0; VECTOR 2; RETURN",
  },
];

/** Labels to pcs. */
function placed(body: string): string {
  const lines = body.split(";").map((l) => l.trim());
  const at = new Map<string, number>();
  let pc = 0;
  for (const l of lines) {
    if (l.endsWith(":")) at.set(l.slice(0, -1), pc);
    else {
      const [name, ...rest] = l.split(" ") as [string, ...string[]];
      pc += (OP_SIZE[(OP[name] as { code: number }).code] as number) + (name === "SWITCH" ? 4 * (Number(rest[1]) + 1) : 0);
    }
  }
  return lines
    .filter((l) => !l.endsWith(":"))
    .map((l) => l.replace("identical?", String(prim("identical"))).replace(/@(\w+)/g, (_, name: string) => `@${at.get(name)}`))
    .map((l) => `  ${l}`)
    .join("\n");
}

const nameOf = (c: OpCase): string => `op-${c.op}${c.variant === undefined ? "" : `-${c.variant.replaceAll(" ", "-")}`}`;

/** One unit that defines a function for each case. */
function unitText(): string {
  const codes: string[] = [];
  const consts: string[] = [];
  const top: string[] = [];
  let next = 1;
  for (const c of CASES) {
    const own = c.inner === undefined ? (c.consts ?? []) : [`code ${next + 1}`, ...(c.consts ?? [])];
    codes.push(
      `code ${next} "user/${nameOf(c)}" arity ${c.arity} locals ${Math.max(c.arity, 1)} slots 14\n${own.map((k, i) => `  const ${i} = ${k}`).join("\n")}\n${placed(c.body)}`,
    );
    consts.push(`  const ${consts.length} = var user/${nameOf(c)}`, `  const ${consts.length + 1} = code ${next}`);
    top.push(`CLOSURE ${consts.length - 1} 0; VAR_DEF ${consts.length - 2}; POP`);
    next++;
    if (c.inner !== undefined) {
      codes.push(`code ${next} "user/${nameOf(c)}/inner" arity 0 locals 0 slots 8\n${placed(c.inner)}`);
      next++;
    }
  }
  return `unit "user" "opcodes"\ncode 0 "user/top" arity 0 locals 0 slots 4\n${consts.join("\n")}\n${placed([...top, "NIL", "RETURN"].join("; "))}\n${codes.join("\n")}\n`;
}

const DRIVER = `
(require '[clojure.actors :refer [self ! receive spawn]])
(defrecord Pair [a b])
(deftype Cell [^:unsynchronized-mutable a])
(def some-var 5)
(def nowhere)
(def defined-here 0)
(def ^:dynamic *dynamic* 1)
(declare ${CASES.map(nameOf).join(" ")})
(def small [0 1 5 9 -3 2.5])
(def operands [0 1 -1 7 -5 1073741824 -1073741824 1152921504606846975 -1152921504606846976 9223372036854775807 -9223372036854775808 2.5 -0.0 ##NaN ##Inf 1e300 1N 100000000000000000000N 1/2 nil
               :k "s" true false \\a [1 2]])
(defn shown [f]
  (try (pr-str (f))
    (catch Throwable e (str "! " (class e) " " (ex-message e) " " (pr-str (map (fn [[n _ l c]] [n l c]) (odeon.error/trace e)))))))
(defn run []
${CASES.map((c) => {
  const args = c.args ?? (c.arity === 0 ? "[[]]" : c.arity === 1 ? "(map vector operands)" : "(for [a operands b operands] [a b])");
  const params = Array.from({ length: c.arity }, (_, i) => `a${i}`).join(" ");
  // By way of a vector, so that it is called and not inlined.
  const call = `((nth [${nameOf(c)}] 0) ${params})`;
  return `  (doseq [[${params} :as args] ${args}] (println "${nameOf(c)}" (pr-str (map (fn [x] (if (fn? x) :fn x)) args)) (shown (fn [] ${c.around === undefined ? call : c.around.replaceAll("%", call)}))))`;
}).join("\n")})
(run)
(println "end")
`;

async function outputs(): Promise<Map<string, { stdout: string; stderr: string }>> {
  return withFiles({ "driver.clj": DRIVER.replace(/\(run\)\n/, "") }, async (folder) => {
    const odb = join(folder, "driver.odb");
    const compiled = await odeon(["compile", join(folder, "driver.clj"), "-o", odb]);
    assert.equal(compiled.code, 0, compiled.stderr);
    const file = readOdb(new Uint8Array(readFileSync(odb)));
    const unit = assemble(unitText());
    assert.deepEqual(verifyUnit(unit), []);
    const user = file.namespaces.find((n) => n.ns === "user") as { units: (typeof unit)[] };
    // The functions come before the last form, which is "end" and is made to run everything.
    user.units.splice(user.units.length - 1, 0, unit, assemble(RUN));
    writeFileSync(odb, writeOdb(file));
    const out = new Map<string, { stdout: string; stderr: string }>();
    for (const tier of ["interp", "jit", "auto"])
      out.set(tier, await odeon(["run", "--tier", tier, "--trace-tier", odb], { timeout: 120_000 }));
    return out;
  });
}
const RUN = `unit "user" "run"
code 0 "user/top" arity 0 locals 0 slots 5
  const 0 = var user/run
${placed("FRAME_VAR 0; CALL 0; RETURN")}
`;

test("every opcode has a case", () => {
  assert.deepEqual(
    OPCODES.map((o) => o.name).filter((name) => !CASES.some((c) => c.op === name && c.body.concat(c.inner ?? "").includes(name))),
    [],
  );
});

test("every instruction does the same in both tiers", { timeout: 300_000 }, async () => {
  const out = await outputs();
  const lines = (tier: string): string[] => (out.get(tier) as { stdout: string }).stdout.split("\n");
  const expected = lines("interp");
  assert.equal(expected[expected.length - 2], "end", (out.get("interp") as { stderr: string }).stderr);
  for (const tier of ["jit", "auto"]) {
    const actual = lines(tier);
    const different = expected.flatMap((l, i) => (l === actual[i] ? [] : [`${l}\n  ${tier}: ${actual[i]}`]));
    assert.deepEqual(different.slice(0, 20), [], `${different.length} lines differ`);
  }
  const trace = (out.get("jit") as { stderr: string }).stderr;
  const compiled = new Set(
    trace
      .split("\n")
      .filter((l) => l.startsWith(";; compiled"))
      .flatMap((l) => l.split(" ")),
  );
  assert.deepEqual(
    CASES.map((c) => `user/${nameOf(c)}`).filter((name) => !compiled.has(name)),
    [],
    "not compiled",
  );
});
