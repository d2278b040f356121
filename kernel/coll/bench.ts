/** Loops for timing, run from the tests' build only. Each answers a word that depends on the work. */
import { A_SP, MORE, NIL } from "../generated/spec";
import { collectHere } from "../gc";
import { actor, reductions, setReductions } from "../mem/registers";
import { fixnum } from "../object/word";
import { internKeyword } from "./intern";
import * as p from "./prims";
import { packedName } from "./text";

/** persistent!, however many slices it takes. */
function finish(t: u64): u64 {
  for (let w = p.prim_persistent(t); ; w = p.prim_persistent(t)) {
    if (w != MORE) return w;
    setReductions(4000);
  }
  return NIL;
}
export function benchConjT(n: u32): u64 {
  const t = p.prim_transient(p.prim_empty_vec());
  for (let i: u32 = 0; i < n; i++) p.prim_conj_t(t, fixnum(i));
  return p.prim_count(finish(t));
}
export function benchConj(n: u32): u64 {
  let v = p.prim_empty_vec();
  for (let i: u32 = 0; i < n; i++) v = p.prim_conj(v, fixnum(i));
  return p.prim_count(v);
}
export function benchNth(n: u32): u64 {
  const t = p.prim_transient(p.prim_empty_vec());
  for (let i: u32 = 0; i < 100000; i++) p.prim_conj_t(t, fixnum(i));
  const v = finish(t);
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
  return p.prim_count(finish(t));
}
export function benchAssoc(n: u32): u64 {
  let m = p.prim_empty_map();
  for (let i: u32 = 0; i < n; i++) m = p.prim_assoc(m, fixnum(i), fixnum(i));
  return p.prim_count(m);
}
export function benchGet(n: u32): u64 {
  const t = p.prim_transient(p.prim_empty_map());
  for (let i: u32 = 0; i < 100000; i++) p.prim_assoc_t(t, fixnum(i), fixnum(i));
  const m = finish(t);
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
  const v = finish(t);
  const w = finish(u);
  let r = p.prim_eq(v, w);
  while (r == MORE) {
    setReductions(4000);
    r = p.prim_eq(v, w);
  }
  return r;
}

/** The collection under work is kept on the stack's only word, so that minor collections can happen. */
function kept(): u64 { return load<u64>(load<u32>(actor + A_SP) - 8); }
function keep(w: u64): void {
  store<u64>(load<u32>(actor + A_SP) - 8, w);
  if (reductions <= 0) {
    collectHere(actor);
    setReductions(4000);
  }
}
/** Replaces values in a map of `size` entries, n times. */
function update(n: u32, size: u32): u64 {
  let m = p.prim_empty_map();
  for (let i: u32 = 0; i < size; i++) m = p.prim_assoc(m, fixnum(i), fixnum(i));
  keep(m);
  for (let i: u32 = 0; i < n; i++) keep(p.prim_assoc(kept(), fixnum((i * 7919) % size), fixnum(i + n)));
  return p.prim_count(kept());
}
export function benchUpdate8(n: u32): u64 { return update(n, 8); }
export function benchUpdate100(n: u32): u64 { return update(n, 100); }
export function benchUpdate10k(n: u32): u64 { return update(n, 10000); }
/** conj one by one, with collections. */
export function benchConjGc(n: u32): u64 {
  keep(p.prim_empty_vec());
  for (let i: u32 = 0; i < n; i++) keep(p.prim_conj(kept(), fixnum(i)));
  return p.prim_count(kept());
}
export function benchAssocGc(n: u32): u64 {
  keep(p.prim_empty_map());
  for (let i: u32 = 0; i < n; i++) keep(p.prim_assoc(kept(), fixnum(i), fixnum(i)));
  return p.prim_count(kept());
}
/** first and next along a vector's seq. */
export function benchWalk(n: u32): u64 {
  const t = p.prim_transient(p.prim_empty_vec());
  for (let i: u32 = 0; i < n; i++) p.prim_conj_t(t, fixnum(i));
  keep(p.prim_seq(finish(t)));
  let sum: u64 = 0;
  while (kept() != NIL) {
    sum += p.prim_first(kept());
    keep(p.prim_next(kept()));
  }
  return sum;
}
export function benchMapWalk(n: u32): u64 {
  const t = p.prim_transient(p.prim_empty_map());
  for (let i: u32 = 0; i < n; i++) p.prim_assoc_t(t, fixnum(i), fixnum(i));
  keep(p.prim_seq(finish(t)));
  let sum: u64 = 0;
  while (kept() != NIL) {
    sum += p.prim_val(p.prim_first(kept()));
    keep(p.prim_next(kept()));
  }
  return sum;
}
