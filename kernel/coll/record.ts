/**
 * Records: instances of user types with named fields. Words of an instance: meta, map of further keys or nil, cached hash or
 * nil, then the fields. TYPE.keys is a shared NODE of the fields' keywords in order (nil for other types). Keywords are
 * interned and shared, so a key is found by comparing words: records are small.
 */
import { C_METHOD_CHANGES, C_TYPE_TABLE, FIRST_USER_TYPE, NIL, NODE_WORDS, THROW, TYPE_FLAG_CAST, TYPE_FLAGS, TYPE_ITSELF, TYPE_KEYS, TYPE_NAME } from "../generated/spec";
import { alloc, promote } from "../gc";
import { control } from "../mem";
import { field, sizeOf } from "../object/header";
import { addressOf, fixnum, pointer, typeOf } from "../object/word";

/** Bytes of the header and of the three words before the fields. */
export const RECORD_FIELDS: u32 = 32;
const EXT: u32 = 16;
const HASH: u32 = 24;

/** The TYPE with the number of an instance's; 0 if there is none. */
// @ts-ignore: decorator
@inline function typeAt(t: u32): u64 { return load<u64>(load<u32>(C_TYPE_TABLE) + (t << 3)); }

/** Keywords of the fields of an instance, a NODE, if w is a record; else NIL. w is a pointer. */
// @ts-ignore: decorator
@inline export function recordKeys(w: u64): u64 {
  const t = typeOf(w);
  if (t < FIRST_USER_TYPE) return NIL;
  const table = load<u32>(C_TYPE_TABLE);
  if (table == 0) return NIL;
  const type = load<u64>(table + (t << 3));
  return type == 0 ? NIL : load<u64>(addressOf(type) + TYPE_KEYS);
}

/** Whether a record's fields make numbers of what they are given: the library sets those. */
export function recordCasts(w: u64): bool {
  const type = typeAt(typeOf(w));
  return (load<u64>(addressOf(type) + TYPE_FLAGS) & (TYPE_FLAG_CAST << 3)) != 0;
}

/**
 * Whether each instance of a user type is equal to itself alone: the library has looked for implementations that say otherwise, and none has
 * changed since.
 */
export function isItself(t: u32): bool {
  const type = typeAt(t);
  return type != 0 && load<u64>(addressOf(type) + TYPE_ITSELF) == fixnum(control(C_METHOD_CHANGES));
}
/**
 * Identity hash: of the shared address, which never changes. The object is promoted first, because local ones move; a
 * shared address is as good as a counter (it is kept in an image and repeats in a deterministic run) and needs no table. -1 if there is no room.
 */
export function addressHash(w: u64): i64 {
  const shared = promote(w);
  return shared == THROW ? -1 : <i64>(<u64><u32>((<i32>(addressOf(shared) >> 3)) * <i32>0x9e3779b1));
}
// @ts-ignore: decorator
@inline export function recordTypeName(w: u64): u64 { return load<u64>(addressOf(typeAt(typeOf(w))) + TYPE_NAME); }
// @ts-ignore: decorator
@inline export function recordHash(w: u64): u64 { return field(w, HASH); }
/** Keeps a record's hash in it (shared ones too: everybody computes the same). */
// @ts-ignore: decorator
@inline export function keepRecordHash(w: u64, hash: u64): void { store<u64>(addressOf(w) + HASH, hash); }

/** Offset of the field that key names, 0 if none does. */
export function recordOffset(keys: u64, key: u64): u32 {
  const a = addressOf(keys);
  const end = sizeOf(a) << 3;
  for (let i: u32 = 0; i < end; i += 8) if (load<u64>(a + NODE_WORDS + i) == key) return RECORD_FIELDS + i;
  return 0;
}

/** The map of the keys beyond the fields, NIL if there are none. */
// @ts-ignore: decorator
@inline export function recordExt(w: u64): u64 { return field(w, EXT); }

/** A copy with one word changed and no cached hash. */
export function recordWith(w: u64, offset: u32, v: u64): u64 {
  const from = addressOf(w), n = sizeOf(from);
  const a = alloc(typeOf(w), n, 0);
  for (let i: u32 = 8; i <= n << 3; i += 8) store<u64>(a + i, load<u64>(from + i));
  store<u64>(a + HASH, NIL);
  store<u64>(a + offset, v);
  return pointer(typeOf(w), a);
}
// @ts-ignore: decorator
@inline export function recordWithExt(w: u64, ext: u64): u64 { return recordWith(w, EXT, ext); }
