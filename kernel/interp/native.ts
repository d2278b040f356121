/**
 * What compiled code imports from the kernel beside the primitives themselves. It runs on the native stack, with its frames
 * reserved but not written: nothing here moves the stack, collects, or looks at frames. Calls answer
 *   a word   the callee has returned it
 *   UNWIND   a compiled callee has stopped; its frame and those above it are written, the caller's own is not
 *   SLOW     nothing has happened: leave compiled code before the instruction (writing its operands anew), the interpreter can do it
 */
import {
  A_TIMER_SLOT, CLOSURE_CODE, CODE_ARITY, CODE_COUNTER, CODE_FAILED, CODE_NLOCALS, F_FWD, F_SHARED, MORE, NIL, PARK, SLOW, T_CLOSURE, T_CODE, T_KEYWORD, T_NODE, T_VAR, THROW, TIER_REFUSED, UNWIND,
} from "../generated/spec";
import { primSlowRoot } from "../generated/prims";
import { mapFrom } from "../coll/map";
import { nodeFrom } from "../coll/node";
import { prim_get } from "../coll/prims";
import { recordCasts, recordKeys, recordOffset } from "../coll/record";
import { setFrom } from "../coll/set";
import { vectorFrom } from "../coll/vector";
import { doubleWord, longWord } from "../coll/box";
import { mutate, PLANT_LOST_LOCAL, planted, reserve } from "../gc";
import { actor, doubted, setDoubted, setWhy, stackLimit, tableBase } from "../mem/registers";
import { flagsOf, same } from "../object/header";
import { addressOf, bool as truth, fixnum, isPointer, isSpecial, isType, pointer } from "../object/word";
import { askToCompile, disarmWake, messageValue, scanNext, startScan, takeScanned } from "../sched";
import { applyData, argCount, codeFor, copyArgs, isMethodCall, nodeSeq, variadicFor, varSlow, varValue } from "./call";
import { callSlot, entryOf } from "./enter";
import { HEADER, saveFp, saveSp, setPc } from "./frame";
import { doubt } from "./flip";
import { invokeOf } from "./invoke";
import { noteLeft } from "./sample";
import { nextSlice } from "./slice";
import { look } from "./kinds";
import { deadlinePassed, fieldOf, listFrom, nextMessage, setBinding, setFieldOf } from "./interpret";

/** A function that leaves its compiled code so often is compiled anew, without what it has relied on in vain. */
const MANY_EXITS: i64 = 200;

/** The innermost frame, whose locals and operands are written: leaves compiled code at pc because of `because` (see enter.ts). */
export function nativeExit(fp: u32, code: u32, pc: u32, height: u32, closure: u64, because: u64): u64 {
  store<u64>(fp, pointer(T_CODE, code), 8);
  setPc(fp, pc);
  store<u64>(fp, closure, 24);
  saveFp(fp);
  saveSp(fp + HEADER + <u32>load<u64>(code + CODE_NLOCALS) + 8 * height);
  if (planted(PLANT_LOST_LOCAL) && doubted) store<u64>(fp, NIL, HEADER);
  setDoubted(false);
  const guard = (<u32>because & 7) == 0; // the code whose guard has failed, and in the upper half the number of its site
  setWhy(guard ? 0 : because);
  if (guard) {
    const failed = <u32>because;
    if (failed == code && pc == 0) look(code);
    else store<u64>(failed + CODE_FAILED, load<u64>(failed + CODE_FAILED) | (<u64>8 << (because >> 32)));
    countExit(failed);
  }
  return UNWIND;
}
/** Under stress, at a guard that holds: whether code is left all the same. */
export function nativeDoubt(): u32 {
  const doubted = doubt();
  setDoubted(doubted);
  return <u32>doubted;
}
/** A loop's entry finds other types in the frame than it is made for. */
export function nativeRefuse(code: u32, site: u32): u64 {
  store<u64>(code + CODE_FAILED, load<u64>(code + CODE_FAILED) | (<u64>8 << site));
  countExit(code);
  return SLOW;
}
function countExit(code: u32): void {
  const counter = atomic.load<u64>(code + CODE_COUNTER);
  // It has been asked for, or evicted, meanwhile.
  if (<i64>counter > <i64>fixnum(TIER_REFUSED)) return;
  if (atomic.cmpxchg<u64>(code + CODE_COUNTER, counter, counter - 8) != counter) return;
  if (<i64>counter - 8 == -8 * MANY_EXITS) askToCompile(code, <u32>MANY_EXITS);
}
/** A frame further out, likewise written: it has been left at pc by the call whose frame begins `offset` bytes above it. */
export function nativeSuspend(fp: u32, code: u32, pc: u32, offset: u32, closure: u64): u64 {
  store<u64>(fp, pointer(T_CODE, code), 8);
  setPc(fp, pc);
  store<u64>(fp, closure, 24);
  store<u64>(fp + offset, fixnum(offset));
  return UNWIND;
}

/** Calls the callee at f+24 with the n arguments behind it. */
export function nativeCall(f: u32, n: u32): u64 {
  let callee = load<u64>(f, 24);
  if (isType(callee, T_VAR)) {
    callee = varValue(callee);
    if (callee == THROW) return SLOW;
    store<u64>(f, callee, 24);
  }
  if (isType(callee, T_CLOSURE)) {
    const first = addressOf(load<u64>(addressOf(callee) + CLOSURE_CODE));
    if (load<u64>(first + CODE_ARITY) == <u64>n << 4) return enterCode(first, f);
    const code = codeFor(callee, n);
    if (code == 0) return SLOW;
    const arity = <u32>(load<u64>(code + CODE_ARITY) >> 3);
    if ((arity & 1) == 0) return enterCode(code, f);
    const at = f + HEADER + 8 * (arity >> 1), rest = n - (arity >> 1);
    if (entryOf(code) == 0 || at + 8 > stackLimit) {
      noteLeft(code, f + HEADER);
      return SLOW;
    }
    store<u64>(at, rest == 0 ? NIL : nodeSeq(nodeFrom(at, rest), 0));
    return enterCode(code, f);
  }
  const answer = applyData(callee, f, n);
  if (!isSpecial(answer)) return answer;
  return f + HEADER + 8 * n + 16 <= stackLimit && isMethodCall(callee, f, n) ? nativeCall(f, n + 1) : SLOW;
}
/**
 * nativeCall for a few arguments that are not in memory yet. A closure of just that arity is called with them as they are:
 * its function for words stands in the slot behind its entry. What is not that goes through memory.
 */
// @ts-ignore: decorator
@inline function direct(callee: u64, n: u32): u32 {
  if (!isType(callee, T_CLOSURE)) return 0;
  const code = addressOf(load<u64>(addressOf(callee) + CLOSURE_CODE));
  return load<u64>(code + CODE_ARITY) == <u64>n << 4 ? entryOf(code) : ofOtherArity(callee, n);
}
function ofOtherArity(callee: u64, n: u32): u32 {
  const code = codeFor(callee, n);
  return code != 0 && load<u64>(code + CODE_ARITY) == <u64>n << 4 ? entryOf(code) : 0;
}
/** What implements `invoke` for an object, or nil. */
export function nativeInvoke(object: u64): u64 { return invokeOf(object); }
export function nativeCall0(f: u32, callee: u64): u64 {
  const slot = direct(callee, 0);
  if (slot != 0) return call_indirect<u64>(tableBase + slot + 1, f, callee);
  store<u64>(f, callee, 24);
  return nativeCall(f, 0);
}
export function nativeCall1(f: u32, callee: u64, a: u64): u64 {
  const slot = direct(callee, 1);
  if (slot != 0) return call_indirect<u64>(tableBase + slot + 1, f, callee, a);
  if (isType(callee, T_KEYWORD)) {
    const value = prim_get(a, callee);
    if (!isSpecial(value)) return value;
  }
  // An object that is called: what implements `invoke` takes one argument more.
  const invoke = invokeOf(callee), entry = direct(invoke, 2);
  if (entry != 0) return call_indirect<u64>(tableBase + entry + 1, f, invoke, callee, a);
  store<u64>(f, callee, 24);
  store<u64>(f, a, 32);
  return nativeCall(f, 1);
}
export function nativeCall2(f: u32, callee: u64, a: u64, b: u64): u64 {
  const slot = direct(callee, 2);
  if (slot != 0) return call_indirect<u64>(tableBase + slot + 1, f, callee, a, b);
  const invoke = invokeOf(callee), entry = direct(invoke, 3);
  if (entry != 0) return call_indirect<u64>(tableBase + entry + 1, f, invoke, callee, a, b);
  store<u64>(f, callee, 24);
  store<u64>(f, a, 32);
  store<u64>(f, b, 40);
  return nativeCall(f, 2);
}
export function nativeCall3(f: u32, callee: u64, a: u64, b: u64, c: u64): u64 {
  const slot = direct(callee, 3);
  if (slot != 0) return call_indirect<u64>(tableBase + slot + 1, f, callee, a, b, c);
  store<u64>(f, callee, 24);
  store<u64>(f, a, 32);
  store<u64>(f, b, 40);
  store<u64>(f, c, 48);
  return nativeCall(f, 3);
}
/** Enters a code whose arguments are in place. */
// @ts-ignore: decorator
@inline function enterCode(code: u32, f: u32): u64 {
  const slot = entryOf(code);
  if (slot != 0) return callSlot(slot, f);
  noteLeft(code, f + HEADER);
  return SLOW;
}
/** Calls the library's version of a primitive with the n arguments at f. */
export function nativeSlow(prim: u32, f: u32, n: u32): u64 {
  const root = primSlowRoot(prim), v = root == 0 ? NIL : load<u64>(root);
  if (!isType(v, T_VAR) || f + HEADER + 8 * n + 8 > stackLimit) return SLOW;
  for (let i: u32 = 8 * n; i != 0; i -= 8) store<u64>(f + HEADER + i - 8, load<u64>(f + i - 8));
  store<u64>(f, v, 24);
  return nativeCall(f, n);
}
/** APPLY over header, callee, args, rest at f. */
export function nativeApply(f: u32): u64 {
  const callee = load<u64>(f, 24), args = load<u64>(f, 32), rest = load<u64>(f, 40), count = argCount(args);
  if (!isType(callee, T_CLOSURE) || count < 0) return SLOW;
  const n = <u32>count;
  if (f + HEADER + 8 * n + 16 > stackLimit) return SLOW;
  const code = rest == NIL ? codeFor(callee, n) : variadicFor(callee, n);
  if (code == 0) return SLOW;
  if (entryOf(code) == 0) {
    copyArgs(args, f + HEADER, n);
    noteLeft(code, f + HEADER);
    return SLOW;
  }
  const arity = <u32>(load<u64>(code + CODE_ARITY) >> 3), k = arity >> 1;
  if ((arity & 1) != 0 && rest != NIL && n != k) return SLOW;
  copyArgs(args, f + HEADER, n);
  if ((arity & 1) != 0) {
    const at = f + HEADER + 8 * k;
    if (rest != NIL) store<u64>(at, rest);
    else if (n == k) store<u64>(at, NIL);
    else store<u64>(at, isType(args, T_NODE) ? nodeSeq(args, k) : nodeSeq(nodeFrom(at, n - k), 0));
  }
  return enterCode(code, f);
}

/** Reductions are used up: 1 if code may go on with those of its next slice. */
export function nativeNextSlice(): u32 { return <u32>nextSlice(); }
/** Value of a var whose root is not a plain one: a word or THROW. */
export function nativeVar(v: u64): u64 { return varSlow(v); }
export function nativeVarSet(v: u64, w: u64): u64 { return setBinding(v, w); }
/** Room in the nursery for objects of so many bytes that the caller makes at once, when what is left of it has no room. */
export function nativeReserve(bytes: u32): u32 { return reserve(bytes); }
export function nativeSetCapture(closure: u64, offset: u32, w: u64): void { mutate(addressOf(closure), offset, w); }
export function nativeCaptureMove(closure: u64, offset: u32): u64 {
  const at = addressOf(closure) + offset, w = load<u64>(at);
  if ((flagsOf(addressOf(closure)) & (F_SHARED | F_FWD)) == 0) store<u64>(at, NIL);
  return w;
}
export function nativeVector(at: u32, n: u32): u64 { return vectorFrom(at, n); }
export function nativeList(at: u32, n: u32): u64 { return listFrom(at, n); }
export function nativeMap(at: u32, pairs: u32): u64 { return mapFrom(at, pairs, true); }
export function nativeSet(at: u32, n: u32): u64 { return setFrom(at, n, true); }
export function nativeField(w: u64, i: u32): u64 { return fieldOf(w, i); }
export function nativeSetField(w: u64, i: u32, v: u64): u64 { return setFieldOf(w, i, v); }
/** Byte offset of a record's field by its keyword, the same in all records of the type; 0 if w is no record or has no such field. */
export function nativeFieldOffset(w: u64, key: u64): u32 {
  const keys = isPointer(w) ? recordKeys(w) : NIL;
  return keys == NIL ? 0 : recordOffset(keys, key);
}
/** The same for a field that assoc changes by putting the value there as it is. */
export function nativeChangeOffset(w: u64, key: u64): u32 {
  const at = nativeFieldOffset(w, key);
  return at != 0 && recordCasts(w) ? 0 : at;
}
export function nativeIdentical(a: u64, b: u64): u64 { return truth(same(a, b)); }
export function nativeBox(x: f64): u64 { return doubleWord(x); }
export function nativeLong(x: i64): u64 { return longWord(x); }
/** The message at the scan position, or MORE if there is none. */
export function nativeReceive(): u64 {
  const node = nextMessage();
  return node == 0 ? MORE : messageValue(node);
}
/** RECV_WAIT of an actor whose timer is still armed from an earlier wait. */
export function nativeDisarm(): void { disarmWake(); }
/** RECV_WAIT_UNTIL: whether the deadline has passed. */
export function nativeWaitUntil(deadline: u64): u32 { return <u32>deadlinePassed(deadline); }
export function nativeTake(): void { takeScanned(); }
export function nativeNext(): void { scanNext(); }
export function nativeStart(): void { startScan(); }
