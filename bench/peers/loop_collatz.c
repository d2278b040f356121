#include "timing.h"
#include "checked.h"
static __attribute__((noinline)) long steps(long n) {
  long c = 0;
  for (; n != 1; c = add(c, 1)) n = n % 2 == 0 ? n / 2 : add(1, mul(3, n));
  return c;
}
static volatile long limit = 300000;
static void run(char *out) {
  long best = 0, at = 0, end = limit;
  for (long n = 1; n < end; n = add(n, 1)) {
    long s = steps(n);
    if (s > best) best = s, at = n;
  }
  CHECKED(out, "%ld %ld", at, best);
}
int main(void) { report(run); }
