/**
 * The benchmarks, as data: what each program must print, who else runs it, and what it must reach.
 *
 * The table has parts: the runtime as a whole is here, compiled code in tier.ts, actors in actors.ts.
 */
import { join } from "node:path";
import { ACTOR_BENCHMARKS } from "./actors.js";
import { CLI, type Contender, type Language, odeon, REPOSITORY } from "./contenders.js";
import { type Benchmark, of, own, ratio, row } from "./rows.js";
import { TIER_BENCHMARKS } from "./tier.js";

const ALL: readonly Language[] = ["beam", "jvm", "sbcl", "chez", "gcc", "python", "node"];
const SCRIPTS: readonly Language[] = ["jvm", "gcc", "python", "node"];

/** A start-up measurement against `node -e 0`, by wall time. */
function start(name: string, about: string, args: readonly string[]): Benchmark {
  const emptyNode: Contender = { id: "node", command: process.execPath, args: ["-e", "0"] };
  return {
    name,
    about,
    expected: undefined,
    metric: "wall",
    ours: [{ id: "odeon", command: process.execPath, args: [CLI, ...args], flagsAt: args[0] === "run" ? 2 : 1 }],
    peers: [{ language: "node", contender: () => emptyNode }],
    targets: [{ what: "wall time of node -e 0", value: ratio("odeon", "node", "wall"), atMost: 3 }],
    shows: ["mb"],
  };
}

/** Something endless or huge beside an actor that ticks every 10 ms, on one executor. */
function ticker(load: string, about: string): Benchmark {
  return row(`ticker-${load}`, `10 ms ticker beside ${about}`, {
    expected: "ticked",
    metric: "max-gap",
    ours: [odeon("ticker", [load])],
    targets: [{ what: "longest gap between two ticks, ms", value: own("max-gap"), atMost: 100 }],
    shows: ["ticks", "max-gap"],
  });
}

/** 1,000,000 frames that are not in tail position. */
function deep(kind: string, expected: string): Benchmark {
  return row(`deep-${kind}`, `recursion 1,000,000 deep: ${kind}`, {
    expected,
    ours: [odeon("deep", [kind, "1000000"]), odeon("deep", [kind, "500000"], 1, "odeon-half")],
    targets: [
      { what: "peak memory, MB", value: own("mb"), atMost: 300 },
      { what: "time against half the depth", value: ratio("odeon", "odeon-half"), atMost: 3 },
    ],
    shows: ["mb"],
  });
}

const RUNTIME: readonly Benchmark[] = [
  start("start-eval", "odeon -e 1", ["-e", "1"]),
  start("start-actor", "spawn, reply, reduce over a range", ["run", join(REPOSITORY, "bench", "programs", "start.clj")]),

  row("fib30", "(fib 30), generic arithmetic, interpreted", {
    expected: "832040",
    ours: [odeon("fib30", [], 1, "odeon", { tier: "interp" })],
    peers: ALL,
    targets: [{ what: "of CPython", value: ratio("odeon", "python"), atMost: 0.4 }],
  }),
  row("ring", "1,000 actors, 1,000,000 hops", {
    expected: "0",
    args: ["1000", "1000000"],
    peers: ["beam"],
    targets: [{ what: "of the BEAM on one scheduler", value: ratio("odeon", "beam"), atMost: 1 }],
  }),
  row("pairs", "100 ping-pong pairs, 5,000 rounds each, two executors", {
    expected: "500000",
    args: ["100", "5000"],
    ours: [odeon("pairs", ["100", "5000"], 2), odeon("pairs", ["100", "5000"], 1, "odeon-1")],
    peers: ["beam"],
    peerOptions: { schedulers: 2 },
    targets: [
      { what: "of the BEAM on two schedulers", value: ratio("odeon", "beam"), atMost: 1 },
      { what: "times as fast as one executor", value: ratio("odeon-1", "odeon"), atLeast: 1.6 },
    ],
  }),
  row("parked", "1,000,000 parked actors", {
    expected: "1000000",
    args: ["1000000"],
    metric: "mb",
    ours: [odeon("parked", ["1000000"]), odeon("parked", ["1"], 1, "odeon-none")],
    peers: ["beam"],
    targets: [
      {
        what: "bytes an actor",
        value: (medians) => ((of(medians, "odeon", "mb") - of(medians, "odeon-none", "mb")) * 1048576) / 1e6,
        atMost: 1024,
      },
    ],
    shows: ["mb"],
  }),
  row("sendmap", "a map of 1,000,000 entries to 1,000 actors", {
    expected: "1000000",
    args: ["1000"],
    metric: "map-us",
    ours: [odeon("sendmap", ["1000"]), odeon("sendmap", ["2"], 1, "odeon-two")],
    targets: [
      {
        what: "times the send of an integer",
        value: (medians) => of(medians, "odeon", "map-us") / of(medians, "odeon", "int-us"),
        atMost: 2,
      },
      { what: "memory of sending it twice", value: ratio("odeon", "odeon-two", "mb"), atMost: 1.05 },
    ],
    shows: ["first-ms", "map-us", "int-us", "mb"],
  }),
  deep("add", "ok"),
  deep("cons", "ok"),
  deep("throw", "ok"),
  row("lazy100m", "reduce + over (map inc (range 100000000))", {
    expected: "5000000050000000",
    targets: [{ what: "peak memory, MB", value: own("mb"), atMost: 300 }],
    rounds: 1,
    shows: ["mb"],
  }),
  ticker("loop", "an endless loop"),
  ticker("reduce", "an endless (reduce + (range))"),
  ticker("sort", "a sort of 10 million with a user comparator"),
  ticker("equal", "= of two huge nested structures"),
  ticker("print", "printing a huge structure"),

  row("spawn", "200,000 x spawn and reply", { expected: "200000", args: ["200000"], peers: ["beam"] }),
  row("call", "500,000 calls to a server actor", { expected: "500000", args: ["500000"], peers: ["beam"] }),
  row("tak", "(tak 18 12 6) 10 times", { expected: "7", peers: ALL }),
  row("trees", "binary trees of depth 14, 20 times", {
    expected: "655340",
    peers: ["beam", "jvm", "sbcl", "chez", "gcc", "python", "node"],
  }),
  row("nqueens", "8 queens on lists, 10 times", { expected: "92", peers: ["beam", "jvm", "sbcl", "chez", "python", "node"] }),
  row("collatz", "longest Collatz chain below 100,000", { expected: "77031", peers: SCRIPTS }),
  row("sieve", "sieve of 1,000,000 in an array", { expected: "78498", peers: SCRIPTS }),
  row("mandelbrot", "mandelbrot 120 x 120, 50 steps", { expected: "5749", peers: SCRIPTS }),
  row("nbody", "n-body, 20,000 steps", { expected: "-0.169089", peers: SCRIPTS }),
  row("fannkuch", "fannkuch 8", { expected: "1616 22", peers: SCRIPTS }),
  row("spectral", "spectral norm 60", { expected: "1.274206", peers: SCRIPTS }),
  row("maps", "build and read a map of 200,000", { expected: "20000100000", peers: ["jvm", "python", "node"] }),
  row("vectors", "build, update and sum a vector of 500,000", { expected: "125000250000", peers: ["jvm", "python", "node"] }),
  row("pipeline", "map, filter, reduce over 1,000,000, lazy and transduced", {
    expected: "166666666666500000 166666666666500000",
    peers: ["jvm", "python", "node"],
  }),
  row("frequencies", "frequencies of 500,000 numbers", { expected: "1009 488", peers: ["jvm", "python", "node"] }),
  row("sorting", "sort 200,000 numbers, plain and with a comparator", { expected: "true true", peers: ["jvm", "python", "node"] }),
  row("strings", "join, split and replace 100,000 words", { expected: "638889 100000", peers: ["jvm", "python", "node"] }),
];

export const BENCHMARKS: readonly Benchmark[] = [...RUNTIME, ...TIER_BENCHMARKS, ...ACTOR_BENCHMARKS];
