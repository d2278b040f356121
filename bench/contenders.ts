/** Who takes part: how each language is found, named with its version, built and started. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));
const PROGRAMS = join(REPOSITORY, "bench", "programs");
const PEERS = join(REPOSITORY, "bench", "peers");
const BUILD = join(REPOSITORY, "dist", "bench");
export const CLI = join(REPOSITORY, "bin", "odeon.js");
const CLOJURE_JARS = ["clojure.jar", "spec.alpha.jar", "core.specs.alpha.jar"].map((jar) => join("/usr/share/java", jar));

export type Language = "beam" | "jvm" | "sbcl" | "chez" | "gcc" | "python" | "node";

/** What runs a program of ours: the interpreter alone, compiled code as early as possible, or what the runtime chooses. */
export type Tier = "interp" | "jit" | "auto";
export const TIERS: readonly string[] = ["interp", "jit", "auto"] satisfies Tier[];

export interface Contender {
  /** Column in the table: odeon, odeon-1 (executors), or the peer's name. */
  readonly id: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Environment variables beside those of the runner. */
  readonly env?: Readonly<Record<string, string>>;
  /** Of ours alone: where its flags go among `args`. */
  readonly flagsAt?: number;
  /** Of ours alone: the tier that it is bound to, whatever the runner was told. Without effect where the command has no tiers. */
  readonly tier?: Tier;
  /** Of ours alone: it says nothing where the command has no tiers, and is left out there. */
  readonly needsTiers?: boolean;
  /** Of ours alone: run with --stats, whose counters become metrics. */
  readonly stats?: boolean;
}

/** First line of what a version command prints, or undefined when the program is not there. */
function firstLine(command: string, args: readonly string[], pattern = /\S.*/): string | undefined {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  return status === 0 ? pattern.exec(`${stdout}${stderr}`)?.[0]?.trim() : undefined;
}

function chezCommand(): string {
  return ["chezscheme", "chez", "scheme"].find((name) => spawnSync(name, ["--version"]).status === 0) ?? "scheme";
}

function jvmVersion(): string | undefined {
  if (!CLOJURE_JARS.every((jar) => existsSync(jar))) return undefined;
  const java = firstLine("java", ["-version"], /version "[^"]+"/);
  if (java === undefined) return undefined;
  const clojure = firstLine("java", ["-cp", CLOJURE_JARS.join(":"), "clojure.main", "-e", "(clojure-version)"], /[\d.]+/);
  return `Clojure ${clojure} on java ${java}`;
}

/** Version line of each language that is installed here. */
export function installed(): Map<Language, string> {
  const otp = 'io:format("OTP ~s, JIT ~p~n",[erlang:system_info(otp_release),erlang:system_info(emu_flavor)]),halt().';
  const found: [Language, string | undefined][] = [
    ["beam", firstLine("erl", ["-noshell", "-eval", otp])],
    ["jvm", jvmVersion()],
    ["sbcl", firstLine("sbcl", ["--version"])],
    ["chez", firstLine(chezCommand(), ["--version"])],
    ["gcc", firstLine("gcc", ["--version"])],
    ["python", firstLine("python3", ["--version"])],
    ["node", process.version],
  ];
  return new Map(found.filter((entry): entry is [Language, string] => entry[1] !== undefined));
}

type OurOptions = Pick<Contender, "env" | "tier" | "needsTiers" | "stats">;

/** Our own program bench/programs/NAME.clj on so many executors. */
export function odeon(name: string, args: readonly string[] = [], executors = 1, id = "odeon", more: OurOptions = {}): Contender {
  const run = [CLI, "run", "--executors", String(executors), "--path", PROGRAMS, join(PROGRAMS, `${name}.clj`), ...args];
  return { id, command: process.execPath, args: run, flagsAt: 2, ...more };
}

let tiers: boolean | undefined;

/** Whether our command knows the flag --tier. Asked once, and only when it matters. */
export function hasTiers(): boolean {
  tiers ??= /--tier\b/.test(spawnSync(process.execPath, [CLI, "--help"], { encoding: "utf8" }).stdout);
  return tiers;
}

/** The contender with its flags in place: its own tier, else `tier`; undefined when it can't take part here. */
export function prepared(contender: Contender, tier: string | undefined): Contender | undefined {
  const { flagsAt, args } = contender;
  if (flagsAt === undefined) return contender;
  if (contender.needsTiers === true && !hasTiers()) return undefined;
  const chosen = contender.tier ?? tier;
  const flags = [...(chosen !== undefined && hasTiers() ? ["--tier", chosen] : []), ...(contender.stats === true ? ["--stats"] : [])];
  return { ...contender, args: [...args.slice(0, flagsAt), ...flags, ...args.slice(flagsAt)] };
}

const fresh = (output: string, source: string): boolean => existsSync(output) && statSync(output).mtimeMs > statSync(source).mtimeMs;

/** Compiles `source` unless the output is newer; a peer that does not compile is an error of the benchmark. */
function compile(source: string, output: string, command: string, args: readonly string[]): void {
  if (fresh(output, source)) return;
  mkdirSync(BUILD, { recursive: true });
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", cwd: BUILD });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}\n${stdout}${stderr}`);
}

const EXTENSION: Record<Language, string> = {
  beam: ".erl",
  jvm: "_jvm.clj",
  sbcl: ".lisp",
  chez: ".ss",
  gcc: ".c",
  python: ".py",
  node: ".mjs",
};

/** The peer program of a language, or undefined when there is none. JVM Clojure runs our own program unless it has its own. */
export function peerSource(language: Language, name: string): string | undefined {
  const own = join(PEERS, `${name}${EXTENSION[language]}`);
  if (existsSync(own)) return own;
  const shared = join(PROGRAMS, `${name}.clj`);
  return language === "jvm" && existsSync(shared) ? shared : undefined;
}

export interface PeerOptions {
  /** Matters to the BEAM alone. */
  readonly schedulers?: number;
  /** One thread for the program's own work: the JVM collects on the thread that allocates. */
  readonly single?: boolean;
  /** More flags of the C compiler. */
  readonly cflags?: readonly string[];
}

/** The command that runs a peer, built if need be. */
export function peer(language: Language, name: string, args: readonly string[] = [], options: PeerOptions = {}): Contender {
  const { schedulers = 1, single = false, cflags = [] } = options;
  const source = peerSource(language, name);
  if (source === undefined) throw new Error(`no ${language} program for ${name}`);
  const under = (command: string, more: readonly string[]): Contender => ({ id: language, command, args: [...more, ...args] });
  switch (language) {
    case "beam": {
      for (const file of [join(PEERS, "timing.erl"), source]) {
        const module = file.slice(PEERS.length + 1, -".erl".length);
        compile(file, join(BUILD, `${module}.beam`), "erlc", ["-o", BUILD, file]);
      }
      const run = ["-noshell", "+S", `${schedulers}:${schedulers}`, "+P", "2000000", "-pa", BUILD, "-s", name, "main", "-extra"];
      return under("erl", run);
    }
    case "jvm":
      return under("java", [
        "-Xss512m",
        ...(single ? ["-XX:+UseSerialGC"] : []),
        "-cp",
        [...CLOJURE_JARS, PROGRAMS, PEERS].join(":"),
        "clojure.main",
        "-m",
        (source.endsWith("_jvm.clj") ? `${name}-jvm` : name).replaceAll("_", "-"),
      ]);
    case "sbcl":
      return under("sbcl", ["--control-stack-size", "900MB", "--dynamic-space-size", "4GB", "--script", source]);
    case "chez":
      return under(chezCommand(), ["--optimize-level", "2", "--script", source]);
    case "gcc": {
      const output = join(BUILD, `${name}.out`);
      compile(source, output, "gcc", ["-O2", ...cflags, "-o", output, source, "-I", PEERS, "-lm"]);
      return under(output, []);
    }
    case "python":
      return under("python3", [source]);
    case "node":
      return under(process.execPath, ["--stack-size=60000", source]);
  }
}
