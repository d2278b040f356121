/** Loading namespaces without a running program: order, waiting, circles. */
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { NO_SPAN } from "../../src/base/index.js";
import { Compiler, type CompilerHost, type Load, Loads } from "../../src/driver/index.js";

/** A compiler whose units are taken as run once they are compiled. */
class Dry implements CompilerHost {
  readonly compiler = new Compiler(this);
  readonly loads: Loads;
  readonly log: string[] = [];

  constructor(files: Record<string, string>) {
    const folder = mkdtempSync(join(tmpdir(), "odeon-loads-"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    this.loads = new Loads(this.compiler, { folders: [folder], missing: [] }, "/no-library");
  }
  async expand(): Promise<never> {
    throw new Error("no macros here");
  }
  async require(...[request, from]: Parameters<CompilerHost["require"]>): Promise<void> {
    const load = await this.loads.openLib(request.name, this.loads.ofStream(from), request.reload, request.span);
    if (load !== undefined) await this.run(load);
  }
  async run(load: Load): Promise<void> {
    this.log.push(`begin ${load.lib}`);
    try {
      for (let step = await load.next(); step !== undefined; step = await load.next()) await new Promise((next) => setImmediate(next));
    } catch (error) {
      this.loads.abort(load, error);
      throw error;
    }
    this.log.push(`end ${load.lib}`);
    this.loads.complete(load);
  }
  async load(name: string): Promise<void> {
    const load = await this.loads.openLib(name, undefined, false, NO_SPAN);
    if (load !== undefined) await this.run(load);
  }
}

test("what a namespace requires is loaded first, and once", async () => {
  const dry = new Dry({ "a.clj": "(ns a (:require [b] [c]))", "b.clj": "(ns b (:require [c]))", "c.clj": "(ns c)" });
  await dry.load("a");
  await dry.load("c");
  assert.deepEqual(dry.log, ["begin a", "begin b", "begin c", "end c", "end b", "end a"]);
});

test("a namespace that is being loaded is waited for", async () => {
  const dry = new Dry({ "a.clj": "(ns a (:require [c]))", "b.clj": "(ns b (:require [c]))", "c.clj": "(ns c) (def x 1) (def y 2)" });
  await Promise.all([dry.load("a"), dry.load("b"), dry.load("c")]);
  assert.equal(dry.log.filter((line) => line === "begin c").length, 1);
  assert.ok(dry.log.indexOf("end c") < dry.log.indexOf("end a") && dry.log.indexOf("end c") < dry.log.indexOf("end b"));
});

test("a circle is an error that shows the chain", async () => {
  const dry = new Dry({ "a.clj": "(ns a (:require [b]))", "b.clj": "(ns b (:require [c]))", "c.clj": "(ns c (:require [a]))" });
  await assert.rejects(dry.load("a"), { code: "load/circular", message: "circular load: a needs b needs c needs a" });
  const alone = new Dry({ "a.clj": "(ns a (:require [a]))" });
  await assert.rejects(alone.load("a"), /a needs a/);
});

test("a circle between two loads that run at the same time is found too", async () => {
  const dry = new Dry({ "a.clj": "(ns a (:require [b]))", "b.clj": "(ns b (:require [a]))" });
  const results = await Promise.allSettled([dry.load("a"), dry.load("b")]);
  assert.ok(results.some((result) => result.status === "rejected" && /circular load/.test(String(result.reason))));
});

test("a namespace that its ns form has made can be required by what it loads itself, and by a file that holds it", async () => {
  const back = new Dry({ "a.clj": "(ns a)\n(def x 1)\n(require 'b)", "b.clj": "(ns b (:require [a]))" });
  await back.load("a");
  assert.deepEqual(back.log, ["begin a", "begin b", "end b", "end a"]);
  const both = new Dry({ "a.clj": "(ns a)\n(require 'b)", "b.clj": "(ns b)\n(require 'a)" });
  await Promise.all([both.load("a"), both.load("b")]);
  const inner = new Dry({ "a.clj": "(ns in.the.file)\n(ns a (:require [in.the.file]))" });
  await inner.load("a");
  assert.deepEqual(inner.log, ["begin a", "end a"]);
  const reload = new Dry({ "a.clj": "(ns in.the.file)\n(ns a (:require [in.the.file] :reload))" });
  await assert.rejects(reload.load("a"), { code: "compile/namespace" });
});

test("a namespace whose file failed after its ns form is loaded again", async () => {
  const dry = new Dry({ "a.clj": "(ns a)\n(require 'gone)" });
  await assert.rejects(dry.load("a"), { code: "compile/namespace" });
  await assert.rejects(dry.load("a"), { code: "compile/namespace" });
});

test("a load that failed can be tried again", async () => {
  const dry = new Dry({ "a.clj": "(ns a (:require [gone]))" });
  await assert.rejects(dry.load("a"), { code: "compile/namespace" });
  await assert.rejects(dry.load("a"), { code: "compile/namespace" });
});
