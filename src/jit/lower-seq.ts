/** Sequences taken apart: lists, conses, and whatever is a seq already. */
import { type PrimRow, WORD } from "../../spec/index.js";
import { I32, I64, W } from "./encode.js";
import type { Emitter } from "./emit.js";
import type { Node } from "./graph.js";
import { compareType, fieldAt, typeId, typeInWord } from "./layout.js";
import type { OwnFunction } from "./linkage.js";
import { isSeq, nextOf, restOf, seqOf } from "./walk.js";
import { loadField, quickly, unless } from "./ways.js";

const LIST_REST = fieldAt("LIST", "rest");
const CONS_REST = fieldAt("CONS", "rest");

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
        (r) => walked(e, a, seqOf, r),
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
        (r) => walked(e, a, restOf, r),
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
          isSeq(body, r, e.temp(I32));
          body.brIf(1);
          body.br(2);
          body.end();
          body.i64(WORD.NIL);
          body.set(r);
          body.end();
        },
        (r) => walked(e, a, nextOf, r),
      );
  }
}

/** Branches unless the word points to a seq that is its own seq. */
function unlessSeq(e: Emitter, a: Node): void {
  const { body } = e;
  const w = e.temp(I64);
  e.word(a);
  body.set(w);
  isSeq(body, w, e.temp(I32));
  body.op(W.i32Eqz);
  body.brIf(0);
}
/** By a function of the module that answers SLOW where the kernel has to look. */
export function walked(e: Emitter, a: Node, step: OwnFunction, r: number): void {
  const { body } = e;
  e.word(a);
  e.callQuietly(e.context.link.own(step));
  body.tee(r);
  body.i64(WORD.SLOW);
  body.op(W.i64Eq);
  body.brIf(0);
}
