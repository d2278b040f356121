/** Leaf functions of the host that memory management calls. They touch no heap and never wait. */
import { setLastNow } from "./registers";

/** The runtime's monotonic clock in nanoseconds, the same for all executors. As a float: an i64 would be made of a BigInt each time. */
// @ts-ignore: decorator
@external("host", "now_ns")
declare function hostNowNs(): f64;
export function nowNs(): i64 {
  const now = <i64>hostNowNs();
  setLastNow(now);
  return now;
}

/** Under moduleLock: compares the rows of compiled modules with what this executor has; forgets what was evicted, copies what is new. */
// @ts-ignore: decorator
@external("host", "take_modules")
export declare function takeModules(): void;
/** Instantiates what takeModules has copied. */
// @ts-ignore: decorator
@external("host", "install_modules")
export declare function installModules(): void;
