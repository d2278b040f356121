import { WIRE, WIRE_VERSION } from "../../spec/index.js";
import {
  BigIntForm,
  CharForm,
  DecimalForm,
  type Form,
  InstForm,
  Keyword,
  ListForm,
  MapForm,
  Opaque,
  RatioForm,
  RegexForm,
  SetForm,
  Sym,
  TaggedForm,
  UuidForm,
  VectorForm,
} from "../reader/index.js";
import { BadBytes, ByteReader } from "./bytes.js";
import { type CodeArity, CodeConst, type CodeUnit, type Const, VarConst } from "./code.js";
import { type FormOptions, withoutPlace } from "./wire-encode.js";

/** What the decoder's stack holds besides forms and constants; none of these may stand inside a form. */
class NodeItem {
  constructor(readonly items: Item[]) {}
}
class BytesItem {
  constructor(readonly bytes: Uint8Array) {}
}
class ClosureItem {
  constructor(readonly code: CodeConst) {}
}
type Item = Const | NodeItem | BytesItem | ClosureItem;

const isForm = (x: Item): x is Form =>
  !(x instanceof NodeItem || x instanceof BytesItem || x instanceof ClosureItem || x instanceof VarConst || x instanceof CodeConst);

/** Decodes one message (to the end of the bytes) and answers how to read what it left. */
export function decodeMessage(bytes: Uint8Array, options: FormOptions): { form(): Form; unit(): CodeUnit } {
  const d = new Decoder(new ByteReader(bytes), options);
  const item = d.run();
  return {
    form: () => {
      if (!isForm(item)) throw new BadBytes(0, "the message is not a form");
      return item;
    },
    unit: () => {
      const top = item instanceof ClosureItem ? item.code.arities[0] : undefined;
      if (top === undefined || (item as ClosureItem).code.arities.length !== 1) throw new BadBytes(0, "the message is not a unit");
      return { ns: top.ns, file: top.file, top };
    },
  };
}

class Decoder {
  private readonly stack: Item[] = [];
  private readonly table: Item[] = [];
  private start = 0;

  constructor(
    private readonly r: ByteReader,
    private readonly options: FormOptions,
  ) {}

  run(): Item {
    const r = this.r;
    const version = r.u8();
    if (version !== WIRE_VERSION) throw new BadBytes(0, `wire version ${version} is not ${WIRE_VERSION}`);
    for (;;) {
      this.start = r.at;
      const op = r.u8();
      if (op === WIRE.END) break;
      this.op(op);
    }
    if (this.stack.length !== 1) throw new BadBytes(this.start, `the message leaves ${this.stack.length} values, not one`);
    if (r.at !== r.end) throw new BadBytes(r.at, "there is data after the end of the message");
    return this.stack[0] as Item;
  }

  private fail(reason: string): never {
    throw new BadBytes(this.start, reason);
  }
  private pop(): Item {
    if (this.stack.length === 0) this.fail("a constructor finds too few values");
    return this.stack.pop() as Item;
  }
  private popForm(): Form {
    const x = this.pop();
    if (!isForm(x)) this.fail("something other than data stands inside a form");
    return x;
  }
  private popString(): string {
    const x = this.pop();
    if (typeof x !== "string") this.fail("a string is expected");
    return x;
  }
  private popStringOrNil(): string | null {
    const x = this.pop();
    if (x !== null && typeof x !== "string") this.fail("a string or nil is expected");
    return x;
  }
  private popInteger(): bigint {
    const x = this.pop();
    if (typeof x === "bigint") return x;
    if (x instanceof BigIntForm) return x.value;
    return this.fail("an integer is expected");
  }
  private popNumber(max: number): number {
    const x = this.pop();
    if (typeof x !== "bigint" || x < 0n || x > BigInt(max)) this.fail(`a number from 0 to ${max} is expected`);
    return Number(x);
  }
  private popForms(n: number): Form[] {
    if (n > this.stack.length) this.fail("a constructor finds too few values");
    const items = this.stack.splice(this.stack.length - n, n);
    for (const x of items) if (!isForm(x)) this.fail("something other than data stands inside a form");
    return items as Form[];
  }
  private entry(x: Item): void {
    this.table.push(x);
    this.stack.push(x);
  }

  private op(op: number): void {
    const { r, stack } = this;
    switch (op) {
      case WIRE.NIL:
      case WIRE.TRUE:
      case WIRE.FALSE:
        stack.push(op === WIRE.NIL ? null : op === WIRE.TRUE);
        return;
      case WIRE.INT:
        stack.push(r.zigzag());
        return;
      case WIRE.DOUBLE:
        stack.push(r.f64());
        return;
      case WIRE.STRING8:
      case WIRE.STRING16:
        this.entry(this.string(op === WIRE.STRING16));
        return;
      case WIRE.SYMBOL:
      case WIRE.KEYWORD: {
        const name = this.popString();
        const ns = this.popStringOrNil();
        this.entry(op === WIRE.SYMBOL ? new Sym(ns, name) : new Keyword(ns, name));
        return;
      }
      case WIRE.VAR: {
        const name = this.popString();
        this.entry(new VarConst(this.popString(), name));
        return;
      }
      case WIRE.BACKREF: {
        const k = r.leb();
        if (k >= this.table.length) this.fail(`there is no entry ${k}`);
        stack.push(this.table[k] as Item);
        return;
      }
      case WIRE.LIST:
        stack.push(new ListForm(this.popForms(r.count())));
        return;
      case WIRE.VECTOR:
        stack.push(new VectorForm(this.popForms(r.count())));
        return;
      case WIRE.MAP:
        stack.push(new MapForm(this.popForms(r.count() * 2)));
        return;
      case WIRE.SET:
        stack.push(new SetForm(this.popForms(r.count())));
        return;
      case WIRE.META:
        this.meta();
        return;
      case WIRE.NODE: {
        const n = r.count();
        if (n > stack.length) this.fail("a constructor finds too few values");
        stack.push(new NodeItem(stack.splice(stack.length - n, n)));
        return;
      }
      case WIRE.BYTES:
        stack.push(new BytesItem(r.bytes(r.count(1)).slice()));
        return;
      case WIRE.CODE:
        this.code();
        return;
      case WIRE.CLOSURE: {
        const c = this.pop();
        if (!(c instanceof CodeConst)) this.fail("a closure needs code");
        stack.push(new ClosureItem(c));
        return;
      }
      default:
        stack.push(this.scalar(op));
    }
  }

  private string(wide: boolean): string {
    const r = this.r;
    const n = r.count(wide ? 2 : 1);
    const parts: string[] = [];
    for (let i = 0; i < n; i += 4096) {
      const units: number[] = [];
      for (let j = i; j < n && j < i + 4096; j++) units.push(wide ? r.u16() : r.u8());
      parts.push(String.fromCharCode(...units));
    }
    return parts.join("");
  }

  private scalar(op: number): Form {
    const r = this.r;
    switch (op) {
      case WIRE.CHAR: {
        const code = r.leb();
        if (code > 0xffff) this.fail("a character is one UTF-16 unit");
        return new CharForm(code);
      }
      case WIRE.BIGINT: {
        const sign = r.u8();
        if (sign > 1) this.fail("a sign is 0 or 1");
        const n = r.count(4);
        const digits: string[] = [];
        for (let i = 0; i < n; i++) digits.push(r.u32().toString(16).padStart(8, "0"));
        const x = BigInt(`0x0${digits.reverse().join("")}`);
        return new BigIntForm(sign === 1 ? -x : x);
      }
      case WIRE.RATIO: {
        const den = this.popInteger();
        if (den <= 1n) this.fail("a ratio's denominator is greater than one");
        return new RatioForm(this.popInteger(), den);
      }
      case WIRE.DECIMAL: {
        const scale = Number(this.popInteger());
        if (!Number.isSafeInteger(scale)) this.fail("a decimal's scale is too large");
        return new DecimalForm(this.popInteger(), scale);
      }
      case WIRE.REGEX:
        return new RegexForm(this.popString());
      case WIRE.UUID: {
        const bytes = [...r.bytes(16)];
        const hex = bytes.map((_, i) => (bytes[i ^ 7] as number).toString(16).padStart(2, "0")).join("");
        return new UuidForm([hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-"));
      }
      case WIRE.INST: {
        const ms = Number(this.popInteger());
        return new InstForm(ms);
      }
      case WIRE.TAGGED: {
        const form = this.popForm();
        const tag = this.popForm();
        if (!(tag instanceof Sym)) this.fail("a tag is a symbol");
        return new TaggedForm(tag, form);
      }
      case WIRE.OPAQUE: {
        const printed = this.popString();
        return new Opaque(this.popString(), printed);
      }
      case WIRE.PID:
      case WIRE.REF: {
        const b = r.bytes(8);
        const word = new DataView(b.buffer, b.byteOffset, 8).getBigUint64(0, true);
        return new Opaque(op === WIRE.PID ? "odeon.Pid" : "odeon.Ref", `#<${op === WIRE.PID ? "pid" : "ref"} ${word.toString(16)}>`);
      }
      case WIRE.BUFFER: {
        const n = r.count(1);
        r.bytes(n);
        return new Opaque("odeon.ByteBuffer", `#<buffer of ${n} bytes>`);
      }
      case WIRE.EXCEPTION: {
        this.popForm();
        this.popForm();
        this.popForm();
        const message = this.popStringOrNil();
        return new Opaque(this.popString(), message ?? "");
      }
      default:
        return this.fail(`${op} is no wire operation`);
    }
  }

  private meta(): void {
    const meta = this.popForm();
    const x = this.popForm();
    if (!(meta instanceof MapForm)) this.fail("metadata is a map");
    if (x instanceof ListForm && this.options.positions === true) {
      const line = find(meta, "line");
      const column = find(meta, "column");
      const rest = withoutPlace(meta.items);
      const span = { file: this.options.file ?? "", line: line ?? 0, column: column ?? 0, length: 1 };
      const m = rest.length === 0 ? null : new MapForm(rest);
      this.stack.push(line === null ? new ListForm(x.items, m) : new ListForm(x.items, m, span));
    } else if (x instanceof ListForm) this.stack.push(new ListForm(x.items, meta));
    else if (x instanceof VectorForm) this.stack.push(new VectorForm(x.items, meta));
    else if (x instanceof MapForm) this.stack.push(new MapForm(x.items, meta));
    else if (x instanceof SetForm) this.stack.push(new SetForm(x.items, meta));
    else if (x instanceof Sym) this.stack.push(new Sym(x.ns, x.name, meta));
    else this.fail("this value takes no metadata");
  }

  private rows(what: string): Int32Array {
    const x = this.pop();
    if (x === null) return new Int32Array(0);
    if (!(x instanceof BytesItem) || x.bytes.length % 16 !== 0) this.fail(`the ${what} table is not rows of 16 bytes`);
    const view = new DataView(x.bytes.buffer, x.bytes.byteOffset, x.bytes.length);
    return Int32Array.from({ length: x.bytes.length / 4 }, (_, i) => view.getInt32(i * 4, true));
  }

  /** CODE pops file, ns, next, lines, handlers, bytes, consts, nslots, nlocals, arity, name. */
  private code(): void {
    const file = this.popStringOrNil() ?? "";
    const ns = this.popStringOrNil() ?? "";
    const next = this.pop();
    if (next !== null && !(next instanceof CodeConst)) this.fail("the next arity is code or nil");
    const lines = this.rows("line");
    const handlers = this.rows("handler");
    const bytes = this.pop();
    if (!(bytes instanceof BytesItem)) this.fail("code needs its instructions as bytes");
    const consts = this.pop();
    if (!(consts instanceof NodeItem)) this.fail("code needs its constants as a node");
    for (const k of consts.items) {
      if (!(isForm(k) || k instanceof VarConst || k instanceof CodeConst)) this.fail("a constant is neither data, var nor code");
    }
    const nslots = this.popNumber(0xffff);
    const nlocals = this.popNumber(0xffff);
    const arity = this.popNumber(0x1ffff);
    const name = this.popString();
    const c: CodeArity = {
      name,
      arity: arity >> 1,
      variadic: (arity & 1) === 1,
      nlocals,
      nslots,
      consts: consts.items as Const[],
      bytes: bytes.bytes,
      handlers,
      lines,
      file,
      ns,
    };
    this.stack.push(new CodeConst([c, ...(next === null ? [] : next.arities)]));
  }
}

function find(meta: MapForm, name: string): number | null {
  for (let i = 0; i + 1 < meta.items.length; i += 2) {
    const k = meta.items[i];
    const v = meta.items[i + 1];
    if (k instanceof Keyword && k.ns === null && k.name === name && typeof v === "bigint") return Number(v);
  }
  return null;
}
