/** Drives the kernel's collections from tests: values in, values out, primitives by name. */
import { PRIMITIVES, TYPES, WORD } from "../../spec/index.js";
import { actorField, addressOf, fixnum, isPointer, Kernel, kernelModule, typeId, typeOf } from "./harness.js";

export const collModule = () =>
  kernelModule("kernel/check/collTesting.ts", "dist/coll-testing.wasm", [
    "kernel/mem",
    "kernel/object",
    "kernel/gc",
    "kernel/coll",
    "kernel/check",
    "kernel/generated",
  ]);

/** Values as tests write them. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | { kw: string }
  | { sym: string }
  | { char: string }
  | { double: number }
  | { big: bigint }
  | { ratio: [bigint, bigint] }
  | { decimal: [bigint, number] }
  | { vec: Value[] }
  | { list: Value[] }
  | { map: [Value, Value][] }
  | { set: Value[] }
  | { uuid: [bigint, bigint] }
  | { inst: number }
  | { word: bigint };

const primFunction = (name: string) => `prim_${name.replace(/->/g, "_to_").replace(/\?/g, "_p").replace(/!/g, "_x").replace(/-/g, "_")}`;
const SIGNED = (w: bigint) => BigInt.asIntN(64, w);

export class Coll {
  readonly k: Kernel;
  readonly actor: number;
  readonly #prims = new Map<string, (...args: bigint[]) => bigint>();
  readonly #scratch: number;
  constructor(k: Kernel) {
    this.k = k;
    k.x.bootCollections!();
    this.#scratch = k.x.allocPages!(16) >>> 0;
    this.actor = k.x.testActor!() >>> 0;
    k.setU64(this.actor + actorField("pid"), 0x0000000100000112n);
    k.x.enterActor!(this.actor);
    for (const p of PRIMITIVES) {
      const f = k.x[primFunction(p.name)] as unknown as ((...args: bigint[]) => bigint) | undefined;
      if (f) this.#prims.set(p.name, f);
    }
  }
  static async boot(): Promise<Coll> {
    return new Coll(await Kernel.boot(await collModule()));
  }
  /** Calls a primitive; runs it again as long as it answers MORE. */
  prim(name: string, ...args: bigint[]): bigint {
    const f = this.#prims.get(name);
    if (!f) throw new Error(`no primitive ${name}`);
    for (;;) {
      const r = BigInt.asUintN(64, f(...args.map(SIGNED)));
      if (r !== WORD.MORE) return r;
      this.mores++;
      this.k.x.setReductions!(4000);
    }
  }
  mores = 0;
  readonly moreField = actorField("more");
  /** Name of the last error raised. */
  error = () => Number((this.k.x["errorCode"] as unknown as WebAssembly.Global).value);

  /** Writes words to scratch memory; answers its address. */
  words(ws: bigint[]): number {
    const at = ws.length * 8 <= 1 << 20 ? this.#scratch : this.k.x.allocPages!(Math.ceil((ws.length * 8) / 65536)) >>> 0;
    ws.forEach((w, i) => this.k.setU64(at + 8 * i, w));
    return at;
  }
  #call(name: string, ...args: (number | bigint)[]): bigint {
    return this.k.word(this.k.x[name]!(...args.map((a) => (typeof a === "bigint" ? SIGNED(a) : a))));
  }
  string(s: string): bigint {
    const at = s.length * 2 <= 1 << 20 ? this.#scratch : this.k.x.allocPages!(Math.ceil((s.length * 2) / 65536)) >>> 0;
    for (let i = 0; i < s.length; i++) this.k.view.setUint16(at + 2 * i, s.charCodeAt(i), true);
    return this.#call("makeString", at, s.length);
  }
  #name(intern: string, s: string): bigint {
    const slash = s.length > 1 ? s.indexOf("/") : -1;
    const ns = slash < 0 ? WORD.NIL : this.string(s.slice(0, slash));
    return this.#call(intern, ns, this.string(s.slice(slash + 1)));
  }
  double(d: number): bigint {
    const b = new DataView(new ArrayBuffer(8));
    b.setFloat64(0, d);
    const bits = b.getBigUint64(0);
    const turned = BigInt.asUintN(64, (bits << 4n) | (bits >> 60n));
    if ((turned & 7n) <= 4n) return BigInt.asUintN(64, turned + 3n);
    return this.#raw("DOUBLE", [bits]);
  }
  #raw(type: string, words: bigint[]): bigint {
    return this.k.make(
      type,
      words.map((w) => BigInt.asUintN(64, w)),
    );
  }
  big(n: bigint): bigint {
    const digits: bigint[] = [];
    for (let m = n < 0n ? -n : n; m > 0n; m >>= 32n) digits.push(m & 0xffffffffn);
    const words = [(n < 0n ? 1n : 0n) | (BigInt(digits.length) << 32n)];
    for (let i = 0; i < digits.length; i += 2) words.push(digits[i]! | ((digits[i + 1] ?? 0n) << 32n));
    return this.#raw("BIGINT", words);
  }
  integer(n: bigint): bigint {
    if (n >= -(1n << 60n) && n < 1n << 60n) return fixnum(n);
    return n >= -(1n << 63n) && n < 1n << 63n ? this.#raw("LONG", [n]) : this.big(n);
  }
  /** The word of a value. */
  make(v: Value): bigint {
    if (v === null) return WORD.NIL;
    if (typeof v === "boolean") return v ? WORD.TRUE : WORD.FALSE;
    if (typeof v === "number") return fixnum(v);
    if (typeof v === "bigint") return this.integer(v);
    if (typeof v === "string") return this.string(v);
    if ("kw" in v) return this.#name("internKeyword", v.kw);
    if ("sym" in v) return this.#name("internSymbol", v.sym);
    if ("char" in v) return (BigInt(v.char.charCodeAt(0)) << 8n) | 0x0an;
    if ("double" in v) return this.double(v.double);
    if ("big" in v) return this.big(v.big);
    if ("ratio" in v) return this.k.make("RATIO", [this.integer(v.ratio[0]), this.integer(v.ratio[1])]);
    if ("decimal" in v) return this.k.make("DECIMAL", [this.integer(v.decimal[0]), fixnum(v.decimal[1])]);
    if ("uuid" in v) return this.#raw("UUID", v.uuid);
    if ("inst" in v) return this.k.make("INST", [fixnum(v.inst)]);
    if ("word" in v) return v.word;
    if ("vec" in v) return this.#many("vectorFrom", v.vec);
    if ("set" in v) return this.#many("setFrom", v.set, 0);
    if ("list" in v) return this.#many("listFrom", v.list, this.prim("empty-list"));
    const ws = v.map.flatMap(([a, b]) => [this.make(a), this.make(b)]);
    return this.#call("mapFrom", this.words(ws), v.map.length, 0);
  }
  #many(f: string, xs: Value[], ...more: (number | bigint)[]): bigint {
    const ws = xs.map((x) => this.make(x));
    return this.#call(f, this.words(ws), xs.length, ...more);
  }
  nodeOf(ws: bigint[]): bigint {
    return this.k.make("NODE", ws);
  }
  /** A hash as JVM Clojure prints it. */
  hash(v: Value): number {
    return Number(BigInt.asIntN(61, this.prim("hash", this.make(v)) >> 3n));
  }
  eq(a: Value, b: Value): boolean {
    const r = this.prim("eq", this.make(a), this.make(b));
    if (r !== WORD.TRUE && r !== WORD.FALSE) throw new Error(`= answered ${r.toString(16)}`);
    return r === WORD.TRUE;
  }
  /** Elements of anything seqable, read with seq, first, next. */
  elements(w: bigint): bigint[] {
    const out: bigint[] = [];
    for (let s = this.prim("seq", w); s !== WORD.NIL; s = this.prim("next", s)) out.push(this.prim("first", s));
    return out;
  }
  typeName = (w: bigint) => TYPES.find((t) => t.id === typeOf(w))?.name ?? "?";
  text(w: bigint): string {
    const a = addressOf(w);
    let s = "";
    for (let i = 0, n = this.k.u32(a + 8); i < n; i++) s += String.fromCharCode(this.k.view.getUint16(a + 16 + 2 * i, true));
    return s;
  }
  /** A value as Clojure prints it. */
  show(w: bigint): string {
    const tag = w & 7n;
    if (tag === 0n) return String(BigInt.asIntN(64, w) >> 3n);
    if (w === WORD.NIL) return "nil";
    if (w === WORD.TRUE) return "true";
    if (w === WORD.FALSE) return "false";
    if ((w & 0xffn) === 0x0an) return `\\${String.fromCharCode(Number(w >> 8n))}`;
    if (tag > 2n) {
      const bits = BigInt.asUintN(64, w - 3n);
      const b = new DataView(new ArrayBuffer(8));
      b.setBigUint64(0, BigInt.asUintN(64, (bits >> 4n) | (bits << 60n)));
      const d = b.getFloat64(0);
      return Number.isInteger(d) ? `${d}.0` : String(d);
    }
    if (!isPointer(w)) return `#<${w.toString(16)}>`;
    const a = addressOf(w);
    const list = (open: string, close: string) =>
      open +
      this.elements(w)
        .map((x) => this.show(x))
        .join(" ") +
      close;
    switch (this.typeName(w)) {
      case "STRING":
        return JSON.stringify(this.text(w));
      case "KEYWORD":
      case "SYMBOL": {
        const ns = this.k.u64(a + 8);
        return `${this.typeName(w) === "KEYWORD" ? ":" : ""}${ns === WORD.NIL ? "" : `${this.text(ns)}/`}${this.text(this.k.u64(a + 16))}`;
      }
      case "LONG":
        return String(BigInt.asIntN(64, this.k.u64(a + 8)));
      case "DOUBLE":
        return String(this.k.view.getFloat64(a + 8, true));
      case "RATIO":
        return `${this.show(this.k.u64(a + 8))}/${this.show(this.k.u64(a + 16))}`;
      case "FLATVEC":
      case "VECTOR":
      case "MAP_ENTRY":
      case "SUBVEC":
        return list("[", "]");
      case "HASH_SET":
        return list("#{", "}");
      case "ARRAY_MAP":
      case "HASH_MAP":
        return `{${this.elements(w)
          .map((e) => `${this.show(this.k.u64(addressOf(e) + 8))} ${this.show(this.k.u64(addressOf(e) + 16))}`)
          .join(", ")}}`;
      default:
        return list("(", ")");
    }
  }
}
export { fixnum, isPointer, typeId, WORD };
