/**
 * Bytecode: what the kernel runs. The calls of the driver:
 *   compileUnit(unit, options)  HIR -> MIR -> passes -> bytecode
 *   verifyUnit(code)            the rules of decision D10; an empty array means that it may run
 *   encodeUnit(code)            a wire message holding a closure of the top function
 *   disassemble(code) / assemble(text)   text and back
 *   writeOdb(units) / readOdb(bytes)     .odb files
 *   encodeForm(form) / decodeForm(bytes) forms over the wire (macros, embedding)
 */
export { assemble } from "./assemble.js";
export { CodeConst, VarConst, argLocals, isCodeConst, isVarConst, type CodeArity, type CodeUnit, type Const } from "./code.js";
export { compileUnit, dumpMir, mirOf, type CompileOptions } from "./compile.js";
export { decodeAt, fallsThrough, type Inst, jumpTargets, viewOf } from "./decode.js";
export { disassemble } from "./disassemble.js";
export { emitUnit } from "./emit.js";
export { InlineTable } from "./inline-table.js";
export { ODB_VERSION, readOdb, writeOdb, type OdbFile } from "./odb.js";
export { VERIFY_RULES, verifyUnit, type VerifyError } from "./verify.js";
export { decodeForm, decodeUnit, encodeForm, encodeUnit, type FormOptions } from "./wire.js";
