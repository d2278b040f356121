import { report } from "./timing.mjs";

const numbers = [];
for (let i = 0, x = 42n; i < 200000; i++) {
  numbers.push(Number(x));
  x = (x * 1103515245n + 12345n) % 2147483648n;
}
report(() => {
  const up = Float64Array.from(numbers).sort();
  const down = [...numbers].sort((a, b) => b - a);
  return `${up.every((x, i) => i === 0 || up[i - 1] <= x)} ${down.every((x, i) => i === 0 || down[i - 1] >= x)}`;
});
