/**
 * Distances between samples: from half of what is wanted to one and a half, or samples would keep step with a program that always does
 * the same. Drawn from the same numbers in each run.
 */
// @ts-ignore: decorator
@inline export function nextSeed(seed: u32): u32 { return seed * 747796405 + 2891336453; }
export function scattered(n: i32, seed: u32): i32 { return n / 2 + <i32>((seed >> 8) % <u32>n); }
