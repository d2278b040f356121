#include "timing.h"
#include "checked.h"
static volatile long outer = 400, inner = 300;
static void run(char *out) {
  long n = outer, m = inner, sum = 0;
  for (long i = 0; i < n; i = add(i, 1))
    for (long j = 0; j < m; j = add(j, 1))
      for (long k = 0; k < m; k = add(k, 1)) sum = (add(add(i, j), k) & 7) < 4 ? add(sum, sub(j, k)) : add(sum, i);
  CHECKED(out, "%ld", sum);
}
int main(void) { report(run); }
