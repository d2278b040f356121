import { Diagnostic, NO_SPAN } from "../base/index.js";
import { type Form, readAll } from "../reader/index.js";
import { primByName } from "./context.js";
import { Arity, type Block, type Data, isVoid, MirFn, type MirUnit, type Op, Term, type TermKind, type Value } from "./ir.js";

/** Reads what print.ts writes. */
export function parseMir(text: string): MirUnit {
  return new MirParser(text).run();
}

const OPS = new Set<string>([
  "var-get",
  "var-set",
  "var-def",
  "prim",
  "call",
  "apply",
  "closure",
  "set-capture",
  "capture-move",
  "vector",
  "map",
  "set",
  "list",
  "not",
  "recv-start",
  "recv-take",
  "recv-next",
]);
const TERMS = new Set<string>(["jump", "branch", "switch", "return", "throw", "recv", "recv-wait", "recv-wait-until", "tail-call"]);

class MirParser {
  private readonly lines: string[];
  private at = 0;
  private readonly fns = new Map<string, MirFn>();
  private ns = "";
  private file = "";
  private fn: MirFn | null = null;
  private arity: Arity | null = null;
  private block: Block | null = null;
  private values = new Map<string, Value>();
  private blocks = new Map<string, Block>();
  private consts = new Map<string, Form>();

  constructor(text: string) {
    this.lines = text.split("\n");
  }

  private fail(what: string): never {
    throw new Diagnostic("BAD_MIR", `${what}: ${this.lines[this.at]}`, { file: "", line: this.at + 1, column: 1, length: 1 });
  }

  run(): MirUnit {
    // Functions are named before they are defined: make them all first.
    for (const line of this.lines) {
      const m = /^fn (@\d+) ("(?:[^"\\]|\\.)*") captures (\d+)$/.exec(line);
      const unit = /^unit (\S+) (".*")$/.exec(line);
      if (unit) {
        this.ns = unit[1] as string;
        this.file = JSON.parse(unit[2] as string) as string;
      }
      if (!m) continue;
      const fn = new MirFn(JSON.parse(m[2] as string) as string, this.ns, this.file);
      fn.captures = Number(m[3]);
      this.fns.set(m[1] as string, fn);
    }
    for (; this.at < this.lines.length; this.at++) {
      const line = (this.lines[this.at] as string).trimEnd();
      if (line === "" || line.startsWith("unit ") || line.startsWith(";")) continue;
      this.line(line);
    }
    const top = this.fns.get("@0");
    if (top === undefined) this.fail("there is no function @0");
    return { ns: this.ns, file: this.file, top };
  }

  private line(line: string): void {
    if (line.startsWith("fn ")) {
      this.fn = this.fns.get(line.split(" ")[1] as string) ?? this.fail("a bad function line");
      return;
    }
    const arity = /^arity (\d+)( variadic)?$/.exec(line);
    if (arity) {
      this.startArity(Number(arity[1]), arity[2] !== undefined);
      return;
    }
    if (/^b\d+.*:$/.test(line)) {
      this.header(line.slice(0, -1).split(" "));
      return;
    }
    const konst = /^ {2}(k\d+) = (.*)$/.exec(line);
    if (konst) {
      this.consts.set(konst[1] as string, readAll(konst[2] as string)[0] as Form);
      return;
    }
    this.inst(line.trim().split(/\s+/));
  }

  private startArity(fixed: number, variadic: boolean): void {
    if (this.fn === null) this.fail("an arity outside of a function");
    const a = new Arity(this.fn, fixed, variadic, NO_SPAN);
    this.fn.arities.push(a);
    this.arity = a;
    this.block = null;
    this.values = new Map();
    this.blocks = new Map();
    this.consts = new Map();
    for (let i = 0; i < fixed + Number(variadic); i++) a.args.push(a.value("arg", [], i, NO_SPAN));
  }

  private cur(): Arity {
    return this.arity ?? this.fail("an instruction outside of an arity");
  }

  private blockNamed(name: string): Block {
    if (!/^b\d+$/.test(name)) this.fail(`${name} is no block`);
    let b = this.blocks.get(name);
    if (b === undefined) {
      b = this.cur().block(null);
      this.blocks.set(name, b);
    }
    return b;
  }

  /** A value may be used before the line that makes it (in a loop): an empty place is made first. */
  private valueNamed(name: string): Value {
    let v = this.values.get(name);
    if (v === undefined) {
      v = this.cur().value("param", [], null, NO_SPAN);
      this.values.set(name, v);
    }
    return v;
  }

  private header(words: string[]): void {
    const b = this.blockNamed(words[0] as string);
    const a = this.cur();
    if (this.block === null) a.entry = b;
    this.block = b;
    for (let i = 1; i < words.length; i++) {
      const w = words[i] as string;
      if (w === "loop") b.loop = true;
      else if (w === "handler") b.handler = this.blockNamed(words[++i] as string);
      else b.params.push(this.valueNamed(w));
    }
  }

  private operand(w: string): Value {
    const a = this.cur();
    const floating = (op: Op, data: Data) => a.value(op, [], data, NO_SPAN);
    if (w === "nil") return floating("const", null);
    if (w === "true" || w === "false") return floating("const", w === "true");
    if (w === "self") return floating("self", null);
    if (w.startsWith("'")) return floating("var", this.varName(w.slice(1)));
    const rest = w.slice(1);
    if (w.startsWith("#") && /^-?\d+$/.test(rest)) return floating("const", BigInt(rest));
    if (!/^\d+$/.test(rest)) this.fail(`${w} is no operand`);
    switch (w[0]) {
      case "a":
        return a.args[Number(rest)] ?? this.fail(`there is no argument ${rest}`);
      case "c":
        return floating("capture", Number(rest));
      case "k":
        return floating("const", this.konst(w));
      case "v":
        return this.valueNamed(w);
      default:
        return this.fail(`${w} is no operand`);
    }
  }
  private konst(w: string): Form {
    const f = this.consts.get(w);
    return f === undefined ? this.fail(`there is no constant ${w}`) : f;
  }
  private varName(w: string): { ns: string; name: string } {
    const i = w.indexOf("/");
    if (i <= 0) this.fail(`${w} is no var`);
    return { ns: w.slice(0, i), name: w.slice(i + 1) };
  }

  private inst(words: string[]): void {
    const b = this.block ?? this.fail("an instruction outside of a block");
    const result = words[1] === "=" ? (words[0] as string) : null;
    const [op, ...rest] = result === null ? words : words.slice(2);
    if (op === undefined) this.fail("an empty instruction");
    if (result === null && TERMS.has(op)) {
      b.term = this.term(op as TermKind, rest);
      return;
    }
    if (!OPS.has(op)) this.fail(`${op} is no instruction`);
    let data: Data = null;
    let names = rest;
    if (op === "prim") data = primByName(rest[0] ?? "") ?? this.fail(`there is no primitive ${rest[0]}`);
    else if (op.startsWith("var-")) data = this.varName(rest[0] ?? "");
    else if (op === "closure") data = this.fns.get(rest[0] ?? "") ?? this.fail(`there is no function ${rest[0]}`);
    else if (op === "set-capture" || op === "capture-move") data = Number(rest[0]);
    if (data !== null) names = rest.slice(1);
    const v = result === null ? this.cur().value(op as Op, [], data, NO_SPAN) : this.valueNamed(result);
    v.op = op as Op;
    v.data = data;
    v.args = names.map((w) => this.operand(w));
    if (isVoid(v) !== (result === null)) this.fail(`${op} ${result === null ? "leaves a value" : "leaves no value"}`);
    b.insts.push(v);
  }

  private term(kind: TermKind, words: string[]): Term {
    if (kind === "switch") return this.switchTerm(words);
    const isBlock = (w: string) => /^b\d+$/.test(w);
    const args = words.filter((w) => !isBlock(w)).map((w) => this.operand(w));
    return new Term(
      kind,
      args,
      words.filter(isBlock).map((w) => this.blockNamed(w)),
      null,
      NO_SPAN,
    );
  }

  private switchTerm(words: string[]): Term {
    const targets: Block[] = [];
    const cases: Form[][] = [];
    const subject = this.operand(words[0] as string);
    let cur: Form[] | null = null;
    for (const w of words.slice(2)) {
      if (w === "|") {
        cases.push(cur ?? []);
        cur = null;
      } else if (cur === null) {
        targets.push(this.blockNamed(w));
        cur = [];
      } else cur.push(this.konst(w));
    }
    return new Term("switch", [subject], targets, cases, NO_SPAN);
  }
}
