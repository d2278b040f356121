/** The empty collections: singletons in the shared heap, in ROOTS. Made once, when memory is booted (no actor runs). */
import {
  ARRAY_MAP_HASH, ARRAY_MAP_META, EMPTY_LIST_META, F_RAW, HASH_MAP_COUNT, HASH_MAP_HASH, HASH_MAP_META, HASH_MAP_ROOT, HASH_SET_HASH,
  HASH_SET_MAP, HASH_SET_META, NIL, ROOT_EMPTY_ARRAY_MAP, ROOT_EMPTY_HASH_MAP, ROOT_EMPTY_LIST, ROOT_EMPTY_NODE, ROOT_EMPTY_SET,
  ROOT_EMPTY_STRING, ROOT_EMPTY_VECTOR, T_ARRAY_MAP, T_EMPTY_LIST, T_FLATVEC, T_HASH_MAP, T_HASH_SET, T_NODE, T_STRING,
} from "../generated/spec";
import { allocShared } from "../gc";
import { pointer } from "../object/word";
import { flatExtra } from "./flatvec";

export function bootCollections(): void {
  let a = allocShared(T_NODE, 0, 0);
  store<u64>(ROOT_EMPTY_NODE, pointer(T_NODE, a));

  a = allocShared(T_STRING, 1, F_RAW);
  store<u64>(a, 0, 8);
  store<u64>(ROOT_EMPTY_STRING, pointer(T_STRING, a));

  a = allocShared(T_EMPTY_LIST, 1, 0);
  store<u64>(a + EMPTY_LIST_META, NIL);
  store<u64>(ROOT_EMPTY_LIST, pointer(T_EMPTY_LIST, a));

  a = allocShared(T_FLATVEC, 1, 0);
  store<u64>(flatExtra(a), NIL);
  store<u64>(ROOT_EMPTY_VECTOR, pointer(T_FLATVEC, a));

  a = allocShared(T_ARRAY_MAP, 2, 0);
  store<u64>(a + ARRAY_MAP_HASH, NIL);
  store<u64>(a + ARRAY_MAP_META, NIL);
  store<u64>(ROOT_EMPTY_ARRAY_MAP, pointer(T_ARRAY_MAP, a));

  a = allocShared(T_HASH_MAP, 4, 0);
  store<u64>(a + HASH_MAP_COUNT, 0);
  store<u64>(a + HASH_MAP_ROOT, NIL);
  store<u64>(a + HASH_MAP_HASH, NIL);
  store<u64>(a + HASH_MAP_META, NIL);
  const map = pointer(T_HASH_MAP, a);
  store<u64>(ROOT_EMPTY_HASH_MAP, map);

  a = allocShared(T_HASH_SET, 3, 0);
  store<u64>(a + HASH_SET_MAP, map);
  store<u64>(a + HASH_SET_HASH, NIL);
  store<u64>(a + HASH_SET_META, NIL);
  store<u64>(ROOT_EMPTY_SET, pointer(T_HASH_SET, a));
}
