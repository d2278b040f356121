import type { Span } from "../base/index.js";
import type { Form, Sym } from "./forms.js";

/** What the reader must know of the program: for ::keywords, #::maps and syntax quote. */
export interface Resolver {
  currentNs(): string;
  /** The namespace that an alias (or a full name) stands for. */
  alias(name: string): string | null;
  /** A symbol inside a syntax quote: qualified by where it lives; special forms unchanged. */
  symbol(sym: Sym): Sym;
  /** A number never answered before, for gensyms. */
  unique(): number;
}
export interface ReaderOptions {
  file?: string;
  resolver?: Resolver;
  /** Feature keys that hold in reader conditionals. */
  features?: readonly string[];
  /** By tag name, beside #inst and #uuid. */
  dataReaders?: Readonly<Record<string, (form: Form, span: Span) => Form>>;
  /** Tags without a reader become TaggedForm instead of an error. */
  keepTags?: boolean;
  /** #inst and #uuid are tags like any other. */
  allTags?: boolean;
  /** Data only: nothing that stands for code or depends on a namespace; #inst and #uuid are tags like any other. */
  edn?: boolean;
  /** A program's own text: #=form, which runs while it is read, stands for the form. Elsewhere it is refused. */
  program?: boolean;
  /** What becomes of reader conditionals: the form for a feature (by default), data (a TaggedForm of CONDITIONAL or SPLICING), an error. */
  conditionals?: "select" | "preserve" | "refuse";
  /** Where the text begins, when it is cut out of a larger one. */
  line?: number;
  column?: number;
}
