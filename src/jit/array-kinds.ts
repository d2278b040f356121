/**
 * Kinds of arrays, and what is known of an array's: it follows from where the array is made, or samples have seen it
 * (kernel/interp/sample.ts).
 */
import { PACKED, type PrimRow, SEEN, typeNamed } from "../../spec/index.js";
import { W } from "./encode.js";
import { type FrameState, type Node, T } from "./graph.js";

export interface Kind {
  readonly name: string;
  readonly id: number;
  /** An element takes 1 << this bytes. */
  readonly shift: number;
  readonly load: number;
  readonly store: number;
  /** What its elements are. */
  readonly type: number;
}
const kind = (name: string, load: number, store: number, type: number): Kind => {
  const { id } = typeNamed(name);
  return { name, id, shift: id < PACKED.FIRST ? 3 : (id >> 1) & 3, load, store, type };
};
/** By bit in what samples have seen: words, then packed arrays in order of their types. */
export const KINDS: readonly Kind[] = [
  kind("ARRAY", W.i64Load, W.i64Store, T.ANY),
  kind("BOOLEAN_ARRAY", W.i64Load8U, W.i64Store8, T.BOOL),
  kind("BYTE_ARRAY", W.i64Load8S, W.i64Store8, T.FIX),
  kind("CHAR_ARRAY", W.i64Load16U, W.i64Store16, T.OTHER),
  kind("SHORT_ARRAY", W.i64Load16S, W.i64Store16, T.FIX),
  kind("INT_ARRAY", W.i64Load32S, W.i64Store32, T.FIX),
  kind("FLOAT_ARRAY", W.f32Load, W.f32Store, T.FLO),
  kind("LONG_ARRAY", W.i64Load, W.i64Store, T.FIX),
  kind("DOUBLE_ARRAY", W.f64Load, W.f64Store, T.FLO),
];
export const [WORDS, ...PACKED_KINDS] = KINDS as readonly [Kind, ...Kind[]];
/** Most phis, one behind the other, that an array is followed through. */
const MOST_PHIS = 4;
/** Most kinds that are asked for before the jump. */
const MOST_LIKELY = 2;

/** The kinds that the array is likely to be: of the innermost frame first. Library code that has not been watched works on words. */
export function likely(n: Node): readonly Kind[] {
  const out: Kind[] = [];
  for (let s: FrameState | null = n.before; s !== null; s = s.frame.caller) {
    const { seen } = s.frame.code;
    KINDS.forEach((k, i) => {
      if (((seen >> BigInt(SEEN.ARRAYS + i)) & 1n) === 1n && !out.includes(k)) out.push(k);
    });
  }
  return out.length === 0 ? [WORDS] : out.slice(0, MOST_LIKELY);
}

/** The one kind that the array most likely is. */
export function sole(n: Node): Kind | undefined {
  const made = madeAs(n.args[0] as Node);
  if (made !== undefined) return made;
  const kinds = likely(n);
  return kinds.length === 1 && kinds[0] !== WORDS ? kinds[0] : undefined;
}
/** The kind that an access to an element relies on. Pointers need the primitive's barrier when they are stored. */
export function reliedKind(n: Node, trusts: (n: Node) => boolean): Kind | undefined {
  if (n.op !== "prim" || n.args.length < 2 || !trusts(n)) return undefined;
  const { name } = n.data as PrimRow;
  if (name !== "array-get" && name !== "array-set") return undefined;
  const k = sole(n);
  return name === "array-set" && k === WORDS ? undefined : k;
}
/** Of an element, if the array is of the kind; a long may be too large for a fixnum. */
export const elementType = (k: Kind): number => (k.type === T.FIX && k.shift === 3 ? T.LONG : k.type);

const fixnumOf = (n: Node | undefined): number => (n?.op === "const" ? Number((n.data as bigint) >> 3n) : -1);
/** The kind that the array has whenever the node has a value, if that follows from where it was made. */
export function madeAs(n: Node, path: ReadonlySet<Node> = new Set()): Kind | undefined {
  if (n.op === "phi") {
    if (path.has(n) || path.size === MOST_PHIS) return undefined;
    const on = new Set([...path, n]);
    const kinds = new Set(n.args.filter((a) => !on.has(a)).map((a) => madeAs(a, on)));
    return kinds.size === 1 ? [...kinds][0] : undefined;
  }
  if (n.op !== "prim") return undefined;
  const [a, b] = n.args;
  switch ((n.data as PrimRow).name) {
    case "array-make":
    case "array-from":
      return WORDS;
    case "array-new":
      return KINDS[fixnumOf(a)];
    case "array-with-kind":
      return KINDS[fixnumOf(b)];
    case "array-clone":
      return madeAs(a as Node, path);
    default:
      return undefined;
  }
}
