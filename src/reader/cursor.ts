import { Diagnostic, type Span } from "../base/index.js";

export const CLOSERS: Record<string, string> = { "(": ")", "[": "]", "{": "}", "#{": "}", "#(": ")", "#?(": ")", "#?@(": ")" };

// Character classes by code, below 128: 1 whitespace, 2 ends a token, 3 both.
const CLASS = new Uint8Array(128);
for (const c of " \t\n\r\f\v,\x1c\x1d\x1e\x1f") CLASS[c.charCodeAt(0)] = 3;
for (const c of '";@^`~()[]{}\\') CLASS[c.charCodeAt(0)] = 2;
export const isSpace = (c: number): boolean =>
  c < 128
    ? CLASS[c] === 3
    : c === 0x2028 ||
      c === 0x2029 ||
      c === 0x3000 ||
      c === 0x1680 ||
      c === 0xfeff ||
      (c >= 0x2000 && c <= 0x200a && c !== 0x2007) ||
      c === 0x205f;
export const endsToken = (c: number): boolean => (c < 128 ? CLASS[c] !== 0 : isSpace(c));
export const isDigit = (c: number): boolean => c >= 48 && c <= 57;

/** A delimiter that has not been closed yet. */
export interface Opener {
  text: string;
  pos: number;
  line: number;
  column: number;
}
/** A position to come back to. */
export interface Mark {
  pos: number;
  line: number;
  lineStart: number;
}

/** A position in the text with its line and column, the open delimiters, and errors that name both. */
export class Cursor {
  protected pos = 0;
  protected line: number;
  protected lineStart: number;
  private readonly firstLine: number;
  protected readonly openers: Opener[] = [];

  constructor(
    protected readonly text: string,
    protected readonly file: string,
    line = 1,
    column = 1,
    /** Whether #! begins a comment. */
    private readonly shebang = true,
  ) {
    this.line = line;
    this.lineStart = 1 - column;
    this.firstLine = this.line;
  }

  // ---- places and errors

  protected mark(): Mark {
    return { pos: this.pos, line: this.line, lineStart: this.lineStart };
  }
  protected reset(mark: Mark): void {
    this.pos = mark.pos;
    this.line = mark.line;
    this.lineStart = mark.lineStart;
  }
  protected here(length: number): Span {
    return { file: this.file, line: this.line, column: this.pos - this.lineStart + 1, length };
  }
  /** From a mark to the present position; the length counts to the end of the first line. */
  protected since(m: Mark): Span {
    let end = this.pos;
    if (this.line !== m.line) {
      end = this.text.indexOf("\n", m.pos);
      if (end < 0) end = this.pos;
    }
    return { file: this.file, line: m.line, column: m.pos - m.lineStart + 1, length: Math.max(1, end - m.pos) };
  }
  protected error(code: string, message: string, span: Span, help?: string): Diagnostic {
    return new Diagnostic(code, message, span, help);
  }
  protected eof(what: string, span: Span, closer?: string): Diagnostic {
    const open = this.openers[this.openers.length - 1];
    const help = closer
      ? `it needs a closing ${closer}`
      : open
        ? `the ${open.text} at ${open.line}:${open.column} needs a ${CLOSERS[open.text]}${this.whereMissing(open)}`
        : undefined;
    return this.error("reader/eof", `the text ends inside ${what}`, span, help);
  }
  /** A form that begins at the first column inside another was meant to stand behind it. */
  private whereMissing(open: Opener): string {
    const lines = this.text.slice(0, this.pos).split("\n");
    const next = open.column === 1 ? lines.findIndex((line, i) => this.firstLine + i > open.line && line.startsWith("(")) : -1;
    return next < 0 ? "" : `, perhaps before line ${next + this.firstLine}, where a form begins at the first column`;
  }

  protected openSpan(): Span {
    const open = this.openers[this.openers.length - 1] as Opener;
    return { file: this.file, line: open.line, column: open.column, length: open.text.length };
  }

  // ---- space and tokens

  protected skipLine(): void {
    const end = this.text.slice(this.pos).search(/[\r\n]/);
    this.pos = end < 0 ? this.text.length : this.pos + end;
  }

  protected skipSpace(): void {
    const { text } = this;
    while (this.pos < text.length) {
      const c = text.charCodeAt(this.pos);
      if (c === 10) {
        this.pos++;
        this.line++;
        this.lineStart = this.pos;
      } else if (c === 59) this.skipLine();
      else if (isSpace(c)) this.pos++;
      else if (this.shebang && c === 35 && text.charCodeAt(this.pos + 1) === 33) this.skipLine();
      else return;
    }
  }

  protected token(): string {
    const { text } = this;
    const start = this.pos;
    while (this.pos < text.length && !endsToken(text.charCodeAt(this.pos))) this.pos++;
    return text.slice(start, this.pos);
  }
}
