/**
 * The one test command: `npm test [-- PATTERN...]`.
 *
 *   build what is stale -> types and lint -> every *.test.ts file under test/ in node's own runner
 *
 * With patterns, only test files whose path contains one of them run, without the lint stage. The exit code is 0 when
 * every stage passed. Works the same on Node 20 (whose runner takes no globs) and later.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { filesUnder, REPOSITORY } from "./files.js";

/** Runs one stage with its output shown; answers whether it passed. */
function stage(name: string, command: string, args: readonly string[]): boolean {
  const start = Date.now();
  const { status, error } = spawnSync(command, args, { cwd: REPOSITORY, stdio: "inherit" });
  if (error !== undefined) console.error(String(error));
  const passed = status === 0;
  console.log(`${passed ? "ok" : "FAILED"}: ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  return passed;
}

/** The command of a development dependency, run by this node: the same on every platform. */
const tool = (path: string): string => join(REPOSITORY, "node_modules", path);
const runTs = (file: string): string[] => ["--import", "tsx", join(REPOSITORY, file)];

/** The build skips each step whose inputs have not changed, so it is always called. */
function build(): boolean {
  return stage("build", process.execPath, runTs("tools/build.ts"));
}

function lint(): boolean {
  const types = stage("types", process.execPath, [tool("typescript/bin/tsc"), "-p", "tsconfig.json", "--noEmit"]);
  const style = stage("lint", process.execPath, [tool("@biomejs/biome/bin/biome"), "check", "."]);
  return types && style;
}

function test(files: readonly string[]): boolean {
  const flags = ["--import", "tsx", "--test", "--test-reporter=spec", "--test-concurrency=2"];
  return stage(`${files.length} test files`, process.execPath, [...flags, ...files]);
}

function main(patterns: readonly string[]): number {
  const all = filesUnder(REPOSITORY, ["test"], (path) => path.endsWith(".test.ts"));
  const files = patterns.length === 0 ? all : all.filter((path) => patterns.some((pattern) => path.includes(pattern)));
  if (files.length === 0) {
    console.error(`no test file matches ${patterns.join(", ")}`);
    return 2;
  }
  // Without a build nothing that follows means anything; a lint error hides no test result.
  if (!build()) return 1;
  const clean = patterns.length > 0 || lint();
  return test(files) && clean ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
