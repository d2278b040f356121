/**
 * A module that src/jit/encode.ts has written, as WebAssembly text. It reads the bytes themselves, so that what is shown is what
 * runs; instructions are those of the table W there, whose keys are their names in other letters. Functions are called by what
 * they are in the program:
 *
 *   $user/f             f with its arguments in parameters        $user/f@12   the entry into f at pc 12 (@0: from a written frame)
 *   $prim/add           a primitive                               $native...   a function of the kernel
 */
import { PRIMITIVES } from "../../spec/index.js";
import { F64, I32, I64, W } from "./encode.js";

/** What the bytes do not say. */
export interface ModuleNames {
  /** Name of the program's function at a code's address. */
  function(code: number): string;
  /** Code and pc of an entry, by its number in the module. */
  entry(index: number): { readonly code: number; readonly pc: number } | undefined;
}

export interface PrintedFunction {
  readonly name: string;
  readonly text: string;
}

export interface PrintedModule {
  /** Types, imports and globals; each function; exports. */
  readonly head: string;
  readonly functions: readonly PrintedFunction[];
  readonly tail: string;
}

const SPACES = new Set(["i32", "i64", "f32", "f64", "local", "global"]);

/** localGet: local.get, i32Load8U: i32.load8_u, brIf: br_if. */
function mnemonic(key: string): string {
  const [first = "", ...rest] = key.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`).split(" ");
  return rest.length === 0 ? first : `${first}${SPACES.has(first) ? "." : "_"}${rest.join("_")}`;
}
const NAMES = new Map<number, string>(Object.entries(W).map(([key, code]) => [code, mnemonic(key)]));
const TYPE_NAMES = new Map<number, string>([
  [I32, "i32"],
  [I64, "i64"],
  [F64, "f64"],
]);
const PRIM_NAMES = new Map(PRIMITIVES.map((p) => [p.id, p.name]));
/** Instructions with one operand that is an index. */
const INDEXED = new Set<number>([W.br, W.brIf, W.localGet, W.localSet, W.localTee]);

class ByteReader {
  private readonly view: DataView;
  constructor(
    private readonly data: Uint8Array,
    public at: number,
    readonly end: number,
  ) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }
  get more(): boolean {
    return this.at < this.end;
  }
  byte(): number {
    if (this.at >= this.end) throw new RangeError("a WebAssembly module ends too early");
    return this.data[this.at++] as number;
  }
  unsigned(): number {
    let out = 0;
    for (let shift = 0; ; shift += 7) {
      const b = this.byte();
      out += (b & 0x7f) * 2 ** shift;
      if (b < 0x80) return out;
    }
  }
  signed(): bigint {
    let out = 0n;
    for (let shift = 0n; ; ) {
      const b = this.byte();
      out |= BigInt(b & 0x7f) << shift;
      shift += 7n;
      if (b < 0x80) return BigInt.asIntN(Number(shift), out);
    }
  }
  f64(): number {
    this.at += 8;
    return this.view.getFloat64(this.at - 8, true);
  }
  text(): string {
    const n = this.unsigned();
    this.at += n;
    return new TextDecoder().decode(this.data.subarray(this.at - n, this.at));
  }
  /** A reader of the next n bytes, which are skipped here. */
  part(n: number): ByteReader {
    this.at += n;
    return new ByteReader(this.data, this.at - n, this.at);
  }
}

interface Signature {
  readonly params: readonly string[];
  readonly results: readonly string[];
}
interface ImportedFunction {
  readonly module: string;
  readonly field: string;
  readonly type: Signature;
}
interface Module {
  readonly types: Signature[];
  readonly functions: ImportedFunction[];
  readonly globals: { module: string; field: string; type: string; mutable: boolean }[];
  readonly memories: string[];
  readonly declared: Signature[];
  readonly exports: { name: string; index: number }[];
  readonly bodies: ByteReader[];
}

function list<T>(r: ByteReader, read: () => T): T[] {
  return Array.from({ length: r.unsigned() }, read);
}
const typeName = (byte: number): string => TYPE_NAMES.get(byte) ?? `?0x${byte.toString(16)}`;

function readModule(wasm: Uint8Array): Module {
  const r = new ByteReader(wasm, 8, wasm.length);
  const m: Module = { types: [], functions: [], globals: [], memories: [], declared: [], exports: [], bodies: [] };
  const typeAt = (i: number): Signature => m.types[i] ?? { params: [], results: [] };
  while (r.more) {
    const id = r.byte();
    const s = r.part(r.unsigned());
    if (id === 1) {
      list(s, () => {
        s.byte();
        const types = (): string[] => list(s, () => typeName(s.byte()));
        m.types.push({ params: types(), results: types() });
      });
    } else if (id === 2) list(s, () => readImport(s, m, typeAt));
    else if (id === 3) list(s, () => m.declared.push(typeAt(s.unsigned())));
    else if (id === 7) {
      list(s, () => {
        const name = s.text();
        s.byte();
        m.exports.push({ name, index: s.unsigned() });
      });
    } else if (id === 10) list(s, () => m.bodies.push(s.part(s.unsigned())));
  }
  return m;
}
function readImport(s: ByteReader, m: Module, typeAt: (i: number) => Signature): void {
  const module = s.text();
  const field = s.text();
  switch (s.byte()) {
    case 0:
      m.functions.push({ module, field, type: typeAt(s.unsigned()) });
      return;
    case 1: {
      s.byte();
      const flags = s.byte();
      const limits = [s.unsigned(), ...(flags & 1 ? [s.unsigned()] : [])];
      m.memories.push(`(import "${module}" "${field}" (table ${limits.join(" ")} funcref))`);
      return;
    }
    case 2: {
      const flags = s.byte();
      const limits = [s.unsigned(), ...(flags & 1 ? [s.unsigned()] : [])];
      m.memories.push(`(import "${module}" "${field}" (memory ${limits.join(" ")}${flags & 2 ? " shared" : ""}))`);
      return;
    }
    default:
      m.globals.push({ module, field, type: typeName(s.byte()), mutable: s.byte() === 1 });
  }
}

/** Names of all functions, imported ones first; no two are the same, and all can be written. */
function functionNames(m: Module, names: ModuleNames): string[] {
  const out: string[] = m.functions.map(({ module, field }) => {
    if (module === "m") return names.function(Number(field.slice(1)));
    const prim = /^p(\d+)$/.exec(field);
    return prim === null ? field : `prim/${PRIM_NAMES.get(Number(prim[1])) ?? field}`;
  });
  // f: a function for words, t: the one behind it for arguments of certain types, e: an entry, or once more the f that goes with it.
  for (const { name, index } of m.exports) {
    const number = Number(name.slice(1));
    const entry = name.startsWith("e") ? names.entry(number) : undefined;
    if (name.startsWith("f")) out[index] = names.function(number);
    else if (name.startsWith("t")) out[index] = `${names.function(number)}!`;
    else if (entry !== undefined) out[index] = `${names.function(entry.code)}@${entry.pc}`;
    else out[index] ??= name;
  }
  const used = new Map<string, number>();
  return Array.from({ length: m.functions.length + m.declared.length }, (_, i) => {
    const name = (out[i] ?? `function ${i}`).replace(/[^!#$%&'*+\-./0-9:<=>?@A-Z\\^_`a-z|~]/g, "_");
    const seen = used.get(name) ?? 0;
    used.set(name, seen + 1);
    return seen === 0 ? `$${name}` : `$${name}~${seen}`;
  });
}

const group = (keyword: string, types: readonly string[]): string => (types.length === 0 ? "" : ` (${keyword} ${types.join(" ")})`);
const signatureText = (s: Signature): string => group("param", s.params) + group("result", s.results);

export function printModule(wasm: Uint8Array, names: ModuleNames): PrintedModule {
  const m = readModule(wasm);
  const called = functionNames(m, names);
  const globals = m.globals.map((g) => `$${g.field}`);
  const head = [
    ...m.memories,
    ...m.globals.map((g, i) => `(import "${g.module}" "${g.field}" (global ${globals[i]} ${g.mutable ? `(mut ${g.type})` : g.type}))`),
    ...m.functions.map((f, i) => `(import "${f.module}" "${f.field}" (func ${called[i]}${signatureText(f.type)}))`),
  ];
  const functions = m.bodies.map((body, i): PrintedFunction => {
    const name = called[m.functions.length + i] as string;
    return {
      name: name.slice(1),
      text: `(func ${name}${signatureText(m.declared[i] as Signature)}\n${bodyText(body, called, globals)})`,
    };
  });
  const tail = m.exports.map((e) => `(export "${e.name}" (func ${called[e.index]}))`);
  return { head: head.join("\n"), functions, tail: tail.join("\n") };
}

/** A printed module as one text. */
export function moduleText({ head, functions, tail }: PrintedModule): string {
  return `(module\n${[head, ...functions.map((f) => f.text), tail].join("\n").replace(/^(?=.)/gm, "  ")}\n)`;
}

function bodyText(r: ByteReader, functions: readonly string[], globals: readonly string[]): string {
  const locals = list(r, () => {
    const n = r.unsigned();
    return new Array<string>(n).fill(typeName(r.byte()));
  }).flat();
  const lines: string[] = locals.length === 0 ? [] : [`  (local ${locals.join(" ")})`];
  let depth = 1;
  while (r.at < r.end - 1) {
    const op = r.byte();
    if (op === W.end || op === W.else) depth--;
    lines.push("  ".repeat(depth) + instruction(op, r, functions, globals));
    if (op === W.block || op === W.loop || op === W.if || op === W.else) depth++;
  }
  return lines.join("\n");
}
function instruction(op: number, r: ByteReader, functions: readonly string[], globals: readonly string[]): string {
  const name = NAMES.get(op);
  // What follows can't be told from its operands.
  if (name === undefined) throw new Error(`an instruction that the encoder does not know: 0x${op.toString(16)}`);
  if (op === W.block || op === W.loop || op === W.if) {
    const type = r.byte();
    return TYPE_NAMES.has(type) ? `${name} (result ${typeName(type)})` : name;
  }
  if (op === W.callIndirect || op === W.returnCallIndirect) {
    const type = r.unsigned();
    r.byte(); // the table
    return `${name} (type ${type})`;
  }
  if (op === W.call || op === W.returnCall) return `${name} ${functions[r.unsigned()]}`;
  if (op === W.globalGet || op === W.globalSet) return `${name} ${globals[r.unsigned()]}`;
  if (INDEXED.has(op)) return `${name} ${r.unsigned()}`;
  if (op === W.brTable) return `${name} ${[...list(r, () => r.unsigned()), r.unsigned()].join(" ")}`;
  if (op >= W.i32Load && op <= 0x3e) {
    r.unsigned(); // alignment: that of the type
    const offset = r.unsigned();
    return offset === 0 ? name : `${name} offset=${offset}`;
  }
  if (op === W.i32Const || op === W.i64Const) return `${name} ${r.signed()}`;
  if (op === W.f64Const) return `${name} ${floatText(r.f64())}`;
  return name;
}
function floatText(x: number): string {
  return Number.isNaN(x) ? "nan" : x === Infinity ? "inf" : x === -Infinity ? "-inf" : Object.is(x, -0) ? "-0" : String(x);
}
