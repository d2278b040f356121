import type { Span } from "../../base/index.js";
import type { Form, ListForm, MapForm } from "../../reader/index.js";
import type { Unit } from "../../hir/index.js";

/** What a compilation asks of its driver; it is suspended (a generator, no thread) until it is resumed with the answer. */
export type Request =
  | { kind: "macro"; ns: string; name: string; form: ListForm; args: readonly Form[]; env: MapForm | null; span: Span }
  | { kind: "require"; name: string; span: Span; reload: boolean }
  | { kind: "eval-unit"; unit: Unit };
/** macro: the expansion; the others: undefined. */
export type Answer = Form | undefined;
export type CompileGenerator<T> = Generator<Request, T, Answer>;

/** One stream of forms (a file, a REPL): its current namespace changes as forms are compiled. */
export interface Source {
  readonly file: string;
  /** Files under lib/: may use prim/NAME, their one-primitive functions are inlined into callers. */
  readonly library: boolean;
  ns: string;
  /** After (set! *unchecked-math* true): sums, differences and products of longs wrap around for the rest of the file. */
  unchecked?: boolean;
}
