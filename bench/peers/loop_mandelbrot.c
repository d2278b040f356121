#include "timing.h"
#include "checked.h"
static __attribute__((noinline)) int inside(double cr, double ci) {
  double zr = 0, zi = 0;
  for (long i = 0; i != 100; i = add(i, 1)) {
    double r2 = zr * zr, i2 = zi * zi;
    if (r2 + i2 > 4.0) return 0;
    zi = 2.0 * zr * zi + ci;
    zr = r2 - i2 + cr;
  }
  return 1;
}
static volatile long size = 400;
static void run(char *out) {
  long n = size, total = 0;
  for (long y = 0; y < n; y = add(y, 1))
    for (long x = 0; x < n; x = add(x, 1)) if (inside(2.0 * x / n - 1.5, 2.0 * y / n - 1.0)) total = add(total, 1);
  CHECKED(out, "%ld", total);
}
int main(void) { report(run); }
