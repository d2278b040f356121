#include "timing.h"
static int inside(double cr, double ci) {
  double zr = 0, zi = 0;
  for (int i = 0; i < 50; i++) {
    if (zr * zr + zi * zi > 4.0) return 0;
    double t = zr * zr - zi * zi + cr;
    zi = 2.0 * zr * zi + ci;
    zr = t;
  }
  return 1;
}
static volatile int size = 120;
static void run(char *out) {
  int n = size, total = 0;
  for (int y = 0; y < n; y++)
    for (int x = 0; x < n; x++) total += inside(2.0 * x / n - 1.5, 2.0 * y / n - 1.0);
  sprintf(out, "%d", total);
}
int main(void) { report(run); }
