import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { type AheadFiles, type AheadModule, aheadFacts, type Installation, type Machine } from "../host/index.js";
import type { Compiler } from "./compiler.js";

/** The compile-time facts of the core image's namespaces; the bodies of small functions are read when one is first called. */
export function loadImageMeta(compiler: Compiler, place: Installation): void {
  compiler.session.importMeta(readFileSync(place.imageMetaFile, "utf8"));
  compiler.inlines.importLater(() => readFileSync(place.imageInlineFile, "utf8"));
}

/**
 * The memory of an inline machine, all of whose actors have ended, as an image that can be started again; undefined if some are
 * still running. Its stamp, drawn from all that it holds, tells it from others (in the memory as well).
 */
export function takeImage(machine: Machine): Uint8Array | undefined {
  const end = machine.inlineKernel.imagePrepare() >>> 0;
  if (end === 0) return undefined;
  machine.memory.store("imageStamp", 0);
  const stamp = createHash("sha256").update(machine.memory.copy(0, end)).digest().readUInt32LE(0) | 1;
  machine.memory.store("imageStamp", stamp);
  return machine.memory.copy(0, end);
}

/** Writes the core image, and the facts beside it. */
export function writeImage(machine: Machine, compiler: Compiler, place: Installation): number {
  const image = takeImage(machine);
  if (image === undefined) throw new Error("the image can't be written: actors are still running");
  replaceFile(place.imageFile, image);
  replaceFile(place.imageMetaFile, compiler.session.exportMeta());
  replaceFile(place.imageInlineFile, compiler.inlines.export());
  return image.length;
}

export function writeAhead(module: AheadModule, files: AheadFiles): void {
  replaceFile(files.wasmFile, module.wasm);
  replaceFile(files.factsFile, aheadFacts(module));
}

/** Whoever starts meanwhile sees the old file or the new one, whole. */
export function replaceFile(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
