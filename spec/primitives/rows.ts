import type { PrimRow } from "./index.js";

/** One theme's rows from lines `name arity effects [slow]  doc`, numbered from base in order (append only). */
export function rows(base: number, file: string, text: string): PrimRow[] {
  return text.trim().split("\n").map((line, i) => {
    const m = /^\s*(\S+)\s+(\d+)\s+(\S+)(?:\s+(slow)(?=\s|$))?(?:\s+\[(\S+)\])?\s*(.*)$/.exec(line);
    if (!m) throw new Error(`bad primitive row: ${line}`);
    const name = m[1] as string;
    const row: PrimRow = { id: base + i, name, arity: Number(m[2]), effects: m[3] === "-" ? "" : (m[3] as string), doc: m[6] as string, file: m[5] ?? file };
    if (m[4]) row.slow = `odeon.slow/${name}`;
    return row;
  });
}
