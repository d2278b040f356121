/** Limits and tuning, with their relations asserted in test/spec. Bytes unless said otherwise. */
export const LIMITS = {
  REDUCTIONS_PER_SLICE: 4000,
  MAX_EXECUTORS: 64,
  MAX_ACTORS: 1 << 22,
  /** First block of an actor: struct, stack and nursery together; the nursery takes the last INLINE_NURSERY bytes. */
  ACTOR_BLOCK: 768,
  INLINE_NURSERY: 128,
  NURSERY_FIRST: 4096,
  NURSERY_MAX: 1 << 20,
  PAGE: 65536,
  /** Shared objects above this many bytes go to the large-object space. */
  LARGE_OBJECT: 32768,
  MAX_OBJECT_WORDS: (1 << 24) - 1,
  MAJOR_FIRST: 64 << 20,
  MAJOR_GROWTH_PERCENT: 100,
  MAX_MEMORY: 0xffff0000,
  /** Kept back from the memory limit: what allocation takes while an exhausted actor runs on to its next safepoint. */
  MEMORY_RESERVE: 16 << 20,
  STDOUT_RING: 1 << 18,
  INBOX_RING: 1 << 20,
  ARRAY_MAP_MAX_PAIRS: 8,
  TIMER_TICK_NS: 1_000_000,
  LOW_PRIORITY_EVERY: 8,
  IDLE_SPINS: 200,
  /** Tiering: a sample of the running function every so many reductions, on average. */
  SAMPLE_EVERY: 509,
  /** After one that has found compiled code: to be sampled it is left, which costs as much as hundreds of calls. */
  SAMPLE_SELDOM: 32749,
  /** What makes a function hot: a sample counts SAMPLE_HEAT, a call for which compiled code had to be left 1. */
  HOT_HEAT: 128,
  SAMPLE_HEAT: 16,
  /** Profiles by time: reductions between two looks at the clock; frames of a stack that a sample shows at most. */
  PROFILE_LOOK: 256,
  PROFILE_FRAMES: 1024,
  /** Most compiled modules at a time, table slots for their entries, and bytes of WebAssembly: beyond that, modules are evicted. */
  JIT_MODULES: 1024,
  JIT_SLOTS: 1 << 16,
  JIT_BYTES: 16 << 20,
  /** Bytes of an actor's stack that one activation of compiled code may cover: the native stack that goes with it is NATIVE_RATIO times as large at most. */
  NATIVE_SPAN: 384 << 10,
  NATIVE_RATIO: 128,
} as const;
