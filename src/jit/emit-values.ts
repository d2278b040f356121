/** Values of a function that is written: each in a local of its own, as a word, a raw number or a condition, and as any of them where it is used. */
import { type PrimRow, WORD } from "../../spec/index.js";
import { CallEmitter } from "./emit-calls.js";
import { F64, I32, I64, type ValType, W } from "./encode.js";
import { isLong, type Node, type Range, type Rep, T } from "./graph.js";
import { compareType } from "./layout.js";
import { TAG_TESTS } from "./type-tests.js";
import { decodeSelfTagged, doubleOf, LONG_BOX, rotate, selfTag } from "./words.js";

/** Primitives that are lowered to a condition. */
const CONDITIONS = new Set([...TAG_TESTS.keys(), "even?", "instance?"]);
const isWideType = (type: number): boolean => isLong(type) && type !== T.FIX;
export const localType = (rep: Rep): ValType => (rep === "word" || rep === "i64" ? I64 : rep === "f64" ? F64 : I32);

export function repOf(n: Node): Rep {
  switch (n.op) {
    case "cmp":
    case "identical":
    case "not":
    case "is-nil":
    case "is-type":
      return "bool";
    case "num":
    case "slot":
      return n.type === T.FLO && n.op === "num" ? "f64" : isWideType(n.type) ? "i64" : "word";
    case "prim":
      if (CONDITIONS.has((n.data as PrimRow).name)) return "bool";
      if (n.type === T.FLO && (n.data as PrimRow).name === "array-get") return "f64";
      return isWideType(n.type) ? "i64" : "word";
    case "arg":
      return n.type === T.FLO ? "f64" : "word";
    case "phi":
      return n.type === T.FLO ? "f64" : n.type === T.BOOL ? "bool" : isWideType(n.type) ? "i64" : "word";
    default:
      return "word";
  }
}

export class ValueEmitter extends CallEmitter {
  protected closureLocal = 1;
  private readonly temps = new Map<ValType, number[]>();

  /** Puts what is on the stack into the node's local. */
  define(n: Node): void {
    if (n.uses === 0) {
      this.body.op(W.drop);
      return;
    }
    n.local = this.body.local(localType(n.rep));
    this.body.set(n.local);
  }
  temp(type: ValType, k = 0): number {
    let list = this.temps.get(type);
    if (list === undefined) {
      list = [];
      this.temps.set(type, list);
    }
    while (list.length <= k) list.push(this.body.local(type));
    return list[k] as number;
  }
  as(n: Node, rep: Rep): void {
    if (rep === "word") this.word(n);
    else if (rep === "f64") this.double(n);
    else if (rep === "i64") this.long(n);
    else this.test(n);
  }
  word(n: Node): void {
    const { body } = this;
    const known = this.guarded(n);
    if (n.op === "const") body.i64(n.data as bigint);
    else if (known !== undefined) body.i64(known);
    else if (n.op === "closure") body.get(this.closureLocal);
    else if (n.rep === "f64") {
      body.get(n.local);
      this.box();
    } else if (n.rep === "i64") {
      body.get(n.local);
      this.boxLong();
    } else if (n.rep === "bool") {
      body.i64(WORD.TRUE);
      body.i64(WORD.FALSE);
      body.get(n.local);
      body.op(W.select);
    } else body.get(this.localOf(n));
  }
  /** The closure that a var holds for certain where its node has a value. */
  private guarded(n: Node): bigint | undefined {
    return n.op === "var" ? this.context.callees.guard(n) : undefined;
  }
  private localOf(n: Node): number {
    if (n.local < 0) throw new Error(`${n.op} ${n.id} is used before it is made`);
    return n.local;
  }
  /** Tag of a node's word, as an i32. */
  tag(n: Node): void {
    const { body } = this;
    this.word(n);
    body.op(W.i32WrapI64);
    body.i32(7);
    body.op(W.i32And);
  }
  /** A double on the stack to a word. */
  box(): void {
    const { body } = this;
    const x = this.temp(F64);
    const w = this.temp(I64, 3);
    body.tee(x);
    rotate(body, w);
    body.op(W.i64LeU);
    body.if(I64);
    selfTag(body, w);
    body.else();
    body.get(x);
    this.callQuietly(this.context.link.native("nativeBox"));
    body.end();
  }
  /** A raw long on the stack to a word. */
  private boxLong(): void {
    const { body } = this;
    const x = this.temp(I64, 7);
    const w = this.temp(I64, 8);
    body.tee(x);
    body.i64(3n);
    body.op(W.i64Shl);
    body.tee(w);
    body.i64(3n);
    body.op(W.i64ShrS);
    body.get(x);
    body.op(W.i64Eq);
    body.if(I64);
    body.get(w);
    body.else();
    body.get(x);
    this.callQuietly(this.context.link.native("nativeLong"));
    body.end();
  }
  /** A node that is a long, raw. */
  long(n: Node): void {
    const { body } = this;
    if (n.op === "const") body.i64((n.range as Range).lo);
    else if (n.rep === "i64") body.get(n.local);
    else if (this.facts.isFixnum(n)) {
      this.word(n);
      body.i64(3n);
      body.op(W.i64ShrS);
    } else this.unboxLong(this.localOf(n));
  }
  /** The long in a word of which it is known that it is one. */
  unboxLong(w: number): void {
    const { body } = this;
    body.get(w);
    body.op(W.i32WrapI64);
    body.i32(7);
    body.op(W.i32And, W.i32Eqz);
    body.if(I64);
    body.get(w);
    body.i64(3n);
    body.op(W.i64ShrS);
    body.else();
    body.get(w);
    body.op(W.i32WrapI64);
    body.memory(W.i64Load, 7);
    body.end();
  }
  /** A node whose type is within FIX, LNG and FLO, as a double. */
  double(n: Node): void {
    const { body } = this;
    if (n.op === "const" && (n.type === T.FIX || ((n.data as bigint) & 7n) > 2n)) {
      body.f64(doubleOf(n.data as bigint));
      return;
    }
    if (n.rep === "f64") {
      body.get(n.local);
      return;
    }
    if (isLong(n.type)) {
      this.long(n);
      body.op(W.f64ConvertI64S);
      return;
    }
    this.word(n);
    const w = this.temp(I64, 2);
    body.set(w);
    this.unbox(w, n.type);
  }
  /** The double in a word that holds one, or, where the type has them, a fixnum or a boxed long. */
  unbox(w: number, type: number): void {
    const { body } = this;
    const mixed = (type & T.FIX) !== 0;
    const mayBeLong = (type & T.LNG) !== 0;
    if (mixed) {
      body.get(w);
      body.i64(7n);
      body.op(W.i64And, W.i64Eqz);
      body.if(F64);
      body.get(w);
      body.i64(3n);
      body.op(W.i64ShrS, W.f64ConvertI64S);
      body.else();
    }
    body.get(w);
    body.i64(7n);
    body.op(W.i64And);
    body.i64(2n);
    body.op(W.i64GtU);
    body.if(F64);
    body.get(w);
    decodeSelfTagged(body);
    body.else();
    if (mayBeLong) {
      body.get(w);
      compareType(body, LONG_BOX, W.i64Eq);
      body.if(F64);
      body.get(w);
      body.op(W.i32WrapI64);
      body.memory(W.i64Load, 7);
      body.op(W.f64ConvertI64S);
      body.else();
    }
    body.get(w);
    body.op(W.i32WrapI64);
    body.memory(W.f64Load, 7);
    if (mayBeLong) body.end();
    body.end();
    if (mixed) body.end();
  }
  /** 1 if the value counts as true. */
  test(n: Node): void {
    const { body } = this;
    if (n.op === "const") body.i32(n.data === WORD.NIL || n.data === WORD.FALSE ? 0 : 1);
    else if (n.rep === "bool") body.get(n.local);
    else if ((n.type & (T.NIL | T.BOOL | T.OTHER)) === 0)
      body.i32(1); // a number
    else {
      this.word(n);
      body.i64(~0x100n);
      body.op(W.i64And);
      body.i64(WORD.NIL);
      body.op(W.i64Ne);
    }
  }
}
