#include "timing.h"
static long tak(long x, long y, long z) { return y < x ? tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)) : z; }
static volatile long input = 18;
static void run(char *out) {
  long r = 0;
  for (int i = 0; i < 10; i++) r = tak(input, 12, 6);
  sprintf(out, "%ld", r);
}
int main(void) { report(run); }
