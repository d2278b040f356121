/** What tests of types hold of. */
import { SUB } from "../../spec/index.js";
import { T } from "./graph.js";

/** Tests of numbers: types of which they hold, and types of which they hold for some. */
export const TYPE_TESTS: Record<string, { readonly all: number; readonly some: number }> = {
  "int?": { all: T.FIX, some: T.FIX | T.OTHER | T.LNG },
  "integer?": { all: T.FIX | T.LNG, some: T.FIX | T.OTHER | T.LNG },
  "number?": { all: T.FIX | T.FLO | T.LNG, some: T.NUM | T.LNG },
  "float?": { all: T.FLO, some: T.FLO },
};

/** Tests of what is no pointer, by the low byte of a word. */
export const TAG_TESTS: ReadonlyMap<string, number> = new Map([
  ["pid?", (SUB.PID << 3) | 2],
  ["ref?", (SUB.REF << 3) | 2],
]);
