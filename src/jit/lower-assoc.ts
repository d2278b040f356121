/**
 * `assoc` in place: of records, of keywords that a small map has, of short vectors. Each is a copy of one object, and records are copied
 * once for a whole chain of changes, (assoc r :a 1 :b 2), of which nothing but the end can be seen.
 *
 * As for look-ups (lower-data.ts), variables remember the type of the record that was changed here last and where its fields are.
 */
import { FIRST_USER_TYPE, type PrimRow, RECORD_WORDS } from "../../spec/index.js";
import { I32, I64, W } from "./encode.js";
import type { Emitter } from "./emit.js";
import { type Node, T } from "./graph.js";
import { compareType, fieldAt, isInstanceOf, loadBytes, pointerLike, pointsTo, typeId, typeInWord } from "./layout.js";
import { arrayMapWith, copyOf } from "./lookup.js";
import { callPrim } from "./lower-call.js";
import { firstWay } from "./ways.js";

const KEYWORD = typeId("KEYWORD");
const ARRAY_MAP = typeId("ARRAY_MAP");
const FLATVEC = typeId("FLATVEC");
/** Byte offsets in an object. */
const RECORD_HASH = 8 * RECORD_WORDS;
const ELEMENTS = fieldAt("FLATVEC", "words...") + 1;

const isAssoc = (n: Node | undefined): n is Node => n?.op === "prim" && (n.data as PrimRow).name === "assoc";
const isKeyword = (n: Node): boolean => n.op === "const" && pointsTo(n.data as bigint, KEYWORD);

/** The node at i, if it is an `assoc`, and those right behind it that change what the one before has made and nobody else knows. */
export function assocChain(nodes: readonly Node[], i: number): readonly Node[] {
  const chain: Node[] = [];
  for (let n = nodes[i]; isAssoc(n); n = nodes[i + chain.length]) {
    const [changed, key] = n.args as [Node, Node];
    const last = chain[chain.length - 1];
    if (last !== undefined) {
      if (changed !== last || !isKeyword(key) || !isKeyword(last.args[1] as Node)) break;
      // The state before it has it among the operands.
      if (last.uses !== 1 + (n.before?.slots.filter((s) => s === last).length ?? 0)) break;
    }
    chain.push(n);
  }
  return chain;
}

/** Lowers a chain; its last node has the answer. */
export function lowerAssoc(e: Emitter, chain: readonly Node[]): void {
  const [first, end] = [chain[0] as Node, chain[chain.length - 1] as Node];
  const key = first.args[1] as Node;
  const r = e.body.local(I64);
  if (((first.args[0] as Node).type & T.OTHER) === 0) eachAlone(e, chain, r);
  else if (isKeyword(key)) record(e, chain, r);
  else if ((key.type & T.FIX) !== 0) firstWay(e, [() => element(e, first, r)], () => one(e, first, r));
  else one(e, first, r);
  e.body.get(r);
  e.define(end);
}

/** One after the other; what stands between is needed by the next. */
function eachAlone(e: Emitter, chain: readonly Node[], r: number): void {
  chain.forEach((n, i) => {
    one(e, n, r);
    if (i === chain.length - 1) return;
    e.body.get(r);
    e.define(n);
  });
}

function record(e: Emitter, chain: readonly Node[], r: number): void {
  const { body, context } = e;
  const { link } = context;
  const type = link.variable(I32);
  const offsets = chain.map(() => link.variable(I32));
  const w = body.local(I64);
  const at = body.local(I32);
  e.word((chain[0] as Node).args[0] as Node);
  body.set(w);
  isInstanceOf(body, w, type);
  body.if();
  body.get(w);
  body.i32(RECORD_HASH);
  e.callQuietly(link.own(copyOf));
  body.set(at);
  chain.forEach((n, i) => {
    body.get(at);
    body.globalGet(offsets[i] as number);
    body.op(W.i32Add);
    e.word(n.args[2] as Node);
    body.memory(W.i64Store, 0);
  });
  pointerLike(body, w, at);
  body.set(r);
  body.else();
  e.nested(() => {
    eachAlone(e, chain, r);
    typeInWord(body, w);
    body.i32(FIRST_USER_TYPE);
    body.op(W.i32GeU);
    body.rarely();
    e.nested(() => learn(e, chain, w, type, offsets));
    body.end();
  });
  body.end();
}
/** Of a record, where the fields are; of anything else, nothing. */
function learn(e: Emitter, chain: readonly Node[], w: number, type: number, offsets: readonly number[]): void {
  const { body, context } = e;
  body.block();
  body.i32(0);
  body.globalSet(type);
  chain.forEach((n, i) => {
    body.get(w);
    e.word(n.args[1] as Node);
    e.callQuietly(context.link.native("nativeChangeOffset"));
    body.tee(e.temp(I32));
    body.op(W.i32Eqz);
    body.brIf(0);
    body.get(e.temp(I32));
    body.globalSet(offsets[i] as number);
  });
  typeInWord(body, w);
  body.globalSet(type);
  body.end();
}

/** A keyword that a small map has; anything else by the primitive. The answer ends up in a local. */
function one(e: Emitter, n: Node, r: number): void {
  const { body, context } = e;
  const [map, key, value] = n.args as [Node, Node, Node];
  if ((map.type & T.OTHER) === 0 || (key.type & T.OTHER) === 0) {
    callPrim(e, n, r);
    return;
  }
  const way = (): void => {
    e.word(map);
    compareType(body, ARRAY_MAP, W.i64Ne);
    body.brIf(0);
    if (!isKeyword(key)) {
      e.word(key);
      compareType(body, KEYWORD, W.i64Ne);
      body.brIf(0);
    }
    for (const a of [map, key, value]) e.word(a);
    e.callQuietly(context.link.own(arrayMapWith));
    body.tee(r);
    body.i64(0n);
    body.op(W.i64Eq);
    body.brIf(0);
  };
  firstWay(e, [way], () => callPrim(e, n, r));
}

/** An element of a short vector without metadata, in a local; else branches to depth 0. */
function element(e: Emitter, n: Node, r: number): void {
  const { body, context } = e;
  const [vector, index, value] = n.args as [Node, Node, Node];
  const w = body.local(I64);
  const at = body.local(I32);
  /** Bytes of its words: the last of them is no element. */
  const bytes = body.local(I32);
  e.word(vector);
  body.tee(w);
  compareType(body, FLATVEC, W.i64Ne);
  body.brIf(0);
  body.get(w);
  body.op(W.i32WrapI64);
  loadBytes(body);
  body.set(bytes);
  e.unlessFixnum(index, 0);
  e.word(index);
  body.get(bytes);
  body.i32(8);
  body.op(W.i32Sub, W.i64ExtendI32U);
  body.op(W.i64GeU);
  body.brIf(0);
  // The last word, behind the elements: bytes - 8 + ELEMENTS from the beginning.
  body.get(w);
  body.op(W.i32WrapI64);
  body.i32(1);
  body.op(W.i32Sub);
  body.get(bytes);
  body.op(W.i32Add);
  body.memory(W.i32Load, ELEMENTS - 8);
  body.i32(7);
  body.op(W.i32And);
  body.i32(1);
  body.op(W.i32Eq);
  body.brIf(0);
  body.get(w);
  body.get(bytes);
  e.callQuietly(context.link.own(copyOf));
  body.tee(at);
  e.word(index);
  body.op(W.i32WrapI64, W.i32Add);
  e.word(value);
  body.memory(W.i64Store, ELEMENTS);
  pointerLike(body, w, at);
  body.set(r);
}
