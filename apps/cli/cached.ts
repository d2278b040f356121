import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

/** Set while building: the compiled code is written when the process ends, with all functions that were used. */
const WRITE = "ODEON_WRITE_CACHE";

function readOrNothing(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/**
 * Loads a CommonJS bundle with V8's compiled code kept beside it, which halves the time that loading takes. V8 itself checks that
 * the code belongs to this source and this version of it; if not, it compiles the source as usual.
 */
export function loadCached(url: URL): unknown {
  const file = fileURLToPath(url);
  const cacheFile = file.replace(/\.cjs$/, ".cache");
  const cachedData = readOrNothing(cacheFile);
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "utf8")}\n})`;
  const script = new Script(source, { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
  const module = { exports: {} };
  const run = script.runInThisContext() as (...args: unknown[]) => void;
  run(module.exports, createRequire(url), module, file, dirname(file));
  if (process.env[WRITE] === "1") process.on("exit", () => writeFileSync(cacheFile, script.createCachedData()));
  return module.exports;
}
