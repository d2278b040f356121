#include "timing.h"
static __attribute__((noinline)) long fib(long n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
static volatile long input = 38;
static void run(char *out) { sprintf(out, "%ld", fib(input)); }
int main(void) { report(run); }
