/** Edit distance (insert, delete, replace, swap of neighbours), cut off above `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last: number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let d = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, (before[j - 2] as number) + 1);
      row.push(d);
      if (d < best) best = d;
    }
    if (best > limit) return limit + 1;
    before = last;
    last = row;
  }
  return last[b.length] as number;
}

/** The candidates nearest to a misspelt name, best first; none when nothing is near. */
export function nearest(name: string, candidates: Iterable<string>, count = 3): string[] {
  const limit = name.length <= 2 ? 1 : name.length <= 5 ? 2 : 3;
  const hits: { c: string; d: number }[] = [];
  const seen = new Set<string>();
  for (const c of candidates) {
    if (c === name || seen.has(c)) continue;
    seen.add(c);
    const d = editDistance(name, c, limit);
    if (d <= limit && d < Math.max(name.length, c.length)) hits.push({ c, d });
  }
  hits.sort((x, y) => x.d - y.d || (x.c < y.c ? -1 : 1));
  const best = hits[0]?.d ?? 0;
  return hits
    .filter((h) => h.d <= best + 1)
    .slice(0, count)
    .map((h) => h.c);
}

/** "did you mean a, b or c?" or undefined. A name that ends in a question mark is kept apart from the question's own. */
export function didYouMean(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const text = names.length === 1 ? (names[0] as string) : `${names.slice(0, -1).join(", ")} or ${names[names.length - 1]}`;
  return `did you mean ${text}${text.endsWith("?") ? " ?" : "?"}`;
}
