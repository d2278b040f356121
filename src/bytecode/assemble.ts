import { Diagnostic } from "../base/index.js";
import { type Form, readAll } from "../reader/index.js";
import { ByteWriter } from "./bytes.js";
import { type CodeArity, CodeConst, type CodeUnit, type Const, VarConst } from "./code.js";
import { OP, OP_SIZE } from "./vcode.js";

/** Text (as disassemble.ts writes it) to a unit. Nothing is checked beyond the syntax: that is the verifier's work. */
export function assemble(text: string): CodeUnit {
  return new Assembler(text).run();
}

interface Pending {
  code: CodeArity;
  insts: { at: number; line: number; words: string[] }[];
  consts: [number, string][];
  lines: number[];
  handlers: number[];
}

class Assembler {
  private readonly lines: string[];
  private n = 0;
  private readonly codes: Pending[] = [];
  private ns = "";
  private file = "";

  constructor(text: string) {
    this.lines = text.split("\n");
  }

  private fail(what: string): never {
    throw new Diagnostic("BAD_ASSEMBLY", `${what}: ${(this.lines[this.n] ?? "").trim()}`, {
      file: "",
      line: this.n + 1,
      column: 1,
      length: 1,
    });
  }

  run(): CodeUnit {
    for (; this.n < this.lines.length; this.n++) {
      const line = (this.lines[this.n] as string).trim();
      if (line !== "" && !line.startsWith(";")) this.line(line);
    }
    for (const p of this.codes) this.finish(p);
    const top = this.codes[0]?.code;
    if (top === undefined) this.fail("there is no code");
    return { ns: this.ns, file: this.file, top };
  }

  private line(line: string): void {
    let m = /^unit (".*?") (".*?")$/.exec(line);
    if (m) {
      this.ns = JSON.parse(m[1] as string) as string;
      this.file = JSON.parse(m[2] as string) as string;
      return;
    }
    m = /^code (\d+) ("(?:[^"\\]|\\.)*") arity (\d+)( variadic)? locals (\d+) slots (\d+)$/.exec(line);
    if (m) {
      this.startCode(m);
      return;
    }
    const p = this.codes[this.codes.length - 1];
    if (p === undefined) this.fail("outside of a code");
    m = /^const (\d+) = (.*)$/.exec(line);
    if (m) {
      p.consts.push([Number(m[1]), m[2] as string]);
      return;
    }
    m = /^line (\d+) (\d+):(\d+)\+(\d+)$/.exec(line);
    if (m) {
      p.lines.push(Number(m[1]), Number(m[2]), Number(m[3]), Number(m[4]));
      return;
    }
    m = /^handler (\d+) (\d+) (\d+) height (\d+)$/.exec(line);
    if (m) {
      p.handlers.push(Number(m[1]), Number(m[2]), Number(m[3]), Number(m[4]));
      return;
    }
    m = /^(?:(\d+) +)?([A-Z_0-9]+)((?: +@?-?\d+)*) *(?:;.*)?$/.exec(line);
    if (!m) this.fail("not understood");
    const words = [
      m[2] as string,
      ...(m[3] as string)
        .trim()
        .split(/ +/)
        .filter((w) => w !== ""),
    ];
    p.insts.push({ at: m[1] === undefined ? -1 : Number(m[1]), line: this.n, words });
  }

  private startCode(m: RegExpExecArray): void {
    if (Number(m[1]) !== this.codes.length) this.fail("codes are numbered in order");
    const code: CodeArity = {
      name: JSON.parse(m[2] as string) as string,
      arity: Number(m[3]),
      variadic: m[4] !== undefined,
      nlocals: Number(m[5]),
      nslots: Number(m[6]),
      consts: [],
      bytes: new Uint8Array(0),
      handlers: new Int32Array(0),
      lines: new Int32Array(0),
      file: this.file,
      ns: this.ns,
    };
    this.codes.push({ code, insts: [], consts: [], lines: [], handlers: [] });
  }

  private konst(text: string, within: number): Const {
    let m = /^var ([^/]+)\/(.+)$/.exec(text);
    if (m) return new VarConst(m[1] as string, m[2] as string);
    m = /^code ([\d ]+)$/.exec(text);
    if (m) {
      // Code within code has a higher number, so nothing can hold itself.
      const codes = (m[1] as string).split(" ").map((w) => (Number(w) > within ? this.codes[Number(w)]?.code : undefined));
      return new CodeConst(codes.map((c) => c ?? this.fail("there is no such code, or it is not one within this")));
    }
    return readAll(text)[0] as Form;
  }

  private finish(p: Pending): void {
    for (const [i, text] of p.consts) p.code.consts[i] = this.konst(text, this.codes.indexOf(p));
    const w = new ByteWriter();
    for (const i of p.insts) {
      this.n = i.line;
      if (i.at >= 0 && i.at !== w.length) this.fail(`this instruction is at ${w.length}`);
      this.inst(w, i.words);
    }
    p.code.bytes = w.done();
    p.code.lines = Int32Array.from(p.lines);
    p.code.handlers = Int32Array.from(p.handlers);
  }

  private inst(w: ByteWriter, words: string[]): void {
    const op = OP[words[0] as string];
    if (op === undefined) this.fail("no such instruction");
    const extra = op.name === "SWITCH" ? Number(words[2]) + 1 : 0;
    if (words.length !== 1 + op.operands.length + extra) this.fail("the wrong number of operands");
    const end = w.length + (OP_SIZE[op.code] as number) + 4 * extra;
    const label = (word: string) => {
      if (!word.startsWith("@")) this.fail("a label is written @pc");
      w.u32((Number(word.slice(1)) - end) >>> 0);
    };
    w.u8(op.code);
    op.operands.forEach((o, k) => {
      const word = words[k + 1] as string;
      if (o === "label") label(word);
      else if (o === "i32") w.u32(Number(word) >>> 0);
      else w.u16(Number(word) & 0xffff);
    });
    for (let k = 0; k < extra; k++) label(words[1 + op.operands.length + k] as string);
  }
}
