/**
 * Benchmarks of actors against the BEAM on as many schedulers: messages and creation with targets, and programs after Savina
 * (shamsimam/savina says what each computes) that show what is left of it in whole programs.
 */
import { odeon } from "./contenders.js";
import { type Benchmark, ratio, row } from "./rows.js";

/** Compiled handlers: half the time of the BEAM, on one executor or on two. */
function messages(name: string, program: string, about: string, expected: string, args: readonly string[], executors = 1): Benchmark {
  return row(name, about, {
    expected,
    program,
    args,
    ours: [odeon(program, args, executors)],
    peers: ["beam"],
    peerOptions: { schedulers: executors },
    targets: [{ what: "of the BEAM", value: ratio("odeon", "beam"), atMost: executors === 1 ? 0.5 : 0.35 }],
  });
}

/** On one executor and on two, against the BEAM on one scheduler. */
function savina(name: string, about: string, expected: string, args: readonly string[]): Benchmark {
  return row(`savina-${name}`, about, {
    expected,
    program: name,
    args,
    ours: [odeon(name, args), odeon(name, args, 2, "odeon-2")],
    peers: ["beam"],
  });
}

export const ACTOR_BENCHMARKS: readonly Benchmark[] = [
  messages("actor-ring", "ring", "ring of 1,000 actors, 1,000,000 hops", "0", ["1000", "1000000"]),
  messages("actor-pingpong", "pingpong", "two actors, 200,000 rounds", "200000", ["200000"]),
  messages("actor-pairs", "pairs", "100 pairs, 5,000 rounds each, two executors", "500000", ["100", "5000"], 2),
  messages("actor-spawn", "spawn", "200,000 x spawn and reply", "200000", ["200000"]),
  messages("actor-call", "call", "500,000 calls to a server actor", "500000", ["500000"]),
  messages("actor-server-call", "servercall", "200,000 calls through call and reply, against gen_server", "200000", ["200000"]),

  savina("counting", "500,000 increments of one counter", "500000", ["500000"]),
  savina("forkjoin", "60 actors, 5,000 messages each, dealt in turns", "300000", ["60", "5000"]),
  savina("forkcreate", "40,000 actors with one message each", "40000", ["40000"]),
  savina("chameneos", "100 chameneos, 100,000 meetings", "200000", ["100", "100000"]),
  savina("big", "100 actors, each pings others 2,000 times at random", "200000", ["100", "2000"]),
  savina("philosophers", "20 dining philosophers, 5,000 rounds each", "100000", ["20", "5000"]),
  savina("bank", "50,000 transactions between 1,000 accounts", "1000000 -1154 18472", ["1000", "50000"]),
  savina("dictionary", "20 workers, 10,000 requests each to one dictionary", "512", ["20", "10000"]),
];
