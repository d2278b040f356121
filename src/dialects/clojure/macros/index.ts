import { ListForm, readAll, Sym, VectorForm } from "../../../reader/index.js";
import { macro, type NativeTable } from "../native.js";
import { BINDING } from "./binding.js";
import { CONTROL } from "./control.js";
import { DEFINE } from "./define.js";
import { DOCS } from "./docs.js";
import { DYNAMIC } from "./dynamic.js";
import { LOOPS } from "./loops.js";
import { PROTOCOLS } from "./protocols.js";
import { RECEIVE } from "./receive.js";
import { THREADING } from "./threading.js";
import { TYPES } from "./types.js";

/** The macros that are built in, by the namespace in which programs find them. */
export const NATIVES: Readonly<Record<string, NativeTable>> = {
  "clojure.core": { ...CONTROL, ...BINDING, ...DEFINE, ...THREADING, ...LOOPS, ...DYNAMIC, ...PROTOCOLS, ...TYPES, ...DOCS },
  "clojure.repl": DOCS,
  "clojure.actors": RECEIVE,
  "odeon.ns": {
    "native-macros": macro("[]", "A list of [namespace name arglists doc] of all macros that are built in.", () => {
      const rows = Object.entries(NATIVES).flatMap(([ns, table]) =>
        Object.entries(table).map(([name, native]) => new VectorForm([ns, name, new ListForm(readAll(native.arglists)), native.doc])),
      );
      return new ListForm([new Sym(null, "quote"), new ListForm(rows)]);
    }),
  },
};
export { SPECIAL_DOCS } from "./docs.js";
