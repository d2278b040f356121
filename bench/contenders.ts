/** Who takes part: how each language is found, named with its version, built and started. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));
const PROGRAMS = join(REPOSITORY, "bench", "programs");
const PEERS = join(REPOSITORY, "bench", "peers");
const BUILD = join(REPOSITORY, "dist", "bench");
const CLOJURE_JARS = ["clojure.jar", "spec.alpha.jar", "core.specs.alpha.jar"].map((jar) => join("/usr/share/java", jar));

export type Language = "beam" | "jvm" | "sbcl" | "chez" | "gcc" | "python" | "node";

export interface Contender {
  /** Column in the table: odeon, odeon-1 (executors), or the peer's name. */
  readonly id: string;
  readonly command: string;
  readonly args: readonly string[];
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

/** Our own program bench/programs/NAME.clj on so many executors. */
export function odeon(name: string, args: readonly string[] = [], executors = 1, id = "odeon"): Contender {
  const file = join(PROGRAMS, `${name}.clj`);
  const cli = join(REPOSITORY, "bin", "odeon.js");
  return { id, command: process.execPath, args: [cli, "run", "--executors", String(executors), "--path", PROGRAMS, file, ...args] };
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

/** The command that runs a peer, built if need be. `schedulers` matters to the BEAM alone. */
export function peer(language: Language, name: string, args: readonly string[] = [], schedulers = 1): Contender {
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
        "-cp",
        [...CLOJURE_JARS, PROGRAMS, PEERS].join(":"),
        "clojure.main",
        "-m",
        source.endsWith("_jvm.clj") ? `${name}-jvm` : name,
      ]);
    case "sbcl":
      return under("sbcl", ["--control-stack-size", "900MB", "--dynamic-space-size", "4GB", "--script", source]);
    case "chez":
      return under(chezCommand(), ["--optimize-level", "2", "--script", source]);
    case "gcc": {
      const output = join(BUILD, `${name}.out`);
      compile(source, output, "gcc", ["-O2", "-o", output, source, "-I", PEERS, "-lm"]);
      return under(output, []);
    }
    case "python":
      return under("python3", [source]);
    case "node":
      return under(process.execPath, ["--stack-size=60000", source]);
  }
}
