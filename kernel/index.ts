/**
 * What the host sees of the kernel. Everything else passes through memory: control fields (spec/memory.ts), the rings and
 * the outbox (spec/host.ts).
 *
 * Exports
 *   boot(memoryLimit: u32, executorsWanted: u32): i32
 *       On fresh, zeroed memory, once, by the first instance (the main thread's is allowed): makes the heap, interning tables,
 *       singletons, rings. memoryLimit in bytes (as unsigned; 0 = LIMITS.MAX_MEMORY). Acts as executor 0. 0 = ok, else an error number.
 *   imageAttach(memoryLimit: u32, executorsWanted: u32): i32
 *       Instead of boot: the host has grown the memory and copied an image to [0, imageEnd). Resets everything that belongs
 *       to a run (executors, rings, timers, clocks, counters). 0 = ok, 1 = not an image.
 *   imagePrepare(): u32
 *       After the library is loaded and all its actors have ended, with no executor running: collects, empties run state, answers
 *       imageEnd: the image is the bytes [0, imageEnd). 0 = there still are actors.
 *   attach(id: u32): void
 *       First call of each executor's own instance (also executor 0's if it is not the booting instance).
 *   run(): i32
 *       The executor's loop. Returns the exit code when the runtime shuts down. Blocks the thread (worker only).
 *   testRun(): i32
 *       As run(), on any thread, but returns as soon as nothing is runnable, the inbox is empty and no timer is due:
 *       0 idle, 1 timers pending, 2 shut down. For tests and for building an image without threads.
 *   scratch(bytes: u32): u32
 *       A block for the host to fill while no executor runs (boot time); scratchFree(address: u32, bytes: u32): void gives it back.
 *   setRoots(address: u32, bytes: u32): i32
 *       Boot time: a wire VECTOR of VARs in the order of libraryRootNames() (spec/generate.ts): the library functions that the
 *       kernel calls. 0 = ok.
 *   heapCheck(): u32
 *       Walks the whole heap while no executor runs: 0 = sound, else the number of the broken invariant (kernel/check).
 *
 * Imports, module "host": now_ns(): i64 (monotonic), wall_ms(): f64, and the leaf functions that kernel/prim/num.ts and text.ts declare.
 * Module "env": memory.
 */
