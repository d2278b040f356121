import { availableParallelism } from "node:os";
import { EXECUTOR_LIMITS, UsageError } from "../../src/host/index.js";

/** One flag, for the parser and for --help. */
interface Flag {
  readonly name: string;
  readonly short?: string;
  /** What the value is called; without it the flag is a switch. */
  readonly value?: string;
  readonly help: string;
}

export const FLAGS: readonly Flag[] = [
  {
    name: "executors",
    value: "N",
    help: `most threads that run actors, ${EXECUTOR_LIMITS.min} to ${EXECUTOR_LIMITS.max} (default: one per core)`,
  },
  { name: "path", value: "DIR[:DIR...]", help: "where namespaces are looked for, before :paths of deps.edn" },
  { name: "memory", value: "SIZE", help: "most memory for the program: 512m, 2g; a plain number counts megabytes" },
  { name: "stats", help: "one JSON object with the runtime's counters on stderr at the end" },
  { name: "dump", value: "STAGE", help: "show what compiles, as forms, hir, mir, bytecode or wasm, on stderr" },
  { name: "wasm", help: "show the WebAssembly of all functions (disasm)" },
  { name: "dump-fn", value: "NAME", help: "only functions whose name contains NAME" },
  { name: "tier", value: "NAME", help: "auto: compile what is hot (default); interp: nothing; jit: everything before it runs" },
  { name: "trace-tier", help: "a line on stderr for everything that is compiled, or stays interpreted" },
  { name: "stress", value: "LIST", help: "collect,preempt,nursery,move,install,guard: make rare events common (also ODEON_STRESS)" },
  { name: "by", value: "WHAT", help: "reductions: samples at the same places in each run (default); time: by the clock (profile)" },
  { name: "every", value: "N", help: "a sample each N reductions (default 20000), or N microseconds of time (1000) (profile)" },
  { name: "eval", short: "e", value: "EXPR", help: "evaluate EXPR and print its value" },
  { name: "output", short: "o", value: "FILE", help: "the file, or folder, to write (compile, profile, build)" },
  { name: "help", short: "h", help: "this text, or that of a command" },
  { name: "version", short: "v", help: "the version" },
];
/** Older or longer names. */
const ALIASES: Record<string, string> = { "memory-limit": "memory" };

export const COMMANDS = ["run", "repl", "compile", "disasm", "verify", "test", "profile", "build"] as const;
export type Command = (typeof COMMANDS)[number] | "eval" | "help" | "version";

export const DUMP_STAGES = ["forms", "hir", "mir", "bytecode", "wasm"] as const;
export type DumpStage = (typeof DUMP_STAGES)[number];
export const TIERS = ["interp", "auto", "jit"] as const;
export type TierName = (typeof TIERS)[number];
const BY = ["reductions", "time"] as const;
export const STRESS = ["collect", "preempt", "nursery", "move", "install", "guard"] as const;
export type Stress = (typeof STRESS)[number];

export interface Invocation {
  readonly command: Command;
  /** The command that --help was asked for. */
  readonly topic?: string | undefined;
  /** FILE, NAMESPACE, "-"; for test all namespaces. */
  readonly operands: readonly string[];
  /** What follows FILE: the program's own. */
  readonly args: readonly string[];
  readonly expressions: readonly string[];
  readonly executors: number;
  readonly paths: readonly string[];
  readonly memoryLimit: number;
  readonly stats: boolean;
  readonly dump: readonly DumpStage[];
  readonly dumpFn: string | undefined;
  readonly wasm: boolean;
  readonly tier: TierName;
  readonly traceTier: boolean;
  readonly stress: readonly Stress[];
  readonly by: (typeof BY)[number];
  /** Reductions, or microseconds, from one sample to the next. */
  readonly every: number;
  readonly output: string | undefined;
}

/** Splits the command line; flags end at the program (FILE, NAMESPACE or -), what follows belongs to it. */
export function parseCommandLine(argv: readonly string[], env: NodeJS.ProcessEnv = process.env): Invocation {
  const { values, words, rest } = split(argv);
  const get = (name: string): string | undefined => values.get(name)?.at(-1);
  const command = commandOf(values, words, rest);
  const operands = RUNS.has(command) || command === "eval" ? words.slice(0, 1) : words;
  const by = oneOf("by", get("by"), BY) ?? "reductions";
  // What is counted by reductions is to be the same each time.
  const alone = command === "profile" && by === "reductions" && get("executors") === undefined;
  return {
    command,
    topic: command === "help" ? words[0] : undefined,
    operands,
    args: rest,
    expressions: values.get("eval") ?? [],
    executors: alone ? 1 : executorCount(get("executors")),
    paths: (values.get("path") ?? []).flatMap((list) => list.split(":")).filter((path) => path !== ""),
    memoryLimit: memorySize(get("memory")),
    stats: values.has("stats"),
    dump: listOf("dump", get("dump"), DUMP_STAGES),
    dumpFn: get("dump-fn"),
    wasm: values.has("wasm"),
    // What is shown must not depend on what happened to be hot while the program was loaded.
    tier: command === "disasm" ? "interp" : (oneOf("tier", get("tier") ?? env["ODEON_TIER"], TIERS) ?? "auto"),
    traceTier: values.has("trace-tier"),
    by,
    every: period(get("every"), by),
    stress: listOf("stress", get("stress") ?? env["ODEON_STRESS"], STRESS),
    output: get("output"),
  };
}

/** Commands whose first operand is a program; what follows it is the program's own. */
const RUNS: ReadonlySet<string> = new Set(["run", "profile"]);

interface Split {
  readonly values: Map<string, string[]>;
  /** The command's operands; the command itself comes first. */
  readonly words: string[];
  readonly rest: readonly string[];
}

function split(argv: readonly string[]): Split {
  const values = new Map<string, string[]>();
  const words: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] as string;
    if (word === "--") return { values, words, rest: argv.slice(i + 1) };
    if (word === "-" || !word.startsWith("-")) {
      words.push(word);
      // The program's name ends our part of the line. For -e it is the first word that follows.
      const isProgram = RUNS.has(words[0] as string) ? words.length === 2 : words[0] === "-";
      if (isProgram || (values.has("eval") && words.length === 1)) {
        return values.has("eval") && words.length === 1
          ? { values, words: [], rest: argv.slice(i) }
          : { values, words, rest: argv.slice(i + 1) };
      }
      continue;
    }
    const { flag, value } = flagOf(word);
    if (flag.value === undefined) {
      if (value !== undefined) throw new UsageError(`--${flag.name} takes no value`);
      add(values, flag.name, "");
      continue;
    }
    const given = value ?? argv[++i];
    if (given === undefined) throw new UsageError(`${word} needs a value: ${flag.value}`);
    add(values, flag.name, given);
  }
  return { values, words, rest: [] };
}

function add(values: Map<string, string[]>, name: string, value: string): void {
  const list = values.get(name);
  if (list === undefined) values.set(name, [value]);
  else list.push(value);
}

function flagOf(word: string): { flag: Flag; value: string | undefined } {
  if (word.startsWith("--")) {
    const equals = word.indexOf("=");
    const written = equals < 0 ? word.slice(2) : word.slice(2, equals);
    const name = ALIASES[written] ?? written;
    const flag = FLAGS.find((candidate) => candidate.name === name);
    if (flag === undefined) throw new UsageError(`there is no flag --${written}; see odeon --help`);
    return { flag, value: equals < 0 ? undefined : word.slice(equals + 1) };
  }
  const flag = FLAGS.find((candidate) => candidate.short === word.slice(1));
  if (flag === undefined) throw new UsageError(`there is no flag ${word}; see odeon --help`);
  return { flag, value: undefined };
}

function commandOf(values: Map<string, string[]>, words: string[], rest: readonly string[]): Command {
  if (values.has("version")) return "version";
  const first = words[0];
  if (values.has("help")) {
    if (first !== undefined && !(COMMANDS as readonly string[]).includes(first)) throw unknownCommand(first);
    return "help";
  }
  if (values.has("eval") && first === undefined) return "eval";
  if (first === undefined) return "repl";
  if (first === "-") return "run";
  if (first === "help") {
    words.shift();
    return "help";
  }
  if (!(COMMANDS as readonly string[]).includes(first)) throw unknownCommand(first);
  words.shift();
  if (values.has("eval")) throw new UsageError(`-e does not go together with the command ${first}`);
  needOperands(first, words, rest);
  return first as Command;
}

function needOperands(command: string, words: readonly string[], rest: readonly string[]): void {
  const many = (what: string): UsageError => new UsageError(`${command} needs ${what}; see odeon ${command} --help`);
  if (RUNS.has(command) && words.length === 0) throw many("a FILE, a NAMESPACE or -");
  if ((command === "compile" || command === "build" || command === "disasm" || command === "verify") && words.length !== 1)
    throw many("one FILE");
  if (command === "test" && words.length === 0) throw many("at least one NAMESPACE");
  if (command === "repl" && words.length > 0) throw new UsageError(`repl takes no file: ${words[0]}; did you mean odeon run ${words[0]}?`);
  if (!RUNS.has(command) && rest.length > 0) throw new UsageError(`${command} takes no further arguments: ${rest.join(" ")}`);
}

function unknownCommand(word: string): UsageError {
  const hint = /\.(cljc?|odb)$/.test(word)
    ? `did you mean odeon run ${word}?`
    : `the commands are ${COMMANDS.join(", ")}; see odeon --help`;
  return new UsageError(`there is no command ${word}; ${hint}`);
}

function executorCount(text: string | undefined): number {
  if (text === undefined) return Math.min(availableParallelism(), EXECUTOR_LIMITS.max);
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(count >= EXECUTOR_LIMITS.min && count <= EXECUTOR_LIMITS.max)) {
    throw new UsageError(
      `--executors takes a whole number from ${EXECUTOR_LIMITS.min} to ${EXECUTOR_LIMITS.max}, not ${text === "" ? "nothing" : text}`,
    );
  }
  return count;
}

const EVERY = { reductions: 20_000, time: 1000 } as const;

function period(text: string | undefined, by: keyof typeof EVERY): number {
  if (text === undefined) return EVERY[by];
  const n = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(n >= 10 && n <= 1e9))
    throw new UsageError(`--every takes a whole number from 10 to 1000000000, not ${text === "" ? "nothing" : text}`);
  return n;
}

const UNITS: Record<string, number> = { "": 1 << 20, k: 1 << 10, m: 1 << 20, g: 1 << 30 };
const MEMORY_MIN = 16 << 20;
const MEMORY_MAX = 0xffff0000;

/** 0: no limit but that of the memory itself. */
function memorySize(text: string | undefined): number {
  if (text === undefined) return 0;
  const match = /^(\d+(?:\.\d+)?)([kmg]?)b?$/i.exec(text);
  const bytes = match === null ? Number.NaN : Math.floor(Number(match[1]) * (UNITS[(match[2] as string).toLowerCase()] as number));
  if (!(bytes >= MEMORY_MIN))
    throw new UsageError(`--memory takes a size of at least 16m, such as 512m or 2g, not ${text === "" ? "nothing" : text}`);
  return Math.min(bytes, MEMORY_MAX);
}

function oneOf<T extends string>(flag: string, text: string | undefined, allowed: readonly T[]): T | undefined {
  if (text === undefined || (allowed as readonly string[]).includes(text)) return text as T | undefined;
  throw new UsageError(`--${flag} takes ${allowed.join(", ")}, not ${text === "" ? "nothing" : text}`);
}

function listOf<T extends string>(flag: string, text: string | undefined, allowed: readonly T[]): T[] {
  if (text === undefined || text === "") return [];
  return text.split(",").map((item) => {
    if (!(allowed as readonly string[]).includes(item)) throw new UsageError(`--${flag} takes ${allowed.join(", ")}, not ${item}`);
    return item as T;
  });
}
