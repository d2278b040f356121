#include "timing.h"
#include "checked.h"
static __attribute__((noinline)) long place(long all, long columns, long left, long right) {
  if (columns == all) return 1;
  long total = 0;
  for (long free = all & ~(columns | left | right), queen; free; free ^= queen) {
    queen = free & sub(0, free);
    total = add(total, place(all, columns | queen, all & (left | queen) << 1, (long)((unsigned long)(right | queen) >> 1)));
  }
  return total;
}
static volatile long size = 12;
static void run(char *out) { CHECKED(out, "%ld", place((1L << size) - 1, 0, 0, 0)); }
int main(void) { report(run); }
