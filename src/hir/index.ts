export type { Binding, Catch, FnArity, FnHir, Hir, LoopTarget, Unit } from "./tree.js";
