/** Which kind of value a type id stands for, where equality, hash and access treat types alike. */
import {
  FIRST_USER_TYPE, T_ARRAY_MAP, T_CHUNKED, T_DECIMAL, T_FLATVEC, T_HASH_MAP, T_HASH_SET, T_INST, T_KEYWORD, T_LIST, T_MAP_ENTRY, T_STRING, T_SUBVEC,
  T_SYMBOL, T_TAGGED, T_UUID, T_VECTOR,
} from "../generated/spec";

export const CLASS_NUMBER: u32 = 1;
export const CLASS_TEXT: u32 = 2; // STRING
export const CLASS_NAME: u32 = 3; // SYMBOL KEYWORD
export const CLASS_VALUE: u32 = 4; // UUID INST
export const CLASS_SEQUENTIAL: u32 = 5; // lists, seqs, lazy seqs, vectors, map entries
export const CLASS_MAP: u32 = 6;
export const CLASS_SET: u32 = 7;
export const CLASS_TAGGED: u32 = 8; // a pair of tag and form
export const CLASS_IDENTITY: u32 = 9; // equal only to itself
export const CLASS_USER: u32 = 10; // deftype, defrecord, reify: program code decides

/** Whether a type id is that of a vector of any kind. */
// @ts-ignore: decorator
@inline export function isVectorType(t: u32): boolean { return t == T_FLATVEC || t == T_VECTOR || t == T_MAP_ENTRY || t == T_SUBVEC; }

/** Class of a type id (of a pointer word). */
export function classOf(t: u32): u32 {
  if (t >= FIRST_USER_TYPE) return CLASS_USER;
  if (t >= T_LIST && t <= T_CHUNKED) return CLASS_SEQUENTIAL;
  if (isVectorType(t)) return CLASS_SEQUENTIAL;
  if (t == T_ARRAY_MAP || t == T_HASH_MAP) return CLASS_MAP;
  if (t == T_STRING) return CLASS_TEXT;
  if (t == T_KEYWORD || t == T_SYMBOL) return CLASS_NAME;
  if (t <= T_DECIMAL) return CLASS_NUMBER;
  if (t == T_HASH_SET) return CLASS_SET;
  if (t == T_UUID || t == T_INST) return CLASS_VALUE;
  if (t == T_TAGGED) return CLASS_TAGGED;
  return CLASS_IDENTITY;
}
