/* Arithmetic that notices an overflow as Clojure's does; here it is counted instead of thrown. */
static long overflows;
static inline long add(long a, long b) { long r; if (__builtin_expect(__builtin_add_overflow(a, b, &r), 0)) overflows++; return r; }
static inline long sub(long a, long b) { long r; if (__builtin_expect(__builtin_sub_overflow(a, b, &r), 0)) overflows++; return r; }
static inline long mul(long a, long b) { long r; if (__builtin_expect(__builtin_mul_overflow(a, b, &r), 0)) overflows++; return r; }
/* What a program writes where an overflow has spoiled its result. */
#define CHECKED(out, ...) (overflows ? sprintf(out, "%ld overflows", overflows) : sprintf(out, __VA_ARGS__))
