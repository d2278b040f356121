#include "timing.h"
#include "checked.h"
static volatile long limit = 2000000;
static void run(char *out) {
  long n = limit, total = 0;
  char *composite = calloc(n + 1, 1);
  for (long i = 2; mul(i, i) <= n; i = add(i, 1))
    if (!composite[i]) for (long j = mul(i, i); j <= n; j = add(j, i)) composite[j] = 1;
  for (long i = 2; i <= n; i = add(i, 1)) if (!composite[i]) total = add(total, 1);
  free(composite);
  CHECKED(out, "%ld", total);
}
int main(void) { report(run); }
