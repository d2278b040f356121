/** Clojure compare of one pair without descending: a fixnum, ABSENT for two vectors of one count, SLOW, or THROW. */
import {
  ABSENT, E_NOT_COMPARABLE, FALSE, INST_MS, KEYWORD_NAME, KEYWORD_NS, NIL, SLOW, SYMBOL_NAME, SYMBOL_NS, T_FLATVEC, T_INST, T_KEYWORD,
  T_STRING, T_SYMBOL, T_UUID, TRUE,
} from "../generated/spec";
import { field, resolve } from "../object/header";
import { raise } from "../object/raise";
import { compareStrings } from "../object/string";
import { addressOf, areFixnums, fixnum, floatValue, isChar, isFloat, isLong, isPointer, longValue, typeOf } from "../object/word";
import { CLASS_USER, classOf, isVectorType } from "./classes";
import { anyVectorCount } from "./cursor";
import { flatCount } from "./flatvec";
import { numberCategory } from "./number";

const LESS: u64 = <u64>-8;
const GREATER: u64 = 8;

function order(less: boolean, greater: boolean): u64 { return less ? LESS : greater ? GREATER : 0; }

export function compareShallow(v: u64, w: u64): u64 {
  if (areFixnums(v, w)) return order(<i64>v < <i64>w, <i64>v > <i64>w);
  if (v == w) return 0;
  if (isPointer(v) && isPointer(w) && typeOf(v) == typeOf(w)) {
    const c = compareAlike(v, w, typeOf(v));
    if (c != NIL) return c;
  }
  if (v == NIL) return LESS;
  if (w == NIL) return GREATER;
  const p = numberCategory(v);
  if (p != 0) {
    const q = numberCategory(w);
    if (q == 0) return isPointer(w) && classOf(typeOf(w)) == CLASS_USER ? SLOW : raise(E_NOT_COMPARABLE, v, w);
    return compareNumbers(v, w);
  }
  if (isChar(v) && isChar(w)) return fixnum((<i64>v >> 8) - (<i64>w >> 8));
  if ((v == TRUE || v == FALSE) && (w == TRUE || w == FALSE)) return v == FALSE ? LESS : GREATER;
  if (isPointer(v) && isPointer(w)) return comparePointers(v, w, typeOf(v), typeOf(w));
  if (isPointer(v) && classOf(typeOf(v)) == CLASS_USER) return SLOW;
  return raise(E_NOT_COMPARABLE, v, w);
}

/** Longs and doubles; all else is the library's. Nothing is below or above NaN. */
function compareNumbers(v: u64, w: u64): u64 {
  if (isLong(v)) {
    const x = longValue(v);
    if (isLong(w)) return order(x < longValue(w), x > longValue(w));
    return isFloat(w) ? order(<f64>x < floatValue(w), <f64>x > floatValue(w)) : SLOW;
  }
  if (!isFloat(v)) return SLOW;
  const d = floatValue(v);
  if (isFloat(w)) return order(d < floatValue(w), d > floatValue(w));
  return isLong(w) ? order(d < <f64>longValue(w), d > <f64>longValue(w)) : SLOW;
}

/** Two objects of one type, what programs sort most; NIL for all other types. */
function compareAlike(v: u64, w: u64, t: u32): u64 {
  switch (t) {
    case T_FLATVEC: {
      const n = flatCount(v), m = flatCount(w);
      return n == m ? ABSENT : order(n < m, true);
    }
    case T_STRING: return fixnum(compareStrings(v, w));
    case T_KEYWORD: return compareNames(v, w, KEYWORD_NS, KEYWORD_NAME);
    case T_SYMBOL: return compareNames(v, w, SYMBOL_NS, SYMBOL_NAME);
    case T_UUID: {
      const d = <i64>load<u64>(addressOf(v), 8);
      const e = <i64>load<u64>(addressOf(w), 8);
      if (d != e) return order(d < e, true);
      const x = <i64>load<u64>(addressOf(v), 16);
      const y = <i64>load<u64>(addressOf(w), 16);
      return order(x < y, x > y);
    }
    case T_INST: return compareNumbers(field(v, INST_MS), field(w, INST_MS));
    default: return NIL;
  }
}

function comparePointers(v: u64, w: u64, t: u32, u: u32): u64 {
  if (isVectorType(t) && isVectorType(u)) {
    const n = anyVectorCount(v);
    const m = anyVectorCount(w);
    return n == m ? ABSENT : order(n < m, true);
  }
  if (resolve(v) == resolve(w)) return 0;
  if (classOf(t) == CLASS_USER) return SLOW;
  return raise(E_NOT_COMPARABLE, v, w);
}

/** By namespace (none first), then by name. */
function compareNames(v: u64, w: u64, nsAt: u32, nameAt: u32): u64 {
  const ns = resolve(field(v, nsAt));
  const other = resolve(field(w, nsAt));
  if (ns != other) {
    if (ns == NIL) return LESS;
    return other == NIL ? GREATER : fixnum(compareStrings(ns, other));
  }
  return fixnum(compareStrings(field(v, nameAt), field(w, nameAt)));
}
