/** What a row of the benchmark table is, and the words that tables are written in. */
import { type Contender, type Language, odeon, peer, type PeerOptions } from "./contenders.js";

/** Median metrics of each contender by id. */
export type Medians = ReadonlyMap<string, Readonly<Record<string, number>>>;

export interface Target {
  readonly what: string;
  /** NaN when a contender that it needs is missing. */
  value(medians: Medians): number;
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface Benchmark {
  readonly name: string;
  readonly about: string;
  /** The `result:` line of every contender; undefined where programs print none (start). */
  readonly expected: string | undefined;
  /** The metric that the ratios compare; `ms` unless said otherwise. */
  readonly metric: string;
  readonly ours: readonly Contender[];
  /** Started on demand, so that only installed languages are built. */
  readonly peers: readonly { readonly language: Language; contender(): Contender }[];
  readonly targets: readonly Target[];
  /** Other metrics that are shown below the row. */
  readonly shows: readonly string[];
  /** Most rounds, for programs that run long. */
  readonly rounds?: number;
}

/** What a row of the table says; everything has a usual value. */
export interface Row {
  expected?: string;
  metric?: string;
  args?: readonly string[];
  ours?: readonly Contender[];
  peers?: readonly Language[];
  peerOptions?: PeerOptions;
  /** The program of ours and of the peers, where it is not the name of the row. */
  program?: string;
  targets?: readonly Target[];
  shows?: readonly string[];
  rounds?: number;
}

export function row(name: string, about: string, more: Row): Benchmark {
  const args = more.args ?? [];
  const program = more.program ?? name;
  return {
    name,
    about,
    expected: more.expected,
    metric: more.metric ?? "ms",
    ours: more.ours ?? [odeon(program, args)],
    peers: (more.peers ?? []).map((language) => ({
      language,
      contender: () => peer(language, program, args, more.peerOptions),
    })),
    targets: more.targets ?? [],
    shows: more.shows ?? [],
    ...(more.rounds === undefined ? {} : { rounds: more.rounds }),
  };
}

export const of = (medians: Medians, id: string, metric: string): number => medians.get(id)?.[metric] ?? Number.NaN;
export const ratio =
  (a: string, b: string, metric = "ms") =>
  (medians: Medians) =>
    of(medians, a, metric) / of(medians, b, metric);
export const own =
  (metric: string, id = "odeon") =>
  (medians: Medians) =>
    of(medians, id, metric);
