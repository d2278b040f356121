/** Times the kernel's collections from inside the kernel: npx tsx test/kernel/coll.bench.ts */
import { Coll } from "./coll.harness.js";

const c = await Coll.boot();
c.k.push(c.actor, 2n);
const runs: [string, number][] = [
  ["benchConjT", 3_000_000],
  ["benchConj", 2_000_000],
  ["benchNth", 10_000_000],
  ["benchAssocT", 1_000_000],
  ["benchAssoc", 300_000],
  ["benchGet", 5_000_000],
  ["benchKwGet", 5_000_000],
  ["benchEqVec", 1_000_000],
  ["benchUpdate8", 3_000_000],
  ["benchUpdate100", 3_000_000],
  ["benchUpdate10k", 1_000_000],
  ["benchConjGc", 3_000_000],
  ["benchAssocGc", 300_000],
  ["benchWalk", 1_000_000],
  ["benchMapWalk", 300_000],
];
for (const [name, n] of [...runs, ...runs]) {
  const start = process.hrtime.bigint();
  c.k.x[name]!(n);
  console.log(`${name.slice(5).padEnd(10)} ${(Number(process.hrtime.bigint() - start) / n).toFixed(1).padStart(8)} ns`);
  c.k.x.setReductions!(4000);
  c.k.x.collectMinor!(c.actor);
}
