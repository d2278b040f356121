/** Words and objects as compiled code looks at them. */
import { CONTROL_FIELDS, fieldOffset, FIRST_USER_TYPE, MEMORY, PRIMITIVES, ROOTS, typeNamed } from "../../spec/index.js";
import { type Body, W } from "./encode.js";

/** Bytes of a frame's header (kernel/interp/frame.ts). */
export const HEADER = 32;
/** Address of the count of changes of methods. */
export const METHOD_CHANGES = MEMORY.CONTROL + 8 * CONTROL_FIELDS.indexOf("methodChanges");
const PRIM_IDS = new Map(PRIMITIVES.map((p) => [p.name, p.id]));
/** The number of a primitive. */
export const primId = (name: string): number => PRIM_IDS.get(name) as number;
/** The root slot with the empty list. */
export const EMPTY_LIST = MEMORY.ROOTS + 8 * ROOTS.indexOf("emptyList");
export const typeId = (name: string): number => typeNamed(name).id;
/** A pointer to an object of a type, without its address. */
export const pointerTo = (type: number): bigint => (BigInt(type) << 32n) | 1n;
export const pointsTo = (word: bigint, type: number): boolean => (word & 7n) === 1n && word >> 32n === BigInt(type);
const KEYWORD = typeId("KEYWORD");
/** Whether words are the same exactly if they are equal, among themselves: fixnums, chars, booleans, nil, keywords. */
export const isPlain = (word: bigint): boolean => (word & 7n) === 0n || (word & 7n) === 2n || pointsTo(word, KEYWORD);
/** Byte offset of a field from a pointer word's low half, whose tag is 1. */
export const fieldAt = (type: string, field: string): number => fieldOffset(type, field) - 1;

const TYPE_AND_TAG = 0xffffffff00000007n;
/** Compares the word on the stack, by i64Eq or i64Ne, with pointers to objects of a type. */
export function compareType(body: Body, type: number, how: number): void {
  body.i64(TYPE_AND_TAG);
  body.op(W.i64And);
  body.i64(pointerTo(type));
  body.op(how);
}

/** The number of the type in a word, if it points to something. */
export function typeInWord(body: Body, w: number): void {
  body.get(w);
  body.i64(32n);
  body.op(W.i64ShrU, W.i32WrapI64);
}
/** 1 if the word in a local points to an object. */
export function isPointer(body: Body, w: number): void {
  body.get(w);
  body.op(W.i32WrapI64);
  body.i32(7);
  body.op(W.i32And);
  body.i32(1);
  body.op(W.i32Eq);
}
/** 1 if the word in a local points to an instance of the user's type whose number a global holds. */
export function isInstanceOf(body: Body, w: number, type: number): void {
  typeInWord(body, w);
  body.globalGet(type);
  body.op(W.i32Eq);
  isPointer(body, w);
  body.op(W.i32And);
}
/** 1 if the word in a local points to an instance of a user's type. */
export function isInstance(body: Body, w: number): void {
  isPointer(body, w);
  body.get(w);
  body.i64(BigInt(FIRST_USER_TYPE) << 32n);
  body.op(W.i64GeU, W.i32And);
}
/** Branches to depth 0 unless it does. */
export function unlessInstance(body: Body, w: number): void {
  isInstance(body, w);
  body.op(W.i32Eqz);
  body.brRarely(0);
}

/** Flags and size (spec/types.ts) of the object whose pointer's low half is on the stack. */
export function loadHeader(body: Body): void {
  body.i32(1);
  body.op(W.i32Sub);
  body.memory(W.i32Load, 0);
}

/** Bytes that the words of such an object take. */
export function loadBytes(body: Body): void {
  loadHeader(body);
  body.i32(8);
  body.op(W.i32ShrU);
  body.i32(3);
  body.op(W.i32Shl);
}
/** Puts a pointer to the object at an address, of the type that another pointer has, on the stack; both are in locals. */
export function pointerLike(body: Body, w: number, at: number): void {
  body.get(w);
  body.i64(~0xffffffffn);
  body.op(W.i64And);
  body.get(at);
  body.op(W.i64ExtendI32U, W.i64Or);
  body.i64(1n);
  body.op(W.i64Or);
}

const CLOSURE = typeId("CLOSURE");
const CLOSURE_CODE = fieldAt("CLOSURE", "code");
/** The first code of the closure in a local, as the low half of a pointer; branches to depth 0 if it is none. */
export function loadCode(body: Body, w: number): void {
  body.get(w);
  compareType(body, CLOSURE, W.i64Ne);
  body.brIf(0);
  body.get(w);
  body.op(W.i32WrapI64);
  body.memory(W.i32Load, CLOSURE_CODE);
}
