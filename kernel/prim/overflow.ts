/** Whether a result of 64 bits is not what the operation should have had. */

// @ts-ignore: decorator
@inline export function addOverflows(x: i64, y: i64, r: i64): bool { return ((x ^ r) & (y ^ r)) < 0; }
// @ts-ignore: decorator
@inline export function subOverflows(x: i64, y: i64, r: i64): bool { return ((x ^ y) & (x ^ r)) < 0; }
export function mulOverflows(x: i64, y: i64, r: i64): bool {
  if (<i64><i32>x == x && <i64><i32>y == y) return false;
  if (x == 0) return false;
  if (x == -1) return y == i64.MIN_VALUE;
  return r / x != y;
}
