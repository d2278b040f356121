import { report } from "./timing.mjs";

report(() => {
  const m = new Map();
  for (let i = 1; i <= 200000; i++) m.set(i, i);
  let s = 0;
  for (let i = 1; i <= 200000; i++) s += m.get(i);
  return s;
});
