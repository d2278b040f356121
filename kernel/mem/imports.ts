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

/** Instantiates the compiled modules [from, to) in this executor: the first table slot (less the base) that is not filled yet. */
// @ts-ignore: decorator
@external("host", "install_modules")
export declare function installModules(from: u32, to: u32): u32;
