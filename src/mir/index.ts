export { buildUnit } from "./build.js";
export { MAX_NESTING, primByName } from "./context.js";
export {
  Arity,
  Block,
  constant,
  type Data,
  functionsOf,
  isConst,
  isFloating,
  isVoid,
  MirFn,
  type MirUnit,
  type Op,
  resolve,
  reversePostorder,
  Term,
  type TermKind,
  Value,
  type VarName,
} from "./ir.js";
export { parseMir } from "./parse.js";
export { printMir, printFn } from "./print.js";
export { verifyMir, type MirError } from "./verify.js";
