#include "timing.h"
static volatile long limit = 1000000;
static void run(char *out) {
  long n = limit, total = 0;
  char *composite = calloc(n + 1, 1);
  for (long i = 2; i * i <= n; i++)
    if (!composite[i]) for (long j = i * i; j <= n; j += i) composite[j] = 1;
  for (long i = 2; i <= n; i++) total += !composite[i];
  free(composite);
  sprintf(out, "%ld", total);
}
int main(void) { report(run); }
