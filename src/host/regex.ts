/**
 * Regular expressions: Java's syntax to JavaScript's. Differences that are translated: inline flags (at the start, from some place on and
 * for a group), (?x) comments, \A \z \Z \G \h \H \R \Q..\E \a \e \x{h..h} \0oct, POSIX classes \p{Alpha}, Unicode classes, possessive quantifiers and atomic
 * groups (by a lookahead and a back reference to a group that programs don't see: `hidden`), class intersections and unions ([a-z&&[^m]]).
 */
export function regexFromJava(source: string): { pattern: string; flags: string; hidden: number[] } {
  let rest = source;
  const flags = new Set<string>();
  for (;;) {
    const inline = /^\(\?([a-zA-Z]+)\)/.exec(rest);
    if (!inline) break;
    setFlags(flags, inline[1] as string, "");
    rest = rest.slice(inline[0].length);
  }
  // What holds for the whole expression is a flag of JavaScript's; for i only if no part of the expression changes it.
  const global = new Set([...flags].filter((f) => f === "m" || f === "s" || (f === "i" && !/\(\?[a-zA-Z]*-?[a-zA-Z]*i/.test(rest))));
  const text = new Translator(rest, flags, global).run();
  const { visible, hidden } = groupNumbers(text);
  const pattern = text.replace(new RegExp(`${BACK_REFERENCE}(\\d+);`, "g"), (_, n: string) => `(?:\\${visible[Number(n) - 1] ?? n})`);
  return { pattern, flags: [...global].join(""), hidden };
}

function setFlags(flags: Set<string>, on: string, off: string): void {
  for (const f of on + off) if (!"imsxuUd".includes(f)) throw new SyntaxError(`unknown flag ${f}`);
  for (const f of on) flags.add(f);
  for (const f of off) flags.delete(f);
}

/** Marks a back reference by number until the numbers of all groups are known. */
const BACK_REFERENCE = "\u{f0000}";

/** Numbers of the program's groups, and of those that the translation added: their names end in an underscore, which Java's can't. */
function groupNumbers(pattern: string): { visible: number[]; hidden: number[] } {
  const visible: number[] = [];
  const hidden: number[] = [];
  let inClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === "\\") i++;
    else if (c === "[") inClass = true;
    else if (c === "]") inClass = false;
    else if (c === "(" && !inClass && (pattern[i + 1] !== "?" || /^\(\?<[a-zA-Z]/.test(pattern.slice(i, i + 4)))) {
      const number = visible.length + hidden.length + 1;
      (/^\(\?<[ap]\d+_>/.test(pattern.slice(i, i + 24)) ? hidden : visible).push(number);
    }
  }
  return { visible, hidden };
}

const POSIX: Record<string, string> = {
  Lower: "a-z",
  Upper: "A-Z",
  ASCII: "\\x00-\\x7F",
  Alpha: "a-zA-Z",
  Digit: "0-9",
  Alnum: "a-zA-Z0-9",
  Punct: "!-\\/:-@\\[-`\\{-~",
  Graph: "!-~",
  Print: " -~",
  Blank: " \\t",
  Cntrl: "\\x00-\\x1F\\x7F",
  XDigit: "0-9a-fA-F",
  Space: " \\t\\n\\x0B\\f\\r",
  javaLowerCase: "\\p{Ll}",
  javaUpperCase: "\\p{Lu}",
  javaWhitespace: "\\s",
  javaLetter: "\\p{L}",
  javaDigit: "\\p{Nd}",
  IsAlphabetic: "\\p{Alphabetic}",
};
/** The classes under (?U). */
const UNICODE_CLASS: Record<string, string> = {
  d: "\\p{Nd}",
  w: "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}",
  s: "\\p{White_Space}",
};
/** Body of a class escape for use inside [...]. */
const CLASS: Record<string, string> = {
  d: "0-9",
  w: "a-zA-Z_0-9",
  s: " \\t\\n\\x0B\\f\\r",
  h: " \\t\\xA0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000",
  v: "\\n\\x0B\\f\\r\\x85\\u2028\\u2029",
};

class Translator {
  private at = 0;
  private readonly out: string[] = [];
  /** Index in `out` where the last atom began: possessive quantifiers wrap it. */
  private atom = -1;
  private readonly opens: { start: number; atomic: boolean; flags: Set<string> }[] = [];

  constructor(
    private readonly s: string,
    /** The flags that hold at `at`. */
    private flags: Set<string>,
    /** Those that are flags of the JavaScript expression. */
    private readonly global: ReadonlySet<string>,
  ) {}

  run(): string {
    while (this.at < this.s.length) this.step();
    return this.out.join("");
  }
  private emit(text: string): void {
    this.atom = this.out.length;
    this.out.push(text);
  }
  private step(): void {
    const c = this.s[this.at] as string;
    if (this.flags.has("x") && /\s/.test(c)) return void this.at++;
    if (this.flags.has("x") && c === "#") {
      const end = this.s.indexOf("\n", this.at);
      this.at = end < 0 ? this.s.length : end + 1;
      return;
    }
    if (c === "\\") {
      this.escape();
      return;
    }
    if (c === "[") {
      this.emit(this.charClass());
      return;
    }
    if (c === "(") {
      this.open();
      return;
    }
    if (c === ")") {
      this.close();
      return;
    }
    if (c === "{" && !/^\{\d+(,\d*)?\}/.test(this.s.slice(this.at))) throw new SyntaxError("unexpected {");
    if (c === "*" || c === "+" || c === "?" || c === "{") {
      this.quantifier();
      return;
    }
    this.at++;
    if (c === "}" || c === "]") {
      this.emit(`\\${c}`);
      return;
    }
    const multiline = this.flags.has("m");
    // Without (?m), $ also stands before a line end that ends the text.
    if (c === "$") {
      this.emit(!multiline ? "(?=\\n?(?![\\s\\S]))" : this.global.has("m") ? "$" : "(?![^\\n])");
      return;
    }
    if (c === "^" && multiline !== this.global.has("m")) {
      this.emit(multiline ? "(?<![^\\n])" : "(?<![\\s\\S])");
      return;
    }
    if (c === "." && this.flags.has("s") !== this.global.has("s")) {
      this.emit(this.flags.has("s") ? "[\\s\\S]" : "[^\\n\\r\\u2028\\u2029]");
      return;
    }
    const code = this.s.codePointAt(this.at - 1) as number;
    if (code > 0xffff) this.at++;
    const character = String.fromCodePoint(code);
    this.emit(this.foldsHere() && /[a-zA-Z]/.test(c) ? `[${bothCases(character)}]` : character);
  }
  /** Whether case does not count here though the JavaScript expression does not say so. */
  private foldsHere(): boolean {
    return this.flags.has("i") && !this.global.has("i");
  }
  private quantifier(): void {
    const match = /^(?:[*+?]|\{\d+(?:,\d*)?\})([+?]?)/.exec(this.s.slice(this.at)) as RegExpExecArray;
    this.at += match[0].length;
    if (match[1] !== "+") return void this.out.push(match[0]);
    // x*+ is (?=(x*))\k: what the group took is never given back
    const name = `p${this.at}_`;
    const atom = this.out.splice(this.atom).join("");
    this.out.push(`(?:(?=(?<${name}>${atom}${match[0].slice(0, -1)}))\\k<${name}>)`);
  }
  private open(): void {
    const rest = this.s.slice(this.at);
    const start = this.out.length;
    const flagGroup = /^\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?(:|\))/.exec(rest);
    const outer = this.flags;
    if (rest.startsWith("(?>")) {
      this.at += 3;
      this.out.push(`(?:(?=(?<a${this.at}_>`);
      this.flags = new Set(outer);
      this.opens.push({ start, atomic: true, flags: outer });
      return;
    }
    if (/^\(\?(?:[=!]|<[=!])/.test(rest)) {
      const head = rest.startsWith("(?<") ? rest.slice(0, 4) : rest.slice(0, 3);
      this.at += head.length;
      this.out.push(head);
    } else if (flagGroup) {
      this.at += flagGroup[0].length;
      const flags = new Set(outer);
      setFlags(flags, flagGroup[1] as string, flagGroup[2] ?? "");
      this.flags = flags;
      if (flagGroup[3] === ")") return; // from here to the end of the group
      this.out.push("(?:");
      this.opens.push({ start, atomic: false, flags: outer });
      return;
    } else if (rest.startsWith("(?<")) {
      const head = /^\(\?<[a-zA-Z][a-zA-Z0-9]*>/.exec(rest);
      if (!head) throw new SyntaxError("bad group name");
      this.at += head[0].length;
      this.out.push(head[0]);
    } else if (rest.startsWith("(?")) {
      throw new SyntaxError("unknown group");
    } else {
      this.at++;
      this.out.push("(");
    }
    this.flags = new Set(outer);
    this.opens.push({ start, atomic: false, flags: outer });
  }
  private close(): void {
    const open = this.opens.pop();
    if (!open) throw new SyntaxError("unmatched )");
    this.flags = open.flags;
    this.at++;
    if (open.atomic) {
      const name = /<(a\d+_)>/.exec(this.out[open.start] as string)?.[1] as string;
      this.out.push(`))\\k<${name}>)`);
    } else this.out.push(")");
    this.atom = open.start;
  }
  private escape(): void {
    const c = this.s[this.at + 1];
    if (c === undefined) throw new SyntaxError("\\ at the end");
    if (c === "Q") {
      const end = this.s.indexOf("\\E", this.at);
      const literal = this.s.slice(this.at + 2, end < 0 ? undefined : end);
      this.at = end < 0 ? this.s.length : end + 2;
      for (const ch of literal) this.emit(quoteLiteral(ch));
      return;
    }
    const simple: Record<string, string> = {
      A: "(?<![\\s\\S])",
      z: "(?![\\s\\S])",
      Z: "(?=\\n?(?![\\s\\S]))",
      a: "\\x07",
      e: "\\x1B",
      R: "(?:\\r\\n|[\\n\\x0B\\f\\r\\x85\\u2028\\u2029])",
      b: "\\b",
      B: "\\B",
      G: "(?:)",
    };
    if (simple[c]) {
      this.at += 2;
      this.emit(simple[c]);
      return;
    }
    if (/[1-9]/.test(c)) {
      const digits = (/^[0-9]+/.exec(this.s.slice(this.at + 1)) as RegExpExecArray)[0];
      this.at += 1 + digits.length;
      this.emit(`${BACK_REFERENCE}${digits};`);
      return;
    }
    if (c === "k") {
      const name = /^\\k<([a-zA-Z][a-zA-Z0-9]*)>/.exec(this.s.slice(this.at));
      if (!name) throw new SyntaxError("bad back reference");
      this.at += name[0].length;
      this.emit(name[0]);
      return;
    }
    const set = this.classEscape();
    this.emit(set.negated ? `[^${set.body}]` : set.isSet ? `[${set.body}]` : set.body);
  }
  /** An escape that stands for characters, at `this.at`: a set, or one escaped character. */
  private classEscape(): { body: string; isSet: boolean; negated: boolean } {
    const rest = this.s.slice(this.at);
    const c = rest[1] as string;
    const lower = c.toLowerCase();
    if (CLASS[lower] && /[dwshvDWSHV]/.test(c)) {
      this.at += 2;
      const unicode = this.flags.has("U") ? UNICODE_CLASS[lower] : undefined;
      return { body: unicode ?? (CLASS[lower] as string), isSet: true, negated: c !== lower };
    }
    const property = /^\\[pP](?:\{([^}]+)\}|([A-Z]))/.exec(rest);
    if (property) {
      this.at += property[0].length;
      const name = (property[1] ?? property[2]) as string;
      const posix = POSIX[name];
      const body = posix ?? `\\p{${name.replace(/^Is(?=[A-Z])/, "").replace(/^In/, "Script=")}}`;
      return { body, isSet: true, negated: c === "P" };
    }
    const hex = /^\\(?:x\{([0-9a-fA-F]+)\}|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/.exec(rest);
    if (hex) {
      this.at += hex[0].length;
      return { body: `\\u{${hex[1] ?? hex[2] ?? hex[3]}}`, isSet: false, negated: false };
    }
    const octal = /^\\0([0-3]?[0-7]{1,2})/.exec(rest);
    if (octal) {
      this.at += octal[0].length;
      return { body: `\\u{${Number.parseInt(octal[1] as string, 8).toString(16)}}`, isSet: false, negated: false };
    }
    const control = /^\\c([A-Z@[\]^_])/.exec(rest);
    if (control) {
      this.at += 3;
      return { body: `\\u{${((control[1] as string).charCodeAt(0) ^ 64).toString(16)}}`, isSet: false, negated: false };
    }
    this.at += 2;
    if (/[tnrf]/.test(c)) return { body: `\\${c}`, isSet: false, negated: false };
    if (/[a-zA-Z]/.test(c)) throw new SyntaxError(`unknown escape \\${c}`);
    return { body: quoteLiteral(c), isSet: false, negated: false };
  }
  /** A bracketed class. Unions become alternatives, intersections lookaheads; both keep one character wide. */
  private charClass(): string {
    this.at++;
    const negated = this.s[this.at] === "^";
    if (negated) this.at++;
    const operands: string[][] = [[]]; // intersection of unions
    let plain = "";
    let first = true;
    const flush = () => {
      if (plain) (operands.at(-1) as string[]).push(`[${this.foldsHere() ? bothCases(plain) : plain}]`);
      plain = "";
    };
    for (;;) {
      const c = this.s[this.at];
      if (c === undefined) throw new SyntaxError("unclosed [");
      if (c === "]" && !first) break;
      first = false;
      if (c === "[") {
        flush();
        (operands.at(-1) as string[]).push(this.charClass());
      } else if (c === "&" && this.s[this.at + 1] === "&") {
        flush();
        this.at += 2;
        operands.push([]);
      } else if (c === "\\" && this.s[this.at + 1] === "Q") {
        const end = this.s.indexOf("\\E", this.at);
        const literal = this.s.slice(this.at + 2, end < 0 ? undefined : end);
        this.at = end < 0 ? this.s.length : end + 2;
        for (const ch of literal) plain += quoteInClass(ch);
      } else if (c === "\\") {
        const set = this.classEscape();
        if (set.negated) {
          flush();
          (operands.at(-1) as string[]).push(`[^${set.body}]`);
        } else plain += set.body.length === 1 ? quoteInClass(set.body) : set.body;
      } else {
        const ch = String.fromCodePoint(this.s.codePointAt(this.at) as number);
        this.at += ch.length;
        plain += c === "-" ? this.dash(plain) : quoteInClass(ch);
      }
    }
    this.at++;
    flush();
    const unions = operands.map((union) =>
      union.length === 1 ? (union[0] as string) : union.length === 0 ? "[]" : `(?:${union.join("|")})`,
    );
    if (unions.length === 1 && !negated) return unions[0] as string;
    if (
      unions.length === 1 &&
      operands[0]?.length === 1 &&
      (unions[0] as string).startsWith("[") &&
      !(unions[0] as string).startsWith("[^")
    )
      return `[^${(unions[0] as string).slice(1)}`;
    const last = unions.pop() as string;
    const body = `${unions.map((u) => `(?=${u})`).join("")}${last}`;
    return negated ? `(?:(?!${body})[\\s\\S])` : `(?:${body})`;
  }
  /** A dash is a range only between two characters. */
  private dash(before: string): string {
    const next = this.s[this.at];
    const afterSet = /\\[pP]\{[^}]*\}$|[a-z]-[a-z]$|0-9$/i.test(before);
    return before === "" || next === "]" || next === undefined || afterSet || next === "[" ? "\\-" : "-";
  }
}

function quoteLiteral(c: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(c) ? `\\${c}` : c;
}
function quoteInClass(c: string): string {
  return /[\\\]^[\-/]/.test(c) ? `\\${c}` : c;
}

/** The body of a class with the other case of its letters added; that of ASCII alone, as in Java without (?u). */
function bothCases(body: string): string {
  const added: string[] = [];
  for (const [, from, to] of body.matchAll(/(\\[pPu]\{[^}]*\}|\\.|[^\\])(?:-(\\u\{[^}]*\}|\\.|[^\\]))?/gsu)) {
    if (from === undefined || from.startsWith("\\")) continue;
    if (to === undefined) {
      if (/^[a-zA-Z]$/.test(from)) added.push(swapCase(from));
    } else {
      for (const [first, last] of ["az", "AZ"] as const) {
        const low = from > (first as string) ? from : (first as string);
        const high = to < (last as string) ? to : (last as string);
        if (low <= high) added.push(`${swapCase(low)}-${swapCase(high)}`);
      }
    }
  }
  return body + added.join("");
}
function swapCase(c: string): string {
  return c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase();
}
