/* Warm-up, then the median of up to five runs; prints what the runner reads. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* `run` writes its result into the buffer. */
static void report(void (*run)(char *)) {
  static char result[256];
  double times[5], start = now_ms();
  int n = 0;
  do run(result);
  while (now_ms() - start < 300);
  start = now_ms();
  while (n < 5 && now_ms() - start < 4000) {
    double before = now_ms();
    run(result);
    times[n++] = now_ms() - before;
  }
  qsort(times, n, sizeof(double), by_size);
  printf("result: %s\nms: %f\n", result, times[n / 2]);
}
