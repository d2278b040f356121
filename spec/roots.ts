import { MEMORY } from "./memory.js";
import { PRIMITIVES } from "./primitives/index.js";

/**
 * ROOTS: words at MEMORY.ROOTS + 8 * index, roots of every major collection. Kernel singletons first; then the library
 * functions that the kernel calls by number (vars: looked up by the loader when the core image is built).
 */
export const ROOTS = [
  "emptyList", "emptyVector", "emptyArrayMap", "emptyHashMap", "emptySet", "emptyNode", "emptyString",
  "coreNamespace", "currentNsVar", "mainFn", "infinity", "negInfinity", "nan", "errorTypes",
  // the first frame of an actor: applies a function to a NODE and returns
  "spawnCode",
  // keywords that the scheduler puts into messages and answers, in the order of ROOT_KEYWORDS
  "kwNormal", "kwKill", "kwKilled", "kwNoproc", "kwExit", "kwDown", "kwProcess", "kwReply", "kwWaiting", "kwRunnable",
  "kwRunning", "kwExiting", "kwMemory",
] as const;

/** Text of the keywords from root "kwNormal" on; at most 16 characters each, "ns/name" or "name". */
export const ROOT_KEYWORDS = [
  "normal", "kill", "killed", "noproc", "EXIT", "DOWN", "process", "odeon/reply", "waiting", "runnable", "running", "exiting", "memory",
] as const;

/** Library functions that the kernel calls. invokeSlow: (callee args) for a callee that is no closure and that the
 *  kernel can't apply itself. Fallbacks of primitives that answer SLOW are named in the primitive's own row. */
export const LIBRARY_ROOTS = {
  invokeSlow: "odeon.slow/invoke",
  /** Holds the METHOD by which objects of user types are called. */
  invokeMethod: "odeon.method/invoke",
  /** (list of keys and values in turn) and (list): map and set displays whose keys the kernel can't compare. */
  makeMap: "odeon.slow/make-map",
  makeSet: "odeon.slow/make-set",
} as const;

/** The slots after ROOTS, which hold vars: those of LIBRARY_ROOTS, then one for each primitive that may answer SLOW. */
export function libraryRoots(): readonly { readonly field: string; readonly varName: string; readonly address: number }[] {
  const named = Object.entries(LIBRARY_ROOTS).map(([field, varName]): [string, string] => [field, varName]);
  const slow = PRIMITIVES.flatMap((p): [string, string][] => (p.slow === undefined ? [] : [[`slow-${p.name}`, p.slow]]));
  return [...named, ...slow].map(([field, varName], i) => ({ field, varName, address: MEMORY.ROOTS + 8 * (ROOTS.length + i) }));
}
