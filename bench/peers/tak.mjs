import { report } from "./timing.mjs";

const tak = (x, y, z) => (y < x ? tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)) : z);
report(() => {
  let r = 0;
  for (let i = 0; i < 10; i++) r = tak(18, 12, 6);
  return r;
});
