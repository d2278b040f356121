/** Programs with the mistakes of people who are new: each message names the place, the cause and a remedy. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { inParallel, odeon, withFiles } from "../support/odeon.js";

/** Program, place of the caret, cause, remedy. */
const PROGRAMS: readonly [source: string, place: string, cause: RegExp, remedy: RegExp][] = [
  ["(defn f [x]\n  (prinltn x))", "2:4", /unknown symbol: prinltn/, /did you mean println/],
  ["(defn f [x y] x)\n(f 1)", "2:1", /Wrong number of args \(1\)/, /f takes \[x y\]/],
  ["(defn f [x]\n  (+ x 1))\n(f nil)", "2:3", /nil is not a number/, /where the nil comes from/],
  ["(defn f [x]\n  (let [y 1]\n    (+ x y))\n(f 2)", "1:1", /the text ends inside the \(/, /before line 4/],
  ["(f [1 2)", "1:8", /can't close the \[/, /needs a \]/],
  ['(println "open)\n(foo)', "1:10", /ends inside the string/, /closing "/],
  ["(ns a (:requir [clojure.set]))", "1:7", /no clause :requir/, /:require/],
  ["(ns a (:require [clojure.strng]))", "1:17", /no namespace clojure\.strng/, /clojure\.string/],
  ["(ns a (:require clojure.string :as str))", "1:7", /:as is not an option/, /\[clojure\.string :as str\]/],
  ["(require [clojure.string :as str])", "1:11", /unknown symbol: clojure\.string/, /quote it/],
  ['(str/join "," [1])', "1:2", /no namespace is known here as str/, /\[clojure\.string :as str\]/],
  ["(let [x 1 y] x)", "1:6", /y has no value/, /let bindings/],
  ["(defn f [x & y z] x)", "1:12", /& stands before the last/, /& more/],
  ["(defn f\n  (inc 1))", "2:3", /is not an arity/, /in a vector/],
  ['("a" 0)', "1:1", /"a" is not a function/, /what stands first in parentheses/],
  ['(+ 1\n   "2")', "1:1", /"2" is not a number/, /parse-long/],
  ['(throw "oops")', "1:1", /throw takes an exception/, /ex-info "oops"/],
  ['(.toUppercase "a")', "1:1", /No matching method toUppercase/, /toUpperCase/],
  ["(defmulti a :k)\n(a {:k 1})", "2:1", /No method in multimethod/, /:default/],
  ["(defprotocol P (m [x]))\n(m 5)", "2:1", /No implementation of method: :m/, /extend-type/],
  ["(case 5 1 :a)", "1:1", /No matching clause: 5/, /last expression without a test/],
  ["(defn a [] (b))\n(defn b [] 1)", "1:13", /unknown symbol: b/, /declare b/],
  ["(let [[a b] 5] a)", "1:1", /nth not supported/, /takes apart only those/],
  ["(swap! {} inc)", "1:1", /is not an atom/, /\(atom value\)/],
  ["(deref 5)", "1:1", /can't be dereferenced/, /plain value/],
  ["(def x 1)\n(binding [x 2] x)", "2:1", /non-dynamic/, /\^:dynamic/],
  ["(-> {:a 1}\n    :b\n    inc)", "3:5", /nil is not a number/, /nil comes from/],
  ["(assoc [1] :a 1)", "1:1", /Key must be integer/, /use a map/],
  ["(loop [i 0]\n  (+ 1 (recur i)))", "2:8", /recur stands where its value/, /tail position/],
  ["(try 1 (catch ArithmeticExeption e 1))", "1:15", /unknown symbol: ArithmeticExeption/, /ArithmeticException/],
  ["(Math/sqroot 4)", "1:2", /no static member sqroot/, /Math\/sqrt/],
  ["(defrecord R [a])\n(R. 1 2)", "2:1", /R has 1 field/, /\[a\]/],
];

test("each mistake is told with place, cause and remedy", async () => {
  await withFiles(Object.fromEntries(PROGRAMS.map(([source], i) => [`p${i}.clj`, source])), async (folder) => {
    await inParallel([...PROGRAMS.entries()], 2, async ([i, [source, place, cause, remedy]]) => {
      const { code, stderr } = await odeon(["run", join(folder, `p${i}.clj`)], { timeout: 60_000 });
      const shown = `${source}\n${stderr}`;
      assert.equal(code, 1, shown);
      assert.ok(stderr.includes(`p${i}.clj:${place}\n`), shown);
      assert.match(stderr, cause, shown);
      assert.match(stderr, remedy, shown);
    });
  });
});
