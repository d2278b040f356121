import { report } from "./timing.mjs";

const inside = (cr, ci) => {
  let zr = 0;
  let zi = 0;
  for (let i = 0; i < 50; i++) {
    if (zr * zr + zi * zi > 4) return false;
    [zr, zi] = [zr * zr - zi * zi + cr, 2 * zr * zi + ci];
  }
  return true;
};
report(() => {
  const n = 120;
  let total = 0;
  for (let y = 0; y < n; y++) for (let x = 0; x < n; x++) if (inside((2 * x) / n - 1.5, (2 * y) / n - 1)) total++;
  return total;
});
