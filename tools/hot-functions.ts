/**
 * Writes lib/hot-functions.txt anew: profiles the programs of test/corpus and bench/programs (by reductions, so that the list does
 * not depend on this machine's speed) and counts in how many of them a function of the library, with the functions inside it, does
 * a noticeable part of the work. What several programs need is kept.
 *
 *   npx tsx tools/hot-functions.ts [LEAST]      in at least so many programs (default 2)
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOT_FUNCTIONS, outermost } from "./ahead.js";
import { REPOSITORY } from "./files.js";

const LEAST = Number(process.argv[2] ?? 2);
/** Part of a program's reductions that counts, in percent; and samples that a program must give to be counted. */
const NOTICEABLE = 0.5;
const SAMPLES = 20;
const TIME_LIMIT = 15_000;
const WIDTH = 2;

/** Names of the library's functions that do a noticeable part of a program's work. */
function busyIn(file: string, folder: string): Promise<Set<string>> {
  return new Promise((resolve, reject) => {
    const flags = ["--tier", "auto", "--every", file.includes("/corpus/") ? "50" : "2000", "-o", join(folder, "profile.html")];
    const child = spawn(process.execPath, [join(REPOSITORY, "bin/odeon.js"), "profile", ...flags, file], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    // An interrupted program has a profile, too.
    const timer = setTimeout(() => child.kill("SIGINT"), TIME_LIMIT);
    child.on("error", reject);
    child.on("close", () => {
      clearTimeout(timer);
      resolve(busyFunctions(text));
    });
  });
}

function busyFunctions(output: string): Set<string> {
  const table = output.slice(output.lastIndexOf("\n    self    total  function"));
  if (Number(/^(\d+) samples?, one each/m.exec(output)?.[1] ?? 0) < SAMPLES) return new Set();
  const sums = new Map<string, number>();
  for (const [, self, name] of table.matchAll(/^ *([\d.]+)% +[\d.]+% {2}(\S+)$/gm)) {
    const f = outermost(name as string);
    sums.set(f, (sums.get(f) ?? 0) + Number(self));
  }
  return new Set([...sums].filter(([name, part]) => /^(clojure|odeon)\./.test(name) && part >= NOTICEABLE).map(([name]) => name));
}

const folder = mkdtempSync(join(tmpdir(), "odeon-hot-"));
const files = ["test/corpus", "bench/programs"].flatMap((place) =>
  readdirSync(join(REPOSITORY, place))
    .filter((name) => name.endsWith(".clj") && name !== "bless.clj" && name !== "timing.clj")
    .map((name) => join(REPOSITORY, place, name)),
);
const counts = new Map<string, number>();
const waiting = [...files];
await Promise.all(
  Array.from({ length: WIDTH }, async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      for (const name of await busyIn(file, folder)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }),
);
rmSync(folder, { recursive: true });
const kept = [...counts].filter(([name, n]) => n >= LEAST && !/\/top$/.test(name)).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
const head = [
  "# Functions of the library that come compiled with the core image (tools/ahead.ts), and in how many of",
  `# ${files.length} programs they do a noticeable part of the work. Written by tools/hot-functions.ts.`,
];
writeFileSync(join(REPOSITORY, HOT_FUNCTIONS), `${[...head, ...kept.map(([name, n]) => `${name.padEnd(44)} # ${n}`)].join("\n")}\n`);
console.log(`${kept.length} functions`);
