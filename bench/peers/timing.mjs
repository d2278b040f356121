/** Warm-up, then the median of up to five runs; prints what the runner reads. */
export function report(f, warmMs = 300) {
  let start = performance.now();
  do f();
  while (performance.now() - start < warmMs);
  const times = [];
  let value;
  start = performance.now();
  while (times.length < 5 && performance.now() - start < 4000) {
    const before = performance.now();
    value = f();
    times.push(performance.now() - before);
  }
  times.sort((a, b) => a - b);
  console.log("result:", String(value));
  console.log("ms:", times[times.length >> 1]);
}
