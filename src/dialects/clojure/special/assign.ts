import { call, constant, type Hir, local, primCall, varGet } from "../../../hir/index.js";
import { type Form, ListForm, printForm, Sym } from "../../../reader/index.js";
import { lookup } from "../env.js";

import { fieldTarget } from "../interop.js";
import { cast } from "../primitive.js";
import type { Special } from "./types.js";

/** (var name) */
// biome-ignore lint/correctness/useYield: the type of all special forms is a generator
export const analyzeVar: Special = function* (an, form, env, _tail, span) {
  const name = form.items[1];
  if (form.items.length !== 2 || !(name instanceof Sym)) throw an.fail("var", "var takes the name of a var", span);
  const meaning = an.meaning(name, env, an.spanOf(name, span));
  if (meaning.kind === "native") return { kind: "var-ref", ns: meaning.ns, name: meaning.name, span };
  if (meaning.kind !== "var") throw an.fail("var", `${printForm(name)} is not a var`, span);
  return { kind: "var-ref", ns: meaning.info.ns, name: meaning.info.name, span };
};

/** Switches of the JVM's compiler that programs set at the top of a file: they mean nothing here. */
const COMPILER_FLAGS = new Set(["*warn-on-reflection*", "*unchecked-math*", "*compile-files*"]);

/** (set! *var* value), (set! field value), (set! (.-field x) value) */
export const analyzeSet: Special = function* (an, form, env, _tail, span) {
  const target = form.items[1] as Form;
  if (form.items.length !== 3) throw an.fail("set", "set! takes a place and a value", span, "as in (set! *warn* true)");
  if (target instanceof Sym) {
    const entry = target.ns === null ? lookup(env, target.name) : null;
    const value = yield* an.analyze(form.items[2] as Form, env, "argument", span);
    if (!entry && COMPILER_FLAGS.has(target.name)) {
      if (target.name === "*unchecked-math*")
        an.source.unchecked = !(value.kind === "const" && (value.value === false || value.value === null));
      return value;
    }
    if (entry) {
      if (entry.kind !== "field" || !entry.mutable) {
        throw an.fail(
          "set",
          `${target.name} is a local: it can't be changed`,
          span,
          "keep changing state in an atom, or mark a deftype's field ^:unsynchronized-mutable",
        );
      }
      const given = entry.cast === undefined ? value : cast(value, entry.cast, span);
      return primCall("field-set", [local(entry.self, span), constant(BigInt(entry.index), span), given], span);
    }
    const meaning = an.meaning(target, env, an.spanOf(target, span));
    if (meaning.kind !== "var") throw an.fail("set", `${printForm(target)} is not a var`, span);
    return { kind: "var-set", ns: meaning.info.ns, name: meaning.info.name, value, span };
  }
  const field = target instanceof ListForm ? fieldTarget(target) : null;
  if (!field) throw an.fail("set", `${printForm(target)} is not a place that can be set`, span, "vars, mutable fields and (.-field x) can");
  const object = yield* an.analyze(field.object, env, "argument", span);
  const value = yield* an.analyze(form.items[2] as Form, env, "argument", span);
  const args: Hir[] = [object, constant(field.name, span), value];
  return call(varGet("odeon.interop", "set-field", span), args, span);
};
