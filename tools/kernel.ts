/** Builds dist/kernel.wasm from kernel/ with the AssemblyScript compiler. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The part of the compiler's interface used here. Its own types would bring a global `console` that clashes with node's. */
interface AssemblyScript {
  main(args: string[], io: { stdout: unknown; stderr: unknown }): Promise<{ error: Error | null; stderr: { toString(): string } }>;
}
const COMPILER: string = "assemblyscript/asc";
const { default: asc } = (await import(COMPILER)) as { default: AssemblyScript };

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Compiles `entry` (default kernel/index.ts) to `out`; debug keeps names for stack traces and profiles. */
export async function buildKernel(entry = "kernel/index.ts", out = "dist/kernel.wasm", options: { debug?: boolean } = {}): Promise<void> {
  mkdirSync(join(root, dirname(out)), { recursive: true });
  const { error, stderr } = await asc.main(
    [
      entry,
      "--outFile",
      out,
      "--baseDir",
      root,
      "--runtime",
      "stub",
      "--importMemory",
      "--exportTable",
      "--sharedMemory",
      "--initialMemory",
      "64",
      "--maximumMemory",
      "65536",
      "--enable",
      "threads",
      "--enable",
      "bulk-memory",
      "--enable",
      "sign-extension",
      "--enable",
      "simd",
      "--enable",
      "nontrapping-f2i",
      "--noAssert",
      "--uncheckedBehavior",
      "always",
      "-O3",
      "--converge",
      "--use",
      "abort=",
      ...(options.debug ? ["--debug"] : []),
    ],
    { stdout: process.stdout, stderr: process.stderr },
  );
  if (error) throw new Error(`kernel build failed: ${error.message}\n${stderr}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildKernel(process.argv[2], process.argv[3], { debug: process.env["KERNEL_DEBUG"] === "1" });
}
