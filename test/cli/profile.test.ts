/** odeon profile: the same samples in every tier, a table, and a flame graph that works without anything else. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { odeon, withFiles } from "../support/odeon.js";

const PROGRAM = `(ns prof (:require [clojure.actors :refer [spawn self ! receive register]]))
(defn fib [n] (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(defn sum [n] (loop [i 0 s 0] (if (< i n) (recur (inc i) (+ s i)) s)))
(defn deep [n] (if (zero? n) 0 (inc (deep (dec n)))))
(defn worker [] (register :worker (self)) (receive [:go from] (! from (fib 22))))
(defn -main [& args]
  (let [w (spawn worker)]
    (! w [:go (self)])
    (println (receive x x) (sum 1000000) (deep 20000) args)
    (when (first args) (System/exit 5))))
`;

test("a profile by reductions is the same interpreted and compiled", async () => {
  await withFiles({ "prof.clj": PROGRAM }, async (folder) => {
    const tables: string[] = [];
    for (const tier of ["interp", "jit", "auto"]) {
      const output = join(folder, `${tier}.html`);
      const result = await odeon(["profile", "--tier", tier, "--every", "1000", "-o", output, join(folder, "prof.clj")]);
      assert.equal(result.code, 0, result.stderr);
      assert.match(result.stdout, /^17711 499999500000 20000 nil\n/);
      tables.push(result.stdout.replaceAll(output, "FILE"));
      assert.ok(existsSync(output));
    }
    const [table = "", ...others] = tables;
    for (const other of others) assert.equal(other, table);
    assert.match(table, /\n\d+ samples, one each 1000 reductions on average\n/);
    const row = (name: string): [number, number] => {
      const match = new RegExp(`^ *([\\d.]+)% +([\\d.]+)% {2}${name}$`, "m").exec(table);
      assert.ok(match !== null, `${name}\n${table}`);
      return [Number(match[1]), Number(match[2])];
    };
    // 57,313 calls, a million turns, 20,000 calls.
    assert.ok(row("prof/sum")[0] > 85 && row("prof/sum")[0] < 98, table);
    assert.ok(row("prof/fib")[0] > 4 && row("prof/fib")[0] < 7, table);
    assert.ok(row("prof/-main")[1] > row("prof/sum")[1], table);
    assert.match(table, /% {2}:worker +prof\/fib 100%/);
    assert.match(table, /% {2}#pid\[\d+\] +prof\/sum/);
  });
});

test("the flame graph is one file; click zooms, search marks", async () => {
  await withFiles({ "prof.clj": PROGRAM }, async (folder) => {
    const output = join(folder, "p.html");
    assert.equal((await odeon(["profile", "--every", "1000", "-o", output, join(folder, "prof.clj")])).code, 0);
    const html = readFileSync(output, "utf8");
    assert.doesNotMatch(html, /(src|href)=/, "nothing is loaded from elsewhere");
    const page = fakePage(html);
    const named = (name: string): FakeGroup => page.groups.find((g) => g.children[2].textContent === name) as FakeGroup;
    const width = (name: string): number => Number(named(name).children[0].attributes["width"]);
    const before = width("prof/fib");
    named(":worker").onclick();
    assert.ok(width("prof/fib") > before * 5);
    assert.equal(named("prof/sum").style.display, "none");
    page.document.onkeydown({ key: "Escape" });
    assert.ok(Math.abs(width("prof/fib") - before) < 0.001);
    page.find.value = "^prof/sum$";
    page.find.oninput();
    assert.ok(named("prof/sum").classes.has("found") && !named("prof/-main").classes.has("found"));
    assert.match(page.hit.textContent, /^\d+\.\d\d% matches$/);
  });
});

test("by time, and with the program's own exit code", async () => {
  await withFiles({ "prof.clj": PROGRAM }, async (folder) => {
    const result = await odeon(["profile", "--by", "time", "--every", "200", join(folder, "prof.clj"), "x"], { cwd: folder });
    assert.equal(result.code, 5);
    assert.match(result.stdout, /\n\d+ samples?, one each 0.2 ms that an executor was busy/);
    assert.ok(existsSync(join(folder, "profile.html")));
  });
});

test("Ctrl-C ends the program, not its profile", async () => {
  const endless = "(defn spin [n] (recur (inc n))) (println :go) (spin 0)";
  await withFiles({ "endless.clj": endless }, async (folder) => {
    const result = await odeon(["profile", "endless.clj"], {
      cwd: folder,
      with: (child) => child.stdout?.once("data", () => setTimeout(() => child.kill("SIGINT"), 300)),
    });
    assert.equal(result.code, 130);
    assert.match(result.stdout, / user\/spin\n/);
  });
});

test("bad input", async () => {
  await withFiles({ "a.clj": "(println 1)" }, async (folder) => {
    const file = join(folder, "a.clj");
    for (const [args, message] of [
      [["profile"], /profile needs a FILE/],
      [["profile", "--every", "0", file], /--every takes a whole number/],
      [["profile", "--by", "clock", file], /--by takes reductions, time, not clock/],
      [["profile", join(folder, "none.clj")], /there is no such file/],
    ] as const) {
      const result = await odeon(args, { cwd: folder });
      assert.equal(result.code, 2, result.stderr);
      assert.match(result.stderr, message);
    }
    const unwritable = await odeon(["profile", "-o", join(folder, "no/such/p.html"), file]);
    assert.equal(unwritable.code, 1);
    assert.match(unwritable.stderr, /can't write .*p\.html/);
    const few = await odeon(["profile", "-o", join(folder, "few.html"), file]);
    assert.match(few.stdout, /too few to rely on/);
  });
});

interface FakeElement {
  attributes: Record<string, string>;
  textContent: string;
  setAttribute(name: string, value: string): void;
}
interface FakeGroup {
  dataset: Record<string, string>;
  style: { display?: string };
  classes: Set<string>;
  children: [FakeElement, FakeElement, FakeElement];
  onclick(): void;
}

/** As much of a document as the page's script needs. */
function fakePage(html: string): {
  groups: FakeGroup[];
  document: { onkeydown(event: { key: string }): void };
  find: { value: string; oninput(): void };
  hit: { textContent: string };
} {
  const element = (textContent: string): FakeElement => {
    const attributes: Record<string, string> = {};
    return { attributes, textContent, setAttribute: (name, value) => void (attributes[name] = String(value)) };
  };
  const groups = [...html.matchAll(/<g ([^>]*)><rect ([^>]*)\/><text[^>]*>([^<]*)<\/text><title>([^<]*)<\/title><\/g>/g)].map((m) => {
    const classes = new Set<string>();
    const rect = element("");
    for (const [, name, value] of (m[2] as string).matchAll(/([a-z]+)="([^"]*)"/g)) rect.setAttribute(name as string, value as string);
    const dataset = Object.fromEntries([...(m[1] as string).matchAll(/data-([a-z])="([^"]*)"/g)].map(([, k, v]) => [k, v]));
    const text = (m[4] as string).replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&amp;", "&");
    return {
      dataset,
      style: {},
      classes,
      classList: { toggle: (name: string, on: boolean) => void (on ? classes.add(name) : classes.delete(name)) },
      children: [rect, element(m[3] as string), element(text)],
    } as unknown as FakeGroup;
  });
  const byId = { tip: element(""), hit: element(""), find: { value: "" } };
  const document = { querySelector: () => ({ querySelectorAll: () => groups }), getElementById: (id: keyof typeof byId) => byId[id] };
  runInNewContext(/<script>([\s\S]*)<\/script>/.exec(html)?.[1] ?? "", { document });
  return { groups, document: document as never, find: byId.find as never, hit: byId.hit };
}
