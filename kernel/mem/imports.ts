/** Leaf functions of the host that memory management calls. They touch no heap and never wait. */

/** The runtime's monotonic clock in nanoseconds. */
// @ts-ignore: decorator
@external("host", "now_ns")
export declare function nowNs(): i64;

/** Under moduleLock: compares the rows of compiled modules with what this executor has; forgets what was evicted, copies what is new. */
// @ts-ignore: decorator
@external("host", "take_modules")
export declare function takeModules(): void;
/** Instantiates what takeModules has copied. */
// @ts-ignore: decorator
@external("host", "install_modules")
export declare function installModules(): void;
