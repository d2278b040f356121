#include "timing.h"
static long steps(long n) {
  long c = 0;
  for (; n != 1; c++) n = n % 2 == 0 ? n / 2 : 3 * n + 1;
  return c;
}
static volatile long limit = 100000;
static void run(char *out) {
  long best = 0, at = 0;
  for (long n = 1; n < limit; n++) {
    long s = steps(n);
    if (s > best) best = s, at = n;
  }
  sprintf(out, "%ld", at);
}
int main(void) { report(run); }
