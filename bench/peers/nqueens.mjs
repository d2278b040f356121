import { report } from "./timing.mjs";

const safe = (q, qs) => {
  for (let d = 1; qs !== null; d++, qs = qs.rest) if (q === qs.first || q === qs.first + d || q === qs.first - d) return false;
  return true;
};
const place = (n, k, qs) => {
  if (k === 0) return 1;
  let total = 0;
  for (let q = 0; q < n; q++) if (safe(q, qs)) total += place(n, k - 1, { first: q, rest: qs });
  return total;
};
report(() => {
  let r = 0;
  for (let i = 0; i < 10; i++) r = place(8, 8, null);
  return r;
});
