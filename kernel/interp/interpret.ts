/**
 * The interpreter. fp, sp, pc and what is read through them most (start of the code's bytes, its constants, the end of the
 * stack, the watermark) live in locals; the inner loop is one switch that compiles to a jump table. An instruction that can't
 * finish inline sets `what` and leaves the switch: the registers are saved, handleSpecial does the rest with everything
 * in memory, and the outer loop loads the registers of whatever frame is on top then.
 *
 * Bytecode is verified before it is loaded: stack heights, operand indices, jump targets and frame shapes are not checked
 * here; types of values are. Long because it is one switch.
 */
import {
  A_FP, A_QUEUE_SCAN, A_RESULT, A_SP, A_STACK_END, A_TIMER_SLOT, A_WATERMARK, ABSENT, C_PRIM_ARITIES, C_TIER, CLOSURE_CODE, CODE_ARITY, CODE_BYTES, CODE_CONSTS, CODE_ENTRY, CODE_LOOPS,
  CODE_NLOCALS, CODE_NSLOTS, E_BAD_TYPE, E_NO_FIELD, E_NOT_DYNAMIC, F_CELL, F_FWD, F_SHARED, FALSE, FIRST_USER_TYPE, LIST_COUNT, LIST_FIRST, LIST_META, LIST_REST, MORE, NIL,
  OP_ADD, OP_ADD_INT, OP_APPLY, OP_CALL, OP_CAPTURE, OP_CAPTURE_MOVE, OP_CLEAR, OP_CLOSURE, OP_CONST, OP_DUP, OP_EQ, OP_FALSE, OP_FIELD, OP_FRAME, OP_FRAME_SELF, OP_FRAME_VAR,
  OP_GE, OP_GT, OP_IDENTICAL, OP_INC_LOCAL, OP_INT, OP_IS_NIL, OP_IS_TYPE, OP_JUMP, OP_JUMP_IF_FALSE, OP_JUMP_IF_NIL, OP_JUMP_IF_NOT_NIL, OP_JUMP_IF_TRUE,
  OP_JUMP_UNLESS_EQ_INT, OP_JUMP_UNLESS_GE, OP_JUMP_UNLESS_GT, OP_JUMP_UNLESS_IDENTICAL, OP_JUMP_UNLESS_LE, OP_JUMP_UNLESS_LT, OP_JUMP_UNLESS_LT_INT, OP_JUMP_UNLESS_LOCAL, OP_JUMP_UNLESS_LT_LOCAL_INT, OP_JUMP_UNLESS_LT_LOCALS, OP_LOAD_ADD_INT, OP_RECV_START, OP_TEE,
  OP_JUMP_UNLESS_NUM_EQ, OP_LE, OP_LIST, OP_LOAD, OP_LOAD2, OP_LOOP, OP_LT, OP_MAP, OP_MOVE, OP_MUL, OP_NIL, OP_NOT, OP_NUM_EQ, OP_POP, OP_PRIM, OP_RECV,
  OP_RECV_NEXT, OP_RECV_TAKE, OP_RECV_WAIT, OP_RECV_WAIT_UNTIL, OP_RETURN, OP_SELF, OP_SET, OP_SET_CAPTURE, OP_SET_FIELD, OP_STORE, OP_SUB, OP_SWITCH,
  OP_TAIL_CALL, OP_THROW, OP_TRUE, OP_VAR_DEF, OP_VAR_GET, OP_VAR_SET, OP_VECTOR, P_ADD, P_EQ, P_FIELD_GET, P_GE, P_GT, P_LE, P_LT, P_MUL, P_NUM_EQ, P_SUB, PARK,
  ROOT_EMPTY_LIST, SLOW, T_CLOSURE, T_LIST, THROW, TIER_JIT, TRUE, VAR_ROOT,
} from "../generated/spec";
import { runPrim } from "../generated/prims";
import { mapFrom } from "../coll/map";
import { prim_eq, prim_get } from "../coll/prims";
import { setFrom } from "../coll/set";
import { vectorFrom } from "../coll/vector";
import { alloc, cellGet, cellSet, mutate } from "../gc";
import { control, nowNs } from "../mem";
import { actor, lastNow, reductions, setReductions } from "../mem/registers";
import { prim_add, prim_ge, prim_gt, prim_le, prim_lt, prim_mul, prim_num_eq, prim_sub } from "../prim/num";
import { prim_var_set_root } from "../prim/var";
import { cellAddress, flagsOf, same, sizeOf } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, bool as truth, fixnum, fixnumValue, isFalsy, isFixnum, isSpecial, isType, pointer } from "../object/word";
import { armWake, bindingOf, disarmWake, drainMailbox, messageValue, prim_volatile_reset, scanNext, scanNode, startScan, takeScanned } from "../sched";
import { varSlow } from "./call";
import { resume } from "./enter";
import { handleSpecial } from "./slow";
import { DO_APPLY, DO_CALL, DO_ENTER, DO_RETURNED, DO_SAFEPOINT, DO_SLOW_JUMP, DO_SLOW_MAP, DO_SLOW_SET, DO_TAIL_CALL, DO_THROW, GO } from "./special";

// @ts-ignore: decorator
@inline function u16at(pc: u32, offset: u32): u32 { return <u32>load<u16>(pc + offset); }
// @ts-ignore: decorator
@inline function i32at(pc: u32, offset: u32): u32 { return load<u32>(pc + offset); }
// @ts-ignore: decorator
@inline function local(fp: u32, index: u32): u64 { return load<u64>(fp + (index << 3), 32); }
/** Address of a code's first instruction, and of its first constant. */
// @ts-ignore: decorator
@inline function bytesOf(code: u64): u32 { return (<u32>load<u64>((<u32>code & ~7) + CODE_BYTES) & ~7) + 16; }
// @ts-ignore: decorator
@inline function constsOf(code: u64): u32 { return (<u32>load<u64>((<u32>code & ~7) + CODE_CONSTS) & ~7) + 8; }
/** Both words are fixnums. */
// @ts-ignore: decorator
@inline function fixnums(a: u64, b: u64): bool { return ((<u32>a | <u32>b) & 7) == 0; }
/** Both words are self-tagged floats. */
// @ts-ignore: decorator
@inline function floats(a: u64, b: u64): bool { return (<u32>a & 7) > 2 && (<u32>b & 7) > 2; }
// @ts-ignore: decorator
@inline function float(w: u64): f64 { return reinterpret<f64>(rotr<u64>(w - 3, 4)); }

/** The user object's field, its index checked. */
export function fieldOf(w: u64, i: u32): u64 {
  if ((<u32>w & 7) != 1 || <u32>(w >> 32) < FIRST_USER_TYPE) return raise(E_BAD_TYPE, w, fixnum(P_FIELD_GET));
  const a = addressOf(w);
  if (i >= sizeOf(a)) return raise(E_NO_FIELD, w, fixnum(i));
  return (flagsOf(a) & F_CELL) != 0 ? cellGet(w, 8 + 8 * i) : load<u64>(a + 8 + 8 * i);
}
export function setFieldOf(w: u64, i: u32, v: u64): u64 {
  if ((<u32>w & 7) != 1 || <u32>(w >> 32) < FIRST_USER_TYPE || (flagsOf(cellAddress(w)) & F_CELL) == 0) return raise(E_BAD_TYPE, w, fixnum(P_FIELD_GET));
  return i >= sizeOf(cellAddress(w)) ? raise(E_NO_FIELD, w, fixnum(i)) : cellSet(w, 8 + 8 * i, v);
}
export function setBinding(v: u64, value: u64): u64 {
  const cell = bindingOf(v);
  return cell == NIL ? raise(E_NOT_DYNAMIC, v) : prim_volatile_reset(cell, value);
}
/** The n words at `at` as a list. */
export function listFrom(at: u32, n: u32): u64 {
  let rest = load<u64>(ROOT_EMPTY_LIST);
  for (let i = n; i-- > 0;) {
    const a = alloc(T_LIST, 4, 0);
    store<u64>(a + LIST_FIRST, load<u64>(at + 8 * i));
    store<u64>(a + LIST_REST, rest);
    store<u64>(a + LIST_COUNT, fixnum(n - i));
    store<u64>(a + LIST_META, NIL);
    rest = pointer(T_LIST, a);
  }
  return rest;
}
/** A comparison that is not between two fixnums or two floats; ABSENT as a: b is the answer of the library's version. */
function compareSlow(prim: u32, a: u64, b: u64): u64 {
  if (a == ABSENT) return truth(!isFalsy(b));
  switch (prim) {
    case P_LT: return prim_lt(a, b);
    case P_LE: return prim_le(a, b);
    case P_GT: return prim_gt(a, b);
    case P_GE: return prim_ge(a, b);
    default: return prim_num_eq(a, b);
  }
}
/** Takes the next unscanned message if there is one: its node, or 0. */
// @ts-ignore: decorator
@inline export function nextMessage(): u32 {
  const node = scanNode();
  return node != 0 || !drainMailbox() ? node : scanNode();
}
/** Closer deadlines than this need a look at the clock. */
const SOON_NS: i64 = 1_000_000;
/** Whether the deadline has passed; otherwise the actor will be woken then. One that was far off at the last look at the clock waits for its timer. */
export function deadlinePassed(deadline: u64): bool {
  if (!isFixnum(deadline)) return false;
  if (fixnumValue(deadline) <= lastNow + SOON_NS && fixnumValue(deadline) <= nowNs()) {
    disarmWake();
    store<u32>(actor + A_QUEUE_SCAN, 0);
    return true;
  }
  armWake(<u64>fixnumValue(deadline));
  return false;
}

/** Runs the running actor, for whose frame there is no compiled code, until it gives up the executor: one of YIELDED ... KILLED, with fp, sp, pc saved. */
export function interpret(): u32 {
  const arities = load<u32>(C_PRIM_ARITIES), eager = control(C_TIER) == TIER_JIT;
  while (true) {
    let fp = load<u32>(actor + A_FP), sp = load<u32>(actor + A_SP);
    const limit = load<u32>(actor + A_STACK_END);
    let mark = load<u32>(actor + A_WATERMARK);
    // The running frame's code. Calls and returns within one code find base and consts unchanged: a predicted branch, where
    // loading them would stand between the call and its first instruction.
    let code = load<u64>(fp, 8);
    let base = bytesOf(code);
    let consts = constsOf(code);
    let pc = base + <u32>(load<u64>(fp, 16) >> 3);
    let what: u64 = 0;
    let prim: u32 = 0, n: u32 = 0, size: u32 = 0;
    while (true) {
      switch (<u32>load<u8>(pc)) {
        case OP_NIL: store<u64>(sp, NIL); sp += 8; pc += 1; continue;
        case OP_TRUE: store<u64>(sp, TRUE); sp += 8; pc += 1; continue;
        case OP_FALSE: store<u64>(sp, FALSE); sp += 8; pc += 1; continue;
        case OP_INT: store<i64>(sp, <i64>load<i32>(pc, 1) << 3); sp += 8; pc += 5; continue;
        case OP_CONST: store<u64>(sp, load<u64>(consts + (u16at(pc, 1) << 3))); sp += 8; pc += 3; continue;
        case OP_LOAD: store<u64>(sp, local(fp, u16at(pc, 1))); sp += 8; pc += 3; continue;
        case OP_MOVE: {
          const at = fp + (u16at(pc, 1) << 3);
          store<u64>(sp, load<u64>(at, 32));
          store<u64>(at, NIL, 32);
          sp += 8; pc += 3; continue;
        }
        case OP_STORE: sp -= 8; store<u64>(fp + (u16at(pc, 1) << 3), load<u64>(sp), 32); pc += 3; continue;
        case OP_POP: sp -= 8; pc += 1; continue;
        case OP_DUP: store<u64>(sp, load<u64>(sp - 8)); sp += 8; pc += 1; continue;
        case OP_LOAD2: {
          store<u64>(sp, local(fp, u16at(pc, 1)));
          store<u64>(sp, local(fp, u16at(pc, 3)), 8);
          sp += 16; pc += 5; continue;
        }
        case OP_CAPTURE: store<u64>(sp, load<u64>((<u32>load<u64>(fp, 24) & ~7) + (u16at(pc, 1) << 3), 24)); sp += 8; pc += 3; continue;
        case OP_SELF: store<u64>(sp, load<u64>(fp, 24)); sp += 8; pc += 1; continue;
        case OP_VAR_GET: {
          const v = load<u64>(consts + (u16at(pc, 1) << 3));
          let w = load<u64>((<u32>v & ~7) + VAR_ROOT);
          if (isSpecial(w)) {
            w = varSlow(v);
            if (w == THROW) { what = w; break; }
          }
          store<u64>(sp, w); sp += 8; pc += 3; continue;
        }
        case OP_VAR_SET: {
          what = setBinding(load<u64>(consts + (u16at(pc, 1) << 3)), load<u64>(sp - 8));
          if (what == THROW) break;
          pc += 3; continue;
        }
        case OP_VAR_DEF: {
          const v = load<u64>(consts + (u16at(pc, 1) << 3));
          what = prim_var_set_root(v, load<u64>(sp - 8));
          if (what == THROW) break;
          store<u64>(sp - 8, v);
          pc += 3; continue;
        }
        // jumps
        case OP_JUMP: pc += 5 + i32at(pc, 1); continue;
        case OP_JUMP_IF_FALSE: sp -= 8; pc += isFalsy(load<u64>(sp)) ? 5 + i32at(pc, 1) : 5; continue;
        case OP_JUMP_IF_TRUE: sp -= 8; pc += isFalsy(load<u64>(sp)) ? 5 : 5 + i32at(pc, 1); continue;
        case OP_JUMP_IF_NIL: sp -= 8; pc += load<u64>(sp) == NIL ? 5 + i32at(pc, 1) : 5; continue;
        case OP_JUMP_IF_NOT_NIL: sp -= 8; pc += load<u64>(sp) == NIL ? 5 : 5 + i32at(pc, 1); continue;
        case OP_LOOP: {
          pc += 5 + i32at(pc, 1);
          const left = reductions - 1;
          setReductions(left);
          if (left <= 0) { what = DO_SAFEPOINT; break; }
          if (load<u64>((<u32>code & ~7) + CODE_LOOPS) != NIL) { what = DO_ENTER; break; }
          continue;
        }
        case OP_JUMP_UNLESS_LT: {
          const a = load<u64>(sp - 16), b = load<u64>(sp - 8);
          if (fixnums(a, b)) { sp -= 16; pc += <i64>a < <i64>b ? 5 : 5 + i32at(pc, 1); continue; }
          if (floats(a, b)) { sp -= 16; pc += float(a) < float(b) ? 5 : 5 + i32at(pc, 1); continue; }
          const r = compareSlow(P_LT, a, b);
          if (!isSpecial(r)) { sp -= 16; pc += r == TRUE ? 5 : 5 + i32at(pc, 1); continue; }
          what = r == SLOW ? DO_SLOW_JUMP : r; prim = P_LT; n = 2; break;
        }
        case OP_JUMP_UNLESS_LE: {
          const a = load<u64>(sp - 16), b = load<u64>(sp - 8);
          if (fixnums(a, b)) { sp -= 16; pc += <i64>a <= <i64>b ? 5 : 5 + i32at(pc, 1); continue; }
          if (floats(a, b)) { sp -= 16; pc += float(a) <= float(b) ? 5 : 5 + i32at(pc, 1); continue; }
          const r = compareSlow(P_LE, a, b);
          if (!isSpecial(r)) { sp -= 16; pc += r == TRUE ? 5 : 5 + i32at(pc, 1); continue; }
          what = r == SLOW ? DO_SLOW_JUMP : r; prim = P_LE; n = 2; break;
        }
        case OP_JUMP_UNLESS_GT: {
          const a = load<u64>(sp - 16), b = load<u64>(sp - 8);
          if (fixnums(a, b)) { sp -= 16; pc += <i64>a > <i64>b ? 5 : 5 + i32at(pc, 1); continue; }
          if (floats(a, b)) { sp -= 16; pc += float(a) > float(b) ? 5 : 5 + i32at(pc, 1); continue; }
          const r = compareSlow(P_GT, a, b);
          if (!isSpecial(r)) { sp -= 16; pc += r == TRUE ? 5 : 5 + i32at(pc, 1); continue; }
          what = r == SLOW ? DO_SLOW_JUMP : r; prim = P_GT; n = 2; break;
        }
        case OP_JUMP_UNLESS_GE: {
          const a = load<u64>(sp - 16), b = load<u64>(sp - 8);
          if (fixnums(a, b)) { sp -= 16; pc += <i64>a >= <i64>b ? 5 : 5 + i32at(pc, 1); continue; }
          if (floats(a, b)) { sp -= 16; pc += float(a) >= float(b) ? 5 : 5 + i32at(pc, 1); continue; }
          const r = compareSlow(P_GE, a, b);
          if (!isSpecial(r)) { sp -= 16; pc += r == TRUE ? 5 : 5 + i32at(pc, 1); continue; }
          what = r == SLOW ? DO_SLOW_JUMP : r; prim = P_GE; n = 2; break;
        }
        case OP_JUMP_UNLESS_NUM_EQ: {
          const a = load<u64>(sp - 16), b = load<u64>(sp - 8);
          if (fixnums(a, b)) { sp -= 16; pc += a == b ? 5 : 5 + i32at(pc, 1); continue; }
          if (floats(a, b)) { sp -= 16; pc += float(a) == float(b) ? 5 : 5 + i32at(pc, 1); continue; }
          const r = compareSlow(P_NUM_EQ, a, b);
          if (!isSpecial(r)) { sp -= 16; pc += r == TRUE ? 5 : 5 + i32at(pc, 1); continue; }
          what = r == SLOW ? DO_SLOW_JUMP : r; prim = P_NUM_EQ; n = 2; break;
        }
        case OP_JUMP_UNLESS_IDENTICAL: {
          sp -= 16;
          pc += same(load<u64>(sp), load<u64>(sp, 8)) ? 5 : 5 + i32at(pc, 1);
          continue;
        }
        case OP_SWITCH: {
          const count = u16at(pc, 3), end = pc + 9 + (count << 2);
          const index = prim_get(load<u64>(consts + (u16at(pc, 1) << 3)), load<u64>(sp - 8));
          if (index == MORE) { what = MORE; break; }
          sp -= 8;
          pc = end + (isFixnum(index) ? load<u32>(pc + 5 + (<u32>(index >> 3) << 2)) : load<u32>(end - 4));
          continue;
        }
        case OP_JUMP_UNLESS_LT_INT: {
          const a = load<u64>(sp - 8);
          if (isFixnum(a)) { sp -= 8; pc += <i64>a < <i64>load<i32>(pc, 1) << 3 ? 9 : 9 + i32at(pc, 5); continue; }
          if (load<u64>(sp - 16) == ABSENT) { sp -= 16; pc += isFalsy(a) ? 9 + i32at(pc, 5) : 9; continue; }
          const r = compareSlow(P_LT, a, fixnum(load<i32>(pc, 1)));
          if (!isSpecial(r)) { sp -= 8; pc += r == TRUE ? 9 : 9 + i32at(pc, 5); continue; }
          if (r == SLOW) { store<u64>(sp, fixnum(load<i32>(pc, 1))); sp += 8; what = DO_SLOW_JUMP; } else what = r;
          prim = P_LT; n = 2; break;
        }
        case OP_JUMP_UNLESS_EQ_INT: {
          const a = load<u64>(sp - 8);
          if (isFixnum(a)) { sp -= 8; pc += <i64>a == <i64>load<i32>(pc, 1) << 3 ? 9 : 9 + i32at(pc, 5); continue; }
          if (load<u64>(sp - 16) == ABSENT) { sp -= 16; pc += isFalsy(a) ? 9 + i32at(pc, 5) : 9; continue; }
          const r = compareSlow(P_NUM_EQ, a, fixnum(load<i32>(pc, 1)));
          if (!isSpecial(r)) { sp -= 8; pc += r == TRUE ? 9 : 9 + i32at(pc, 5); continue; }
          if (r == SLOW) { store<u64>(sp, fixnum(load<i32>(pc, 1))); sp += 8; what = DO_SLOW_JUMP; } else what = r;
          prim = P_NUM_EQ; n = 2; break;
        }
        // arithmetic
        case OP_ADD: {
          const a = load<u64>(sp - 16), b = load<u64>(sp - 8);
          let r: u64;
          if (fixnums(a, b)) {
            r = a + b;
            if (<i64>((a ^ r) & (b ^ r)) >= 0) { sp -= 8; store<u64>(sp - 8, r); pc += 1; continue; }
          } else if (floats(a, b)) {
            r = rotl<u64>(reinterpret<u64>(float(a) + float(b)), 4);
            if ((<u32>r & 7) <= 4) { sp -= 8; store<u64>(sp - 8, r + 3); pc += 1; continue; }
          }
          r = prim_add(a, b);
          if (!isSpecial(r)) { sp -= 8; store<u64>(sp - 8, r); pc += 1; continue; }
          what = r; prim = P_ADD; n = 2; size = 1; break;
        }
        case OP_SUB: {
          const a = load<u64>(sp - 16), b = load<u64>(sp - 8);
          let r: u64;
          if (fixnums(a, b)) {
            r = a - b;
            if (<i64>((a ^ b) & (a ^ r)) >= 0) { sp -= 8; store<u64>(sp - 8, r); pc += 1; continue; }
          } else if (floats(a, b)) {
            r = rotl<u64>(reinterpret<u64>(float(a) - float(b)), 4);
            if ((<u32>r & 7) <= 4) { sp -= 8; store<u64>(sp - 8, r + 3); pc += 1; continue; }
          }
          r = prim_sub(a, b);
          if (!isSpecial(r)) { sp -= 8; store<u64>(sp - 8, r); pc += 1; continue; }
          what = r; prim = P_SUB; n = 2; size = 1; break;
        }
        case OP_MUL: {
          const a = load<u64>(sp - 16), b = load<u64>(sp - 8);
          let r: u64;
          if (fixnums(a, b)) {
            // Both factors within 30 bits: the product fits.
            if (a + (1 << 32) < 1 << 33 && b + (1 << 32) < 1 << 33) {
              sp -= 8; store<i64>(sp - 8, (<i64>a >> 3) * <i64>b); pc += 1; continue;
            }
          } else if (floats(a, b)) {
            r = rotl<u64>(reinterpret<u64>(float(a) * float(b)), 4);
            if ((<u32>r & 7) <= 4) { sp -= 8; store<u64>(sp - 8, r + 3); pc += 1; continue; }
          }
          r = prim_mul(a, b);
          if (!isSpecial(r)) { sp -= 8; store<u64>(sp - 8, r); pc += 1; continue; }
          what = r; prim = P_MUL; n = 2; size = 1; break;
        }
        case OP_ADD_INT: {
          const a = load<u64>(sp - 8), b = <u64>(<i64>load<i32>(pc, 1) << 3);
          let r: u64;
          if (isFixnum(a)) {
            r = a + b;
            if (<i64>((a ^ r) & (b ^ r)) >= 0) { store<u64>(sp - 8, r); pc += 5; continue; }
          }
          r = prim_add(a, b);
          if (!isSpecial(r)) { store<u64>(sp - 8, r); pc += 5; continue; }
          if (r == SLOW) { store<u64>(sp, b); sp += 8; }
          what = r; prim = P_ADD; n = 2; size = 5; break;
        }
        case OP_LT: {
          const a = load<u64>(sp - 16), b = load<u64>(sp - 8);
          if (fixnums(a, b)) { sp -= 8; store<u64>(sp - 8, truth(<i64>a < <i64>b)); pc += 1; continue; }
          const r = prim_lt(a, b);
          if (!isSpecial(r)) { sp -= 8; store<u64>(sp - 8, r); pc += 1; continue; }
          what = r; prim = P_LT; n = 2; size = 1; break;
        }
        case OP_LE: {
          const a = load<u64>(sp - 16), b = load<u64>(sp - 8);
          if (fixnums(a, b)) { sp -= 8; store<u64>(sp - 8, truth(<i64>a <= <i64>b)); pc += 1; continue; }
          const r = prim_le(a, b);
          if (!isSpecial(r)) { sp -= 8; store<u64>(sp - 8, r); pc += 1; continue; }
          what = r; prim = P_LE; n = 2; size = 1; break;
        }
        case OP_GT: {
          const a = load<u64>(sp - 16), b = load<u64>(sp - 8);
          if (fixnums(a, b)) { sp -= 8; store<u64>(sp - 8, truth(<i64>a > <i64>b)); pc += 1; continue; }
          const r = prim_gt(a, b);
          if (!isSpecial(r)) { sp -= 8; store<u64>(sp - 8, r); pc += 1; continue; }
          what = r; prim = P_GT; n = 2; size = 1; break;
        }
        case OP_GE: {
          const a = load<u64>(sp - 16), b = load<u64>(sp - 8);
          if (fixnums(a, b)) { sp -= 8; store<u64>(sp - 8, truth(<i64>a >= <i64>b)); pc += 1; continue; }
          const r = prim_ge(a, b);
          if (!isSpecial(r)) { sp -= 8; store<u64>(sp - 8, r); pc += 1; continue; }
          what = r; prim = P_GE; n = 2; size = 1; break;
        }
        case OP_NUM_EQ: {
          const a = load<u64>(sp - 16), b = load<u64>(sp - 8);
          if (fixnums(a, b)) { sp -= 8; store<u64>(sp - 8, truth(a == b)); pc += 1; continue; }
          const r = prim_num_eq(a, b);
          if (!isSpecial(r)) { sp -= 8; store<u64>(sp - 8, r); pc += 1; continue; }
          what = r; prim = P_NUM_EQ; n = 2; size = 1; break;
        }
        case OP_EQ: {
          const a = load<u64>(sp - 16), b = load<u64>(sp - 8);
          if (fixnums(a, b)) { sp -= 8; store<u64>(sp - 8, truth(a == b)); pc += 1; continue; }
          const r = prim_eq(a, b);
          if (!isSpecial(r)) { sp -= 8; store<u64>(sp - 8, r); pc += 1; continue; }
          what = r; prim = P_EQ; n = 2; size = 1; break;
        }
        case OP_IDENTICAL: sp -= 8; store<u64>(sp - 8, truth(same(load<u64>(sp - 8), load<u64>(sp)))); pc += 1; continue;
        case OP_NOT: store<u64>(sp - 8, truth(isFalsy(load<u64>(sp - 8)))); pc += 1; continue;
        case OP_IS_NIL: store<u64>(sp - 8, truth(load<u64>(sp - 8) == NIL)); pc += 1; continue;
        case OP_IS_TYPE: store<u64>(sp - 8, truth(isType(load<u64>(sp - 8), u16at(pc, 1)))); pc += 3; continue;
        // calls
        case OP_FRAME: {
          store<u64>(sp, 0);
          store<u64>(sp, 0, 8);
          store<u64>(sp, 0, 16);
          sp += 24; pc += 1; continue;
        }
        case OP_FRAME_VAR: {
          const v = load<u64>(consts + (u16at(pc, 1) << 3));
          let w = load<u64>((<u32>v & ~7) + VAR_ROOT);
          if (isSpecial(w)) {
            w = varSlow(v);
            if (w == THROW) { what = w; break; }
          }
          store<u64>(sp, 0);
          store<u64>(sp, 0, 8);
          store<u64>(sp, 0, 16);
          store<u64>(sp, w, 24);
          sp += 32; pc += 3; continue;
        }
        case OP_FRAME_SELF: {
          store<u64>(sp, 0);
          store<u64>(sp, 0, 8);
          store<u64>(sp, 0, 16);
          store<u64>(sp, load<u64>(fp, 24), 24);
          sp += 32; pc += 1; continue;
        }
        case OP_CALL: {
          n = u16at(pc, 1);
          const f = sp - ((n + 4) << 3);
          const callee = load<u64>(f, 24);
          if (isType(callee, T_CLOSURE)) {
            const codeWord = load<u64>((<u32>callee & ~7) + CLOSURE_CODE);
            const target = <u32>codeWord & ~7;
            if (load<u64>(target + CODE_ARITY) == <u64>n << 4 && f + <u32>load<u64>(target + CODE_NSLOTS) + 32 <= limit) {
              store<u64>(fp, <u64>(pc + 3 - base) << 3, 16);
              store<u64>(f, <u64>(f - fp) << 3);
              store<u64>(f, codeWord, 8);
              const end = f + <u32>load<u64>(target + CODE_NLOCALS) + 32;
              for (; sp < end; sp += 8) store<u64>(sp, NIL);
              fp = f;
              if (codeWord != code) {
                code = codeWord;
                base = bytesOf(code);
                consts = constsOf(code);
              }
              pc = base;
              const left = reductions - 1;
              setReductions(left);
              if (left <= 0) { what = DO_SAFEPOINT; break; }
              if (load<u64>(target + CODE_ENTRY) != NIL || eager) { what = DO_ENTER; break; }
              continue;
            }
          }
          what = DO_CALL; size = 3; break;
        }
        case OP_TAIL_CALL: {
          n = u16at(pc, 1);
          const f = sp - ((n + 4) << 3);
          const callee = load<u64>(f, 24);
          if (isType(callee, T_CLOSURE)) {
            const codeWord = load<u64>((<u32>callee & ~7) + CLOSURE_CODE);
            const target = <u32>codeWord & ~7;
            if (load<u64>(target + CODE_ARITY) == <u64>n << 4 && fp + <u32>load<u64>(target + CODE_NSLOTS) + 32 <= limit) {
              for (let i: u32 = 24, to = (n + 4) << 3; i < to; i += 8) store<u64>(fp + i, load<u64>(f + i));
              store<u64>(fp, codeWord, 8);
              const end = fp + <u32>load<u64>(target + CODE_NLOCALS) + 32;
              for (sp = fp + ((n + 4) << 3); sp < end; sp += 8) store<u64>(sp, NIL);
              if (codeWord != code) {
                code = codeWord;
                base = bytesOf(code);
                consts = constsOf(code);
              }
              pc = base;
              const left = reductions - 1;
              setReductions(left);
              if (left <= 0) { what = DO_SAFEPOINT; break; }
              if (load<u64>(target + CODE_ENTRY) != NIL || eager) { what = DO_ENTER; break; }
              continue;
            }
          }
          what = DO_TAIL_CALL; size = 3; break;
        }
        case OP_APPLY: what = DO_APPLY; size = 1; break;
        case OP_RETURN: {
          const value = load<u64>(sp - 8);
          const link = <u32>(load<u64>(fp) >> 3);
          if (link == 0) {
            store<u64>(actor + A_RESULT, value);
            what = DO_RETURNED; break;
          }
          store<u64>(fp, value);
          sp = fp + 8;
          fp -= link;
          if (fp < mark) {
            mark = fp;
            store<u32>(actor + A_WATERMARK, fp);
          }
          const codeWord = load<u64>(fp, 8);
          if (codeWord != code) {
            code = codeWord;
            base = bytesOf(code);
            consts = constsOf(code);
          }
          pc = base + <u32>(load<u64>(fp, 16) >> 3);
          continue;
        }
        case OP_CLOSURE: {
          const count = u16at(pc, 3);
          const a = alloc(T_CLOSURE, 2 + count, 0);
          store<u64>(a, load<u64>(consts + (u16at(pc, 1) << 3)), 8);
          store<u64>(a, NIL, 16);
          sp -= count << 3;
          for (let i: u32 = 0; i < count << 3; i += 8) store<u64>(a + i, load<u64>(sp + i), 24);
          store<u64>(sp, pointer(T_CLOSURE, a));
          sp += 8; pc += 5; continue;
        }
        case OP_SET_CAPTURE: {
          sp -= 16;
          mutate(addressOf(load<u64>(sp)), 24 + (u16at(pc, 1) << 3), load<u64>(sp, 8));
          pc += 3; continue;
        }
        case OP_THROW: what = DO_THROW; break;
        // data
        case OP_VECTOR: {
          n = u16at(pc, 1);
          sp -= n << 3;
          store<u64>(sp, vectorFrom(sp, n));
          sp += 8; pc += 3; continue;
        }
        case OP_MAP: {
          n = u16at(pc, 1);
          const r = mapFrom(sp - (n << 3), n >> 1, true);
          if (!isSpecial(r)) { sp -= n << 3; store<u64>(sp, r); sp += 8; pc += 3; continue; }
          what = r == SLOW ? DO_SLOW_MAP : r; size = 3; break;
        }
        case OP_SET: {
          n = u16at(pc, 1);
          const r = setFrom(sp - (n << 3), n, true);
          if (!isSpecial(r)) { sp -= n << 3; store<u64>(sp, r); sp += 8; pc += 3; continue; }
          what = r == SLOW ? DO_SLOW_SET : r; size = 3; break;
        }
        case OP_LIST: {
          n = u16at(pc, 1);
          sp -= n << 3;
          store<u64>(sp, listFrom(sp, n));
          sp += 8; pc += 3; continue;
        }
        case OP_PRIM: {
          prim = u16at(pc, 1);
          n = <u32>load<u8>(arities + prim);
          const r = runPrim(prim, sp);
          if (!isSpecial(r)) { sp -= n << 3; store<u64>(sp, r); sp += 8; pc += 3; continue; }
          what = r; size = 3; break;
        }
        case OP_FIELD: {
          const r = fieldOf(load<u64>(sp - 8), u16at(pc, 1));
          if (r == THROW) { what = r; break; }
          store<u64>(sp - 8, r); pc += 3; continue;
        }
        case OP_SET_FIELD: {
          const r = setFieldOf(load<u64>(sp - 16), u16at(pc, 1), load<u64>(sp - 8));
          if (r == THROW) { what = r; break; }
          store<u64>(sp - 16, load<u64>(sp - 8));
          sp -= 8; pc += 3; continue;
        }
        // receive
        case OP_RECV: {
          const node = nextMessage();
          if (node == 0) pc += 5 + i32at(pc, 1);
          else { store<u64>(sp, messageValue(node)); sp += 8; pc += 5; }
          continue;
        }
        case OP_RECV_TAKE: takeScanned(); pc += 1; continue;
        case OP_RECV_NEXT: scanNext(); pc += 1; continue;
        case OP_RECV_WAIT: {
          pc += 5 + i32at(pc, 1);
          if (load<u32>(actor + A_TIMER_SLOT) != 0) disarmWake();
          what = PARK; break;
        }
        case OP_RECV_WAIT_UNTIL: {
          if (deadlinePassed(local(fp, u16at(pc, 1)))) { pc += 7; continue; }
          pc += 7 + i32at(pc, 3);
          what = PARK; break;
        }
        case OP_RECV_START: startScan(); pc += 1; continue;
        // superinstructions
        case OP_TEE: store<u64>(fp + (u16at(pc, 1) << 3), load<u64>(sp - 8), 32); pc += 3; continue;
        case OP_CLEAR: store<u64>(fp + (u16at(pc, 1) << 3), NIL, 32); pc += 3; continue;
        case OP_LOAD_ADD_INT: {
          const a = local(fp, u16at(pc, 1)), b = <u64>(<i64>load<i32>(pc, 3) << 3);
          let r: u64;
          if (isFixnum(a)) {
            r = a + b;
            if (<i64>((a ^ r) & (b ^ r)) >= 0) { store<u64>(sp, r); sp += 8; pc += 7; continue; }
          }
          r = prim_add(a, b);
          if (!isSpecial(r)) { store<u64>(sp, r); sp += 8; pc += 7; continue; }
          if (r == SLOW) { store<u64>(sp, a); store<u64>(sp, b, 8); sp += 16; }
          what = r; prim = P_ADD; n = 2; size = 7; break;
        }
        case OP_INC_LOCAL: {
          const at = fp + (u16at(pc, 1) << 3);
          const a = load<u64>(at, 32), b = <u64>(<i64>load<i32>(pc, 3) << 3);
          let r: u64;
          if (isFixnum(a)) {
            r = a + b;
            if (<i64>((a ^ r) & (b ^ r)) >= 0) { store<u64>(at, r, 32); pc += 7; continue; }
          }
          // Runs again when the library's version has answered: above a mark on the operand stack.
          if (load<u64>(sp - 16) == ABSENT) { sp -= 16; store<u64>(at, load<u64>(sp, 8), 32); pc += 7; continue; }
          r = prim_add(a, b);
          if (!isSpecial(r)) { store<u64>(at, r, 32); pc += 7; continue; }
          if (r == SLOW) { store<u64>(sp, a); store<u64>(sp, b, 8); sp += 16; what = DO_SLOW_JUMP; } else what = r;
          prim = P_ADD; n = 2; break;
        }
        case OP_JUMP_UNLESS_LT_LOCAL_INT: {
          const a = local(fp, u16at(pc, 1)), b = <u64>(<i64>load<i32>(pc, 3) << 3);
          if (isFixnum(a)) { pc += <i64>a < <i64>b ? 11 : 11 + i32at(pc, 7); continue; }
          if (load<u64>(sp - 16) == ABSENT) { sp -= 16; pc += isFalsy(load<u64>(sp, 8)) ? 11 + i32at(pc, 7) : 11; continue; }
          const r = compareSlow(P_LT, a, b);
          if (!isSpecial(r)) { pc += r == TRUE ? 11 : 11 + i32at(pc, 7); continue; }
          if (r == SLOW) { store<u64>(sp, a); store<u64>(sp, b, 8); sp += 16; what = DO_SLOW_JUMP; } else what = r;
          prim = P_LT; n = 2; break;
        }
        case OP_JUMP_UNLESS_LT_LOCALS: {
          const a = local(fp, u16at(pc, 1)), b = local(fp, u16at(pc, 3));
          if (fixnums(a, b)) { pc += <i64>a < <i64>b ? 9 : 9 + i32at(pc, 5); continue; }
          if (floats(a, b)) { pc += float(a) < float(b) ? 9 : 9 + i32at(pc, 5); continue; }
          if (load<u64>(sp - 16) == ABSENT) { sp -= 16; pc += isFalsy(load<u64>(sp, 8)) ? 9 + i32at(pc, 5) : 9; continue; }
          const r = compareSlow(P_LT, a, b);
          if (!isSpecial(r)) { pc += r == TRUE ? 9 : 9 + i32at(pc, 5); continue; }
          if (r == SLOW) { store<u64>(sp, a); store<u64>(sp, b, 8); sp += 16; what = DO_SLOW_JUMP; } else what = r;
          prim = P_LT; n = 2; break;
        }
        case OP_JUMP_UNLESS_LOCAL: pc += isFalsy(local(fp, u16at(pc, 1))) ? 7 + i32at(pc, 3) : 7; continue;
        case OP_CAPTURE_MOVE: {
          const closure = <u32>load<u64>(fp, 24) & ~7, at = closure + (u16at(pc, 1) << 3);
          store<u64>(sp, load<u64>(at, 24));
          if ((flagsOf(closure) & (F_SHARED | F_FWD)) == 0) store<u64>(at, NIL, 24);
          sp += 8; pc += 3; continue;
        }
        default: unreachable();
      }
      break;
    }
    store<u64>(fp, <u64>(pc - base) << 3, 16);
    store<u32>(actor + A_FP, fp);
    store<u32>(actor + A_SP, sp);
    const answer = handleSpecial(what, prim, n, size);
    if (answer != GO) return answer;
  }
  return GO;
}
