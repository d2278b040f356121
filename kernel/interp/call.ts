/**
 * Calls that the loop does not do inline. All of them end in enterFrame: the header, the callee (a closure by now) and n
 * arguments lie at [f, sp), one code of the closure fits n.
 *
 *   f+0 link  f+8 code  f+16 pc  f+24 callee  f+32 arguments ... sp
 */
import {
  A_RESULT, ARRAYSEQ_ARRAY, ARRAYSEQ_INDEX, ARRAYSEQ_META, CLOSURE_CODE, CODE_ARITY, CODE_NEXT, CODE_NLOCALS, CODE_NSLOTS, CONS_FIRST, CONS_META,
  CONS_REST, DYNAMIC, E_ARITY, E_INTEGER_KEY, E_NOT_A_FUNCTION, E_NOT_CALLABLE_ARGS, E_UNBOUND_VAR, LIB_INVOKE_SLOW, LIST_COUNT, LIST_FIRST, LIST_REST, MORE, NIL, P_GET, P_GET_OR,
  P_NTH, ROOT_EMPTY_LIST, SLOW, T_ARRAY_MAP, T_ARRAYSEQ, T_CLOSURE, T_CODE, T_CONS, T_EMPTY_LIST, T_FLATVEC, T_HASH_MAP, T_HASH_SET, T_KEYWORD, T_LIST, T_MAP_ENTRY, T_NODE, T_SUBVEC,
  T_VAR, T_VECTOR, THROW, UNBOUND, VAR_DYNROOT, VAR_ROOT, VOLATILE_VALUE,
} from "../generated/spec";
import { primSlowRoot } from "../generated/prims";
import { flatWords, isFlat } from "../coll/flatvec";
import { isVectorType } from "../coll/classes";
import { nodeFrom } from "../coll/node";
import { CATEGORY_INTEGER, numberCategory } from "../coll/number";
import { prim_get, prim_get_or, prim_nth } from "../coll/prims";
import { isVector, vectorCount } from "../coll/vector";
import { alloc, cellGet } from "../gc";
import { actor, charge, reductions } from "../mem/registers";
import { sizeOf } from "../object/header";
import { raise } from "../object/raise";
import { addressOf, fixnum, fixnumValue, isPointer, isSpecial, isType, pointer } from "../object/word";
import { invokeOf } from "./invoke";
import { bindingOf, prepend } from "../sched";
import { resume } from "./enter";
import { atOffset, HEADER, linkOf, offsetOf, reserveStack, returnTo, saveFp, saveSp, savedFp, savedSp, setPc } from "./frame";
import { safepoint } from "./safepoint";
import { GO, RETURNED } from "./special";
import { exhausted, throwRaised } from "./unwind";

/** Value of a var whose root is not a plain value: thread binding, root of a dynamic var, or THROW. */
export function varSlow(v: u64): u64 {
  const root = atomic.load<u64>(addressOf(v) + VAR_ROOT);
  if (root == DYNAMIC) {
    const cell = bindingOf(v);
    if (cell != NIL) return cellGet(cell, VOLATILE_VALUE);
    const w = atomic.load<u64>(addressOf(v) + VAR_DYNROOT);
    return w == UNBOUND ? raise(E_UNBOUND_VAR, v) : w;
  }
  return root == UNBOUND ? raise(E_UNBOUND_VAR, v) : root;
}
export function varValue(v: u64): u64 {
  const root = atomic.load<u64>(addressOf(v) + VAR_ROOT);
  return isSpecial(root) ? varSlow(v) : root;
}

/** The code of a closure that takes n arguments: address, or 0. */
export function codeFor(closure: u64, n: u32): u32 {
  let w = load<u64>(addressOf(closure) + CLOSURE_CODE), variadic: u32 = 0;
  while (w != NIL) {
    const code = addressOf(w), arity = <u32>(load<u64>(code + CODE_ARITY) >> 3);
    if (arity == n << 1) return code;
    if ((arity & 1) != 0 && n >= arity >> 1) variadic = code;
    w = load<u64>(code + CODE_NEXT);
  }
  return variadic;
}
/** A closure's variadic code with at most n fixed parameters: address, or 0. */
export function variadicFor(closure: u64, n: u32): u32 {
  let w = load<u64>(addressOf(closure) + CLOSURE_CODE);
  while (w != NIL) {
    const arity = <u32>(load<u64>(addressOf(w) + CODE_ARITY) >> 3);
    if ((arity & 1) != 0 && n >= arity >> 1) return addressOf(w);
    w = load<u64>(addressOf(w) + CODE_NEXT);
  }
  return 0;
}
/** Seq over the words of a NODE from an index; nil if there are none. */
export function nodeSeq(node: u64, index: u32): u64 {
  if (index >= sizeOf(addressOf(node))) return NIL;
  const a = alloc(T_ARRAYSEQ, 3, 0);
  store<u64>(a + ARRAYSEQ_ARRAY, node);
  store<u64>(a + ARRAYSEQ_INDEX, fixnum(index));
  store<u64>(a + ARRAYSEQ_META, NIL);
  return pointer(T_ARRAYSEQ, a);
}
function cons(first: u64, rest: u64): u64 {
  const a = alloc(T_CONS, 3, 0);
  store<u64>(a + CONS_FIRST, first);
  store<u64>(a + CONS_REST, rest);
  store<u64>(a + CONS_META, NIL);
  return pointer(T_CONS, a);
}
/** The n words at `at` in front of a seq (nil: as a list). */
function wordsBefore(at: u32, n: u32, rest: u64): u64 {
  let all = rest == NIL ? load<u64>(ROOT_EMPTY_LIST) : rest;
  for (let i = n; i-- > 0;) all = rest == NIL ? prepend(load<u64>(at + 8 * i), all) : cons(load<u64>(at + 8 * i), all);
  return all;
}

/** Starts the frame at f: its fixed and rest arguments are in place and end at sp. */
function enterFrame(f: u32, code: u32, codeWord: u64): u32 {
  const offset = offsetOf(f);
  const slots = <u32>load<u64>(code + CODE_NSLOTS);
  if (f + HEADER + slots > savedSp() && !reserveStack(f + HEADER + slots - savedSp())) return exhausted();
  f = atOffset(offset);
  if (f != savedFp()) store<u64>(f, fixnum(f - savedFp()));
  store<u64>(f, codeWord, 8);
  setPc(f, 0);
  const end = f + HEADER + <u32>load<u64>(code + CODE_NLOCALS);
  for (let at = savedSp(); at < end; at += 8) store<u64>(at, NIL);
  saveFp(f);
  saveSp(end);
  charge(1);
  if (reductions <= 0) {
    const answer = safepoint();
    if (answer != GO) return answer;
  }
  return resume();
}
/** Puts the arguments from the k-th on into a rest seq: sp then stands behind it. */
function collectRest(f: u32, k: u32): void {
  const at = f + HEADER + 8 * k, n = (savedSp() - at) >> 3;
  store<u64>(at, n == 0 ? NIL : nodeSeq(nodeFrom(at, n), 0));
  saveSp(at + 8);
}
/** Moves callee and arguments down over the running frame, whose link stays. */
function moveDown(f: u32): u32 {
  const fp = savedFp(), n = savedSp() - f - 24;
  memory.copy(fp + 24, f + 24, n);
  saveSp(fp + 24 + n);
  return fp;
}
/** A call that needed no frame: its value takes the place of header, callee and arguments (or returns from the running frame). */
function finishCall(f: u32, tail: bool, value: u64): u32 {
  if (!tail) {
    store<u64>(f, value);
    saveSp(f + 8);
    return GO;
  }
  const fp = savedFp(), link = linkOf(fp);
  if (link == 0) {
    store<u64>(actor + A_RESULT, value);
    return RETURNED;
  }
  store<u64>(fp, value);
  saveSp(fp + 8);
  returnTo(fp - link);
  return GO;
}

/**
 * CALL n and TAIL_CALL n with any callee; pc of the running frame stands at the instruction, `next` behind it. The
 * instruction runs again after MORE (if `again`): the stack is then as it was, but for a VAR replaced by its value.
 */
export function call(n: u32, tail: bool, next: u32, again: bool = true): u32 {
  if (!reserveStack(64)) return exhausted();
  let f = savedSp() - 8 * (n + 4);
  while (true) {
    const callee = load<u64>(f, 24);
    if (isType(callee, T_CLOSURE)) return callClosure(f, callee, n, tail, next);
    if (isType(callee, T_VAR)) {
      const value = varValue(callee);
      if (value == THROW) return throwRaised();
      store<u64>(f, value, 24);
      continue;
    }
    let answer = applyData(callee, f, n);
    while (answer == MORE && !again) answer = applyData(callee, f, n);
    if (answer == MORE) return reductions <= 0 ? safepoint() : GO;
    if (answer == THROW) return throwRaised();
    if (answer != SLOW) {
      if (!tail) setPc(savedFp(), next);
      return finishCall(f, tail, answer);
    }
    if (isMethodCall(callee, f, n)) {
      saveSp(f + HEADER + 8 * ++n);
      continue;
    }
    const prim = rearrange(callee, f, n);
    if (prim == 0) {
      if (callee == NIL) {
        raise(E_NOT_A_FUNCTION, NIL);
        return throwRaised();
      }
      const args = wordsBefore(f + HEADER, n, NIL);
      store<u64>(f, load<u64>(LIB_INVOKE_SLOW), 24);
      store<u64>(f, callee, 32);
      store<u64>(f, args, 40);
      n = 2;
      if (!isType(load<u64>(LIB_INVOKE_SLOW), T_VAR)) {
        raise(E_NOT_A_FUNCTION, callee);
        return throwRaised();
      }
    } else {
      store<u64>(f, load<u64>(primSlowRoot(prim)), 24);
      n = prim == P_GET_OR ? 3 : 2;
    }
    saveSp(f + HEADER + 8 * n);
  }
}
function callClosure(f: u32, callee: u64, n: u32, tail: bool, next: u32): u32 {
  const code = codeFor(callee, n);
  if (code == 0) {
    raise(E_ARITY, callee, fixnum(n));
    return throwRaised();
  }
  if (tail) f = moveDown(f);
  else setPc(savedFp(), next);
  const arity = <u32>(load<u64>(code + CODE_ARITY) >> 3);
  if ((arity & 1) != 0) collectRest(f, arity >> 1);
  return enterFrame(f, code, pointer(T_CODE, code));
}
/** Keywords, maps, sets and vectors as functions; SLOW for everything else (or if the lookup is). */
export function applyData(callee: u64, f: u32, n: u32): u64 {
  if (n == 0 || n > 2 || (<u32>callee & 7) != 1) return SLOW;
  const a = load<u64>(f, 32), b = load<u64>(f, 40);
  switch (<u32>(callee >> 32)) {
    case T_KEYWORD: return n == 1 ? prim_get(a, callee) : prim_get_or(a, callee, b);
    case T_ARRAY_MAP: case T_HASH_MAP: return n == 1 ? prim_get(callee, a) : prim_get_or(callee, a, b);
    case T_HASH_SET: return n == 1 ? prim_get(callee, a) : SLOW;
    case T_FLATVEC: case T_VECTOR: case T_SUBVEC: case T_MAP_ENTRY:
      if (n == 2) return SLOW;
      // Other than nth, a vector takes no number but an integer.
      return numberCategory(a) == CATEGORY_INTEGER ? prim_nth(callee, a) : raise(E_INTEGER_KEY, a);
    default: return SLOW;
  }
}
/** Puts the arguments of the primitive behind such a callee in order; answers its number, 0 if there is none. */
function rearrange(callee: u64, f: u32, n: u32): u32 {
  if (n == 0 || n > 2 || (<u32>callee & 7) != 1) return 0;
  const type = <u32>(callee >> 32), vector = isVectorType(type);
  if (n == 2 && type != T_KEYWORD && type != T_ARRAY_MAP && type != T_HASH_MAP) return 0;
  if (n == 2) store<u64>(f, load<u64>(f, 40), 48);
  if (type == T_KEYWORD) store<u64>(f, callee, 40);
  else if (type == T_ARRAY_MAP || type == T_HASH_MAP || type == T_HASH_SET || vector) {
    store<u64>(f, load<u64>(f, 32), 40);
    store<u64>(f, callee, 32);
  } else return 0;
  return vector ? P_NTH : n == 2 ? P_GET_OR : P_GET;
}

/** An object of a user type that implements `invoke` becomes the first argument of that; there is room for one argument more. */
export function isMethodCall(callee: u64, f: u32, n: u32): bool {
  const invoke = invokeOf(callee);
  if (invoke == NIL) return false;
  for (let i = n; i > 0; i--) store<u64>(f + 32 + 8 * i, load<u64>(f + 24 + 8 * i));
  store<u64>(f, callee, 32);
  store<u64>(f, invoke, 24);
  return true;
}

/** Calls the library's version of a primitive with the n arguments on top of the stack; `root` holds its VAR. */
export function callRoot(root: u32, n: u32, next: u32): u32 {
  if (!reserveStack(64)) return exhausted();
  const f = savedSp() - 8 * n;
  memory.copy(f + HEADER, f, 8 * n);
  for (let i: u32 = 0; i < 24; i += 8) store<u64>(f + i, 0);
  const w = root == 0 ? NIL : load<u64>(root);
  if (!isType(w, T_VAR)) {
    memory.copy(f, f + HEADER, 8 * n);
    raise(E_UNBOUND_VAR, w);
    return throwRaised();
  }
  store<u64>(f, w, 24);
  saveSp(f + HEADER + 8 * n);
  return call(n, false, next, false);
}

/** Number of words in an argument collection of APPLY, -1 if it is none. */
export function argCount(args: u64): i32 {
  if (args == NIL || isType(args, T_EMPTY_LIST)) return 0;
  if (isType(args, T_NODE)) return <i32>sizeOf(addressOf(args));
  if (isType(args, T_LIST)) return <i32>fixnumValue(load<u64>(addressOf(args) + LIST_COUNT));
  if (isVector(args)) return <i32>vectorCount(args);
  return -1;
}
export function copyArgs(args: u64, at: u32, n: u32): void {
  if (isType(args, T_NODE)) memory.copy(at, addressOf(args) + 8, 8 * n);
  else if (isFlat(args)) memory.copy(at, flatWords(args), 8 * n);
  else if (isType(args, T_LIST)) {
    for (let i: u32 = 0; i < n; i++) {
      store<u64>(at + 8 * i, load<u64>(addressOf(args) + LIST_FIRST));
      args = load<u64>(addressOf(args) + LIST_REST);
    }
  } else for (let i: u32 = 0; i < n; i++) store<u64>(at + 8 * i, prim_nth(args, fixnum(i)));
}
/** APPLY: header, callee, args, rest on top of the stack. */
export function apply(next: u32): u32 {
  let f = savedSp() - 48;
  const args = load<u64>(f, 32), rest = load<u64>(f, 40), count = argCount(args);
  if (count < 0) {
    raise(E_NOT_CALLABLE_ARGS, args);
    return throwRaised();
  }
  const n = <u32>count;
  let callee = load<u64>(f, 24);
  while (isType(callee, T_VAR)) {
    callee = varValue(callee);
    if (callee == THROW) return throwRaised();
  }
  store<u64>(f, callee, 24);
  const code = !isType(callee, T_CLOSURE) ? 0 : rest == NIL ? codeFor(callee, n) : variadicFor(callee, n);
  if (code != 0 && (<u32>(load<u64>(code + CODE_ARITY) >> 3) & 1) != 0) return applyVariadic(f, code, args, n, rest, next);
  if (code == 0 && isType(callee, T_CLOSURE)) {
    raise(E_ARITY, callee, fixnum(n));
    return throwRaised();
  }
  const offset = offsetOf(f);
  if (!reserveStack(8 * n + 64)) return exhausted();
  f = atOffset(offset);
  copyArgs(args, f + HEADER, n);
  saveSp(f + HEADER + 8 * n);
  if (rest == NIL) return call(n, false, next, false);
  const all = wordsBefore(f + HEADER, n, rest);
  store<u64>(f, load<u64>(LIB_INVOKE_SLOW), 24);
  store<u64>(f, callee, 32);
  store<u64>(f, all, 40);
  saveSp(f + 48);
  return call(2, false, next, false);
}
/** The rest list is taken from the collection itself where it can be: no argument count is too large. */
function applyVariadic(f: u32, code: u32, args: u64, n: u32, rest: u64, next: u32): u32 {
  const k = <u32>(load<u64>(code + CODE_ARITY) >> 4), offset = offsetOf(f);
  const direct = rest == NIL && isType(args, T_NODE);
  if (!reserveStack(8 * (direct ? k : n) + 64)) return exhausted();
  f = atOffset(offset);
  copyArgs(args, f + HEADER, direct ? k : n);
  const at = f + HEADER + 8 * k;
  if (direct) store<u64>(at, nodeSeq(args, k));
  else if (rest == NIL) store<u64>(at, n == k ? NIL : nodeSeq(nodeFrom(at, n - k), 0));
  else store<u64>(at, n == k ? rest : wordsBefore(at, n - k, rest));
  saveSp(at + 8);
  setPc(savedFp(), next);
  return enterFrame(f, code, pointer(T_CODE, code));
}
