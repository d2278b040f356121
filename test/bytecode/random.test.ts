import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compileUnit, disassemble, emitUnit, verifyUnit } from "../../src/bytecode/index.js";
import { buildUnit } from "../../src/mir/index.js";
import { Evaluator, type Fn } from "../mir/eval.js";
import { unitOf } from "../mir/hir.js";
import { Closure, equal, Thrown, Vm } from "./vm.js";

/** Random programs: what compiled code does (value, exception, and the calls of `log` in order) is what the tree means. */
interface Names {
  locals: string[];
  /** In tail position of a loop with this many parameters (its counter first), or of none. */
  loop: number;
  alt: boolean;
}

let fresh = 0;
const name = () => `v${fresh++}`;

function expr(r: () => number, depth: number, n: Names): string {
  const pick = (k: number) => r() % k;
  const sub = (m: Partial<Names> = {}) => expr(r, depth - 1, { ...n, loop: -1, alt: false, ...m });
  const tail = (m: Partial<Names> = {}) => expr(r, depth - 1, { ...n, ...m });
  const local = () => (n.locals.length === 0 ? "1" : (n.locals[pick(n.locals.length)] as string));
  if (depth <= 0) return ["1", "nil", "2", ":k", "false", "true", local(), local(), local(), local()][pick(10)] as string;
  switch (pick(27)) {
    case 0:
    case 1:
      return `(prim/${["add", "sub", "mul"][pick(3)]} ${sub()} ${[sub(), "1", "2", "-1"][pick(4)]})`;
    case 2:
    case 3:
      return `(if ${sub()} ${tail()} ${tail()})`;
    case 4:
      return `(if (prim/${["lt", "le", "gt", "ge", "num-eq", "identical", "eq"][pick(7)]} ${sub()} ${[sub(), "2", "nil"][pick(3)]}) ${tail()} ${tail()})`;
    case 5:
    case 6: {
      const a = name();
      const b = name();
      return `(let [${a} ${sub()} ${b} ${sub({ locals: [...n.locals, a] })}] ${tail({ locals: [...n.locals, a, b] })})`;
    }
    case 7: {
      const g = name();
      return `(let [${g} ${sub()}] (if ${g} ${g} ${tail({ locals: [...n.locals, g] })}))`;
    }
    case 8:
      return `(do (log ${sub()}) ${tail()})`;
    case 9:
    case 10:
      return `(log ${sub()})`;
    case 11:
      return `[${sub()} ${sub()} ${local()}]`;
    case 12:
      return `(pair ${sub()} ${sub()})`;
    case 13: {
      const e = name();
      return `(try ${tail()} (catch ${["Any", "Big", "Str"][pick(3)]} ${e} ${tail({ locals: [...n.locals, e] })}))`;
    }
    case 14:
      return `(try ${tail()} (finally (log ${sub()})))`;
    case 15: {
      const e = name();
      return `(try ${tail()} (catch Big ${e} (boom ${e})) (catch Any ${e} ${tail()}) (finally ${sub()}))`;
    }
    case 16:
      return `(boom ${sub()})`;
    case 17:
    case 18: {
      const i = name();
      const a = name();
      return `(loop [${i} 0 ${a} ${sub()}] (if (prim/lt ${i} 3) ${tail({ locals: [...n.locals, i, a], loop: 2 })} (log ${a})))`.replaceAll(
        "COUNTER",
        i,
      );
    }
    case 19:
    case 20:
      if (n.loop < 0) return `(log ${local()})`;
      return `(recur (prim/add COUNTER 1) ${sub()})`;
    case 21: {
      const p = name();
      return `((fn [${p}] ${sub({ locals: [...n.locals, p] })}) ${sub()})`;
    }
    case 22: {
      const f = name();
      const p = name();
      return `(let [${f} (fn [${p}] ${sub({ locals: [...n.locals, p] })})] (pair (${f} ${sub()}) (${f} ${local()})))`;
    }
    case 23:
      return `(call0 (prim/lazy-new (fn [] ${sub()})))`;
    case 24:
      return `(case ${sub()} [1 :k] ${tail()} [2] ${tail()} [nil false] ${tail()} ${tail()})`;
    case 25:
      return `(alt (if ${sub()} ${sub({ alt: true })} (fail)) ${tail()})`;
    default:
      return n.alt ? "(fail)" : `(if ${sub()} false true)`;
  }
}

function program(seeds: readonly number[]): string {
  let i = 0;
  fresh = 0;
  const r = () => seeds[i++ % seeds.length] as number;
  return `(let [a (log 1) b (log nil) c (log 7)] ${expr(r, 5, { locals: ["a", "b", "c"], loop: -1, alt: false })})`;
}

const show = (x: unknown): string =>
  Array.isArray(x)
    ? `[${x.map(show).join(" ")}]`
    : x instanceof Closure || typeof x === "function"
      ? "#fn"
      : x !== null && typeof x === "object" && "name" in x
        ? `:${String(x.name)}`
        : String(x);

function outcome(log: unknown[], run: () => unknown): string {
  let end: string;
  try {
    end = show(run());
  } catch (e) {
    if (!(e instanceof Thrown)) throw e;
    end = `! ${show(e.value)}`;
  }
  return `${log.map(show).join(" ")} => ${end}`;
}

const vm = new Vm();
const int = (x: unknown): bigint => {
  if (typeof x !== "bigint") throw new Thrown("not a number");
  return x;
};
const checked = (x: bigint): bigint => {
  if (BigInt.asIntN(64, x) !== x) throw new Thrown("long overflow");
  return x;
};
const PRIMS: Record<string, (...args: never[]) => unknown> = {
  ...vm.prims,
  add: (a: unknown, b: unknown) => checked(int(a) + int(b)),
  sub: (a: unknown, b: unknown) => checked(int(a) - int(b)),
  mul: (a: unknown, b: unknown) => checked(int(a) * int(b)),
  lt: (a: unknown, b: unknown) => int(a) < int(b),
  le: (a: unknown, b: unknown) => int(a) <= int(b),
  gt: (a: unknown, b: unknown) => int(a) > int(b),
  ge: (a: unknown, b: unknown) => int(a) >= int(b),
  "num-eq": (a: unknown, b: unknown) => int(a) === int(b),
  eq: equal,
  identical: equal,
};

function reference(source: string): string {
  const log: unknown[] = [];
  const f = (g: Fn): Fn => g;
  const ev = new Evaluator(
    {
      log: f(([x]) => {
        log.push(x);
        return x;
      }),
      pair: f((xs) => xs),
      boom: f(([x]) => {
        throw new Thrown(x);
      }),
      call0: f(([g]) => (g as Fn)([])),
      Any: "any",
      Big: "bigint",
      Str: "string",
    },
    PRIMS,
  );
  return outcome(log, () => ev.run(unitOf(source).body));
}

function compiled(code: ReturnType<typeof compileUnit>): string {
  const log: unknown[] = [];
  const machine = new Vm({
    log: (_: Vm, x: unknown) => {
      log.push(x);
      return x;
    },
    pair: (_: Vm, ...xs: unknown[]) => xs,
    boom: (_: Vm, x: unknown) => {
      throw new Thrown(x);
    },
    call0: (m: Vm, g: unknown) => m.call(g, []),
    Any: "any",
    Big: "bigint",
    Str: "string",
  });
  return outcome(log, () => machine.run(code));
}

test("compiled code does what the tree means", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 20, maxLength: 60 }), (seeds) => {
      const source = program(seeds);
      if (source.length > 6000) return;
      const want = reference(source);
      const code = compileUnit(unitOf(source), { check: true });
      assert.deepEqual(verifyUnit(code), [], source);
      assert.equal(compiled(code), want, `${source}\n${disassemble(code)}`);
      const raw = emitUnit(buildUnit(unitOf(source)));
      assert.deepEqual(verifyUnit(raw), [], source);
      assert.equal(compiled(raw), want, `without passes: ${source}`);
    }),
    { numRuns: Number(process.env.RUNS ?? 300) },
  );
});
