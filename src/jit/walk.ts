/**
 * Steps along what is a place in a NODE or in a short vector: rest arguments (ARRAYSEQ), vectors (VECSEQ), chunks (CHUNKED). They stand
 * once in a module, as functions of it, and answer SLOW where the kernel has to look. The words of all three begin with
 *
 *   source: a NODE, of a VECSEQ a FLATVEC  |  index  |  of a CHUNKED: more, what comes behind the source, a seq, a lazy seq or nil
 */
import { typeNamed, WORD } from "../../spec/index.js";
import { Body, I32, I64, type ModuleBuilder, W } from "./encode.js";
import { compareType, EMPTY_LIST, fieldAt, isPointer, loadBytes, pointerTo, typeId, typeInWord } from "./layout.js";
import type { Linkage } from "./linkage.js";
import { reserveBytes } from "./lookup.js";

const FLATVEC = typeId("FLATVEC");
const VECSEQ = typeId("VECSEQ");
const CHUNKED = typeId("CHUNKED");
const SOURCE = fieldAt("CHUNKED", "node");
const INDEX = fieldAt("CHUNKED", "index");
const MORE = fieldAt("CHUNKED", "more");
const WORDS = fieldAt("NODE", "words...");
const INDEXED_WORDS = typeNamed("VECSEQ").fields.length;

/** A bit for each type, by its number less that of a LIST. */
const FIRST_TYPE = typeId("LIST");
const bitsOf = (...types: readonly string[]): number => types.reduce((bits, type) => bits | (1 << (typeId(type) - FIRST_TYPE)), 0);
const INDEXED = bitsOf("ARRAYSEQ", "VECSEQ", "CHUNKED");
/** Kinds of seq that are never empty; a LAZY is none, nor is the empty list. */
const SEQS = bitsOf("LIST", "CONS", "RANGE", "VECSEQ", "STRSEQ", "ARRAYSEQ", "MAPSEQ", "AMAPSEQ", "CHUNKED");
const RESTS = SEQS | bitsOf("LAZY", "EMPTY_LIST");

/** 1 if the word in a local points to an object of these types; the type, less that of a LIST, ends up in a local. */
function isOneOf(body: Body, w: number, kind: number, types: number): void {
  isPointer(body, w);
  typeInWord(body, w);
  body.i32(FIRST_TYPE);
  body.op(W.i32Sub);
  body.tee(kind);
  body.i32(32);
  body.op(W.i32LtU, W.i32And);
  body.i32(types);
  body.get(kind);
  body.op(W.i32ShrU, W.i32And);
}
/** 1 if the word in a local points to a seq that is its own seq. */
export const isSeq = (body: Body, w: number, kind: number): void => isOneOf(body, w, kind, SEQS);

/** Returns a word, from the function. */
function answer(body: Body, word: bigint): void {
  body.i64(word);
  body.op(W.return);
}

interface Place {
  readonly kind: number;
  readonly source: number;
  /** Bytes from the first element. */
  readonly index: number;
}
/** Takes the seq in parameter 0 apart, into locals. */
function takeApart(body: Body): Place {
  const [kind, source, index] = [body.local(I32), body.local(I64), body.local(I32)];
  isOneOf(body, 0, kind, INDEXED);
  body.op(W.i32Eqz);
  body.if();
  answer(body, WORD.SLOW);
  body.end();
  body.get(0);
  body.op(W.i32WrapI64);
  body.memory(W.i64Load, SOURCE);
  body.set(source);
  isKind(body, kind, VECSEQ);
  body.if();
  body.get(source);
  compareType(body, FLATVEC, W.i64Ne);
  body.if();
  answer(body, WORD.SLOW);
  body.end();
  body.end();
  body.get(0);
  body.op(W.i32WrapI64);
  body.memory(W.i32Load, INDEX);
  body.set(index);
  return { kind, source, index };
}
/** Bytes that the elements of a place's source take: behind those of a FLATVEC stands a word more. */
function loadEnd(body: Body, { kind, source }: Place): void {
  body.get(source);
  body.op(W.i32WrapI64);
  loadBytes(body);
  isKind(body, kind, VECSEQ);
  body.i32(3);
  body.op(W.i32Shl, W.i32Sub);
}
function isKind(body: Body, kind: number, type: number): void {
  body.get(kind);
  body.i32(type - FIRST_TYPE);
  body.op(W.i32Eq);
}

/** (seq) -> its first element. */
export function firstOf(module: ModuleBuilder): number {
  const index = module.declare([I64], [I64]);
  const body = new Body([I64]);
  const place = takeApart(body);
  body.get(place.source);
  body.op(W.i32WrapI64);
  body.get(place.index);
  body.op(W.i32Add);
  body.memory(W.i64Load, WORDS);
  module.define(index, body);
  return index;
}

/** (seq) -> what comes after its first element: nil at the end. */
export const nextOf = (module: ModuleBuilder, link: Linkage): number => step(module, link, SEQS, (body) => body.i64(WORD.NIL));
/** The same, but the empty list at the end, and nothing lazy is looked into. */
export const restOf = (module: ModuleBuilder, link: Linkage): number =>
  step(module, link, RESTS, (body) => {
    body.i32(0);
    body.memory(W.i64Load, EMPTY_LIST);
  });

function step(module: ModuleBuilder, link: Linkage, rests: number, end: (body: Body) => void): number {
  const index = module.declare([I64], [I64]);
  const body = new Body([I64]);
  const place = takeApart(body);
  const more = body.local(I64);
  body.get(place.index);
  body.i32(8);
  body.op(W.i32Add);
  body.tee(place.index);
  loadEnd(body, place);
  body.op(W.i32LtU);
  body.if();
  {
    const at = body.local(I32);
    const bytes = body.local(I32);
    isKind(body, place.kind, CHUNKED);
    body.i32(3);
    body.op(W.i32Shl);
    body.i32(8 + 8 * INDEXED_WORDS);
    body.op(W.i32Add);
    body.set(bytes);
    reserveBytes(body, link, at, () => body.get(bytes));
    // More, of a CHUNKED; metadata.
    isKind(body, place.kind, CHUNKED);
    body.if();
    body.get(at);
    body.get(0);
    body.op(W.i32WrapI64);
    body.memory(W.i64Load, MORE);
    body.memory(W.i64Store, MORE + 1);
    body.end();
    body.get(at);
    body.get(bytes);
    body.op(W.i32Add);
    body.i32(8);
    body.op(W.i32Sub);
    body.i64(WORD.NIL);
    body.memory(W.i64Store, 0);
    indexed(body, at, place.source, () => {
      body.get(place.index);
      body.op(W.i64ExtendI32U);
    });
    // The header: type, words.
    body.get(at);
    typeOfSeq(body);
    body.get(bytes);
    body.i32(8);
    body.op(W.i32Sub);
    body.i32(5);
    body.op(W.i32Shl, W.i64ExtendI32U, W.i64Or);
    body.memory(W.i64Store, 0);
    typeOfSeq(body);
    asPointer(body, at);
    body.op(W.return);
  }
  body.end();
  isKind(body, place.kind, CHUNKED);
  body.if();
  body.get(0);
  body.op(W.i32WrapI64);
  body.memory(W.i64Load, MORE);
  body.tee(more);
  body.i64(WORD.NIL);
  body.op(W.i64Ne);
  body.if();
  body.get(more);
  body.i64(WORD.SLOW);
  isOneOf(body, more, place.kind, rests);
  body.op(W.select, W.return);
  body.end();
  body.end();
  end(body);
  module.define(index, body);
  return index;
}
/** The type in parameter 0, in its place. */
function typeOfSeq(body: Body): void {
  body.get(0);
  body.i64(~0xffffffffn);
  body.op(W.i64And);
}
/** Makes the type on the stack a pointer to the object at an address. */
function asPointer(body: Body, at: number): void {
  body.get(at);
  body.op(W.i64ExtendI32U, W.i64Or);
  body.i64(1n);
  body.op(W.i64Or);
}
/** Writes where a seq is; its index is put on the stack. */
function indexed(body: Body, at: number, source: number, index: () => void): void {
  body.get(at);
  body.get(source);
  body.memory(W.i64Store, SOURCE + 1);
  body.get(at);
  index();
  body.memory(W.i64Store, INDEX + 1);
}

/** (vector) -> the seq of a short one. */
export function seqOf(module: ModuleBuilder, link: Linkage): number {
  const index = module.declare([I64], [I64]);
  const body = new Body([I64]);
  const at = body.local(I32);
  body.get(0);
  compareType(body, FLATVEC, W.i64Ne);
  body.if();
  answer(body, WORD.SLOW);
  body.end();
  body.get(0);
  body.op(W.i32WrapI64);
  loadBytes(body);
  body.i32(8);
  body.op(W.i32Eq);
  body.if();
  answer(body, WORD.NIL);
  body.end();
  reserveBytes(body, link, at, () => body.i32(8 + 8 * INDEXED_WORDS));
  body.get(at);
  body.i64((BigInt(VECSEQ) << 32n) | (BigInt(INDEXED_WORDS) << 8n));
  body.memory(W.i64Store, 0);
  indexed(body, at, 0, () => body.i64(0n));
  body.get(at);
  body.i64(WORD.NIL);
  body.memory(W.i64Store, MORE + 1);
  body.i64(pointerTo(VECSEQ));
  asPointer(body, at);
  module.define(index, body);
  return index;
}
