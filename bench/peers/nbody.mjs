import { report } from "./timing.mjs";

const SUN = 4 * Math.PI * Math.PI;
const D = 365.24;
const body = (x, y, z, vx, vy, vz, mass) => ({ x, y, z, vx: vx * D, vy: vy * D, vz: vz * D, mass: mass * SUN });
const bodies = () => [
  body(0, 0, 0, 0, 0, 0, 1),
  body(
    4.8414314424647209,
    -1.16032004402742839,
    -0.103622044471123109,
    1.66007664274403694e-3,
    7.69901118419740425e-3,
    -6.90460016972063023e-5,
    9.54791938424326609e-4,
  ),
  body(
    8.34336671824457987,
    4.12479856412430479,
    -0.403523417114321381,
    -2.76742510726411899e-3,
    4.99852801234917238e-3,
    2.30417297573763929e-5,
    2.85885980666130812e-4,
  ),
  body(
    12.894369562139131,
    -15.1111514016986312,
    -0.223307578892655734,
    2.96460137564761618e-3,
    2.3784717395948095e-3,
    -2.96589568540237556e-5,
    4.36624404335156298e-5,
  ),
  body(
    15.3796971148509165,
    -25.9193146099879641,
    0.179258772950371181,
    2.68067772490389322e-3,
    1.62824170038242295e-3,
    -9.5159225451971587e-5,
    5.15138902046611451e-5,
  ),
];
function run() {
  const bs = bodies();
  for (const k of ["vx", "vy", "vz"]) bs[0][k] = -bs.reduce((s, b) => s + b[k] * b.mass, 0) / SUN;
  const dt = 0.01;
  for (let step = 0; step < 20000; step++) {
    for (let i = 0; i < bs.length; i++) {
      const a = bs[i];
      for (let j = i + 1; j < bs.length; j++) {
        const b = bs[j];
        const dx = a.x - b.x;
        const dy = a.y - b.y;
        const dz = a.z - b.z;
        const d2 = dx * dx + dy * dy + dz * dz;
        const mag = dt / (d2 * Math.sqrt(d2));
        a.vx -= dx * b.mass * mag;
        a.vy -= dy * b.mass * mag;
        a.vz -= dz * b.mass * mag;
        b.vx += dx * a.mass * mag;
        b.vy += dy * a.mass * mag;
        b.vz += dz * a.mass * mag;
      }
    }
    for (const b of bs) {
      b.x += dt * b.vx;
      b.y += dt * b.vy;
      b.z += dt * b.vz;
    }
  }
  let e = 0;
  for (let i = 0; i < bs.length; i++) {
    const a = bs[i];
    e += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz);
    for (let j = i + 1; j < bs.length; j++) e -= (a.mass * bs[j].mass) / Math.hypot(a.x - bs[j].x, a.y - bs[j].y, a.z - bs[j].z);
  }
  return e.toFixed(6);
}
report(run);
