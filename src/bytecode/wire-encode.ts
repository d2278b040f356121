import { WIRE } from "../../spec/index.js";
import {
  BigIntForm,
  CharForm,
  DecimalForm,
  type Form,
  InstForm,
  Keyword,
  ListForm,
  MapForm,
  type Opaque,
  RatioForm,
  RegexForm,
  SetForm,
  Sym,
  TaggedForm,
  UuidForm,
  VectorForm,
} from "../reader/index.js";
import { ByteWriter } from "./bytes.js";
import { type CodeArity, CodeConst, type Const, VarConst } from "./code.js";

export interface FormOptions {
  /** Lists carry their place as :line and :column metadata (what macros see), and get it back. */
  positions?: boolean;
  /** File of the positions when decoding. */
  file?: string;
}

/** Work that is left: a form to write, or a function to run after what stands above it. */
type Todo = { form: Form } | { then: () => void };

/** Writes values in postfix order with an explicit stack: depth of data costs no stack of ours. */
export class WireEncoder {
  readonly w = new ByteWriter();
  /** Table index of every string, symbol, keyword and var written so far. */
  private readonly table = new Map<string, number>();
  private entries = 0;

  constructor(private readonly options: FormOptions) {}

  form(root: Form): void {
    const stack: Todo[] = [{ form: root }];
    for (let t = stack.pop(); t !== undefined; t = stack.pop()) {
      if ("then" in t) t.then();
      else this.one(t.form, stack);
    }
  }

  private one(f: Form, stack: Todo[]): void {
    const w = this.w;
    if (f === null) {
      w.u8(WIRE.NIL);
      return;
    }
    switch (typeof f) {
      case "boolean":
        w.u8(f ? WIRE.TRUE : WIRE.FALSE);
        return;
      case "bigint":
        w.u8(WIRE.INT);
        w.zigzag(f);
        return;
      case "number":
        w.u8(WIRE.DOUBLE);
        w.f64(f);
        return;
      case "string":
        this.string(f);
        return;
      default:
        break;
    }
    if (f instanceof Keyword) {
      this.named("k", WIRE.KEYWORD, f.ns, f.name);
      return;
    }
    if (f instanceof Sym) {
      this.named("y", WIRE.SYMBOL, f.ns, f.name);
      this.meta(f.meta, stack);
      return;
    }
    if (f instanceof ListForm) {
      this.sequence(WIRE.LIST, f.items, this.listMeta(f), stack);
      return;
    }
    if (f instanceof VectorForm) {
      this.sequence(WIRE.VECTOR, f.items, f.meta, stack);
      return;
    }
    if (f instanceof MapForm) {
      this.sequence(WIRE.MAP, f.items, f.meta, stack);
      return;
    }
    if (f instanceof SetForm) {
      this.sequence(WIRE.SET, f.items, f.meta, stack);
      return;
    }
    if (f instanceof TaggedForm) {
      stack.push({ then: () => w.u8(WIRE.TAGGED) }, { form: f.form }, { form: f.tag });
      return;
    }
    this.scalar(f);
  }

  private scalar(f: BigIntForm | RatioForm | DecimalForm | CharForm | RegexForm | UuidForm | InstForm | Opaque): void {
    const w = this.w;
    if (f instanceof BigIntForm) {
      this.bigint(f.value);
      return;
    }
    if (f instanceof CharForm) {
      w.u8(WIRE.CHAR);
      w.leb(f.code);
      return;
    }
    if (f instanceof RatioForm) {
      this.integer(f.num);
      this.integer(f.den);
      w.u8(WIRE.RATIO);
      return;
    }
    if (f instanceof DecimalForm) {
      this.integer(f.unscaled);
      this.integer(BigInt(f.scale));
      w.u8(WIRE.DECIMAL);
      return;
    }
    if (f instanceof RegexForm) {
      this.string(f.source);
      w.u8(WIRE.REGEX);
      return;
    }
    if (f instanceof UuidForm) {
      w.u8(WIRE.UUID);
      const hex = f.text.replaceAll("-", "");
      // Two words, each little-endian: the upper half of the text first.
      for (let i = 0; i < 16; i++) {
        const at = 2 * (i ^ 7);
        w.u8(Number.parseInt(hex.slice(at, at + 2), 16));
      }
      return;
    }
    if (f instanceof InstForm) {
      this.integer(BigInt(f.ms));
      w.u8(WIRE.INST);
      return;
    }
    this.string(f.className);
    this.string(f.printed);
    w.u8(WIRE.OPAQUE);
  }

  private sequence(op: number, items: readonly Form[], meta: MapForm | null, stack: Todo[]): void {
    const pairs = op === WIRE.MAP ? items.length >> 1 : items.length;
    if (meta !== null && meta.items.length > 0) stack.push({ then: () => this.w.u8(WIRE.META) }, { form: meta });
    stack.push({
      then: () => {
        this.w.u8(op);
        this.w.leb(pairs);
      },
    });
    for (let i = items.length - 1; i >= 0; i--) stack.push({ form: items[i] as Form });
  }

  private meta(meta: MapForm | null, stack: Todo[]): void {
    if (meta !== null && meta.items.length > 0) stack.push({ then: () => this.w.u8(WIRE.META) }, { form: meta });
  }

  private listMeta(f: ListForm): MapForm | null {
    if (this.options.positions !== true || f.span === undefined || f.span.line === 0) return f.meta;
    const own: Form[] = [new Keyword(null, "line"), BigInt(f.span.line), new Keyword(null, "column"), BigInt(f.span.column)];
    return new MapForm([...own, ...(f.meta === null ? [] : withoutPlace(f.meta.items))]);
  }

  /** An integer that is a long if it can be. */
  private integer(x: bigint): void {
    if (BigInt.asIntN(64, x) !== x) {
      this.bigint(x);
      return;
    }
    this.w.u8(WIRE.INT);
    this.w.zigzag(x);
  }

  private bigint(x: bigint): void {
    const w = this.w;
    w.u8(WIRE.BIGINT);
    w.u8(x < 0n ? 1 : 0);
    const digits: number[] = [];
    for (let n = x < 0n ? -x : x; n > 0n; n >>= 32n) digits.push(Number(n & 0xffffffffn));
    w.leb(digits.length);
    for (const d of digits) w.u32(d);
  }

  /** Writes a reference to a table entry if there is one. */
  private again(key: string): boolean {
    const k = this.table.get(key);
    if (k === undefined) return false;
    this.w.u8(WIRE.BACKREF);
    this.w.leb(k);
    return true;
  }

  string(s: string): void {
    if (this.again(`s${s}`)) return;
    const w = this.w;
    let wide = false;
    for (let i = 0; i < s.length && !wide; i++) wide = s.charCodeAt(i) > 0xff;
    w.u8(wide ? WIRE.STRING16 : WIRE.STRING8);
    w.leb(s.length);
    for (let i = 0; i < s.length; i++) wide ? w.u16(s.charCodeAt(i)) : w.u8(s.charCodeAt(i));
    this.table.set(`s${s}`, this.entries++);
  }

  private named(kind: string, op: number, ns: string | null, name: string): void {
    const key = `${kind}${ns === null ? "" : `${ns.length}:${ns}`}/${name}`;
    if (this.again(key)) return;
    if (ns === null) this.w.u8(WIRE.NIL);
    else this.string(ns);
    this.string(name);
    this.w.u8(op);
    this.table.set(key, this.entries++);
  }

  private rawBytes(b: Uint8Array): void {
    this.w.u8(WIRE.BYTES);
    this.w.leb(b.length);
    this.w.bytes(b);
  }

  private rows(rows: Int32Array): void {
    if (rows.length === 0) {
      this.w.u8(WIRE.NIL);
      return;
    }
    const b = new Uint8Array(rows.length * 4);
    const view = new DataView(b.buffer);
    rows.forEach((x, i) => view.setInt32(i * 4, x, true));
    this.rawBytes(b);
  }

  /** A chain of arities: each CODE takes the next one as its field. Nesting here is that of the source. */
  code(arities: readonly CodeArity[], from = 0): void {
    const c = arities[from] as CodeArity;
    this.string(c.name);
    this.integer(BigInt(c.arity * 2 + (c.variadic ? 1 : 0)));
    this.integer(BigInt(c.nlocals));
    this.integer(BigInt(c.nslots));
    for (const k of c.consts) this.constant(k);
    this.w.u8(WIRE.NODE);
    this.w.leb(c.consts.length);
    this.rawBytes(c.bytes);
    this.rows(c.handlers);
    this.rows(c.lines);
    if (from + 1 < arities.length) this.code(arities, from + 1);
    else this.w.u8(WIRE.NIL);
    if (c.ns === "") this.w.u8(WIRE.NIL);
    else this.string(c.ns);
    if (c.file === "") this.w.u8(WIRE.NIL);
    else this.string(c.file);
    this.w.u8(WIRE.CODE);
  }

  private constant(k: Const): void {
    if (k instanceof CodeConst) this.code(k.arities);
    else if (k instanceof VarConst) this.named("v", WIRE.VAR, k.ns, k.name);
    else this.form(k);
  }
}

/** Metadata without :line and :column. */
export function withoutPlace(items: readonly Form[]): Form[] {
  const out: Form[] = [];
  for (let i = 0; i + 1 < items.length; i += 2) {
    const k = items[i];
    if (k instanceof Keyword && k.ns === null && (k.name === "line" || k.name === "column")) continue;
    out.push(k as Form, items[i + 1] as Form);
  }
  return out;
}
