import { regexFromJava } from "./regex.js";

/** How an expression is tried (kernel/prim/leaves.ts). */
const SEARCH = 0;
const WHOLE = 2;
const MANY = 3;

/** The texts of a match; groups that took no part have none. */
type Found = readonly (string | undefined)[] & { readonly index: number };

/** One of Java's regular expressions as JavaScript's, for each way of trying it. Positions go into memory as i32 pairs (start, end). */
export class Regex {
  /** Groups that the program sees. */
  readonly groups: number;
  private readonly searching: RegExp;
  private readonly sticky: RegExp;
  private whole: RegExp | undefined;
  /** Which of JavaScript's groups are the program's; undefined: all. */
  private readonly visible: readonly number[] | undefined;

  constructor(
    private readonly pattern: string,
    private readonly flags: string,
    hidden: readonly number[],
  ) {
    this.searching = new RegExp(pattern, `${flags}g`);
    this.sticky = new RegExp(pattern, `${flags}y`);
    const all = (new RegExp(`${pattern}|`, flags).exec("") as RegExpExecArray).length;
    this.groups = all - 1 - hidden.length;
    if (hidden.length > 0) this.visible = Array.from({ length: all }, (_, i) => i).filter((i) => !hidden.includes(i));
  }
  /** Answers how many matches it has found. */
  run(how: number, text: string, start: number, memory: Int32Array, at: number, pairs: number): number {
    return how === MANY ? this.spans(text, start, pairs, memory, at) : this.exec(how, text, start, memory, at) ? 1 : 0;
  }
  private exec(how: number, text: string, start: number, memory: Int32Array, at: number): boolean {
    const regex = how === SEARCH ? this.searching : how === WHOLE ? this.toTheEnd() : this.sticky;
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
    const regex = this.searching;
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
  private toTheEnd(): RegExp {
    this.whole ??= new RegExp(`(?:${this.pattern})(?![\\s\\S])`, `${this.flags}y`);
    return this.whole;
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
