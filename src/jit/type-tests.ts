/** Tests of numbers: types of which they hold, and types of which they hold for some. */
import { T } from "./graph.js";

export const TYPE_TESTS: Record<string, { readonly all: number; readonly some: number }> = {
  "int?": { all: T.FIX, some: T.FIX | T.OTHER | T.LNG },
  "integer?": { all: T.FIX | T.LNG, some: T.FIX | T.OTHER | T.LNG },
  "number?": { all: T.FIX | T.FLO | T.LNG, some: T.NUM | T.LNG },
  "float?": { all: T.FLO, some: T.FLO },
};
