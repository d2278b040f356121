/**
 * Builds everything under dist/: generated sources, the kernel, the bundles, the types, and the core image. Each step is skipped
 * when none of its inputs has changed (by content), so that running it again costs little.
 *
 *   spec ──► generated ──► kernel.wasm ──┐
 *   src, apps ──► cli.js, commands.cjs (and its compiled code, commands-*.cache), executor.js, index.js, types/
 *   lib ─────────────────────────────────┴──► core.image, core.json ──► core.wasm, core.tier.json
 *
 *   npx tsx tools/build.ts [generate|kernel|bundle|types|image|ahead|cache]...     all by default
 */
import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

function filesOf(path: string, found: string[] = []): string[] {
  const full = join(root, path);
  if (!existsSync(full)) return found;
  if (statSync(full).isDirectory()) for (const name of readdirSync(full).sort()) filesOf(join(path, name), found);
  else found.push(path);
  return found;
}

function hashOf(inputs: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of inputs.flatMap((input) => filesOf(input)))
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)))
      .update("\0");
  return hash.digest("hex");
}

/** Runs a step unless its outputs exist and were made from the same inputs. */
async function step(name: string, inputs: readonly string[], outputs: readonly string[], work: () => Promise<void> | void): Promise<void> {
  const stamp = join(dist, `.${name}.hash`);
  const hash = hashOf(inputs);
  if (outputs.every((file) => existsSync(join(root, file))) && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  rmSync(stamp, { force: true });
  const start = performance.now();
  await work();
  writeFileSync(stamp, hash);
  console.log(`${name}: ${Math.round(performance.now() - start)} ms`);
}

async function bundle(): Promise<void> {
  const { build } = await import("esbuild");
  const common = {
    absWorkingDir: root,
    outdir: "dist",
    bundle: true,
    platform: "node",
    target: "node20",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "warning",
  } as const;
  // Each is one file: a start reads as few as possible. All run without the others' modules.
  await build({
    ...common,
    format: "esm",
    entryPoints: {
      cli: "apps/cli/main.ts",
      executor: "src/host/executor-main.ts",
      index: "src/driver/index.ts",
      launcher: "apps/launcher/main.ts",
    },
  });
  // The bulk of the command line is a script, so that its compiled code can be kept (apps/cli/cached.ts).
  await build({
    ...common,
    format: "cjs",
    entryPoints: { commands: "apps/cli/commands.ts" },
    outExtension: { ".js": ".cjs" },
    supported: { "dynamic-import": false },
    banner: { js: 'const __url = require("node:url").pathToFileURL(__filename).href;' },
    define: { "import.meta.url": "__url" },
  });
  removeCaches();
}

function types(): void {
  // The project's own settings, but only the embedding API and what it needs, and declarations alone.
  const config = join(dist, ".types.tsconfig.json");
  const compilerOptions = {
    noEmit: false,
    emitDeclarationOnly: true,
    declaration: true,
    allowImportingTsExtensions: false,
    rootDir: root,
    outDir: join(dist, "types"),
  };
  writeFileSync(config, JSON.stringify({ extends: "../tsconfig.json", compilerOptions, include: ["../src/driver/index.ts"], exclude: [] }));
  const run = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", config], { cwd: root, stdio: "inherit" });
  if (run.status !== 0) throw new Error("the declarations could not be written: see the messages above");
}

async function image(): Promise<void> {
  const { buildImage } = await import("./image.js");
  await buildImage(root);
}

function removeCaches(): void {
  for (const name of readdirSync(dist)) if (name.endsWith(".cache")) rmSync(join(dist, name));
}

const FIRST_RUN = "tools/first-run.clj";

/** A first run leaves V8's compiled code of the command line for those that follow (apps/cli/cached.ts). */
function cache(): void {
  removeCaches();
  // Everything is compiled in that run, so that the compiler of the compiled tier is kept, too.
  const run = spawnSync(process.execPath, [join(root, "bin/odeon.js"), "run", "--tier", "jit", join(root, FIRST_RUN)], {
    stdio: "inherit",
  });
  if (run.status !== 0) throw new Error("the built command line does not run");
}

/** `npx odeon` looks into node_modules/.bin; npm links there only for packages that are installed as dependencies. */
function linkCommand(): void {
  const folder = join(root, "node_modules/.bin");
  const link = join(folder, "odeon");
  const target = "../../bin/odeon.js";
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  try {
    if (lstatSync(link).isSymbolicLink() && readlinkSync(link) === target) return;
    rmSync(link, { force: true });
  } catch {
    // There is none yet.
  }
  if (process.platform === "win32") {
    writeFileSync(`${link}.cmd`, `@node "%~dp0\\..\\..\\bin\\odeon.js" %*\r\n`);
    writeFileSync(link, `#!/bin/sh\nexec node "$(dirname "$0")/../../bin/odeon.js" "$@"\n`, { mode: 0o755 });
  } else symlinkSync(target, link);
}

async function main(wanted: readonly string[]): Promise<void> {
  const all = wanted.length === 0;
  const wants = (name: string): boolean => all || wanted.includes(name);
  mkdirSync(dist, { recursive: true });
  const generated = ["kernel/generated/spec.ts", "kernel/generated/prims.ts", "kernel/generated/exports.ts", "lib/generated/errors.clj"];
  if (wants("generate"))
    await step("generate", ["spec"], generated, async () => void (await import(pathToFileURL(join(root, "spec/generate.ts")).href)));
  if (wants("kernel")) {
    await step("kernel", ["kernel", "tools/kernel.ts"], ["dist/kernel.wasm"], async () => {
      const { buildKernel } = await import("./kernel.js");
      await buildKernel();
    });
  }
  const product = ["spec", "src", "apps"];
  if (wants("bundle"))
    await step(
      "bundle",
      [...product, "tools/build.ts"],
      ["dist/cli.js", "dist/commands.cjs", "dist/executor.js", "dist/index.js", "dist/launcher.js"],
      bundle,
    );
  if (wants("types")) await step("types", product, ["dist/types/src/driver/index.d.ts"], types);
  if (wants("image")) {
    const compiler = [
      "src/driver",
      "src/host",
      "spec",
      "src/base",
      "src/reader",
      "src/hir",
      "src/dialects",
      "src/mir",
      "src/passes",
      "src/bytecode",
    ];
    await step(
      "image",
      ["lib", "tools/image.ts", "dist/kernel.wasm", ...compiler],
      ["dist/core.image", "dist/core.json", "dist/core.inline.json"],
      image,
    );
  }
  if (wants("ahead") && existsSync(join(dist, "core.image"))) {
    const inputs = ["src", "spec", "tools/ahead.ts", "lib/hot-functions.txt", "dist/core.image", "dist/kernel.wasm"];
    await step("ahead", inputs, ["dist/core.wasm", "dist/core.tier.json"], async () => {
      const { buildAhead } = await import("./ahead.js");
      await buildAhead(root);
    });
  }
  if (all) linkCommand();
  // Needs a command line that runs.
  if (existsSync(join(dist, "core.json"))) await step("cache", ["dist/commands.cjs", "dist/core.json", FIRST_RUN], [], cache);
}

/** One build at a time: two at once would write over each other. A lock whose owner is gone is taken over. */
async function locked(work: () => Promise<void>): Promise<void> {
  const lock = join(dist, ".lock");
  mkdirSync(dist, { recursive: true });
  for (let told = false; ; ) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch {
      if (!ownerLives(lock)) rmSync(lock, { force: true });
      else {
        if (!told) console.log("build: waiting for another build to end");
        told = true;
        await new Promise((next) => setTimeout(next, 200));
      }
    }
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function ownerLives(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, "utf8"));
    // Written just now by someone else, or not yet: give it time.
    if (pid === 0) return Date.now() - statSync(lock).mtimeMs < 1000;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

await locked(() => main(process.argv.slice(2)));
