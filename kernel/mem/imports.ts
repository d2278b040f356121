/** Leaf functions of the host that memory management calls. They touch no heap and never wait. */

/** The runtime's monotonic clock in nanoseconds. */
// @ts-ignore: decorator
@external("host", "now_ns")
export declare function nowNs(): i64;

/** Instantiates the compiled modules [from, to) in this executor: the first table slot (less the base) that is not filled yet. */
// @ts-ignore: decorator
@external("host", "install_modules")
export declare function installModules(from: u32, to: u32): u32;
