#include "timing.h"
#include "checked.h"
#include <string.h>
static volatile long steps = 5000000;
/* mod of Clojure is floored. */
static inline long mod(long a, long b) { long r = a % b; return r != 0 && (r < 0) != (b < 0) ? r + b : r; }
static void checked(char *out) {
  long x = 42, n = steps;
  for (long i = 0; i < n; i = add(i, 1)) x = mod(add(mul(x, 1103515245), 12345), 2147483648);
  CHECKED(out, "%ld", x);
}
static void wrapping(char *out) {
  unsigned long x = 42;
  long n = steps;
  for (long i = 0; i < n; i = add(i, 1)) x = x * 6364136223846793005UL + 1442695040888963407UL;
  CHECKED(out, "%lu", x >> 33);
}
int main(int argc, char **argv) { report(argc > 1 && strcmp(argv[1], "wrapping") == 0 ? wrapping : checked); }
