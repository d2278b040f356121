/**
 * Which vars of clojure.core the library has, ranked by use in public libraries: npx tsx tools/coverage.ts FOLDER...
 * counts how often each name stands in the Clojure sources below the folders and writes lib/COVERAGE.md. The names come from
 * lib/core-names.txt: the public vars and special forms of Clojure's own clojure.core. Without folders only the column "here" is
 * brought up to date.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ClojureSession } from "../src/dialects/index.js";
import { installation } from "../src/driver/index.js";

const LIB = fileURLToPath(new URL("../lib/", import.meta.url));
const NAMES = join(LIB, "core-names.txt");
const PAGE = join(LIB, "COVERAGE.md");

interface Use {
  uses: number;
  libraries: number;
}

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    if (statSync(path).isDirectory()) yield* sources(path);
    else if (/\.(clj|cljc)$/.test(entry)) yield path;
  }
}

/** Symbols of a text, without strings, comments and regular expressions. */
function symbols(text: string): string[] {
  const code = text
    .replace(/"(?:\\.|[^"\\])*"/gs, " ")
    .replace(/;.*/g, " ")
    .replace(/\\./g, " ");
  return code.match(/[^\s()[\]{}"'`,~@^#]+/g) ?? [];
}

function count(folders: readonly string[], names: ReadonlySet<string>): Map<string, Use> {
  const counted = new Map<string, Use>();
  for (const folder of folders) {
    const here = new Map<string, number>();
    for (const file of sources(folder)) {
      for (const symbol of symbols(readFileSync(file, "utf8"))) {
        const name = symbol.startsWith("clojure.core/") ? symbol.slice("clojure.core/".length) : symbol;
        if (names.has(name)) here.set(name, (here.get(name) ?? 0) + 1);
      }
    }
    for (const [name, uses] of here) {
      const before = counted.get(name) ?? { uses: 0, libraries: 0 };
      counted.set(name, { uses: before.uses + uses, libraries: before.libraries + 1 });
    }
  }
  return counted;
}

/** The counts that the page holds already. */
function countsOfPage(): Map<string, Use> {
  const counted = new Map<string, Use>();
  for (const [, name, uses, libraries] of readFileSync(PAGE, "utf8").matchAll(/^\| `(\S+)` \| (\d+) \| (\d+) \|/gm)) {
    counted.set(name as string, { uses: Number(uses), libraries: Number(libraries) });
  }
  return counted;
}

const folders = process.argv.slice(2);
const names = readFileSync(NAMES, "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));
const counted = folders.length > 0 ? count(folders, new Set(names)) : countsOfPage();

const session = new ClojureSession();
session.importMeta(readFileSync(installation().imageMetaFile, "utf8"));
const present = new Set(session.publicNames("clojure.core"));
const special = new Set([
  "def",
  "if",
  "do",
  "let*",
  "fn*",
  "loop*",
  "recur",
  "quote",
  "var",
  "throw",
  "try",
  "catch",
  "finally",
  "new",
  "set!",
  ".",
]);
const here = (name: string): boolean => present.has(name) || special.has(name);

const ranked = names
  .map((name) => ({ name, ...(counted.get(name) ?? { uses: 0, libraries: 0 }) }))
  .sort((a, b) => b.libraries - a.libraries || b.uses - a.uses || (a.name < b.name ? -1 : 1));
const missing = ranked.filter((row) => !here(row.name));
const libraries =
  folders.length > 0
    ? folders
        .map((folder) =>
          folder
            .split("/")
            .filter((part) => part !== "")
            .pop(),
        )
        .join(", ")
    : (/^Counted in: (.*)$/m.exec(readFileSync(PAGE, "utf8"))?.[1] ?? "");
const page = [
  "# clojure.core: what is here",
  "",
  `${ranked.length - missing.length} of ${ranked.length} vars of Clojure's clojure.core (functions, macros and values) are provided.`,
  "",
  `Counted in: ${libraries}`,
  "",
  `Missing, by use: ${missing.map((row) => `\`${row.name}\` (${row.uses})`).join(", ")}`,
  "",
  "| var | uses | libraries | here |",
  "|---|---|---|---|",
  ...ranked.map((row) => `| \`${row.name}\` | ${row.uses} | ${row.libraries} | ${here(row.name) ? "yes" : "no"} |`),
  "",
].join("\n");
writeFileSync(PAGE, page);
console.log(
  `${ranked.length - missing.length} of ${ranked.length} vars; missing and used: ${missing
    .filter((row) => row.uses > 0)
    .map((row) => row.name)
    .join(" ")}`,
);
