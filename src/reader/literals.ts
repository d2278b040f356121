import { CharForm, type Form, InstForm, UuidForm } from "./forms.js";

const CHARS: Record<string, number> = { newline: 10, space: 32, tab: 9, backspace: 8, formfeed: 12, return: 13 };

/** The text after the backslash of a character literal. */
export function parseChar(token: string): Form | { problem: string; help?: string } {
  if (token.length === 1) return new CharForm(token.charCodeAt(0));
  const named = CHARS[token];
  if (named !== undefined) return new CharForm(named);
  if (/^u[0-9A-Fa-f]{4}$/.test(token)) {
    const code = Number.parseInt(token.slice(1), 16);
    if (code >= 0xd800 && code < 0xe000) return { problem: `\\${token} is half of a surrogate pair, not a character` };
    return new CharForm(code);
  }
  if (/^o[0-7]{1,3}$/.test(token)) {
    const code = Number.parseInt(token.slice(1), 8);
    if (code <= 0o377) return new CharForm(code);
    return { problem: `\\${token}: octal characters go up to \\o377` };
  }
  if ([...token].length === 1)
    return { problem: `\\${token} is outside the basic plane`, help: "a character is one UTF-16 unit: use a string" };
  return {
    problem: `\\${token} is not a character`,
    help: `named ones are ${Object.keys(CHARS)
      .map((c) => `\\${c}`)
      .join(" ")}`,
  };
}

export function parseUuid(text: string): UuidForm | null {
  const m = /^([0-9a-fA-F]{1,8})-([0-9a-fA-F]{1,4})-([0-9a-fA-F]{1,4})-([0-9a-fA-F]{1,4})-([0-9a-fA-F]{1,12})$/.exec(text);
  if (!m) return null;
  const widths = [8, 4, 4, 4, 12];
  return new UuidForm(
    m
      .slice(1)
      .map((part, i) => part.toLowerCase().padStart(widths[i] as number, "0"))
      .join("-"),
  );
}

/** #inst text: RFC 3339 with parts left out from the right. */
export function parseInst(text: string): InstForm | null {
  const m = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?)?)?)?(?:Z|([-+])(\d\d):(\d\d))?$/.exec(text);
  if (!m) return null;
  const part = (i: number, otherwise: number): number => (m[i] === undefined ? otherwise : Number(m[i]));
  const year = part(1, 0),
    month = part(2, 1),
    day = part(3, 1),
    hour = part(4, 0),
    minute = part(5, 0),
    second = part(6, 0);
  const days = new Date(Date.UTC(2000, 0, 1));
  days.setUTCFullYear(year, month, 0); // the last day of that month
  if (month < 1 || month > 12 || day < 1 || day > days.getUTCDate() || hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, Number((m[7] ?? "").slice(0, 3).padEnd(3, "0")));
  const offset = m[8] ? (part(9, 0) * 60 + part(10, 0)) * (m[8] === "-" ? -1 : 1) : 0;
  return new InstForm(date.getTime() - offset * 60_000);
}
