#include "timing.h"
#include <math.h>
#define SUN (4 * 3.141592653589793 * 3.141592653589793)
#define D 365.24
typedef struct { double x, y, z, vx, vy, vz, m; } Body;
static const Body start[5] = {
  {0, 0, 0, 0, 0, 0, SUN},
  {4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01, 1.66007664274403694e-03 * D, 7.69901118419740425e-03 * D, -6.90460016972063023e-05 * D, 9.54791938424326609e-04 * SUN},
  {8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01, -2.76742510726411899e-03 * D, 4.99852801234917238e-03 * D, 2.30417297573763929e-05 * D, 2.85885980666130812e-04 * SUN},
  {1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01, 2.96460137564761618e-03 * D, 2.37847173959480950e-03 * D, -2.96589568540237556e-05 * D, 4.36624404335156298e-05 * SUN},
  {1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01, 2.68067772490389322e-03 * D, 1.62824170038242295e-03 * D, -9.51592254519715870e-05 * D, 5.15138902046611451e-05 * SUN}};
static void run(char *out) {
  Body b[5];
  double px = 0, py = 0, pz = 0, dt = 0.01, e = 0;
  for (int i = 0; i < 5; i++) b[i] = start[i], px += b[i].vx * b[i].m, py += b[i].vy * b[i].m, pz += b[i].vz * b[i].m;
  b[0].vx = -px / SUN, b[0].vy = -py / SUN, b[0].vz = -pz / SUN;
  for (int s = 0; s < 20000; s++) {
    for (int i = 0; i < 5; i++)
      for (int j = i + 1; j < 5; j++) {
        double dx = b[i].x - b[j].x, dy = b[i].y - b[j].y, dz = b[i].z - b[j].z;
        double d2 = dx * dx + dy * dy + dz * dz, mag = dt / (d2 * sqrt(d2)), mi = b[i].m * mag, mj = b[j].m * mag;
        b[i].vx -= dx * mj, b[i].vy -= dy * mj, b[i].vz -= dz * mj;
        b[j].vx += dx * mi, b[j].vy += dy * mi, b[j].vz += dz * mi;
      }
    for (int i = 0; i < 5; i++) b[i].x += dt * b[i].vx, b[i].y += dt * b[i].vy, b[i].z += dt * b[i].vz;
  }
  for (int i = 0; i < 5; i++) {
    e += 0.5 * b[i].m * (b[i].vx * b[i].vx + b[i].vy * b[i].vy + b[i].vz * b[i].vz);
    for (int j = i + 1; j < 5; j++) {
      double dx = b[i].x - b[j].x, dy = b[i].y - b[j].y, dz = b[i].z - b[j].z;
      e -= b[i].m * b[j].m / sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  sprintf(out, "%.6f", e);
}
int main(void) { report(run); }
