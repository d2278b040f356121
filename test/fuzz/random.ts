/** Random numbers of a seed (a linear congruence: Numerical Recipes), the same in each run: a whole number from 0 to below `below`. */
export type Random = (below: number) => number;
export function random(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
