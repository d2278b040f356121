import { analyzeDot, analyzeNew } from "../interop.js";
import { analyzeSet, analyzeVar } from "./assign.js";
import {
  analyzeDo,
  analyzeIf,
  analyzeLet,
  analyzeLetfn,
  analyzeLoop,
  analyzeMonitor,
  analyzeQuote,
  analyzeRecur,
  analyzeThrow,
} from "./basic.js";
import { analyzeDef } from "./def.js";
import { analyzeFnStar } from "./fn.js";
import { analyzeTry, strayClause } from "./try.js";
import type { Special } from "./types.js";

/** Forms that the analyzer knows by name; a local of the same name does not hide them. */
export const SPECIALS: ReadonlyMap<string, Special> = new Map<string, Special>([
  ["def", analyzeDef],
  ["if", analyzeIf],
  ["do", analyzeDo],
  ["let*", analyzeLet],
  ["fn*", analyzeFnStar],
  ["loop*", analyzeLoop],
  ["recur", analyzeRecur],
  ["quote", analyzeQuote],
  ["var", analyzeVar],
  ["throw", analyzeThrow],
  ["try", analyzeTry],
  ["catch", strayClause],
  ["finally", strayClause],
  ["set!", analyzeSet],
  ["new", analyzeNew],
  ["monitor-enter", analyzeMonitor],
  ["monitor-exit", analyzeMonitor],
  [".", analyzeDot],
  ["letfn*", analyzeLetfn],
]);
export const isSpecial = (name: string): boolean => SPECIALS.has(name);
export { clean } from "./basic.js";
export { analyzeArity, checkArities } from "./fn.js";
export type { Special } from "./types.js";
