/** Loops for timing, run from the tests' build only. Each answers a word that depends on the work. */
import { NIL } from "../generated/spec";
import { fixnum } from "../object/word";
import { internKeyword } from "./intern";
import * as p from "./prims";
import { packedName } from "./text";

export function benchConjT(n: u32): u64 {
  const t = p.prim_transient(p.prim_empty_vec());
  for (let i: u32 = 0; i < n; i++) p.prim_conj_t(t, fixnum(i));
  return p.prim_count(p.prim_persistent(t));
}
export function benchConj(n: u32): u64 {
  let v = p.prim_empty_vec();
  for (let i: u32 = 0; i < n; i++) v = p.prim_conj(v, fixnum(i));
  return p.prim_count(v);
}
export function benchNth(n: u32): u64 {
  const t = p.prim_transient(p.prim_empty_vec());
  for (let i: u32 = 0; i < 100000; i++) p.prim_conj_t(t, fixnum(i));
  const v = p.prim_persistent(t);
  let sum: u64 = 0;
  let at: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    at += 7919;
    if (at >= 100000) at -= 100000;
    sum += p.prim_nth(v, fixnum(at));
  }
  return sum;
}
export function benchAssocT(n: u32): u64 {
  const t = p.prim_transient(p.prim_empty_map());
  for (let i: u32 = 0; i < n; i++) p.prim_assoc_t(t, fixnum(i), fixnum(i));
  return p.prim_count(p.prim_persistent(t));
}
export function benchAssoc(n: u32): u64 {
  let m = p.prim_empty_map();
  for (let i: u32 = 0; i < n; i++) m = p.prim_assoc(m, fixnum(i), fixnum(i));
  return p.prim_count(m);
}
export function benchGet(n: u32): u64 {
  const t = p.prim_transient(p.prim_empty_map());
  for (let i: u32 = 0; i < 100000; i++) p.prim_assoc_t(t, fixnum(i), fixnum(i));
  const m = p.prim_persistent(t);
  let sum: u64 = 0;
  let at: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    at += 7919;
    if (at >= 100000) at -= 100000;
    sum += p.prim_get(m, fixnum(at));
  }
  return sum;
}
function name(i: u32): u64 { return packedName(0x6b + (<u64>(65 + i) << 8)); }
export function benchKwGet(n: u32): u64 {
  let m = p.prim_empty_map();
  for (let i: u32 = 0; i < 6; i++) m = p.prim_assoc(m, internKeyword(NIL, name(i)), fixnum(i));
  const k = internKeyword(NIL, name(4));
  let sum: u64 = 0;
  for (let i: u32 = 0; i < n; i++) sum += p.prim_get(m, k);
  return sum;
}
export function benchEqVec(n: u32): u64 {
  const t = p.prim_transient(p.prim_empty_vec());
  const u = p.prim_transient(p.prim_empty_vec());
  for (let i: u32 = 0; i < n; i++) {
    p.prim_conj_t(t, fixnum(i));
    p.prim_conj_t(u, fixnum(i));
  }
  return p.prim_eq(p.prim_persistent(t), p.prim_persistent(u));
}
