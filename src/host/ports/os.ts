import { homedir, release, tmpdir, type, userInfo } from "node:os";
import { delimiter, sep } from "node:path";
import { mapOf, vectorOf } from "../values.js";
import { type Port, text } from "./port.js";

function property(name: string, version: string): string | null {
  switch (name) {
    case "user.dir":
      return process.cwd();
    case "user.home":
      return homedir();
    case "user.name":
      return userInfo().username;
    case "os.name":
      return type();
    case "os.version":
      return release();
    case "os.arch":
      return process.arch;
    case "line.separator":
      return "\n";
    case "file.separator":
      return sep;
    case "path.separator":
      return delimiter;
    case "java.io.tmpdir":
      return tmpdir();
    case "file.encoding":
      return "UTF-8";
    case "odeon.version":
      return version;
    default:
      return null;
  }
}

/** The process's environment and properties. */
export function osPort(version: string): Port {
  return {
    capability: "env",
    ops: {
      "os/getenv": ([name]) => {
        if (name === null || name === undefined) {
          return mapOf(Object.entries(process.env).map(([key, value]) => [key, value ?? null]));
        }
        return process.env[text(name, "the variable's name")] ?? null;
      },
      "os/property": ([name]) => property(text(name, "the property's name"), version),
    },
  };
}

/** The program's own arguments: given to it on purpose, so they need no grant. */
export function argsPort(args: readonly string[]): Port {
  return { ops: { "os/args": () => vectorOf([...args]) } };
}
