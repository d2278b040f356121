/** Makes the core image: loads the library into a fresh runtime on this thread, then writes its memory to a file. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { libraryRoots } from "../spec/index.js";
import { Engine, installation, renderError, writeImage } from "../src/driver/index.js";
import { encodeValue, VarRef, vectorOf } from "../src/host/index.js";

/** The library's files in the order in which they load: lib/load-order.txt, one path a line, # for comments. */
function loadOrder(lib: string): string[] {
  return readFileSync(join(lib, "load-order.txt"), "utf8")
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "");
}

/** Tells the kernel which vars hold the functions that it calls by number. */
function setRoots(engine: Engine): void {
  const vars = libraryRoots().map(({ varName }) => {
    const slash = varName.indexOf("/");
    return new VarRef(varName.slice(0, slash), varName.slice(slash + 1));
  });
  const message = encodeValue(vectorOf(vars));
  const kernel = engine.machine.inlineKernel;
  const address = kernel.scratch(message.length) >>> 0;
  engine.machine.memory.write(address, message);
  const code = kernel.setRoots(address, message.length);
  kernel.scratchFree(address, message.length);
  if (code !== 0) throw new Error(`the kernel refuses the library's functions (${code})`);
}

export async function buildImage(root: string): Promise<void> {
  const lib = join(root, "lib");
  const engine = new Engine({
    executors: 1,
    grants: new Set(),
    bare: true,
    inline: true,
    events: {
      fatal(reason) {
        throw new Error(reason);
      },
    },
  });
  await engine.machine.ready;
  setRoots(engine);
  const sources = new Map<string, string>();
  let failures = 0;
  for (const path of loadOrder(lib)) {
    const file = join(lib, path);
    if (!existsSync(file)) throw new Error(`lib/load-order.txt names ${path}, which does not exist`);
    const text = readFileSync(file, "utf8");
    sources.set(path, text);
    try {
      await engine.loadLibraryFile(text, path);
    } catch (error) {
      failures++;
      process.stderr.write(renderError(error, { colour: false, source: (name) => sources.get(name) }));
      break;
    }
  }
  if (failures > 0) throw new Error("the library does not load");
  for (const name of engine.compiler.session.nsNames()) engine.compiler.session.markLoaded(name);
  const bytes = writeImage(engine.machine, engine.compiler, installation());
  console.log(`core image: ${Math.round(bytes / 1024)} KB`);
}

if (process.argv[1] === new URL(import.meta.url).pathname) await buildImage(new URL("..", import.meta.url).pathname);
