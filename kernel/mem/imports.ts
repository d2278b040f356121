/** Leaf functions of the host that memory management calls. They touch no heap and never wait. */

/** The runtime's monotonic clock in nanoseconds. */
// @ts-ignore: decorator
@external("host", "now_ns")
export declare function nowNs(): i64;
