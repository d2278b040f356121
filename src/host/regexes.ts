import { regexFromJava } from "./regex.js";
import { isPlainText, linearForm, makeLinear } from "./regex-linear.js";

/** How an expression is tried (kernel/prim/leaves.ts). */
const SEARCH = 0;
const WHOLE = 2;
const MANY = 3;

/** The texts of a match; groups that took no part have none. */
type Found = readonly (string | undefined)[] & { readonly index: number };

/** An expression for each way of trying it; made when it is needed. */
class Forms {
  private readonly made = new Map<number, RegExp>();
  constructor(
    private readonly pattern: string,
    private readonly flags: string,
    /** What is behind the end of a text. */
    private readonly end: string,
    private readonly make: (pattern: string, flags: string) => RegExp,
  ) {}

  of(how: number): RegExp {
    const key = how === MANY ? SEARCH : how;
    let regex = this.made.get(key);
    if (regex === undefined) {
      const pattern = key === WHOLE ? `(?:${this.pattern})${this.end}` : this.pattern;
      regex = this.make(pattern, this.flags + (key === SEARCH ? "g" : "y"));
      this.made.set(key, regex);
    }
    return regex;
  }
}

/** The text that was looked at last, and whether linear forms may be tried in it: searches go on in the same text. */
let lastText = "";
let lastIsPlain = true;
function isPlain(text: string): boolean {
  if (text !== lastText) {
    lastText = text;
    lastIsPlain = isPlainText(text);
  }
  return lastIsPlain;
}

/** One of Java's regular expressions as JavaScript's, for each way of trying it. Positions go into memory as i32 pairs (start, end). */
export class Regex {
  /** Groups that the program sees. */
  readonly groups: number;
  private readonly forms: Forms;
  private readonly linear: Forms | undefined;
  /** Which of JavaScript's groups are the program's; undefined: all. */
  private readonly visible: readonly number[] | undefined;

  constructor(pattern: string, flags: string, hidden: readonly number[]) {
    this.forms = new Forms(pattern, `${flags}u`, "(?![\\s\\S])", (p, f) => new RegExp(p, f));
    const linear = linearForm(pattern, flags);
    if (linear !== undefined) this.linear = new Forms(linear, flags, "$", makeLinear);
    const all = (new RegExp(`${pattern}|`, `${flags}u`).exec("") as RegExpExecArray).length;
    this.groups = all - 1 - hidden.length;
    if (hidden.length > 0) this.visible = Array.from({ length: all }, (_, i) => i).filter((i) => !hidden.includes(i));
  }
  /** Answers how many matches it has found. */
  run(how: number, text: string, start: number, memory: Int32Array, at: number, pairs: number): number {
    return how === MANY ? this.spans(text, start, pairs, memory, at) : this.exec(how, text, start, memory, at) ? 1 : 0;
  }
  private exec(how: number, text: string, start: number, memory: Int32Array, at: number): boolean {
    const regex = this.form(how, text);
    regex.lastIndex = start;
    if (this.groups === 0 && how !== SEARCH) {
      if (!regex.test(text)) return false;
      memory[at] = start;
      memory[at + 1] = regex.lastIndex;
      return true;
    }
    const match = regex.exec(text) as Found | null;
    if (match === null) return false;
    this.put(match, text, memory, at);
    return true;
  }
  /** Up to `most` matches from start on; answers how many. After an empty one the search goes on one unit later. */
  private spans(text: string, start: number, most: number, memory: Int32Array, at: number): number {
    const regex = this.form(MANY, text);
    let from = start;
    let n = 0;
    for (; n < most && from <= text.length; n++) {
      regex.lastIndex = from;
      const match = regex.exec(text);
      if (match === null) break;
      const end = match.index + match[0].length;
      memory[at + 2 * n] = match.index;
      memory[at + 2 * n + 1] = end;
      from = end === match.index ? end + 1 : end;
    }
    return n;
  }
  private form(how: number, text: string): RegExp {
    return (this.linear !== undefined && isPlain(text) ? this.linear : this.forms).of(how);
  }
  /**
   * The program sees the texts of groups, and nothing of where they stand. So any place with the same text will do, and the first one
   * found from where the match begins is cheaper than to have the engine tell (flag d), for which it runs the expression again.
   */
  private put(match: Found, text: string, memory: Int32Array, at: number): void {
    const { index } = match;
    memory[at] = index;
    memory[at + 1] = index + (match[0] as string).length;
    for (let i = 1; i <= this.groups; i++) {
      const group = match[this.visible ? (this.visible[i] as number) : i];
      let from = -1;
      if (group !== undefined) {
        from = text.indexOf(group, index);
        if (from < 0) from = text.indexOf(group); // of a look behind
      }
      memory[at + 2 * i] = from;
      memory[at + 2 * i + 1] = group === undefined ? -1 : from + group.length;
    }
  }
}

/** The expressions that an executor has used, by source and by the number that the kernel gives them. Begun anew when there are many. */
export class Regexes {
  private readonly sources = new Map<string, Regex | null>();
  private readonly numbers = new Map<number, Regex | null>();

  /** Null for what is no expression. */
  of(source: string): Regex | null {
    const known = this.sources.get(source);
    if (known !== undefined) return known;
    let regex: Regex | null = null;
    try {
      const { pattern, flags, hidden } = regexFromJava(source);
      regex = new Regex(pattern, flags, hidden);
    } catch {
      // no expression
    }
    if (this.sources.size > 1000) this.sources.clear();
    this.sources.set(source, regex);
    return regex;
  }
  numbered(number: number, source: () => string): Regex | null {
    const known = this.numbers.get(number);
    if (known !== undefined) return known;
    const regex = this.of(source());
    if (this.numbers.size > 1000) this.numbers.clear();
    this.numbers.set(number, regex);
    return regex;
  }
}
