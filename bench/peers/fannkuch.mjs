import { report } from "./timing.mjs";

function run(n = 8) {
  const perm = Int32Array.from({ length: n }, (_, i) => i);
  const count = new Int32Array(n);
  let r = n;
  let checksum = 0;
  let best = 0;
  let sign = 1;
  for (;;) {
    for (; r > 1; r--) count[r - 1] = r;
    const p = perm.slice();
    let flips = 0;
    for (let k = p[0]; k !== 0; k = p[0]) {
      for (let i = 0, j = k; i < j; i++, j--) [p[i], p[j]] = [p[j], p[i]];
      flips++;
    }
    checksum += sign * flips;
    best = Math.max(best, flips);
    for (r = 1; r < n; r++) {
      const p0 = perm[0];
      for (let i = 0; i < r; i++) perm[i] = perm[i + 1];
      perm[r] = p0;
      if (--count[r] > 0) break;
    }
    if (r === n) return `${checksum} ${best}`;
    sign = -sign;
  }
}
report(() => run());
