import { Cursor, isSpace, type Mark } from "./cursor.js";
import { type Form, RegexForm } from "./forms.js";
import { parseChar } from "./literals.js";
import { parseNumber } from "./numbers.js";

type Problem = { problem: string; help?: string };
const isProblem = (x: unknown): x is Problem => typeof x === "object" && x !== null && "problem" in x;

/** Literals that are one token or quoted text. */
export class LiteralReader extends Cursor {
  protected number(): Form {
    const m = this.mark();
    const token = this.token();
    const value: Form | Problem = parseNumber(token);
    if (isProblem(value)) throw this.error("reader/number", value.problem, this.since(m));
    return value as Form;
  }

  protected string(): Form {
    const m = this.mark();
    const { text } = this;
    this.pos++;
    let out = "";
    let from = this.pos;
    for (;;) {
      if (this.pos >= text.length)
        throw this.eof(`the string that starts at ${m.line}:${m.pos - m.lineStart + 1}`, { ...this.since(m), length: 1 }, '"');
      const c = text.charCodeAt(this.pos);
      if (c === 34) break;
      if (c === 10) {
        this.line++;
        this.lineStart = this.pos + 1;
      }
      if (c !== 92) {
        this.pos++;
        continue;
      }
      out += text.slice(from, this.pos) + this.escape(m);
      from = this.pos;
    }
    out += text.slice(from, this.pos);
    this.pos++;
    return out;
  }

  protected escape(string: Mark): string {
    const { text } = this;
    const at = this.here(2);
    const c = text[this.pos + 1];
    this.pos += 2;
    switch (c) {
      case "n":
        return "\n";
      case "t":
        return "\t";
      case "r":
        return "\r";
      case "b":
        return "\b";
      case "f":
        return "\f";
      case "\\":
      case '"':
        return c;
      case "u": {
        const hex = text.slice(this.pos, this.pos + 4);
        if (hex.length < 4 && /^[0-9A-Fa-f]*$/.test(hex)) throw this.eof("a string", at);
        if (!/^[0-9A-Fa-f]{4}$/.test(hex)) throw this.error("reader/escape", "\\u needs four hexadecimal digits", at);
        this.pos += 4;
        return String.fromCharCode(Number.parseInt(hex, 16));
      }
      case undefined:
        throw this.eof(`the string that starts at ${string.line}:${string.pos - string.lineStart + 1}`, at, '"');
    }
    const octal = /^[0-7]{1,3}/.exec(text.slice(this.pos - 1, this.pos + 2));
    if (octal) {
      const code = Number.parseInt(octal[0], 8);
      if (code > 0o377) throw this.error("reader/escape", `\\${octal[0]}: octal characters go up to \\377`, at);
      this.pos += octal[0].length - 1;
      return String.fromCharCode(code);
    }
    throw this.error(
      "reader/escape",
      `\\${c} is not an escape in a string`,
      at,
      'there are \\n \\t \\r \\b \\f \\\\ \\" \\uXXXX and octal; for a backslash write \\\\',
    );
  }

  protected char(): Form {
    const m = this.mark();
    this.pos++;
    if (this.pos >= this.text.length) throw this.eof("a character", this.since(m));
    const first = this.text[this.pos] as string;
    this.pos++;
    if (first === "\n") {
      this.line++;
      this.lineStart = this.pos;
    }
    const token = first + (isSpace(first.charCodeAt(0)) ? "" : this.token());
    const value = parseChar(token);
    if (isProblem(value)) throw this.error("reader/char", value.problem, this.since(m), value.help);
    return value;
  }

  protected regex(m: Mark): Form {
    const { text } = this;
    this.pos += 2;
    const from = this.pos;
    for (;;) {
      if (this.pos >= text.length)
        throw this.eof(`the regular expression that starts at ${m.line}:${m.pos - m.lineStart + 1}`, { ...this.since(m), length: 2 }, '"');
      let c = text.charCodeAt(this.pos++);
      if (c === 34) break;
      if (c === 92) c = text.charCodeAt(this.pos++);
      if (c === 10) {
        this.line++;
        this.lineStart = this.pos;
      }
    }
    return new RegexForm(text.slice(from, this.pos - 1));
  }

  protected symbolic(m: Mark): Form {
    this.pos += 2;
    const token = this.token();
    if (token === "Inf") return Number.POSITIVE_INFINITY;
    if (token === "-Inf") return Number.NEGATIVE_INFINITY;
    if (token === "NaN") return Number.NaN;
    throw this.error("reader/symbolic", `##${token} is not a number`, this.since(m), "there are ##Inf ##-Inf and ##NaN");
  }
}
