export { foldPrim } from "./fold-prim.js";
export { INLINE_MAX, inlinable } from "./inline.js";
export type { Pass, PassOptions } from "./pass.js";
export { PIPELINE, type PipelineOptions, runPasses } from "./pipeline.js";
