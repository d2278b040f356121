/**
 * Runs one contender once and reads what it says about itself.
 *
 * A program prints lines `name: value`: `result: ...` is compared with the expected output, `ms: ...` is the time of its
 * timed core (warm-up inside), other numbers are metrics of their own. The wall time and the peak of resident memory are
 * taken from outside.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Contender } from "./contenders.js";

export interface Sample {
  /** undefined: it failed, and `problem` says how. */
  readonly result: string | undefined;
  readonly metrics: Readonly<Record<string, number>>;
  readonly problem?: string;
}

const TIME_LIMIT = 300_000;
const POLL = 15;

/** Highest resident memory of a process so far in MB (Linux; elsewhere NaN). */
function peakMemory(pid: number): number {
  try {
    const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return match === null ? Number.NaN : Number(match[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}

export function parseLines(stdout: string): { result: string | undefined; metrics: Record<string, number> } {
  let result: string | undefined;
  const metrics: Record<string, number> = {};
  for (const line of stdout.split("\n")) {
    const match = /^([a-z][a-z0-9-]*): ?(.*)$/.exec(line.trim());
    if (match === null) continue;
    if (match[1] === "result") result = match[2]!;
    else if (match[2] !== "" && !Number.isNaN(Number(match[2]))) metrics[match[1]!] = Number(match[2]);
  }
  return { result, metrics };
}

/** The numbers of the last JSON object on stderr by path: `tier.compileMs`. */
function statistics(stderr: string): Record<string, number> {
  const metrics: Record<string, number> = {};
  const take = (prefix: string, value: unknown): void => {
    if (typeof value === "number") metrics[prefix] = value;
    else if (typeof value === "object" && value !== null)
      for (const [key, inner] of Object.entries(value)) take(prefix === "" ? key : `${prefix}.${key}`, inner);
  };
  const line = stderr.split("\n").findLast((text) => text.startsWith("{"));
  try {
    if (line !== undefined) take("", JSON.parse(line));
  } catch {
    return {};
  }
  return metrics;
}

export function runOnce(contender: Contender): Promise<Sample> {
  return new Promise((resolve) => {
    const start = process.hrtime.bigint();
    const child = spawn(contender.command, contender.args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...contender.env },
    });
    let stdout = "";
    let stderr = "";
    let memory = Number.NaN;
    const poll = setInterval(() => {
      const now = peakMemory(child.pid ?? 0);
      if (!Number.isNaN(now)) memory = now;
    }, POLL);
    const limit = setTimeout(() => child.kill("SIGKILL"), TIME_LIMIT);
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      const now = peakMemory(child.pid ?? 0);
      if (!Number.isNaN(now)) memory = now;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    let settled = false;
    const finish = (code: number | null, problem?: string): void => {
      if (settled) return;
      settled = true;
      clearInterval(poll);
      clearTimeout(limit);
      const wall = Number(process.hrtime.bigint() - start) / 1e6;
      const { result, metrics } = parseLines(stdout);
      const all = { ...(contender.stats === true ? statistics(stderr) : {}), ...metrics, wall, mb: memory };
      const failure = problem ?? (code === 0 ? undefined : `exit ${code}: ${stderr.slice(-400) || stdout.slice(-400)}`);
      resolve(failure === undefined ? { result, metrics: all } : { result, metrics: all, problem: failure });
    };
    child.on("error", (error) => finish(null, error.message));
    child.on("close", (code) => finish(code));
  });
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].filter((n) => !Number.isNaN(n)).sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
