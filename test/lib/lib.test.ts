/** The standard library's own tests: clojure.test programs in this folder, run as a user would run them. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { odeon } from "../support/odeon.js";

const HERE = dirname(fileURLToPath(import.meta.url));
const TESTS = join(HERE, "..");

for (const file of readdirSync(HERE)
  .filter((name) => name.endsWith("_test.clj"))
  .sort()) {
  const namespace = `lib.${file.slice(0, -".clj".length).replaceAll("_", "-")}`;
  for (const tier of ["interp", "jit"]) {
    test(`${namespace}, tier ${tier}`, async () => {
      const outcome = await odeon(["test", "--path", TESTS, namespace], { timeout: 120_000, env: { ODEON_TIER: tier } });
      assert.equal(outcome.code, 0, `${outcome.stdout}\n${outcome.stderr}`);
      assert.match(outcome.stdout, /\n0 failures, 0 errors\./);
    });
  }
}
