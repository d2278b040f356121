import { report } from "./timing.mjs";

const steps = (n) => {
  let c = 0;
  while (n !== 1) {
    n = n % 2 === 0 ? n / 2 : 3 * n + 1;
    c++;
  }
  return c;
};
report(() => {
  let best = 0;
  let at = 0;
  for (let n = 1; n < 100000; n++) {
    const s = steps(n);
    if (s > best) [best, at] = [s, n];
  }
  return at;
});
