/**
 * The tidiness check: a file above 500 lines says why in its header ("Long because ..."), the median file stays between
 * bounds, and every path that a document names exists.
 *
 * Run by test/tidy/tidy.test.ts, or by hand: npx tsx tools/tidy.ts
 */
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { filesUnder, isMain, REPOSITORY } from "./files.js";

const CODE_ROOTS = ["spec", "src", "apps", "kernel", "lib", "tools", "bench", "test", "bin"];
const LONG_FILE = 500;
/** The reason for a long file stands within this many lines of its start. */
const HEADER_LINES = 30;
const MEDIAN_LIMIT = 300;
/** Folders of the repository: a word in a document that starts with one of them and a slash is a path. */
const TOP_FOLDERS = ["spec", "src", "apps", "kernel", "lib", "tools", "bench", "test", "examples", "docs", "bin", ".ci"];

const isCode = (path: string): boolean =>
  /\.(ts|js|mjs|clj)$/.test(path) && !/^(test\/corpus|bench\/(programs|peers))\/.*\.clj$/.test(path);

export interface Size {
  readonly path: string;
  readonly lines: number;
  readonly explained: boolean;
}

export function sizeOf(path: string, text: string): Size {
  const lines = text.split("\n");
  const header = lines.slice(0, HEADER_LINES).join("\n");
  return { path, lines: lines.length - (text.endsWith("\n") ? 1 : 0), explained: /Long because\b/.test(header) };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Paths that a Markdown text names in backticks or links: `src/host`, [x](docs/x.md). Placeholders and globs are skipped. */
export function pathsNamed(text: string): { path: string; line: number }[] {
  const found: { path: string; line: number }[] = [];
  text.split("\n").forEach((content, index) => {
    const candidates = [
      ...[...content.matchAll(/`([^`\s]+)`/g)].map((match) => match[1]!),
      ...[...content.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map((match) => match[1]!),
    ];
    for (const candidate of candidates) {
      const path = candidate.replace(/^\.\//, "").replace(/:\d+(-\d+)?$/, "");
      const isPath = TOP_FOLDERS.some((folder) => path.startsWith(`${folder}/`)) || /^[A-Z]+\.md$/.test(path);
      if (!isPath || /[*<>{}$]|\.\.\.|(^|\/)(generated|dist)(\/|$)|[A-Z]{4,}\.(?!md)/.test(path)) continue;
      found.push({ path: path.replace(/\/$/, ""), line: index + 1 });
    }
  });
  return found;
}

function checkSizes(sizes: readonly Size[]): string[] {
  const problems = sizes
    .filter((size) => size.lines > LONG_FILE && !size.explained)
    .map((size) => `${size.path}: ${size.lines} lines; split it, or say in its header why not ("Long because ...")`);
  const middle = median(sizes.map((size) => size.lines));
  if (middle > MEDIAN_LIMIT) problems.push(`the median file has ${middle} lines; the limit is ${MEDIAN_LIMIT}`);
  return problems;
}

function checkDocuments(top: string): string[] {
  const documents = filesUnder(top, [".ci", "docs", "README.md", "ARCHITECTURE.md", "HACKING.md", "CHANGELOG.md"], (path) =>
    path.endsWith(".md"),
  );
  return documents.flatMap((document) =>
    pathsNamed(readFileSync(join(top, document), "utf8"))
      .filter(({ path }) => !existsSync(join(top, path)) && !existsSync(join(top, posix.dirname(document), path)))
      .map(({ path, line }) => `${document}:${line}: names ${path}, which does not exist`),
  );
}

export interface Tidiness {
  readonly problems: string[];
  readonly files: number;
  readonly median: number;
}

export function checkTidy(top: string = REPOSITORY): Tidiness {
  const sizes = filesUnder(top, CODE_ROOTS, isCode).map((path) => sizeOf(path, readFileSync(join(top, path), "utf8")));
  return { problems: [...checkSizes(sizes), ...checkDocuments(top)], files: sizes.length, median: median(sizes.map((size) => size.lines)) };
}

if (isMain(import.meta.url)) {
  const { problems, files, median: middle } = checkTidy();
  for (const problem of problems) console.error(problem);
  console.log(`tidy: ${files} files, median ${middle} lines, ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
