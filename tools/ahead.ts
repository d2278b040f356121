/**
 * Compiles the library's hot functions for the core image that lies in dist/: dist/core.wasm, and dist/core.tier.json, which holds
 * addresses in that image.
 *
 *   lib/hot-functions.txt   names of functions, one a line; the functions inside them are meant as well (# for comments)
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Engine, installation, writeAhead } from "../src/driver/index.js";
import { reachableCodes } from "../src/host/index.js";

export const HOT_FUNCTIONS = "lib/hot-functions.txt";

export function hotNames(root: string): Set<string> {
  const lines = readFileSync(join(root, HOT_FUNCTIONS), "utf8").split("\n");
  return new Set(lines.map((line) => line.replace(/#.*/, "").trim()).filter((line) => line !== ""));
}

/** The function that a function stands in: my.ns/f for my.ns/f/fn@12 and my.ns/f/g@12/fn@3. */
export const outermost = (name: string): string => name.replace(/(\/[^/]*@\d+)+$/, "");

export async function buildAhead(root: string): Promise<void> {
  const engine = new Engine({
    executors: 1,
    grants: new Set(),
    inline: true,
    events: {
      fatal(reason) {
        throw new Error(reason);
      },
    },
  });
  await engine.machine.ready;
  const names = hotNames(root);
  const found = new Set<string>();
  const codes = reachableCodes(engine.machine.memory).filter((code) => {
    const name = outermost(engine.tier.nameOf(code));
    if (!names.has(name)) return false;
    found.add(name);
    return true;
  });
  const missing = [...names].filter((name) => !found.has(name));
  if (missing.length > 0) console.warn(`${HOT_FUNCTIONS} names what the library does not have: ${missing.join(", ")}`);
  const module = engine.tier.compileAhead(codes);
  writeAhead(module, installation().ahead);
  console.log(`compiled ahead of time: ${codes.length} functions, ${Math.round(module.wasm.length / 1024)} KB`);
}

if (process.argv[1] === new URL(import.meta.url).pathname) await buildAhead(new URL("..", import.meta.url).pathname);
