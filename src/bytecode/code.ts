import type { Form } from "../reader/index.js";

/**
 * Bytecode as the compiler holds it. A function is the chain of its arities; a CLOSURE instruction names the chain by a
 * CodeConst. A CodeUnit is what one top-level form compiles to: a function of no arguments.
 *
 *   CodeUnit.top ── consts ──► CodeConst ── arities[] ── consts ──► CodeConst ...
 */
export interface CodeArity {
  /** As a trace shows it. */
  name: string;
  /** Number of fixed arguments. */
  arity: number;
  variadic: boolean;
  nlocals: number;
  nslots: number;
  consts: Const[];
  bytes: Uint8Array;
  /** Rows of four: start, end, handler, height. */
  handlers: Int32Array;
  /** Rows of four: start pc, line, column, length. */
  lines: Int32Array;
  file: string;
  ns: string;
}

/** A var, interned by the loader. */
export class VarConst {
  constructor(
    readonly ns: string,
    readonly name: string,
  ) {}
}
/** The code of a function: its arities, in the order in which a call tries them. */
export class CodeConst {
  constructor(readonly arities: CodeArity[]) {}
}
export type Const = Form | VarConst | CodeConst;

export interface CodeUnit {
  ns: string;
  file: string;
  top: CodeArity;
}

export const isVarConst = (c: Const): c is VarConst => c instanceof VarConst;
export const isCodeConst = (c: Const): c is CodeConst => c instanceof CodeConst;

/** Arguments as locals: the fixed ones and, for a variadic arity, the rest. */
export const argLocals = (code: CodeArity): number => code.arity + (code.variadic ? 1 : 0);
