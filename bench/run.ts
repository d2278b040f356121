/**
 * npm run bench [-- FILTER...] [--rounds N] [--tier interp|jit|auto] [--json | --markdown] [--no-peers] [--list]
 *
 * Runs the benchmarks of bench/table.ts: our program and those of the peers that are installed, in an order that turns with
 * every round, so that no contender always runs on a warm or a throttled machine. Every program must print the expected
 * result. Shows medians, ratios ours / peer (below 1 we are faster), and the targets; the exit code is 1 when a program of
 * ours fails, prints something else, or misses a target.
 */
import { cpus, loadavg, totalmem } from "node:os";
import { type Contender, hasTiers, installed, type Language, prepared, TIERS } from "./contenders.js";
import { median, runOnce, type Sample } from "./measure.js";
import type { Benchmark, Medians } from "./rows.js";
import { BENCHMARKS } from "./table.js";

interface Options {
  readonly filters: readonly string[];
  readonly rounds: number;
  readonly json: boolean;
  readonly markdown: boolean;
  /** Of our programs, except those that are bound to one. */
  readonly tier: string | undefined;
  readonly peers: boolean;
  readonly list: boolean;
}

function parseOptions(args: readonly string[]): Options {
  const filters: string[] = [];
  let rounds = 3;
  let tier: string | undefined;
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--rounds") rounds = Math.max(1, Number(args[++i]) || 1);
    else if (args[i] === "--tier") tier = args[++i] ?? "";
    else if (!args[i]!.startsWith("--")) filters.push(args[i]!);
  }
  const has = (flag: string): boolean => args.includes(flag);
  return { filters, rounds, tier, json: has("--json"), markdown: has("--markdown"), peers: !has("--no-peers"), list: has("--list") };
}

interface Verdict {
  readonly what: string;
  readonly value: number;
  readonly limit: string;
  readonly pass: boolean | undefined;
}

interface Report {
  readonly benchmark: Benchmark;
  readonly medians: Medians;
  readonly problems: readonly string[];
  readonly verdicts: readonly Verdict[];
}

function medianMetrics(samples: readonly Sample[]): Record<string, number> {
  const names = new Set(samples.flatMap((sample) => Object.keys(sample.metrics)));
  return Object.fromEntries([...names].map((name) => [name, median(samples.map((sample) => sample.metrics[name] ?? Number.NaN))]));
}

function problemOf(benchmark: Benchmark, contender: Contender, sample: Sample): string | undefined {
  if (sample.problem !== undefined) return `${contender.id}: ${sample.problem}`;
  if (benchmark.expected !== undefined && sample.result !== benchmark.expected)
    return `${contender.id}: printed ${sample.result ?? "no result"} instead of ${benchmark.expected}`;
  return undefined;
}

function judge(benchmark: Benchmark, medians: Medians): Verdict[] {
  return benchmark.targets.map(({ what, value, atMost, atLeast }) => {
    const reached = value(medians);
    const limit = atMost !== undefined ? `<= ${atMost}` : `>= ${atLeast}`;
    const pass = Number.isNaN(reached) ? undefined : atMost !== undefined ? reached <= atMost : reached >= atLeast!;
    return { what, value: reached, limit, pass };
  });
}

async function runBenchmark(benchmark: Benchmark, languages: ReadonlyMap<Language, string>, options: Options): Promise<Report> {
  const peers = options.peers ? benchmark.peers.filter(({ language }) => languages.has(language)).map((p) => p.contender()) : [];
  const ours = benchmark.ours.map((contender) => prepared(contender, options.tier)).filter((contender) => contender !== undefined);
  const contenders = [...ours, ...peers];
  const samples = new Map<string, Sample[]>(contenders.map((contender) => [contender.id, []]));
  const problems: string[] = [];
  const rounds = Math.min(options.rounds, benchmark.rounds ?? options.rounds);
  for (let round = 0; round < rounds; round++) {
    const order = contenders.map((_, index) => contenders[(index + round) % contenders.length]!);
    for (const contender of round % 2 === 0 ? order : order.reverse()) {
      const taken = samples.get(contender.id)!;
      if (problems.some((problem) => problem.startsWith(`${contender.id}:`))) continue;
      const sample = await runOnce(contender);
      const problem = problemOf(benchmark, contender, sample);
      if (problem === undefined) taken.push(sample);
      else problems.push(problem);
    }
  }
  const medians = new Map([...samples].filter(([, taken]) => taken.length > 0).map(([id, taken]) => [id, medianMetrics(taken)]));
  return { benchmark, medians, problems, verdicts: judge(benchmark, medians) };
}

function shown(value: number): string {
  if (Number.isNaN(value)) return "-";
  const size = Math.abs(value);
  return size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : size >= 1 ? value.toFixed(2) : value.toFixed(3);
}

function unitOf(metric: string): string {
  return metric === "ms" || metric === "wall" || metric === "max-gap" ? " ms" : metric === "mb" ? " MB" : ` ${metric}`;
}

const verdictWord = ({ pass }: Verdict): string => (pass === undefined ? "????" : pass ? "pass" : "FAIL");

function printReport({ benchmark, medians, problems, verdicts }: Report): void {
  const { metric } = benchmark;
  const mine = medians.get("odeon")?.[metric] ?? Number.NaN;
  const unit = unitOf(metric);
  const columns = [...medians].map(([id, values]) => {
    const value = values[metric] ?? Number.NaN;
    const versus = id === "odeon" ? "" : ` (x${shown(mine / value)})`;
    return `${id} ${shown(value)}${id === "odeon" ? unit : ""}${versus}`;
  });
  console.log(`${benchmark.name.padEnd(20)} ${benchmark.about}`);
  console.log(`    ${columns.join("  ")}`);
  const extra = benchmark.shows.map((name) => `${name} ${shown(medians.get("odeon")?.[name] ?? Number.NaN)}`);
  if (extra.length > 0) console.log(`    ${extra.join("  ")}`);
  for (const verdict of verdicts) {
    console.log(`    ${verdictWord(verdict)}  ${shown(verdict.value)} ${verdict.what} (${verdict.limit})`);
  }
  for (const problem of problems) console.log(`    PROBLEM ${problem}`);
}

/** A table for documents: a row a benchmark, a column a contender, our time over theirs beside theirs. */
function markdown(reports: readonly Report[], heading: string): string {
  const ids = [...new Set(reports.flatMap(({ medians }) => [...medians.keys()]))].filter((id) => id !== "odeon");
  const lines = [
    ["benchmark", "odeon", ...ids, "targets"],
    ["---", "---:", ...ids.map(() => "---:"), "---"],
  ];
  for (const { benchmark, medians, problems, verdicts } of reports) {
    const of = (id: string): number => medians.get(id)?.[benchmark.metric] ?? Number.NaN;
    const mine = of("odeon");
    const theirs = ids.map((id) => (Number.isNaN(of(id)) ? "" : `${shown(of(id))} (x${shown(mine / of(id))})`));
    const targets = verdicts.map((verdict) => `${verdictWord(verdict)} ${shown(verdict.value)} ${verdict.what} (${verdict.limit})`);
    const notes = [...targets, ...problems.map((problem) => `PROBLEM ${problem.split("\n")[0]}`)].join("; ");
    lines.push([`${benchmark.name}: ${benchmark.about}`, `${shown(mine)}${unitOf(benchmark.metric)}`, ...theirs, notes]);
  }
  const table = lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
  return `${heading.split("\n").join("  \n")}\n\n${table}`;
}

/** What the figures were taken on, and when: a line for the machine, one for the languages. */
function machine(languages: ReadonlyMap<Language, string>): string {
  const processors = cpus();
  const versions = [...languages].map(([language, version]) => `${language}: ${version}`).join("; ");
  const memory = Math.round(totalmem() / 2 ** 30);
  const model = `${processors.length} x ${processors[0]?.model ?? "?"}, ${memory} GB`;
  return `${new Date().toISOString().slice(0, 16)}  ${model}, load ${loadavg()[0]!.toFixed(1)}\n${versions}`;
}

/** A filter that is the name of a benchmark means that one alone, any other text those that contain it. */
function matches(name: string, filter: string): boolean {
  return BENCHMARKS.some((benchmark) => benchmark.name === filter) ? name === filter : name.includes(filter);
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  const chosen = BENCHMARKS.filter(({ name }) => options.filters.length === 0 || options.filters.some((filter) => matches(name, filter)));
  if (options.list || chosen.length === 0) {
    for (const { name, about } of BENCHMARKS) console.log(`${name.padEnd(20)} ${about}`);
    return options.list ? 0 : 2;
  }
  if (options.tier !== undefined && !(TIERS.includes(options.tier) && hasTiers())) {
    console.error(TIERS.includes(options.tier) ? "odeon has no flag --tier" : `--tier takes one of ${TIERS.join(", ")}`);
    return 2;
  }
  const languages = installed();
  const heading = machine(languages);
  const quiet = options.json || options.markdown;
  if (!quiet) console.log(`${heading}\nmedians of ${options.rounds} rounds; xN: ours / theirs, below 1 is faster\n`);
  const reports: Report[] = [];
  for (const benchmark of chosen) {
    const report = await runBenchmark(benchmark, languages, options);
    reports.push(report);
    if (!quiet) printReport(report);
  }
  const failed = reports.flatMap((report) => [
    ...report.problems
      .filter((problem) => problem.startsWith("odeon"))
      .map((problem) => `${report.benchmark.name}: ${problem.split("\n")[0]}`),
    ...report.verdicts.filter(({ pass }) => pass === false).map(({ what }) => `${report.benchmark.name}: ${what}`),
  ]);
  if (options.json) {
    const results = reports.map(({ benchmark, medians, problems, verdicts }) => ({
      name: benchmark.name,
      about: benchmark.about,
      metric: benchmark.metric,
      medians: Object.fromEntries(medians),
      targets: verdicts,
      problems,
    }));
    console.log(JSON.stringify({ machine: heading, tier: options.tier ?? "default", rounds: options.rounds, results }, null, 2));
  } else if (options.markdown) {
    console.log(markdown(reports, heading));
  } else {
    console.log(failed.length === 0 ? "\nall targets reached" : `\nmissed:\n${failed.map((line) => `  ${line}`).join("\n")}`);
  }
  return failed.length === 0 ? 0 : 1;
}

process.exitCode = await main();
