/**
 * Expressions that V8 can also try in linear time. Its usual engine goes back and tries again, which for some expressions and texts takes
 * for ever; told so (allowLinearSearch) it gives such a search to another engine, which does not. That engine takes no flags u and i, no
 * looking around, and no back references, and it tells the groups of a repeated part that can be empty otherwise. For all other expressions
 * it finds the same.
 */
import { setFlagsFromString } from "node:v8";

let allowed = false;
/** To be called where the process is Odeon's own: the flag holds for all of it, other people's expressions included. */
export function allowLinearSearch(): void {
  allowed = true;
}

let told = false;
/** Makes an expression that goes over to the other engine when the usual one has gone back 50,000 times, if that is allowed. */
export function makeLinear(pattern: string, flags: string): RegExp {
  // Not before it is needed: V8 does not take code that it has cached under other flags, and start-up is a fifth longer. Once it is set it
  // stays, since searches look for it, too.
  if (allowed && !told) {
    setFlagsFromString("--enable-experimental-regexp-engine-on-excessive-backtracks");
    told = true;
  }
  return new RegExp(pattern, flags);
}

/** What stands in translated expressions (regex.ts) for the ends of the text, and what says the same without looking around. */
const ANCHORS: readonly (readonly [string, string])[] = [
  ["(?=\\n?(?![\\s\\S]))", "$"], // in front of a line's end at the end of the text, too
  ["(?![\\s\\S])", "$"],
  ["(?<![\\s\\S])", "^"],
];

/**
 * A translated expression in a form that can be tried in linear time, if there is one. It means the same in texts without surrogates that
 * do not end with a line's end.
 */
export function linearForm(pattern: string, flags: string): string | undefined {
  // With m, the ends of the text can't be told from those of a line.
  if (flags.includes("i") || flags.includes("m")) return undefined;
  const text = ANCHORS.reduce((s, [around, anchor]) => s.replaceAll(around, anchor), pattern);
  const scanner = new Scanner(text);
  return scanner.alternatives() !== null && scanner.isAtEnd() ? text : undefined;
}

/** Whether a text is one in which linear forms may be tried. */
export const isPlainText = (text: string): boolean => !text.endsWith("\n") && !/[\ud800-\udfff]/.test(text);

/** Reads an expression; each method answers whether what it has read can be empty, null if the other engine does not do the same with it. */
class Scanner {
  private at = 0;
  constructor(private readonly s: string) {}

  isAtEnd(): boolean {
    return this.at === this.s.length;
  }
  alternatives(): boolean | null {
    let empty = false;
    for (;;) {
      const one = this.sequence();
      if (one === null) return null;
      empty ||= one;
      if (this.s[this.at] !== "|") return empty;
      this.at++;
    }
  }
  private sequence(): boolean | null {
    let empty = true;
    while (this.at < this.s.length && this.s[this.at] !== "|" && this.s[this.at] !== ")") {
      const part = this.part();
      if (part === null) return null;
      empty &&= part;
    }
    return empty;
  }
  private part(): boolean | null {
    const empty = this.atom();
    const quantifier = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(this.s.slice(this.at, this.at + 24));
    if (empty === null || quantifier === null) return empty;
    this.at += quantifier[0].length;
    if (empty) return null;
    return quantifier[1] === undefined ? quantifier[0][0] !== "+" : Number(quantifier[1]) === 0;
  }
  private atom(): boolean | null {
    const c = this.s[this.at] as string;
    if (c === "(") return this.group();
    if (c === "[") return this.set();
    if (c === "\\") return this.escape();
    this.at++;
    if (c >= "\ud800" && c <= "\udfff") return null;
    return c === "^" || c === "$";
  }
  private group(): boolean | null {
    const head = /^\((?:\?:|\?<[a-zA-Z]\w*>|(?!\?))/.exec(this.s.slice(this.at, this.at + 80));
    if (head === null) return null;
    this.at += head[0].length;
    const empty = this.alternatives();
    if (this.s[this.at] !== ")") return null;
    this.at++;
    return empty;
  }
  private set(): boolean | null {
    for (this.at++; this.s[this.at] !== "]"; ) {
      const c = this.s[this.at];
      if (c === undefined || (c >= "\ud800" && c <= "\udfff")) return null;
      if (c !== "\\") this.at++;
      else if (this.escape() === null) return null;
    }
    this.at++;
    return false;
  }
  /** Inside of sets \b is a character; taking it for what can be empty does no harm there. */
  private escape(): boolean | null {
    const c = this.s[this.at + 1] ?? "";
    // Numbers of more digits, properties, back references: all of these need flag u, or look back.
    if (/[1-9kpP]/.test(c)) return null;
    if (c === "u" && !/^[0-9a-ce-f][0-9a-f]{3}/i.test(this.s.slice(this.at + 2, this.at + 6))) return null;
    this.at += c === "x" ? 4 : c === "u" ? 6 : 2;
    return c === "b" || c === "B";
  }
}
