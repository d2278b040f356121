import { report } from "./timing.mjs";

report(() => {
  const v = [];
  for (let i = 0; i < 500000; i++) v.push(i);
  for (let i = 0; i < 500000; i++) v[i] = v[i] + 1;
  return v.reduce((a, b) => a + b, 0);
});
