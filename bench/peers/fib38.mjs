import { report } from "./timing.mjs";

const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
report(() => fib(38));
