#!/usr/bin/env node
// Starts the command line. Kept tiny: everything lies in one bundle, which the build writes.
import { existsSync } from "node:fs";

const entry = new URL("../dist/cli.js", import.meta.url);
if (existsSync(entry)) await import(entry.href);
else {
  process.stderr.write("odeon: this checkout has not been built yet: run `npm ci` (or `npm run build`)\n");
  process.exitCode = 1;
}
