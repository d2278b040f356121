export { call, constant, local, primCall, seqOf, varGet } from "./build.js";
export { printHir } from "./print.js";
export type { Binding, Catch, FnArity, FnHir, Hir, LoopTarget, NumberKind, Unit } from "./tree.js";
