export { Compiler, type CompilerHost, type CompilerTaps, SourceStream, type Step } from "./compiler.js";
export { type ConvertOptions, Double, fromValue, keyword, symbol, toValue } from "./convert.js";
export { Engine, type EngineEvents, type EngineOptions, type Stats, waitingActors } from "./engine.js";
export { errorFromDescription, type Frame, framesOf, OdeonError } from "./errors.js";
export { loadImageMeta, replaceFile, takeImage, writeAhead, writeImage } from "./image.js";
export { Load, Loads, type UnitSource } from "./loads.js";
export { depsPaths, findNamespace, shownPath, type SourcePaths, sourcePaths } from "./project.js";
export { type ActorProfile, type FunctionProfile, merge as mergeProfiles, Profile, type ProfileNode } from "./profile.js";
export { renderError, type RenderOptions, visibleFrames, wantsColour } from "./render-error.js";
export type { TierOptions, TierStats } from "./tier.js";
export { Runtime, type RuntimeEvents, type RuntimeOptions } from "./runtime.js";
export { Diagnostic } from "../base/index.js";
export {
  type Capability,
  type Installation,
  installation,
  Keyword,
  packageVersion,
  Pid,
  type RuntimeStats,
  Sym as Symbol,
  UsageError,
} from "../host/index.js";
