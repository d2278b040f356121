import { readFileSync, writeFileSync } from "node:fs";
import type { ClojureSession } from "../dialects/index.js";
import type { Machine } from "../host/index.js";

/** The compile-time facts of the core image's namespaces. */
export function loadImageMeta(session: ClojureSession, file: string): void {
  session.importMeta(readFileSync(file, "utf8"));
}

/** Writes the memory of an inline machine, all of whose actors have ended, as an image, and the facts beside it. */
export function writeImage(machine: Machine, session: ClojureSession, imageFile: string, metaFile: string): number {
  const end = machine.inlineKernel.imagePrepare() >>> 0;
  if (end === 0) throw new Error("the image can't be written: actors are still running");
  writeFileSync(imageFile, machine.memory.copy(0, end));
  writeFileSync(metaFile, session.exportMeta());
  return end;
}
