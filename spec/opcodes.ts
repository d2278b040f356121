/**
 * The instructions of the stack machine. Numbers are permanent. Operands follow the opcode byte, little-endian:
 *   local u16 (slot in the frame) | const u16 (index into the code's constants) | u16 | i32
 *   label i32 (relative to the first byte after the whole instruction)
 *
 * Frame on the actor's stack (words, addresses grow downward on this page):
 *   fp+0   link      fixnum: fp - caller's fp in bytes (0 for the first frame)
 *   fp+8   code      CODE of this frame
 *   fp+16  pc        fixnum: byte offset in code.bytes where this frame goes on (valid in all but the running frame)
 *   fp+24  closure   the called closure (hidden argument 0)
 *   fp+32  locals    arguments first, then the other locals (nlocals words in all; non-arguments start as nil)
 *   ...    operands  up to code.nslots - nlocals words
 * A call is: FRAME (pushes three zero words: link, code, pc of the new frame), the callee, the arguments, CALL n.
 * The new frame's fp is sp - (n + 4) * 8: arguments are never moved.
 */
export type Operand = "local" | "const" | "u16" | "i32" | "label";
export interface OpRow {
  code: number;
  name: string;
  operands: Operand[];
  /** Words popped/pushed; "n" means the u16 operand decides (see the verifier's rule of the same name). */
  pops: number | string;
  pushes: number;
  /** t may throw; c may call program code or another frame; s safepoint; j jumps; x never falls through; y may park */
  effects: string;
  doc: string;
}
const o = (code: number, name: string, operands: string, pops: number | string, pushes: number, effects: string, doc: string): OpRow => ({
  code, name, operands: (operands === "" ? [] : operands.split(" ")) as Operand[], pops, pushes, effects, doc,
});

export const OPCODES: OpRow[] = [
  // constants and locals
  o(0x01, "NIL", "", 0, 1, "", "push nil"),
  o(0x02, "TRUE", "", 0, 1, "", "push true"),
  o(0x03, "FALSE", "", 0, 1, "", "push false"),
  o(0x04, "INT", "i32", 0, 1, "", "push a fixnum"),
  o(0x05, "CONST", "const", 0, 1, "", "push a constant"),
  o(0x06, "LOAD", "local", 0, 1, "", "push a local"),
  o(0x07, "MOVE", "local", 0, 1, "", "push a local and set it to nil: its last use"),
  o(0x08, "STORE", "local", 1, 0, "", "pop into a local"),
  o(0x09, "POP", "", 1, 0, "", "drop"),
  o(0x0a, "DUP", "", 1, 2, "", "duplicate the top"),
  o(0x0b, "LOAD2", "local local", 0, 2, "", "push two locals"),
  o(0x0c, "CAPTURE", "u16", 0, 1, "", "push captured value i of the running closure"),
  o(0x0d, "SELF", "", 0, 1, "", "push the running closure"),
  o(0x0e, "VAR_GET", "const", 0, 1, "t", "push the value of a VAR constant (thread binding first if dynamic); unbound throws"),
  o(0x0f, "VAR_SET", "const", 1, 1, "t", "set! the thread binding of a dynamic var; the value stays"),
  o(0x10, "VAR_DEF", "const", 1, 1, "t", "set the root of a VAR constant (promotes); pushes the var"),
  // jumps
  o(0x11, "JUMP", "label", 0, 0, "jx", "forward jump"),
  o(0x12, "JUMP_IF_FALSE", "label", 1, 0, "j", "pop; jump if nil or false"),
  o(0x13, "JUMP_IF_TRUE", "label", 1, 0, "j", "pop; jump unless nil or false"),
  o(0x14, "JUMP_IF_NIL", "label", 1, 0, "j", ""),
  o(0x15, "JUMP_IF_NOT_NIL", "label", 1, 0, "j", ""),
  o(0x16, "LOOP", "label", 0, 0, "jxs", "backward jump: a safepoint, costs a reduction; the only instruction that may jump backward"),
  o(0x17, "JUMP_UNLESS_LT", "label", 2, 0, "jt", "pop b, a; jump unless (< a b)"),
  o(0x18, "JUMP_UNLESS_LE", "label", 2, 0, "jt", ""),
  o(0x19, "JUMP_UNLESS_GT", "label", 2, 0, "jt", ""),
  o(0x1a, "JUMP_UNLESS_GE", "label", 2, 0, "jt", ""),
  o(0x1b, "JUMP_UNLESS_NUM_EQ", "label", 2, 0, "jt", "(== a b)"),
  o(0x1c, "JUMP_UNLESS_IDENTICAL", "label", 2, 0, "j", ""),
  o(0x1d, "SWITCH", "const u16", 1, 0, "jx", "pop a value; const is a map from value to index; u16 n, then n + 1 labels (each relative to the end of the whole instruction), the last one is the default"),
  o(0x1e, "JUMP_UNLESS_LT_INT", "i32 label", 1, 0, "jt", "pop a; jump unless (< a imm)"),
  o(0x1f, "JUMP_UNLESS_EQ_INT", "i32 label", 1, 0, "jt", "pop a; jump unless (== a imm)"),
  // arithmetic: fixnum and float inline, the rest through the primitive of the same name
  o(0x20, "ADD", "", 2, 1, "tc", "prim add"),
  o(0x21, "SUB", "", 2, 1, "tc", "prim sub"),
  o(0x22, "MUL", "", 2, 1, "tc", "prim mul"),
  o(0x23, "ADD_INT", "i32", 1, 1, "tc", "add an immediate"),
  o(0x24, "LT", "", 2, 1, "tc", "prim lt"),
  o(0x25, "LE", "", 2, 1, "tc", "prim le"),
  o(0x26, "GT", "", 2, 1, "tc", "prim gt"),
  o(0x27, "GE", "", 2, 1, "tc", "prim ge"),
  o(0x28, "NUM_EQ", "", 2, 1, "tc", "prim num-eq"),
  o(0x29, "EQ", "", 2, 1, "tc", "prim eq (clojure =)"),
  o(0x2a, "IDENTICAL", "", 2, 1, "", ""),
  o(0x2b, "NOT", "", 1, 1, "", ""),
  o(0x2c, "IS_NIL", "", 1, 1, "", ""),
  o(0x2d, "IS_TYPE", "u16", 1, 1, "", "push whether the value is a heap object of that kernel type id"),
  // calls
  o(0x30, "FRAME", "", 0, 3, "", "push three zero words: the header of the frame about to be built"),
  o(0x31, "FRAME_VAR", "const", 0, 4, "t", "FRAME, then VAR_GET"),
  o(0x32, "FRAME_SELF", "", 0, 4, "", "FRAME, then SELF"),
  o(0x33, "CALL", "u16", "n+4", 1, "tcs", "call with n arguments; callee and header lie below them"),
  o(0x34, "TAIL_CALL", "u16", "n+4", 0, "tcsx", "the same, replacing the running frame"),
  o(0x35, "APPLY", "", 6, 1, "tcs", "over header, callee, args (a NODE, LIST, FLATVEC or VECTOR, realized; or nil), rest (seq or nil, given to a variadic callee as it is)"),
  o(0x36, "RETURN", "", 1, 0, "x", "pop and return it"),
  o(0x37, "CLOSURE", "const u16", "n", 1, "", "pop u16 captures; make a closure over the CODE constant"),
  o(0x38, "SET_CAPTURE", "u16", 2, 0, "t", "pop value, closure: fill capture i of a closure made since the last safepoint (letfn)"),
  o(0x39, "THROW", "", 1, 0, "tx", "pop and throw"),
  // data
  o(0x40, "VECTOR", "u16", "n", 1, "", "pop n values"),
  o(0x41, "MAP", "u16", "n", 1, "tc", "pop n values (keys and values in turn); duplicate keys throw"),
  o(0x42, "SET", "u16", "n", 1, "tc", "pop n values; duplicates throw"),
  o(0x43, "LIST", "u16", "n", 1, "", "pop n values; n = 0 is ()"),
  o(0x44, "PRIM", "u16", "arity", 1, "tcy", "call primitive u16; pops its arity"),
  o(0x45, "FIELD", "u16", 1, 1, "t", "push word i of an instance of a user type"),
  o(0x46, "SET_FIELD", "u16", 2, 1, "t", "pop value, instance; set mutable word i; push the value"),
  // receive
  o(0x50, "RECV", "label", 0, 1, "j", "push the message at the scan position; if there is none, push nothing and jump"),
  o(0x51, "RECV_TAKE", "", 0, 0, "", "remove the message at the scan position; scan from the oldest again"),
  o(0x52, "RECV_NEXT", "", 0, 0, "", "move the scan position past this message"),
  o(0x53, "RECV_WAIT", "label", 0, 0, "jxsy", "right behind a RECV that has found none: park until a message comes, then jump (to RECV); may jump backward"),
  o(0x54, "RECV_WAIT_UNTIL", "local label", 0, 0, "jsy", "as RECV_WAIT; the local holds a deadline (fixnum ns of the runtime's clock, or nil for none); when it passes, scan from the oldest again and fall through"),
  o(0x55, "RECV_START", "", 0, 0, "", "scan the mailbox from the oldest message: the first instruction of every receive (an exception may have left an earlier one half way)"),
  // fused: each does exactly what the instructions named in its doc do, one after the other, slow paths and errors included
  o(0x60, "TEE", "local", 1, 1, "", "STORE local, LOAD local: copy the top into a local and keep it"),
  o(0x61, "CLEAR", "local", 0, 0, "", "NIL, STORE local: a local that is dead from here on"),
  o(0x62, "LOAD_ADD_INT", "local i32", 0, 1, "tc", "LOAD local, ADD_INT imm"),
  o(0x63, "INC_LOCAL", "local i32", 0, 0, "tc", "LOAD local, ADD_INT imm, STORE local (nothing is pushed; a SLOW result is stored when its call returns)"),
  o(0x64, "JUMP_UNLESS_LT_LOCAL_INT", "local i32 label", 0, 0, "jt", "LOAD local, JUMP_UNLESS_LT_INT imm label"),
  o(0x65, "JUMP_UNLESS_LT_LOCALS", "local local label", 0, 0, "jt", "LOAD2 a b, JUMP_UNLESS_LT label: jump unless (< a b)"),
  o(0x66, "JUMP_UNLESS_LOCAL", "local label", 0, 0, "j", "LOAD local, JUMP_IF_FALSE label"),
  // closures that run once (bodies of lazy seqs and delays): the thunk keeps its function, so the function must not keep its data
  o(0x67, "CAPTURE_MOVE", "u16", 0, 1, "", "push captured value i of the running closure and, if that closure is not SHARED, set it to nil there"),
];
