/** Benchmarks of compiled code. Their programs are long enough for a compiler to be worth its time; each says what it is compared with. */
import { odeon } from "./contenders.js";
import { type Benchmark, of, ratio, row, type Row, type Target } from "./rows.js";

const against = (peer: string, what: string, atMost: number): Target => ({ what, value: ratio("odeon", peer), atMost });

/** Checked loops beside the same loops in C, with the same checks. */
function loop(name: string, about: string, expected: string, more: Row = {}, atMost = 1.5): Benchmark {
  return row(name, about, {
    expected,
    program: name.replaceAll("-", "_"),
    peers: ["gcc", "jvm"],
    peerOptions: { single: true },
    targets: [against("gcc", "of C -O2 with the same checks", atMost)],
    ...more,
  });
}

/** A whole program in plain Clojure, as the JVM runs it, and a port of it in Erlang. */
function classic(name: string, program: string, about: string, expected: string, args: readonly string[] = []): Benchmark {
  return row(name, about, {
    expected,
    program,
    args,
    peers: ["jvm", "beam"],
    peerOptions: { single: true },
    targets: [against("jvm", "of JVM Clojure", 1.5), against("beam", "of Erlang", 0.7)],
  });
}

/** A kind of work on persistent data, on one thread, against the JVM. */
function data(kind: string, about: string, expected: string): Benchmark {
  return row(`data-${kind}`, about, {
    expected,
    program: "data",
    args: [kind],
    peers: ["jvm"],
    peerOptions: { single: true },
    targets: [against("jvm", "of JVM Clojure", 1.5)],
  });
}

const UNCHECKED = { ODEON_JIT_CHECKS: "off" };

/**
 * The same compiled program with and without the checks that preemption and unwinding need. What is hot alone: code without them can't
 * wait, as the library's does when a program starts.
 */
function tax(name: string, program: string, about: string, expected: string, atMost: number): Benchmark {
  return row(name, `${about}, with and without checks of preemption and unwinding`, {
    expected,
    ours: [odeon(program, [], 1, "odeon"), odeon(program, [], 1, "odeon-unchecked", { needsTiers: true, env: UNCHECKED })],
    targets: [against("odeon-unchecked", "of the time without checks", atMost)],
  });
}

export const TIER_BENCHMARKS: readonly Benchmark[] = [
  row("fib38", "(fib 38), generic arithmetic", {
    expected: "39088169",
    peers: ["beam", "jvm", "sbcl", "chez", "node", "gcc"],
    targets: [
      against("beam", "of the BEAM", 0.9),
      against("sbcl", "of SBCL, generic", 0.6),
      against("jvm", "of JVM Clojure, generic", 1.1),
    ],
  }),
  row("fib38-long", "(fib 38), declared ^long", {
    expected: "39088169",
    program: "fib38_long",
    ours: [odeon("fib38_long"), odeon("fib38", [], 1, "odeon-generic")],
    peers: ["jvm"],
    targets: [against("odeon-generic", "of our own generic fib", 0.7)],
  }),

  loop("loop-collatz", "longest Collatz chain below 300,000", "230631 442"),
  loop("loop-sieve", "sieve of 2,000,000 in a byte array", "148933"),
  loop("loop-nested", "three nested loops, 36,000,000 turns", "3590998400"),
  loop("loop-mandelbrot", "mandelbrot 400 x 400, 100 steps", "61854"),
  loop("loop-queens", "12 queens on sets of bits", "14200"),
  loop("loop-lcg", "5,000,000 checked 64-bit multiplications", "1600114666", { args: ["checked"] }, 2.5),
  loop("loop-lcg-wrap", "5,000,000 wrapping 64-bit multiplications", "117066956", { program: "loop_lcg", args: ["wrapping"] }, 2.5),

  classic("big-trees", "trees", "binary trees of depth 16, 20 times", "2621420", ["16", "20"]),
  classic("big-nbody", "nbody", "n-body on records, 20,000 steps", "-0.169089", ["20000"]),
  classic("big-fannkuch", "fannkuch", "fannkuch 9 in an array of longs", "8629 30", ["9"]),
  classic("big-spectral", "spectral", "spectral norm 150 on vectors", "1.274223", ["150"]),
  classic("richards", "richards", "Richards: scheduler of an operating system, one persistent value", "23246 9297"),
  classic("deltablue", "deltablue", "DeltaBlue: constraints of 1,000 variables in atoms and records", "1001 99 4497525 3014"),
  classic("permute", "permute", "permutations of 7 elements, 5 times", "346405"),
  classic("towers", "towers", "towers of Hanoi, 16 disks on lists", "65535 16 1"),
  classic("json", "parsejson", "parse 1.1 MB of JSON", "21121750 12998750 2914450 261619 3250"),

  data("vector-build", "a vector of 500,000 by conj", "499999"),
  data("vector-into", "a vector of 500,000 by into and a transducer", "500000"),
  data("map-build", "a map of 200,000 numbers by assoc", "100"),
  data("map-into", "a map of 200,000 numbers by into", "701"),
  data("map-strings", "a map of 100,000 strings by assoc", "7"),
  data("map-update", "300,000 updates of a map of 1,009", "308"),
  data("nth-sweep", "1,000,000 times nth", "49999500000"),
  data("get-sweep", "500,000 times get, in a map of 100,000", "25000250000"),
  data("keyword-sweep", "100,000 maps taken apart by :keys", "14999950000"),
  data("range-reduce", "reduce + over a range of 2,000,000", "1999999000000"),
  data("lazy", "600,000 numbers through four lazy stages", "60000000000"),
  data("transduce", "500,000 numbers through five transducers", "46874437500"),
  data("group-by", "group-by of 200,000 numbers", "97 2151"),
  data("frequencies", "frequencies of 300,000 numbers", "1009 308"),
  data("sort", "sort of 200,000 numbers", "42 2147480685"),
  data("sort-by", "sort-by of 50,000 maps by a vector of two keys", "1970500 2144515999"),
  data("join", "str/join of 100,000 words", "1148195"),
  data("split", "str/split of 100,000 words", "100000 1048196"),

  tax("tax-collatz", "loop_collatz", "Collatz", "230631 442", 1.15),
  tax("tax-nested", "loop_nested", "nested loops", "3590998400", 1.15),
  tax("tax-fib", "fib38", "(fib 38)", "39088169", 1.6),
  row("compile-time", "time to compile a function of Richards and of what it calls", {
    expected: "23246 9297",
    metric: "tier.compileMs",
    ours: [odeon("richards", [], 1, "odeon", { stats: true })],
    targets: [
      {
        what: "ms for an average function",
        value: (medians) => of(medians, "odeon", "tier.compileMs") / of(medians, "odeon", "tier.functions"),
        atMost: 1,
      },
    ],
    shows: ["tier.functions"],
  }),
];
