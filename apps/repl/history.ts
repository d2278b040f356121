import { readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const MAX = 1000;

/** The lines of earlier sessions, newest first, as readline wants them. The file holds one line each, oldest first. */
export class History {
  readonly file = process.env["ODEON_HISTORY"] ?? join(homedir(), ".odeon_history");

  load(): string[] {
    try {
      return readFileSync(this.file, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .reverse()
        .slice(0, MAX);
    } catch {
      return [];
    }
  }

  save(lines: readonly string[]): void {
    try {
      writeFileSync(this.file, `${[...lines].slice(0, MAX).reverse().join("\n")}\n`, { mode: 0o600 });
    } catch {
      // A history that can't be kept is no reason to disturb the session.
    }
  }
}
