import { report } from "./timing.mjs";

report(() => {
  const n = 1000000;
  const composite = new Uint8Array(n + 1);
  for (let i = 2; i * i <= n; i++) if (!composite[i]) for (let j = i * i; j <= n; j += i) composite[j] = 1;
  let total = 0;
  for (let i = 2; i <= n; i++) if (!composite[i]) total++;
  return total;
});
