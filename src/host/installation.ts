import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AheadFiles } from "./compiled.js";

/** The package's folder: this module runs from dist/ (bundled) or from src/host/ (from source, in tests and the build). */
function packageRoot(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const parent = dirname(here);
  return existsSync(join(parent, "package.json")) ? parent : dirname(parent);
}

/** Where the parts of an installation lie. */
export interface Installation {
  readonly root: string;
  readonly kernelFile: string;
  readonly executorFile: string;
  readonly imageFile: string;
  readonly imageMetaFile: string;
  readonly imageInlineFile: string;
  /** Hot functions of the library, compiled. */
  readonly ahead: AheadFiles;
  readonly libFolder: string;
}

let cached: Installation | undefined;

export function installation(): Installation {
  if (cached !== undefined) return cached;
  const root = packageRoot();
  cached = {
    root,
    kernelFile: join(root, "dist/kernel.wasm"),
    executorFile: join(root, "dist/executor.js"),
    imageFile: join(root, "dist/core.image"),
    imageMetaFile: join(root, "dist/core.json"),
    imageInlineFile: join(root, "dist/core.inline.json"),
    ahead: { wasmFile: join(root, "dist/core.wasm"), factsFile: join(root, "dist/core.tier.json") },
    libFolder: join(root, "lib"),
  };
  return cached;
}

export function packageVersion(): string {
  const json = JSON.parse(readFileSync(join(installation().root, "package.json"), "utf8")) as { version: string };
  return json.version;
}
