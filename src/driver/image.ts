import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Installation, Machine } from "../host/index.js";
import type { Compiler } from "./compiler.js";

/** The compile-time facts of the core image's namespaces; the bodies of small functions are read when one is first called. */
export function loadImageMeta(compiler: Compiler, place: Installation): void {
  compiler.session.importMeta(readFileSync(place.imageMetaFile, "utf8"));
  compiler.inlines.importLater(() => readFileSync(place.imageInlineFile, "utf8"));
}

/** Writes the memory of an inline machine, all of whose actors have ended, as an image, and the facts beside it. */
export function writeImage(machine: Machine, compiler: Compiler, place: Installation): number {
  const end = machine.inlineKernel.imagePrepare() >>> 0;
  if (end === 0) throw new Error("the image can't be written: actors are still running");
  replace(place.imageFile, machine.memory.copy(0, end));
  replace(place.imageMetaFile, compiler.session.exportMeta());
  replace(place.imageInlineFile, compiler.inlines.export());
  return end;
}

/** Whoever starts meanwhile sees the old file or the new one, whole. */
function replace(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
