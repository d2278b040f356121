import type { Span } from "../../base/index.js";
import { call, constant, type Hir, primCall, varGet } from "../../hir/index.js";
import type { Form } from "../../reader/index.js";
import { rt } from "./runtime-names.js";

/** A call of a library function on constants and expressions. */
export function rtCall(name: string, args: (Form | Hir)[], span: Span): Hir {
  const { ns, name: short } = rt(name);
  const hirs = args.map((a): Hir => (typeof a === "object" && a !== null && "kind" in a ? (a as Hir) : constant(a as Form, span)));
  return call(varGet(ns as string, short, span), hirs, span);
}

/** A vector of up to this many elements keeps them all in its tail node. */
const TAIL = 32;

/** Fields up to which an instance is made by one primitive. */
const MOST_FIELDS = 10;

/** An instance of a type from the values of its fields (`record`: three words come before them). */
export function instanceOf(type: Hir, values: Hir[], record: boolean, span: Span): Hir {
  if (values.length <= MOST_FIELDS) return primCall(`instance-of-${values.length}`, [type, ...values], span);
  const head: Hir[] = record ? [constant(null, span), constant(null, span), constant(null, span)] : [];
  return primCall("instance-new", [type, nodeOf([...head, ...values], span)], span);
}

/** A NODE that holds these values, for instance-new. */
export function nodeOf(values: Hir[], span: Span): Hir {
  const int = (n: number): Hir => constant(BigInt(n), span);
  if (values.length > 0 && values.length <= TAIL) return primCall("chunk-node", [{ kind: "vector", items: values, span }, int(0)], span);
  let node = primCall("node-make", [int(values.length)], span);
  values.forEach((v, i) => (node = primCall("node-set", [node, int(i), v], span)));
  return node;
}
