import { report } from "./timing.mjs";

/* The sum passes 2^53, so it is carried in two halves. */
const show = (high, low) => String(BigInt(high) * 1000000000n + BigInt(low));
function add(state, x) {
  state.low += x;
  if (state.low >= 1e15) {
    state.high += Math.floor(state.low / 1e9);
    state.low %= 1e9;
  }
  return state;
}
const arrays = (n) =>
  Array.from({ length: n }, (_, i) => i + 1)
    .filter((x) => x % 2 === 1)
    .map((x) => x * x)
    .reduce(add, { high: 0, low: 0 });
function loop(n) {
  const state = { high: 0, low: 0 };
  for (let i = 0; i < n; i++) {
    const x = i + 1;
    if (x % 2 === 1) add(state, x * x);
  }
  return state;
}
report(() => [arrays(1000000), loop(1000000)].map((s) => show(s.high, s.low)).join(" "));
