/** Sequences taken apart: lists, conses, and whatever is a seq already. */
import { type PrimRow, WORD } from "../../spec/index.js";
import { I32, I64, W } from "./encode.js";
import type { Emitter } from "./emit.js";
import type { Node } from "./graph.js";
import { compareType, fieldAt, isPointer, typeId, typeInWord } from "./layout.js";
import { loadField, quickly, unless } from "./ways.js";

const LIST_REST = fieldAt("LIST", "rest");
const CONS_REST = fieldAt("CONS", "rest");

/** By number of the type less that of a LIST: a bit for each kind of seq that is never empty; LAZY is none, nor is the empty list. */
const FIRST_SEQ = typeId("LIST");
const SEQS = ["LIST", "CONS", "RANGE", "VECSEQ", "STRSEQ", "ARRAYSEQ", "MAPSEQ", "AMAPSEQ", "CHUNKED"].reduce(
  (bits, type) => bits | (1 << (typeId(type) - FIRST_SEQ)),
  0,
);

/** seq, rest and next. */
export function lowerSeq(e: Emitter, n: Node, a: Node): true {
  switch ((n.data as PrimRow).name) {
    case "seq":
      return quickly(
        e,
        n,
        (r) => {
          unlessSeq(e, a);
          e.word(a);
          e.body.set(r);
        },
        (r) => {
          e.word(a);
          e.body.i64(WORD.NIL);
          e.body.op(W.i64Ne);
          e.word(a);
          compareType(e.body, typeId("EMPTY_LIST"), W.i64Ne);
          e.body.op(W.i32And);
          e.body.brIf(0);
          e.body.i64(WORD.NIL);
          e.body.set(r);
        },
      );
    case "rest":
      return quickly(
        e,
        n,
        (r) => {
          unless(e, a, "LIST");
          loadField(e, a, LIST_REST, r);
        },
        (r) => {
          unless(e, a, "CONS");
          loadField(e, a, CONS_REST, r);
          e.body.get(r);
          e.body.i64(WORD.NIL);
          e.body.op(W.i64Eq);
          e.body.brRarely(0);
        },
      );
    default:
      return quickly(
        e,
        n,
        (r) => {
          unless(e, a, "LIST");
          loadField(e, a, LIST_REST, r);
          // Behind the last stands the empty list.
          e.body.i64(WORD.NIL);
          e.body.get(r);
          typeInWord(e.body, r);
          e.body.i32(typeId("EMPTY_LIST"));
          e.body.op(W.i32Eq, W.select);
          e.body.set(r);
        },
        (r) => {
          const { body } = e;
          unless(e, a, "CONS");
          loadField(e, a, CONS_REST, r);
          body.block();
          body.block();
          body.get(r);
          compareType(body, typeId("EMPTY_LIST"), W.i64Eq);
          body.brIf(0);
          isSeq(e, r);
          body.brIf(1);
          body.br(2);
          body.end();
          body.i64(WORD.NIL);
          body.set(r);
          body.end();
        },
      );
  }
}

/** 1 if the word in a local points to such a seq. */
function isSeq(e: Emitter, w: number): void {
  const { body } = e;
  const kind = e.temp(I32);
  isPointer(body, w);
  typeInWord(body, w);
  body.i32(FIRST_SEQ);
  body.op(W.i32Sub);
  body.tee(kind);
  body.i32(32);
  body.op(W.i32LtU, W.i32And);
  body.i32(SEQS);
  body.get(kind);
  body.op(W.i32ShrU, W.i32And);
}
/** Branches unless the word points to one. */
function unlessSeq(e: Emitter, a: Node): void {
  const { body } = e;
  const w = e.temp(I64);
  e.word(a);
  body.set(w);
  isSeq(e, w);
  body.op(W.i32Eqz);
  body.brIf(0);
}
