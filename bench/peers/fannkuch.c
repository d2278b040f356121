#include "timing.h"
#include <string.h>
static volatile int size = 8;
static void run(char *out) {
  int n = size, perm[16], count[16], p[16], r = n, checksum = 0, best = 0, sign = 1;
  for (int i = 0; i < n; i++) perm[i] = i;
  for (;;) {
    for (; r > 1; r--) count[r - 1] = r;
    int flips = 0;
    memcpy(p, perm, sizeof p);
    for (int k = p[0]; k; k = p[0], flips++)
      for (int i = 0, j = k; i < j; i++, j--) { int t = p[i]; p[i] = p[j]; p[j] = t; }
    checksum += sign * flips;
    if (flips > best) best = flips;
    for (r = 1; r < n; r++) {
      int p0 = perm[0];
      for (int i = 0; i < r; i++) perm[i] = perm[i + 1];
      perm[r] = p0;
      if (--count[r] > 0) break;
    }
    if (r == n) break;
    sign = -sign;
  }
  sprintf(out, "%d %d", checksum, best);
}
int main(void) { report(run); }
