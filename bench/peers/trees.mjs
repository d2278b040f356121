import { report } from "./timing.mjs";

const make = (d) => (d === 0 ? { left: null, right: null } : { left: make(d - 1), right: make(d - 1) });
const check = (t) => (t.left === null ? 1 : 1 + check(t.left) + check(t.right));
report(() => {
  let sum = 0;
  for (let i = 0; i < 20; i++) sum += check(make(14));
  return sum;
});
