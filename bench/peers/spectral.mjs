import { report } from "./timing.mjs";

const a = (i, j) => 1 / (((i + j) * (i + j + 1)) / 2 + i + 1);
const mul = (v, entry) => {
  const out = new Float64Array(v.length);
  for (let i = 0; i < v.length; i++) for (let j = 0; j < v.length; j++) out[i] += entry(i, j) * v[j];
  return out;
};
const both = (v) => mul(mul(v, a), (i, j) => a(j, i));
const dot = (u, v) => u.reduce((s, x, i) => s + x * v[i], 0);
report(() => {
  let u = new Float64Array(60).fill(1);
  let v = u;
  for (let i = 0; i < 10; i++) {
    v = both(u);
    u = both(v);
  }
  return Math.sqrt(dot(u, v) / dot(v, v)).toFixed(6);
});
