import { Coll } from "./coll.harness.js";
const c = await Coll.boot();
c.k.push(c.actor, 2n);
for (const n of [1000, 10000, 30000, 100000, 200000]) {
  const s = process.hrtime.bigint();
  c.k.x.setReductions!(4000);
  c.k.x.benchWalk!(n);
  console.log(n, Number(process.hrtime.bigint() - s) / n, c.k.stat("minorCount"));
}
