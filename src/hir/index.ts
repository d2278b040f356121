export { call, constant, local, primCall, seqOf, varGet } from "./build.js";
export { printHir } from "./print.js";
export type { Binding, Catch, FnArity, FnHir, Hir, LoopTarget, Unit } from "./tree.js";
