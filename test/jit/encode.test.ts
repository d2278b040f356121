/** The encoder: what it writes is read back by the engine itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Bytes } from "../../src/jit/bytes.js";
import { Body, F64, I32, I64, ModuleBuilder, W } from "../../src/jit/encode.js";

type Exported = (...args: (number | bigint)[]) => number | bigint;
function compiled(define: (m: ModuleBuilder) => void): Record<string, Exported> {
  const module = new ModuleBuilder();
  define(module);
  return new WebAssembly.Instance(new WebAssembly.Module(module.encode().slice())).exports as Record<string, Exported>;
}

const EDGES = [0, 1, 63, 64, 65, 127, 128, 129, 8191, 8192, 16383, 16384, 2 ** 20 - 1, 2 ** 20, 2 ** 27 - 1, 2 ** 27, 2 ** 28, 2 ** 31 - 1];

test("constants of 32 bits come back as they were", () => {
  const values = [...EDGES, ...EDGES.map((n) => -n), -(2 ** 31)].map((n) => n | 0);
  const f = compiled((m) => {
    values.forEach((n, i) => {
      const body = new Body([]);
      body.i32(n);
      m.define(m.declare([], [I32]), body);
      m.export(`c${i}`, i);
    });
  });
  values.forEach((n, i) => void assert.equal((f[`c${i}`] as Exported)(), n));
});

test("constants of 64 bits come back as they were, given signed or unsigned", () => {
  const edges = [
    ...EDGES.map(BigInt),
    ...[32n, 33n, 34n, 35n, 41n, 42n, 48n, 49n, 55n, 56n, 60n, 62n, 63n].flatMap((k) => [1n << k, (1n << k) - 1n]),
  ];
  const values = [...edges, ...edges.map((n) => -n), -(1n << 63n), (1n << 64n) - 1n, (1n << 64n) - 16n];
  const f = compiled((m) => {
    values.forEach((n, i) => {
      const body = new Body([]);
      body.i64(n);
      m.define(m.declare([], [I64]), body);
      m.export(`c${i}`, i);
    });
  });
  values.forEach((n, i) => void assert.equal((f[`c${i}`] as Exported)(), BigInt.asIntN(64, n)));
});

test("doubles keep their bits", () => {
  const values = [0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MIN_VALUE, Number.MAX_VALUE, -1e300];
  const f = compiled((m) => {
    values.forEach((x, i) => {
      const body = new Body([]);
      body.f64(x);
      m.define(m.declare([], [F64]), body);
      m.export(`c${i}`, i);
    });
  });
  values.forEach((x, i) => void assert.ok(Object.is((f[`c${i}`] as Exported)(), x), `${x}`));
});

test("locals of all types, however many", () => {
  const f = compiled((m) => {
    const body = new Body([I64]);
    const locals = Array.from({ length: 300 }, (_, i) => body.local(i % 3 === 0 ? I32 : i % 3 === 1 ? I64 : F64));
    const last = locals[298] as number; // an i64
    body.get(0);
    body.tee(last);
    body.get(last);
    body.op(W.i64Add);
    m.define(m.declare([I64], [I64]), body);
    m.export("double", 0);
  });
  assert.equal((f["double"] as Exported)(21n), 42n);
});

test("a table of branches", () => {
  const f = compiled((m) => {
    const body = new Body([I32]);
    for (let i = 0; i < 130; i++) body.block();
    body.get(0);
    body.brTable(
      Array.from({ length: 129 }, (_, i) => i),
      129,
    );
    for (let i = 0; i < 130; i++) {
      body.end();
      body.i32(i);
      body.op(W.return);
    }
    body.op(W.unreachable);
    m.define(m.declare([I32], [I32]), body);
    m.export("which", 0);
  });
  for (const i of [0, 1, 63, 64, 127, 128]) assert.equal((f["which"] as Exported)(i), i);
  assert.equal((f["which"] as Exported)(129), 129);
  assert.equal((f["which"] as Exported)(-1), 129);
});

test("runs of bytes grow", () => {
  const bytes = new Bytes(1);
  for (let i = 0; i < 1000; i++) bytes.unsigned(0xffffffff);
  bytes.text("zlut");
  assert.equal(bytes.take().length, 5000 + 1 + 4);
});
