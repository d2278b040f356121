/** Cases as one program: it runs each by its small arguments until it is hot, then prints what all of them answer, twice. */
import { type Case, print } from "./generate.js";

export interface ProgramOptions {
  readonly portable: boolean;
  /** Turns, at most, with the small arguments before anything is printed, and with all of them between the two prints. */
  readonly warm: number;
  readonly again: number;
  /** Print reductions too. */
  readonly reductions?: boolean;
}

const PRELUDE = `
(def notes (atom 0))
(defn note! [x] (swap! notes inc) x)
(defn lim [x]
  (cond (not (number? x)) x
        (ratio? x) (if (< -1000000000000 x 1000000000000) (/ (quot (* x 5040) 1) 5040) (quot x 1000000007))
        (float? x) x
        (< -10000000000000000000000 x 10000000000000000000000) x
        :else (rem x 1000000007)))
(defn short-text [s] (if (< (count s) 240) s (str (subs s 0 240) "#" (count s) "#")))
`;
const OURS = `
(require '[clojure.actors :refer [self ! receive spawn]])
(defn guarded* [f] (try (f) (catch Throwable e [:failed (class e) (ex-message e)])))
(defmacro guarded [x] (list 'guarded* (list 'fn [] x)))
(defn answer [f args]
  (let [n @notes
        r (try (let [x (apply f args)] (if (fn? x) :fn (pr-str x)))
            (catch Throwable e
              (str "! " (class e) " " (ex-message e) " "
                   (try (str (ex-data e)) (catch Throwable printing (str "! " (class printing)))) " "
                   (pr-str (map (fn [[n _ l c]] [n l c]) (take 12 (odeon.error/trace e)))))))]
    (receive :noise nil (after 0 nil))
    (short-text (str r " " (- @notes n)))))
(defn reductions [] (:reductions (clojure.actors/info (self))))
(defn spent [f] (let [r (reductions)] (f) (- (reductions) r)))
`;
/** Classes of exceptions, and how far ahead a lazy seq looks, are not what is compared with the JVM. */
const THEIRS = `
(defn reductions [] 0)
(defn answer [f args] (short-text (try (let [x (apply f args)] (if (fn? x) ":fn" (pr-str x))) (catch Throwable e "!"))))
`;
const MAIN = `
(defn quietly [f args] (try (let [x (apply f args)] (if (seq? x) (doall (take 50 x)) x)) (catch Throwable e nil)))
;; So many turns, but fewer of what takes long.
(defn turns [f inputs most budget]
  (let [limit (+ (reductions) budget)]
    (loop [n 0]
      (when (and (< n most) (<= (reductions) limit))
        (doseq [args inputs] (quietly f args))
        (recur (inc n))))))
(defn run-all [warm again]
  (doseq [[_ f inputs] cases] (turns f (take 3 inputs) warm 20000))
  (let [once (fn [] (mapv (fn [[id f inputs]] (mapv (fn [args] (answer f args)) inputs)) cases))
        first-time (once)]
    (doseq [[[id _ inputs] answers] (map vector cases first-time) [k s] (map-indexed vector answers)] (println id k s))
    (doseq [[_ f inputs] cases] (turns f inputs again 60000))
    (doseq [[[id _ _] was is] (map vector cases first-time (once)) [k a b] (map vector (range) was is) :when (not= a b)] (println "again" id k b))))
`;

/** Definitions, and what is printed before anything has run often: the same however often cases are to run. */
export function definitionsOf(cases: readonly Case[], options: ProgramOptions): string {
  const out = [PRELUDE, options.portable ? THEIRS : OURS];
  for (const c of cases) for (const f of c.forms) out.push(print(f));
  out.push("(def cases [");
  for (const c of cases) out.push(`["${c.id}" f-${c.id} [${c.inputs.map((i) => `[${i.join(" ")}]`).join(" ")}]]`);
  out.push("])", MAIN);
  // What a first run looks up (the methods of a type, say) is remembered, and forgotten again when any program defines a type.
  if (options.reductions === true)
    out.push(
      '(doseq [[id f inputs] cases [k args] (map-indexed vector inputs)] (quietly f args) (println "spent" id k (spent (fn [] (quietly f args)))))',
    );
  return `${out.join("\n")}\n`;
}
/** The rest. It can be compiled by itself. */
export const callOf = ({ warm, again }: ProgramOptions): string => `((resolve 'user/run-all) ${warm} ${again})\n(println "end")\n`;

export const programOf = (cases: readonly Case[], options: ProgramOptions): string => definitionsOf(cases, options) + callOf(options);
