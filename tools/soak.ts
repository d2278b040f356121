/**
 * Long randomized runs with the heap checker on: `npm run soak [-- OPTIONS]`.
 *
 *   --minutes N     how long (default 10)         --executors N   threads (default 2)
 *   --workers N     actors that work (default 12) --memory MB     the program's memory limit (default 256)
 *   --seed N        of all random choices (default: from the clock; always printed)
 *   --stress LIST   collect,preempt,nursery,move,install
 *   --every N       check the heap at the first safepoint after N collections (default 500; 0: only on the timer)
 *   --interval MS   the program itself asks for a check this often (default 500; 0: never)
 *
 * The workload is tools/soak.clj. A run passes when no checksum differs, no check of the heap fails, nothing hangs or traps,
 * and, in runs of three minutes and more, at least 20 times the memory limit has been allocated and 20 major collections have
 * been made. It ends with one line of what was done; the exit code is 0 when it passed.
 */
import { parseArgs } from "node:util";
import { join } from "node:path";
import { Engine } from "../src/driver/index.js";
import { type ControlField, printValue, symbol } from "../src/host/index.js";
import { REPOSITORY } from "./files.js";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    executors: { type: "string", default: "2" },
    workers: { type: "string", default: "12" },
    memory: { type: "string", default: "256" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    stress: { type: "string", default: "" },
    every: { type: "string", default: "500" },
    interval: { type: "string", default: "500" },
  },
});
const minutes = Number(values.minutes);
const limit = Number(values.memory) * 2 ** 20;
/** No progress for so long counts as a hang. */
const HANG_MS = 30_000;

const control: Partial<Record<ControlField, number>> = { checkHeap: Number(values.every) };
for (const name of values.stress.split(",").filter((word) => word !== "")) {
  control[`stress${name[0]?.toUpperCase()}${name.slice(1)}` as ControlField] = 1;
}

const failures: string[] = [];
let stopped = false;
const engine = new Engine({
  executors: Number(values.executors),
  memoryLimit: limit,
  paths: [join(REPOSITORY, "tools")],
  grants: new Set(),
  control,
  events: {
    fatal: (reason) => failures.push(`fatal: ${reason}`),
    deadlock: (report) => failures.push(`deadlock: ${printValue(report)}`),
    exit: () => {
      stopped = true;
    },
  },
});
const { memory } = engine.machine;

/** The words around what the heap checker found (the failure itself says which invariant that is). */
function surroundings(): string {
  const a = memory.load("checkA") & ~7;
  const lines: string[] = [];
  for (let at = Math.max(0, a - 32); at < a + 64 && at + 8 <= memory.byteLength; at += 8) {
    lines.push(`  0x${at.toString(16)}: 0x${memory.u64At(at).toString(16).padStart(16, "0")}`);
  }
  return lines.join("\n");
}

function watch(): NodeJS.Timeout {
  let last = -1;
  let since = Date.now();
  let told = Date.now();
  return setInterval(() => {
    const stats = engine.stats();
    if (stats.reductions !== last) {
      last = stats.reductions;
      since = Date.now();
    } else if (Date.now() - since > HANG_MS) {
      failures.push(`hang: nothing has moved for ${HANG_MS} ms`);
      finish();
    }
    if (Date.now() - told > 60_000) {
      told = Date.now();
      console.log(summary());
    }
  }, 1000);
}

const started = Date.now();
let result = "";

function summary(): string {
  const s = engine.stats();
  const mb = (bytes: number): number => Math.round(bytes / 2 ** 20);
  return (
    `soak seed ${values.seed}${values.stress === "" ? "" : ` stress ${values.stress}`}: ${Math.round((Date.now() - started) / 1000)} s, ` +
    `allocated ${mb(s.bytesAllocated)} MB (${(s.bytesAllocated / limit).toFixed(1)} x limit), promoted ${mb(s.bytesPromoted)} MB, ` +
    `${s.major.count} major and ${s.minor.count} minor collections, ${s.messages} messages, ${s.actorsSpawned} actors, ` +
    `peak ${mb(s.peakMemory)} MB, now ${mb(s.memory)} MB${result === "" ? "" : `, ${result}`}`
  );
}

function finish(): never {
  const stats = engine.stats();
  if (failures.length === 0 && minutes >= 3 && (stats.bytesAllocated < 20 * limit || stats.major.count < 20)) {
    failures.push("too little was allocated or collected to mean anything");
  }
  for (const failure of failures) console.log(failure);
  if (memory.load("checkCode") !== 0) console.log(surroundings());
  console.log(`${failures.length === 0 ? "passed" : "FAILED"}: ${summary()}`);
  process.exit(failures.length === 0 ? 0 : 1);
}

console.log(`soak: seed ${values.seed}, ${minutes} minutes, ${values.executors} executors, ${values.memory} MB`);
watch();
try {
  await engine.machine.ready;
  const [seed, workers, seconds, interval] = [values.seed, values.workers, Math.round(minutes * 60), values.interval];
  const load = engine.loads.openText(`(require 'soak) (soak/run ${seed} ${workers} ${seconds} ${interval})`, "soak-run");
  result = printValue(await engine.callEntry("run-load", [load.id, load.file, symbol("user")]));
} catch (error) {
  failures.push(
    error instanceof Error ? `${error.message}\n${error.stack ?? ""} ${(error as { data?: string }).data ?? ""}` : String(error),
  );
}
if (stopped && failures.length === 0) failures.push("the runtime has stopped by itself");
finish();
