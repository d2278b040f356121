/** A place in source text. Lines and columns count from 1; `length` is in characters on the first line. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}
export const NO_SPAN: Span = { file: "", line: 0, column: 0, length: 0 };
