/** A model of the heap in JavaScript objects, driven side by side with the kernel. */
import { actorField, addressOf, fixnum, isPointer, type Kernel, NIL, pointer, THROW, typeId, typeOf } from "./harness.js";
import assert from "node:assert/strict";
import { FLAG } from "../../spec/index.js";

export interface Obj {
  type: "LIST" | "NODE" | "ATOM" | "LONG" | "TRANSIENT";
  words: Value[];
}
/** An object, or an immediate word. */
export type Value = Obj | bigint;

/** What a TRANSIENT's PINNED flag says; set on the objects that the model makes of this type. */
const PINNED: Obj["type"] = "TRANSIENT";

/** Whether a value reaches a pinned object, and so can't be shared. */
export function reachesPinned(v: Value): boolean {
  const seen = new Set<Value>();
  const todo: Value[] = [v];
  for (let x = todo.pop(); x !== undefined; x = todo.pop()) {
    if (typeof x === "bigint" || seen.has(x)) continue;
    seen.add(x);
    if (x.type === PINNED) return true;
    todo.push(...x.words);
  }
  return false;
}

/** An actor in kernel and model: its stack holds the same values. */
export class ModelActor {
  readonly block: number;
  stack: Value[] = [];
  frames: number[] = [0];
  constructor(readonly k: Kernel) {
    this.block = k.x.testActor!() >>> 0;
    assert.notEqual(this.block, 0);
  }
  enter(): void {
    this.k.x.enterActor!(this.block);
  }
  leave(): void {
    this.k.x.leaveActor!(this.block);
  }
  base = () => this.k.get(this.block, "stackBase");
  word = (i: number) => this.k.u64(this.base() + 8 * i);
  push(w: bigint, v: Value): void {
    this.k.push(this.block, w);
    this.stack.push(v);
  }
  /** Overwrites a word of the top frame. */
  put(i: number, w: bigint, v: Value): void {
    assert.ok(i >= this.frames.at(-1)!);
    this.k.setU64(this.base() + 8 * i, w);
    this.stack[i] = v;
  }
  drop(): void {
    if (this.stack.length <= this.frames.at(-1)!) return;
    this.stack.pop();
    this.k.set(this.block, "sp", this.k.get(this.block, "sp") - 8);
  }
  call(): void {
    this.frames.push(this.stack.length);
    this.k.set(this.block, "fp", this.k.get(this.block, "sp"));
  }
  /** Returns to the frame below, as the interpreter does: the watermark follows. */
  ret(): void {
    if (this.frames.length === 1) return;
    this.stack.length = this.frames.pop()!;
    const fp = this.base() + 8 * this.frames.at(-1)!;
    this.k.set(this.block, "sp", this.base() + 8 * this.stack.length);
    this.k.set(this.block, "fp", fp);
    if (fp < this.k.get(this.block, "watermark")) this.k.set(this.block, "watermark", fp);
  }
  /** A local object with these words. */
  make(type: Obj["type"], from: number[], immediate: bigint): void {
    const words = from.map((i) => (i < 0 || this.stack.length === 0 ? immediate : this.word(i % this.stack.length)));
    const values = from.map((i) => (i < 0 || this.stack.length === 0 ? immediate : this.stack[i % this.stack.length]!));
    const w = this.k.make(type, words);
    if (type === PINNED) this.k.setU8(addressOf(w), this.k.flags(addressOf(w)) | FLAG.PINNED);
    this.push(w, { type, words: values });
  }
}

/** Compares all words of all actors with the model: same shape, same sharing. */
export function compare(k: Kernel, actors: ModelActor[]): void {
  const there = new Map<Obj, bigint>();
  const back = new Map<bigint, Obj>();
  const todo: [bigint, Value][] = [];
  for (const a of actors) {
    assert.equal(k.get(a.block, "sp"), a.base() + 8 * a.stack.length);
    a.stack.forEach((v, i) => todo.push([a.word(i), v]));
  }
  for (let pair = todo.pop(); pair !== undefined; pair = todo.pop()) {
    const [word, v] = pair;
    if (typeof v === "bigint") {
      assert.equal(word, v);
      continue;
    }
    assert.ok(isPointer(word), "a pointer");
    const w = k.resolve(word);
    const seen = there.get(v);
    if (seen !== undefined) {
      assert.equal(w, seen, "sharing is kept");
      continue;
    }
    assert.equal(back.get(w), undefined, "distinct objects stay distinct");
    there.set(v, w);
    back.set(w, v);
    const a = addressOf(w);
    assert.equal(typeOf(w), typeId(v.type));
    assert.equal(k.u32(a + 4), typeId(v.type), "header type");
    assert.equal(k.size(a), v.words.length);
    v.words.forEach((x, i) => todo.push([k.u64(a + 8 + 8 * i), x]));
  }
}

export { actorField, fixnum, NIL, pointer, THROW };
