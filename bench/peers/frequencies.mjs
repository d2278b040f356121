import { report } from "./timing.mjs";

const numbers = [];
for (let i = 0, x = 42n; i < 500000; i++) {
  numbers.push(Number(x % 1009n));
  x = (x * 1103515245n + 12345n) % 2147483648n;
}
report(() => {
  const f = new Map();
  for (const n of numbers) f.set(n, (f.get(n) ?? 0) + 1);
  return `${f.size} ${f.get(7)}`;
});
