import { printForm } from "../reader/index.js";
import { type CodeArity, CodeConst, type CodeUnit, type Const, VarConst } from "./code.js";
import { decodeAt, type Inst, jumpTargets, viewOf } from "./decode.js";
import { PRIM_BY_ID } from "./vcode.js";

export interface DisassembleOptions {
  /** The lines of the source file: shown beside the code. */
  source?: readonly string[];
  /** Only functions of this name. */
  fn?: string;
}

/**
 * Bytecode as text, which assemble.ts reads back:
 *
 *   unit "user" "a.clj"
 *   code 0 "user/top" arity 0 locals 1 slots 6
 *     const 0 = var user/f
 *     const 1 = code 1 2                (the arities of a function)
 *     const 2 = {:a 1}
 *     line 0 1:1+10                     (at pc, line:column+length)
 *     handler 4 20 31 height 0
 *        0  FRAME_VAR 0                 ; user/f
 *        3  JUMP_IF_FALSE @12
 */
export function disassemble(unit: CodeUnit, options: DisassembleOptions = {}): string {
  const codes: CodeArity[] = [unit.top];
  const number = new Map<CodeArity, number>([[unit.top, 0]]);
  for (let i = 0; i < codes.length; i++) {
    for (const k of (codes[i] as CodeArity).consts) {
      if (!(k instanceof CodeConst)) continue;
      for (const a of k.arities) if (!number.has(a)) number.set(a, codes.push(a) - 1);
    }
  }
  const out = [`unit ${JSON.stringify(unit.ns)} ${JSON.stringify(unit.file)}`];
  codes.forEach((c, i) => {
    if (options.fn === undefined || c.name === options.fn) codeLines(c, i, number, options, out);
  });
  return `${out.join("\n")}\n`;
}

function constText(k: Const, number: Map<CodeArity, number>): string {
  if (k instanceof VarConst) return `var ${k.ns}/${k.name}`;
  if (k instanceof CodeConst) return `code ${k.arities.map((a) => number.get(a)).join(" ")}`;
  return printForm(k, { meta: true });
}

function codeLines(c: CodeArity, i: number, number: Map<CodeArity, number>, options: DisassembleOptions, out: string[]): void {
  out.push(`code ${i} ${JSON.stringify(c.name)} arity ${c.arity}${c.variadic ? " variadic" : ""} locals ${c.nlocals} slots ${c.nslots}`);
  c.consts.forEach((k, n) => {
    out.push(`  const ${n} = ${constText(k, number)}`);
  });
  for (let r = 0; r < c.handlers.length; r += 4)
    out.push(`  handler ${c.handlers[r]} ${c.handlers[r + 1]} ${c.handlers[r + 2]} height ${c.handlers[r + 3]}`);
  const view = viewOf(c.bytes);
  let line = 0;
  let shown = 0;
  for (let pc = 0; pc < c.bytes.length; ) {
    for (; line < c.lines.length && (c.lines[line] as number) <= pc; line += 4) {
      out.push(`  line ${c.lines[line]} ${c.lines[line + 1]}:${c.lines[line + 2]}+${c.lines[line + 3]}`);
      const n = c.lines[line + 1] as number;
      const text = options.source?.[n - 1];
      if (text !== undefined && n !== shown) out.push(`  ;; ${n}: ${text.trim()}`);
      shown = n;
    }
    const d = decodeAt(c.bytes, view, pc);
    if ("error" in d) {
      out.push(`  ;; ${pc}: ${d.error === "opcode" ? "no opcode" : "cut off"}: ${c.bytes[pc]}`);
      return;
    }
    out.push(`  ${String(pc).padStart(4)}  ${instText(d.inst, c, number)}`);
    pc = d.inst.end;
  }
}

function instText(i: Inst, c: CodeArity, number: Map<CodeArity, number>): string {
  const words = [i.op.name];
  let note = "";
  i.op.operands.forEach((o, k) => {
    const a = i.args[k] as number;
    words.push(o === "label" ? `@${a}` : String(a));
    const konst = c.consts[a];
    if (o === "const" && konst !== undefined) note = constText(konst, number).replace(/^var /, "");
    if (i.op.name === "PRIM") note = PRIM_BY_ID.get(a)?.name ?? "";
  });
  if (i.targets !== null) for (const t of jumpTargets(i)) words.push(`@${t}`);
  const text = words.join(" ");
  return note === "" ? text : `${text.padEnd(24)} ; ${note.length > 60 ? `${note.slice(0, 57)}...` : note}`;
}
