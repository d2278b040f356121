/**
 * The layering check. Imports flow one way:
 *
 *   spec <- base <- reader <- hir <- dialects <- mir <- passes <- bytecode <- jit      (jit: never imported by host)
 *                                                             <- host <- driver <- inspect <- apps
 *
 * and inside the kernel:  generated <- mem <- object <- gc <- coll <- prim <- sched <- interp <- check <- index.ts
 *
 * Four rules: an import never points up; files never import each other in a circle; another folder is imported through
 * its index.ts alone; the product never imports tools, tests or benchmarks. `import type` obeys the first two rules as
 * well as the others, except that a circle made of types alone is harmless at run time and allowed within one folder.
 *
 * Run by test/tidy/layers.test.ts, or by hand: npx tsx tools/layers.ts
 */
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { filesUnder, isMain, REPOSITORY } from "./files.js";

const LAYERS = ["spec", "base", "reader", "hir", "dialects", "mir", "passes", "bytecode", "jit", "host", "driver", "inspect", "apps"];
const KERNEL_LAYERS = ["generated", "mem", "object", "gc", "coll", "prim", "sched", "interp", "check", "index.ts"];
/** Pairs that the order alone would allow: a request from below goes up as a callback that the driver registers. */
const FORBIDDEN: readonly (readonly [from: string, to: string])[] = [["host", "jit"]];
/** Folders inside a layer that are layers' units of their own: they too are entered through their index.ts. */
const PRODUCT_ROOTS = ["spec", "src", "apps", "kernel"];

export interface Import {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  readonly typeOnly: boolean;
}

export interface Place {
  readonly house: "main" | "kernel" | "outside";
  /** Position in the flow; -1 for tools, tests and benchmarks. */
  readonly rank: number;
  readonly layer: string;
  /** The folder that an index.ts guards. */
  readonly folder: string;
}

/** Where a file lives in the house. */
export function placeOf(path: string): Place {
  const parts = path.split("/");
  const top = parts[0] ?? "";
  if (top === "kernel") {
    const layer = parts[1] ?? "";
    return { house: "kernel", rank: KERNEL_LAYERS.indexOf(layer), layer, folder: `kernel/${layer}` };
  }
  if (top === "spec" || top === "apps") return { house: "main", rank: LAYERS.indexOf(top), layer: top, folder: top };
  if (top === "src") {
    const layer = parts[1] ?? "";
    return { house: "main", rank: LAYERS.indexOf(layer), layer, folder: `src/${layer}` };
  }
  return { house: "outside", rank: -1, layer: top, folder: top };
}

/** Blanks comments and keeps line breaks, so that an import in a comment is none and line numbers hold. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " ")).replace(/^\s*\/\/.*$/gm, "");
}

const IMPORT = /(?:^|[;\n])\s*(import|export)(\s+type)?\b([^;"'`]*?)(?:\bfrom\s*)?["']([^"'\n]+)["']|\bimport\(\s*["']([^"'\n]+)["']\s*\)/g;

/** The file that a specifier names, as a path in the repository; undefined for packages and node: modules. */
function resolve(from: string, specifier: string, known: ReadonlySet<string>): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const joined = posix.normalize(posix.join(posix.dirname(from), specifier));
  const candidates = [joined, joined.replace(/\.js$/, ".ts"), `${joined}.ts`, `${joined}/index.ts`];
  return candidates.find((candidate) => known.has(candidate)) ?? joined;
}

/** All imports between files of the repository that stand in `text`. */
export function importsOf(from: string, text: string, known: ReadonlySet<string>): Import[] {
  const clean = withoutComments(text);
  const found: Import[] = [];
  for (const match of clean.matchAll(IMPORT)) {
    const specifier = match[4] ?? match[5];
    if (specifier === undefined) continue;
    const statement = match[3] ?? "";
    // `export const x = "..."` is no import: a re-export has braces or a star before `from`.
    if (match[1] === "export" && !/\bfrom\s*["']$/.test(match[0].slice(0, match[0].length - specifier.length - 1))) continue;
    const to = resolve(from, specifier, known);
    if (to === undefined) continue;
    const names = /^\s*\{([^}]*)\}\s*$/.exec(statement.replace(/\bfrom\s*$/, ""))?.[1];
    const inlineTypes = names !== undefined && names.trim() !== "" && names.split(",").every((name) => /^\s*(type\s|$)/.test(name));
    const line = clean.slice(0, match.index + match[0].length).split("\n").length;
    found.push({ from, to, line, typeOnly: match[2] !== undefined || inlineTypes });
  }
  return found;
}

function checkFlow(edge: Import): string | undefined {
  const from = placeOf(edge.from);
  const to = placeOf(edge.to);
  const at = `${edge.from}:${edge.line}`;
  if (from.house === "outside") return undefined;
  if (from.rank < 0)
    return `${at}: "${from.layer}" is no layer; the layers are ${from.house === "kernel" ? KERNEL_LAYERS.join(", ") : LAYERS.join(", ")}`;
  if (to.house === "outside") return `${at}: the product does not import ${edge.to}`;
  if (from.house !== to.house)
    return `${at}: ${from.house} code does not import ${edge.to}; both sides share the spec tables through generated files`;
  if (to.rank > from.rank) return `${at}: ${from.layer} must not import ${to.layer}, which stands above it`;
  if (FORBIDDEN.some(([f, t]) => f === from.layer && t === to.layer)) return `${at}: ${from.layer} must not import ${to.layer}`;
  return undefined;
}

/**
 * A folder with an index.ts is entered through it from other folders. Two exceptions in the kernel: mem is raw memory and
 * registers, open to all; and the checker looks into everything, since it proves what the folders keep to themselves.
 */
function checkDoor(edge: Import, known: ReadonlySet<string>): string | undefined {
  const from = placeOf(edge.from);
  const to = placeOf(edge.to);
  if (from.house === "outside" || to.house === "outside" || from.folder === to.folder) return undefined;
  if (to.folder === "kernel/mem" || from.folder === "kernel/check") return undefined;
  const index = `${to.folder}/index.ts`;
  if (!known.has(index) || posix.basename(edge.to) === "index.ts" || to.layer === "generated") return undefined;
  return `${edge.from}:${edge.line}: import ${index} instead of reaching past it to ${edge.to}`;
}

/** Strongly connected groups of more than one file (Tarjan, iterative). */
export function circles(edges: readonly Import[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) {
    if (!targets.has(from)) targets.set(from, []);
    if (!targets.has(to)) targets.set(to, []);
    targets.get(from)!.push(to);
  }
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const groups: string[][] = [];
  for (const start of targets.keys()) {
    if (index.has(start)) continue;
    const work: { node: string; next: number }[] = [{ node: start, next: 0 }];
    while (work.length > 0) {
      const frame = work[work.length - 1]!;
      const { node } = frame;
      if (frame.next === 0 && !index.has(node)) {
        index.set(node, index.size);
        low.set(node, index.get(node)!);
        stack.push(node);
        onStack.add(node);
      }
      const next = targets.get(node)![frame.next++];
      if (next !== undefined) {
        if (!index.has(next)) work.push({ node: next, next: 0 });
        else if (onStack.has(next)) low.set(node, Math.min(low.get(node)!, index.get(next)!));
        continue;
      }
      work.pop();
      const parent = work[work.length - 1]?.node;
      if (parent !== undefined) low.set(parent, Math.min(low.get(parent)!, low.get(node)!));
      if (low.get(node) !== index.get(node)) continue;
      const group = stack.splice(stack.indexOf(node));
      for (const member of group) onStack.delete(member);
      if (group.length > 1) groups.push(group.sort());
    }
  }
  return groups;
}

/** Every breach of the layering, as lines to show; an empty list is the goal. */
export function checkLayers(top: string = REPOSITORY): string[] {
  const files = filesUnder(top, [...PRODUCT_ROOTS, "tools", "test", "bench"], (path) => path.endsWith(".ts"));
  const known = new Set(files);
  const edges = files.flatMap((path) => importsOf(path, readFileSync(join(top, path), "utf8"), known));
  const problems: string[] = [];
  for (const edge of edges) {
    for (const problem of [checkFlow(edge), checkDoor(edge, known)]) if (problem !== undefined) problems.push(problem);
    const isThere = known.has(edge.to) || existsSync(join(top, edge.to)) || /(^|\/)(generated|dist)\//.test(edge.to);
    if (!isThere && placeOf(edge.from).house !== "outside")
      problems.push(`${edge.from}:${edge.line}: imports ${edge.to}, which does not exist`);
  }
  const product = edges.filter((edge) => placeOf(edge.from).house !== "outside" && !edge.typeOnly);
  for (const group of circles(product)) problems.push(`files import each other in a circle: ${group.join(", ")}`);
  return problems;
}

if (isMain(import.meta.url)) {
  const problems = checkLayers();
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? "layers: in order" : `layers: ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
