/** odeon build: a folder that runs a program by itself. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { odeon, withFiles } from "../support/odeon.js";

const PROGRAM = `(ns app.core (:require [clojure.string :as str] [clojure.actors :refer [spawn self ! receive]] [app.part :as part]))
(println "loading")
(def table (into {} (map (fn [i] [i (* i i)]) (range 100))))
(def counter (atom 0))
(defrecord Point [x y])
(defprotocol Shape (area [this]))
(extend-type Point Shape (area [p] (* (:x p) (:y p))))
(defmulti kind :kind)
(defmethod kind :a [_] "is a")
(defn fib [n] (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(defn text-of [f] (try (f) (catch Throwable e (ex-message e))))
(defn -main [& args]
  (swap! counter inc)
  (println args *command-line-args* (table 9) @counter (str/upper-case "abc") (area (->Point 3 4)) (kind {:kind :a}) (part/twice 4))
  (let [me (self)] (spawn (fn [] (! me (fib 20)))) (println (receive x x)))
  (println (read-string "[1 :a #{x}]") (text-of #(eval '(+ 1 2))))
  (require 'app.part)
  (println (text-of #(require 'app.other)))
  (case (first args)
    "boom" (throw (ex-info "boom" {:a 1}))
    "exit" (System/exit 9)
    "in" (println (read-line))
    nil))
`;
const LINES = (args: string): string =>
  `${args} ${args} 81 1 ABC 12 is a 8\n6765\n[1 :a #{x}] a built program has no compiler: it can't eval or load source text\n` +
  "the namespace app.other is no part of this program: it was not loaded when it was built\n";

function runBuilt(folder: string, args: readonly string[], input = ""): { code: number | null; stdout: string; stderr: string } {
  const run = spawnSync(process.execPath, [join(folder, "run.js"), ...args], { cwd: "/", input, encoding: "utf8", timeout: 60_000 });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

async function withProgram(f: (folder: string) => Promise<void>): Promise<void> {
  await withFiles({ "core.clj": PROGRAM }, async (folder) => {
    mkdirSync(join(folder, "app"));
    writeFileSync(join(folder, "app/part.clj"), "(ns app.part)\n(defn twice [x] (* 2 x))\n");
    await f(folder);
  });
}

test("a built program runs wherever its folder is, without Odeon", async () => {
  await withProgram(async (folder) => {
    const built = await odeon(["build", "core.clj", "-o", "out/app"], { cwd: folder });
    assert.equal(built.code, 0, built.stderr);
    assert.match(built.stdout, /^loading\nout\/app: \d+ functions compiled/);
    const moved = join(folder, "moved");
    renameSync(join(folder, "out/app"), moved);
    for (const source of ["core.clj", "app"]) rmSync(join(folder, source), { recursive: true });
    assert.deepEqual(runBuilt(moved, ["a", "b c"]), { code: 0, stdout: LINES("(a b c)"), stderr: "" });
    assert.deepEqual(runBuilt(moved, ["in"], "typed\n").stdout, `${LINES("(in)")}typed\n`);
    assert.equal(runBuilt(moved, ["exit"]).code, 9);
    const failed = runBuilt(moved, ["boom"]);
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /^ExceptionInfo: boom\n.*\{:a 1\}\n.*at app\.core\/-main \(core\.clj:\d+:\d+\)/);
    // What is compiled only makes it faster; that it is taken in at all shows when it is broken.
    writeFileSync(join(moved, "program.wasm"), "nonsense");
    assert.equal(runBuilt(moved, []).code, 70);
    rmSync(join(moved, "program.wasm"));
    assert.equal(runBuilt(moved, []).stdout, LINES("nil"));
  });
});

test("a compiled file can be built as well", async () => {
  await withProgram(async (folder) => {
    assert.equal((await odeon(["compile", "core.clj", "-o", "core.odb"], { cwd: folder })).code, 0);
    const built = await odeon(["build", "core.odb", "-o", "out"], { cwd: folder });
    assert.equal(built.code, 0, built.stderr);
    assert.equal(runBuilt(join(folder, "out"), ["x"]).stdout, LINES("(x)"));
  });
});

test("what can't be built is told", async () => {
  const files = {
    "plain.clj": "(ns plain) (defn main [])",
    "fails.clj": "(ns fails) (defn f [x] (/ x 0)) (f 1)",
    "wrong.clj": "(ns wrong) (defn -main [] (undefined-thing))",
    "busy.clj": "(ns busy (:require [clojure.actors :refer [spawn receive]])) (spawn (fn [] (receive x x))) (defn -main [])",
    file: "",
  };
  await withFiles(files, async (folder) => {
    for (const [args, code, message] of [
      [["plain.clj", "-o", "out"], 1, /plain\.clj can't be built: its namespace plain has no function -main/],
      [["fails.clj", "-o", "out"], 1, /ArithmeticException.*\n(.*\n)*.*at fails\/f/],
      [["wrong.clj", "-o", "out"], 1, /undefined-thing/],
      [["busy.clj", "-o", "out"], 1, /busy\.clj can't be built: while it loads it starts actors that go on/],
      [["none.clj", "-o", "out"], 2, /can't read none\.clj: there is no such file/],
      [[".", "-o", "out"], 2, /can't read \.: that is a folder/],
      [["plain.clj"], 2, /build needs -o DIR/],
      [[], 2, /build needs one FILE/],
      [["plain.clj", "-o", "file"], 2, /can't write into file: that is a file/],
      [["plain.clj", "-o", "file/below"], 2, /can't write into file\/below: that is a file/],
      [["plain.clj", "-o", "/proc/odeon"], 2, /can't write into \/proc\/odeon/],
    ] as const) {
      const result = await odeon(["build", ...args], { cwd: folder });
      assert.equal(result.code, code, `${args.join(" ")}: ${result.stderr}`);
      assert.match(result.stderr, message);
    }
    assert.ok(!existsSync(join(folder, "out/run.js")));
  });
});

/** Each line long enough for compiled loops to be entered and left: functions given to loops, instances, cells, numbers of all sizes, failures. */
const WORK = `(ns work (:require [clojure.actors :refer [spawn self ! receive]]))
(defrecord P [a b])
(deftype Cell [^:volatile-mutable v] clojure.lang.IDeref (deref [_] v) clojure.lang.IFn (invoke [_ x] (set! v (+ v x)) v))
(defprotocol Sized (size [x]))
(extend-protocol Sized P (size [p] (+ (:a p) (:b p))) String (size [s] (count s)) nil (size [_] 0) Object (size [x] 1))
(defmulti sort-of (fn [x] (cond (string? x) :text (number? x) :number :else :other)))
(defmethod sort-of :text [_] 1)
(defmethod sort-of :number [_] 2)
(defmethod sort-of :default [_] 3)
(def add (partial + 5))
(def xform (comp (map inc) (filter odd?) (map #(* % 3)) (take 4000)))
(defn safely [f x] (try (f x) (catch ArithmeticException e :arithmetic) (catch Exception e [(ex-message e) (ex-data e)])))
(def lines
  [#(transduce xform + (range 20000))
   #(reduce (fn [a x] (if (> a 100000) (reduced a) (+ a x))) (range 5000))
   #(reduce-kv (fn [a k v] (+ a k v)) 0 (zipmap (range 3000) (range)))
   #(reduce add 0 (vec (range 2000)))
   #(nth (iterate (fn [q] (-> (pop q) (conj (inc (peek q))))) (into clojure.lang.PersistentQueue/EMPTY (range 9))) 3000)
   #(let [c (->Cell 0)] (dotimes [i 5000] (c i)) @c)
   #(let [a (atom (->P 0 0))] (dotimes [i 3000] (swap! a update :a + i) (swap! a assoc :b i)) (vals @a))
   #(update-in (reduce (fn [m i] (assoc-in m [:k (rem i 7)] i)) {} (range 2000)) [:k 3] -)
   #(reduce + (map size (take 3000 (cycle [(->P 1 2) "abc" nil :x 7]))))
   #(frequencies (map sort-of (take 3000 (cycle [1 "a" :b]))))
   #(reduce *' (range 1 40))
   #(mapv (partial safely (fn [x] (if (zero? x) (throw (ex-info "zero" {:x x})) (quot 10 (dec x))))) [0 1 2])
   #(sort-by - (distinct (map (fn [i] (rem (* i i) 97)) (range 1000))))
   #(let [me (self)] (dotimes [i 50] (spawn (fn [] (! me (reduce + (range i)))))) (reduce + (repeatedly 50 (fn [] (receive x x)))))
   #(apply str (interpose "-" (for [x (range 40) y (range 3) :when (odd? (+ x y))] (* x y))))
   #(loop [i 0 x 1.5] (if (< i 5000) (recur (inc i) (* 3.7 x (- 1.0 (* x 0.1)))) (< x 1000.0)))])
(defn -main [& _] (doseq [f lines] (println (let [r (f)] (if (instance? clojure.lang.PersistentQueue r) (vec r) r)))))
`;

test("a built program does what it does interpreted", async () => {
  await withFiles({ "work.clj": WORK }, async (folder) => {
    const interpreted = await odeon(["run", "--tier", "interp", "work.clj"], { cwd: folder });
    assert.equal(interpreted.code, 0, interpreted.stderr);
    assert.equal(interpreted.stdout.trimEnd().split("\n").length, 16);
    const built = await odeon(["build", "work.clj", "-o", "out"], { cwd: folder });
    assert.equal(built.code, 0, built.stderr);
    assert.deepEqual(runBuilt(join(folder, "out"), []), { code: 0, stdout: interpreted.stdout, stderr: "" });
  });
});
