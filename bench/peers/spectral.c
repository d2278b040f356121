#include "timing.h"
#include <math.h>
#define N 60
static double a(long i, long j) { return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1); }
static void both(const double *v, double *out) {
  double t[N];
  for (int i = 0; i < N; i++) { t[i] = 0; for (int j = 0; j < N; j++) t[i] += a(i, j) * v[j]; }
  for (int i = 0; i < N; i++) { out[i] = 0; for (int j = 0; j < N; j++) out[i] += a(j, i) * t[j]; }
}
static void run(char *out) {
  double u[N], v[N], uv = 0, vv = 0;
  for (int i = 0; i < N; i++) u[i] = 1;
  for (int i = 0; i < 10; i++) both(u, v), both(v, u);
  for (int i = 0; i < N; i++) uv += u[i] * v[i], vv += v[i] * v[i];
  sprintf(out, "%.6f", sqrt(uv / vv));
}
int main(void) { report(run); }
