import { existsSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { Diagnostic, NO_SPAN } from "../base/index.js";
import { UsageError } from "../host/index.js";
import { EOF, type Form, Keyword, MapForm, Reader, VectorForm } from "../reader/index.js";

/** Where namespaces are looked for, in order. */
export interface SourcePaths {
  readonly folders: readonly string[];
  /** Folders that deps.edn names and that do not exist: told when a namespace isn't found. */
  readonly missing: readonly string[];
}

/** The value of a keyword in a map form. */
function lookup(form: Form, name: string): Form | undefined {
  if (!(form instanceof MapForm)) return undefined;
  for (let i = 0; i < form.items.length; i += 2) {
    const key = form.items[i];
    if (key instanceof Keyword && key.ns === null && key.name === name) return form.items[i + 1];
  }
  return undefined;
}

/** The :paths of a deps.edn. Clojure's default, src, holds when it has none. */
export function depsPaths(file: string): string[] {
  const reader = new Reader(readFileSync(file, "utf8"), { file, keepTags: true });
  const form = reader.next();
  if (form === EOF) return [];
  if (!(form instanceof MapForm))
    throw new Diagnostic("project/deps", `${file} must hold a map`, { ...NO_SPAN, file, line: 1, column: 1, length: 1 });
  const paths = lookup(form, "paths");
  if (paths === undefined) return ["src"];
  if (!(paths instanceof VectorForm))
    throw new Diagnostic("project/deps", `:paths in ${file} must be a vector of strings`, {
      ...NO_SPAN,
      file,
      line: 1,
      column: 1,
      length: 1,
    });
  // A keyword among the paths names an alias of the same file that holds more of them.
  const aliases = lookup(form, "aliases");
  return paths.items.flatMap((item) => {
    if (typeof item === "string") return [item];
    if (item instanceof Keyword && aliases !== undefined) {
      const more = lookup(aliases, item.name);
      if (more instanceof VectorForm) return more.items.filter((x): x is string => typeof x === "string");
    }
    throw new Diagnostic("project/deps", `:paths in ${file} must hold strings`, { ...NO_SPAN, file, line: 1, column: 1, length: 1 });
  });
}

/** --path folders, then :paths of ./deps.edn, the working directory, src, and the library that comes with the runtime. */
export function sourcePaths(explicit: readonly string[], folder: string, libFolder: string): SourcePaths {
  const folders: string[] = [];
  const missing: string[] = [];
  const add = (path: string, named: boolean): boolean => {
    const full = isAbsolute(path) ? path : resolve(folder, path);
    if (!existsSync(full) || !statSync(full).isDirectory()) {
      if (named) missing.push(path);
      return false;
    }
    if (!folders.includes(full)) folders.push(full);
    return true;
  };
  for (const path of explicit) if (!add(path, false)) throw new UsageError(`there is no folder ${path} (given as a path for namespaces)`);
  const deps = join(folder, "deps.edn");
  if (existsSync(deps)) for (const path of depsPaths(deps)) add(path, true);
  add(folder, false);
  add("src", false);
  add(libFolder, false);
  return { folders, missing };
}

/** The file of a namespace: my.long-name is my/long_name.cljc or .clj. */
export function findNamespace(name: string, folders: readonly string[]): string | undefined {
  const base = name.replaceAll("-", "_").replaceAll(".", "/");
  for (const folder of folders) {
    for (const extension of [".cljc", ".clj"]) {
      const file = join(folder, base + extension);
      if (existsSync(file)) return file;
    }
  }
  return undefined;
}

/** The nearest way to write a file's path: relative to the working directory if it lies below it. */
export function shownPath(file: string, folder = process.cwd()): string {
  const full = resolve(folder, file);
  return full.startsWith(`${folder}/`) ? full.slice(folder.length + 1) : full;
}
