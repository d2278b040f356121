/** Walks the repository for the checks: every file under the given roots, in a stable order, build output left out. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's top folder. */
export const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));

const SKIPPED = new Set(["node_modules", "dist", "generated", ".git"]);

/** Paths relative to `top`, with "/" on every platform, sorted. A root may be a file or be missing. */
export function filesUnder(top: string, roots: readonly string[], keep: (path: string) => boolean): string[] {
  const found: string[] = [];
  const visit = (path: string): void => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path)) if (!SKIPPED.has(name)) visit(join(path, name));
      return;
    }
    const shown = relative(top, path).split(sep).join("/");
    if (keep(shown)) found.push(shown);
  };
  for (const root of roots) if (existsSync(join(top, root))) visit(join(top, root));
  return found.sort();
}

/** True when this module is the program that node was started with. */
export function isMain(metaUrl: string): boolean {
  return process.argv[1] !== undefined && fileURLToPath(metaUrl) === process.argv[1];
}
