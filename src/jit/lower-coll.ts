/** Vectors and lists: what their commonest operations find in a few loads is found in place, all else by the primitive. */
import { FLAG, FLATVEC_MAX, type PrimRow, WORD } from "../../spec/index.js";
import { I32, I64, W } from "./encode.js";
import type { Emitter } from "./emit.js";
import { type Node, T } from "./graph.js";
import { fieldAt, loadHeader, typeId } from "./layout.js";
import { lowerCons, lowerListCell } from "./lower-alloc.js";
import { atomReplace, cellReset, cellValue } from "./lower-cell.js";
import { lowerSeq, walked } from "./lower-seq.js";
import { loadField, quickly, unless } from "./ways.js";
import { firstOf } from "./walk.js";
import { fixnumOf } from "./lower-fixnum.js";

const COUNT = fieldAt("VECTOR", "count");
const SHIFT = fieldAt("VECTOR", "shift");
const ROOT = fieldAt("VECTOR", "root");
const TAIL = fieldAt("VECTOR", "tail");
/** Element 0 of a NODE and of a FLATVEC. */
const WORDS = fieldAt("NODE", "words...");
const FIRST = fieldAt("LIST", "first");
const REST = fieldAt("LIST", "rest");
const LIST_COUNT = fieldAt("LIST", "count");
const META = fieldAt("LIST", "meta");
const CHUNK_FIELDS: Record<string, number> = {
  "chunk-words": fieldAt("CHUNKED", "node"),
  "chunk-index": fieldAt("CHUNKED", "index"),
  "chunk-more": fieldAt("CHUNKED", "more"),
};
const TRANSIENT = {
  kind: fieldAt("TRANSIENT", "kind"),
  owner: fieldAt("TRANSIENT", "owner"),
  count: fieldAt("TRANSIENT", "a"),
  tail: fieldAt("TRANSIENT", "d"),
};
const EXCEPTION = BigInt(typeId("EXCEPTION"));
const FLATVEC = BigInt(typeId("FLATVEC"));
const VECTOR = BigInt(typeId("VECTOR"));
/** Bytes of 32 elements, less one. */
const LEAF = 255n;

/** Whether the node has been lowered here. */
export function lowerColl(e: Emitter, n: Node): boolean {
  const [a, b] = n.args;
  if (a === undefined) return false;
  if ((a.type & T.OTHER) === 0 && (n.data as PrimRow).name !== "cons") return false;
  switch ((n.data as PrimRow).name) {
    case "nth":
    case "nth-or":
      return ((b as Node).type & T.FIX) !== 0 && quickly(e, n, ...elementWays(e, a, b as Node));
    case "get":
    case "get-or":
      return (b as Node).type === T.FIX && quickly(e, n, (r) => flatElement(e, a, b as Node, r));
    case "peek":
      return quickly(
        e,
        n,
        (r) => lastElement(e, a, r),
        (r) => {
          unless(e, a, "LIST");
          loadField(e, a, FIRST, r);
        },
      );
    case "pop":
      return quickly(e, n, (r) => {
        unless(e, a, "LIST");
        // The empty list at the end takes over what metadata there is.
        loadField(e, a, META, r);
        e.body.get(r);
        e.body.i64(WORD.NIL);
        e.body.op(W.i64Ne);
        e.body.brRarely(0);
        loadField(e, a, REST, r);
      });
    case "conj":
      return quickly(e, n, (r) => {
        const count = e.body.local(I64);
        const meta = e.body.local(I64);
        unless(e, a, "LIST");
        loadField(e, a, LIST_COUNT, count);
        loadField(e, a, META, meta);
        lowerListCell(e, b as Node, a, count, meta, r);
      });
    case "cons":
      return (b as Node).type === T.NIL
        ? false
        : quickly(e, n, (r) => {
            unless(e, b as Node, "LIST", "CONS");
            lowerCons(e, a, b as Node, r);
          });
    case "conj-t":
      return quickly(e, n, (r) => appended(e, a, b as Node, r));
    case "node-get":
      return (b as Node).type !== 0 && ((b as Node).type & T.FIX) !== 0 && quickly(e, n, (r) => nodeWord(e, a, b as Node, r));
    case "node-count":
      return quickly(e, n, (r) => {
        unless(e, a, "NODE");
        size(e, a);
        e.body.set(r);
      });
    case "chunk-words":
    case "chunk-index":
    case "chunk-more":
      return quickly(e, n, (r) => {
        unless(e, a, ...((n.data as PrimRow).name === "chunk-more" ? ["CHUNKED"] : ["CHUNKED", "ARRAYSEQ"]));
        loadField(e, a, CHUNK_FIELDS[(n.data as PrimRow).name] as number, r);
      });
    case "type-id":
      return quickly(e, n, (r) => typeOfPointer(e, a, r));
    case "vector?":
      return quickly(e, n, (r) => is(e, a, r, "FLATVEC", "VECTOR"));
    case "map?":
      return quickly(e, n, (r) => is(e, a, r, "ARRAY_MAP", "HASH_MAP"));
    case "atom-deref":
      return quickly(e, n, (r) => cellValue(e, a, "ATOM", r));
    case "volatile-deref":
      return quickly(e, n, (r) => cellValue(e, a, "VOLATILE", r));
    case "volatile-reset":
      return quickly(e, n, (r) => cellReset(e, a, b as Node, r));
    case "atom-replace":
      return quickly(e, n, (r) => atomReplace(e, n, r));
    case "count":
      return quickly(
        e,
        n,
        (r) => {
          unless(e, a, "FLATVEC");
          flatCount(e, a);
          e.body.set(r);
        },
        (r) => {
          unless(e, a, "VECTOR");
          loadField(e, a, COUNT, r);
        },
      );
    case "first":
      return quickly(
        e,
        n,
        (r) => {
          unless(e, a, "LIST", "CONS");
          loadField(e, a, FIRST, r);
        },
        (r) => {
          flatNotEmpty(e, a, r);
          loadField(e, a, WORDS, r);
        },
        (r) => walked(e, a, firstOf, r),
      );
    case "seq":
    case "rest":
    case "next":
      return lowerSeq(e, n, a);
    default:
      return false;
  }
}

/** True if the word points to an object of one of these types; others may be of the kind, too. */
function is(e: Emitter, a: Node, r: number, ...types: readonly string[]): void {
  unless(e, a, ...types);
  e.body.i64(WORD.TRUE);
  e.body.set(r);
}
/** Number of words of an object, which stands above the flags in the header, on the stack as a fixnum. */
function size(e: Emitter, a: Node): void {
  const { body } = e;
  e.word(a);
  body.op(W.i32WrapI64);
  loadHeader(body);
  body.i32(8);
  body.op(W.i32ShrU, W.i64ExtendI32U);
  body.i64(3n);
  body.op(W.i64Shl);
}
/** Number of elements of a FLATVEC, likewise: behind them stands one word more. */
function flatCount(e: Emitter, a: Node): void {
  size(e, a);
  e.body.i64(8n);
  e.body.op(W.i64Sub);
}
/** Word of a NODE. */
function nodeWord(e: Emitter, a: Node, index: Node, r: number): void {
  const { body } = e;
  unless(e, a, "NODE");
  e.unlessFixnum(index, 0);
  e.word(index);
  size(e, a);
  body.op(W.i64GeU);
  body.brRarely(0);
  elementAt(e, a, index, r);
}
/** A word of a NODE or FLATVEC that has it. */
function elementAt(e: Emitter, a: Node, index: Node, r: number): void {
  const { body } = e;
  const known = flatIndex(index);
  e.word(a);
  body.op(W.i32WrapI64);
  if (known === undefined) {
    e.word(index);
    body.op(W.i32WrapI64, W.i32Add);
  }
  body.memory(W.i64Load, WORDS + 8 * (known ?? 0));
  body.set(r);
}
/** Value of a constant that a FLATVEC may have as an index. */
function flatIndex(index: Node): number | undefined {
  const known = fixnumOf(index);
  return known !== undefined && known >= 0n && known < BigInt(FLATVEC_MAX) ? Number(known) : undefined;
}
/**
 * A transient vector with one more element in its tail, which has been begun and is not full. A transient is never another actor's (it
 * refuses promotion): its owner is the running one, or nil once it is done with. A tail that is old needs the primitive's barrier.
 */
function appended(e: Emitter, t: Node, x: Node, r: number): void {
  const { body } = e;
  const count = body.local(I64);
  const tail = body.local(I32);
  unless(e, t, "TRANSIENT");
  loadField(e, t, TRANSIENT.kind, r);
  body.get(r);
  body.i64(0n); // a vector: kernel/coll/transient.ts
  body.op(W.i64Ne);
  body.brIf(0);
  loadField(e, t, TRANSIENT.owner, r);
  body.get(r);
  body.i64(WORD.NIL);
  body.op(W.i64Eq);
  body.brRarely(0);
  loadField(e, t, TRANSIENT.count, count);
  body.get(count);
  body.i64(LEAF);
  body.op(W.i64And, W.i64Eqz);
  body.brIf(0);
  e.word(t);
  body.op(W.i32WrapI64);
  body.memory(W.i32Load, TRANSIENT.tail);
  body.tee(tail);
  loadHeader(body);
  body.i32(FLAG.OLD);
  body.op(W.i32And);
  body.brIf(0);
  body.get(tail);
  body.get(count);
  body.op(W.i32WrapI64);
  body.i32(Number(LEAF));
  body.op(W.i32And, W.i32Add);
  e.word(x);
  body.memory(W.i64Store, WORDS);
  e.word(t);
  body.op(W.i32WrapI64);
  body.get(count);
  body.i64(8n);
  body.op(W.i64Add);
  body.memory(W.i64Store, TRANSIENT.count);
  e.word(t);
  body.set(r);
}
/** Number of the type in a pointer; exceptions have one of their own, vectors of any length one together. */
function typeOfPointer(e: Emitter, a: Node, r: number): void {
  const { body } = e;
  e.tag(a);
  body.i32(1);
  body.op(W.i32Ne);
  body.brIf(0);
  e.word(a);
  body.i64(32n);
  body.op(W.i64ShrU);
  body.tee(r);
  body.i64(EXCEPTION);
  body.op(W.i64Eq);
  body.brRarely(0);
  body.i64(VECTOR << 3n);
  body.get(r);
  body.i64(3n);
  body.op(W.i64Shl);
  body.get(r);
  body.i64(FLATVEC);
  body.op(W.i64Eq, W.select);
  body.set(r);
}

/** To an element of a vector. A constant index is hardly ever one into a long vector. */
function elementWays(e: Emitter, a: Node, index: Node): ((r: number) => void)[] {
  const flat = (r: number) => flatElement(e, a, index, r);
  const trie = (r: number) => trieElement(e, a, index, r);
  return index.op === "const" ? [flat] : [flat, trie];
}
function flatElement(e: Emitter, a: Node, index: Node, r: number): void {
  const { body } = e;
  unless(e, a, "FLATVEC");
  e.unlessFixnum(index, 0);
  e.word(index);
  flatCount(e, a);
  body.op(W.i64GeU);
  body.brIf(0);
  elementAt(e, a, index, r);
}
/** In the tail of a VECTOR, or on the way down from its root (kernel/coll/vector.ts). */
function trieElement(e: Emitter, a: Node, index: Node, r: number): void {
  const { body } = e;
  const node = body.local(I32);
  const shift = body.local(I32);
  const low = (): void => {
    e.word(index);
    body.op(W.i32WrapI64);
  };
  /** Of a part of the index, on the stack, to the offset of the word in a node. */
  const slot = (): void => {
    body.i32(Number(LEAF & ~7n));
    body.op(W.i32And);
  };
  unless(e, a, "VECTOR");
  e.unlessFixnum(index, 0);
  loadField(e, a, COUNT, r);
  e.word(index);
  body.get(r);
  body.op(W.i64GeU);
  body.brIf(0);
  // As fixnum words: below (count - 1) & ~31 it is in the trie.
  e.word(index);
  body.get(r);
  body.i64(8n);
  body.op(W.i64Sub);
  body.i64(~LEAF);
  body.op(W.i64And, W.i64GeS);
  body.if();
  e.word(a);
  body.op(W.i32WrapI64);
  body.memory(W.i32Load, TAIL);
  body.set(node);
  body.else();
  e.word(a);
  body.op(W.i32WrapI64);
  body.memory(W.i32Load, ROOT);
  body.set(node);
  e.word(a);
  body.op(W.i32WrapI64);
  body.memory(W.i32Load, SHIFT);
  body.i32(3);
  body.op(W.i32ShrU);
  body.set(shift);
  body.loop();
  body.get(node);
  low();
  body.get(shift);
  body.op(W.i32ShrU);
  slot();
  body.op(W.i32Add);
  body.memory(W.i32Load, WORDS);
  body.set(node);
  body.get(shift);
  body.i32(5);
  body.op(W.i32Sub);
  body.tee(shift);
  body.brIf(0);
  body.end();
  body.end();
  body.get(node);
  low();
  slot();
  body.op(W.i32Add);
  body.memory(W.i64Load, WORDS);
  body.set(r);
}
/** Branches unless the word points to a FLATVEC with elements, whose number is left in the local. */
function flatNotEmpty(e: Emitter, a: Node, count: number): void {
  unless(e, a, "FLATVEC");
  flatCount(e, a);
  e.body.tee(count);
  e.body.op(W.i64Eqz);
  e.body.brIf(0);
}
/** The last element of a FLATVEC that has one. */
function lastElement(e: Emitter, a: Node, r: number): void {
  const { body } = e;
  flatNotEmpty(e, a, r);
  e.word(a);
  body.op(W.i32WrapI64);
  body.get(r);
  body.op(W.i32WrapI64, W.i32Add);
  body.i32(8);
  body.op(W.i32Sub);
  body.memory(W.i64Load, WORDS);
  body.set(r);
}
