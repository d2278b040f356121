/**
 * Writes the expected output of corpus programs from JVM Clojure: npx tsx test/corpus/bless.ts [NAME...]
 *
 * All programs run in one JVM, each in a fresh `user` namespace. Programs whose first line says `;; oracle: hand` are
 * left alone: their .out files are written by hand (actors, and whatever else the JVM has no answer for).
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const JARS = ["clojure.jar", "spec.alpha.jar", "core.specs.alpha.jar"].map((jar) => join("/usr/share/java", jar));

function programs(names: readonly string[]): string[] {
  return readdirSync(HERE)
    .filter((file) => file.endsWith(".clj") && file !== "bless.clj")
    .filter((file) => names.length === 0 || names.some((name) => file.startsWith(name)))
    .map((file) => join(HERE, file))
    .filter((path) => !/^;; oracle: hand/.test(readFileSync(path, "utf8")));
}

const chosen = programs(process.argv.slice(2));
if (!JARS.every((jar) => existsSync(jar))) {
  console.log(`blessing needs JVM Clojure: ${JARS.join(", ")}`);
  process.exitCode = 2;
} else if (chosen.length > 0) {
  const args = ["-Xss512m", "-cp", JARS.join(":"), "clojure.main", join(HERE, "bless.clj"), ...chosen];
  const { status } = spawnSync("java", args, { stdio: "inherit" });
  process.exitCode = status ?? 1;
}
