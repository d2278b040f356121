export { foldPrim } from "./fold-prim.js";
export { INLINE_MAX, inlinable } from "./inline.js";
export type { Pass, PassOptions } from "./pass.js";
export { FIRST, LAST, PIPELINE, ROUND, type PipelineOptions, runPasses } from "./pipeline.js";
