import { existsSync, readFileSync, statSync } from "node:fs";
import { UsageError } from "../../src/host/index.js";

/** What a command's operand names. */
export type Kind = "source" | "odb" | "namespace" | "stdin";

/** A file if there is one or if it is written like one; otherwise the name of a namespace. */
export function kindOf(target: string): Kind {
  if (target === "-") return "stdin";
  if (target.endsWith(".odb")) return "odb";
  if (/\.cljc?$/.test(target) || target.includes("/")) return "source";
  return existsSync(target) && statSync(target).isFile() ? "source" : "namespace";
}

export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw fileError(file, error);
  }
}

export function fileError(file: string, error: unknown): UsageError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason =
    code === "ENOENT"
      ? "there is no such file"
      : code === "EISDIR"
        ? "that is a folder"
        : code === "EACCES"
          ? "permission denied"
          : message;
  return new UsageError(`can't read ${file}: ${reason}`);
}
