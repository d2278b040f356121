;; A JSON document of about a megabyte, made here, parsed into maps and vectors and added up.
(ns parsejson (:require [clojure.string :as str] [timing]))

(def words ["amber" "basalt" "cedar" "delta" "ember" "fjord" "grove" "harbor"])
(defn word [k] (nth words (mod k 8)))
(defn entry [i]
  (str "{\"id\": " i
       ", \"name\": \"" (word i) " \\\"" (word (* 3 i)) "\\\" " (word (* 5 i)) "\""
       ", \"price\": " (mod (* i 7919) 1000) (nth [".0" ".25" ".5" ".75"] (mod i 4))
       ", \"active\": " (even? i)
       ", \"tags\": [" (str/join ", " (map #(str "\"" (word (+ i %)) "\"") (range (mod i 5)))) "]"
       ", \"at\": {\"x\": " (- (mod (* i 31) 200) 100) ", \"y\": " (mod i 90) ".5e1}"
       ", \"note\": " (if (zero? (mod i 3)) "null" "\"\\u0041 line\\nand more\"") "}"))
(defn document [n] (str "[" (str/join ",\n" (map entry (range n))) "]"))

;; The functions answer a value and leave the position after it in `end`.
(declare value)
(defn blank ^long [^String s ^long i]
  (let [c (.charAt s i)] (if (or (= c \space) (= c \newline) (= c \return) (= c \tab)) (recur s (inc i)) i)))
(defn ended [^longs end ^long i v] (aset end 0 i) v)
(defn wrong [^String s i] (throw (ex-info "not JSON" {:at i :char (.charAt s i)})))
(defn literal [^String s end i name v]
  (let [to (+ i (count name))] (if (= name (subs s i to)) (ended end to v) (wrong s i))))
(defn digit? [c] (and (<= 48 (int c)) (<= (int c) 57)))
(defn number [^String s end ^long i]
  (loop [to (inc i) whole true]
    (let [c (.charAt s to)]
      (cond
        (digit? c)                                                 (recur (inc to) whole)
        (or (= c \.) (= c \e) (= c \E) (= c \-) (= c \+)) (recur (inc to) false)
        :else (let [text (subs s i to)] (ended end to (if whole (parse-long text) (parse-double text))))))))
(defn escaped [^String s end ^long start]
  (let [out (StringBuilder.)]
    (loop [i start]
      (let [c (.charAt s i)]
        (cond
          (= c \") (ended end (inc i) (.toString out))
          (= c \\) (let [e (.charAt s (inc i))]
                     (if (= e \u)
                       (do (.append out (char (Integer/parseInt (subs s (+ i 2) (+ i 6)) 16))) (recur (+ i 6)))
                       (do (.append out (case e \n \newline \t \tab \r \return \b \backspace \f \formfeed e)) (recur (+ i 2)))))
          :else (do (.append out c) (recur (inc i))))))))
(defn text [^String s end ^long start]
  (loop [i start]
    (let [c (.charAt s i)]
      (cond
        (= c \") (ended end (inc i) (subs s start i))
        (= c \\) (escaped s end start)
        :else    (recur (inc i))))))
(defn array [^String s ^longs end ^long i]
  (let [i (blank s i)]
    (if (= \] (.charAt s i))
      (ended end (inc i) [])
      (loop [out (transient []) i i]
        (let [out (conj! out (value s end i))
              i   (blank s (aget end 0))]
          (case (.charAt s i)
            \, (recur out (inc i))
            \] (ended end (inc i) (persistent! out))
            (wrong s i)))))))
(defn object [^String s ^longs end ^long i]
  (let [i (blank s i)]
    (if (= \} (.charAt s i))
      (ended end (inc i) {})
      (loop [out (transient {}) i i]
        (let [i   (blank s i)
              k   (if (= \" (.charAt s i)) (text s end (inc i)) (wrong s i))
              i   (blank s (aget end 0))
              out (assoc! out k (if (= \: (.charAt s i)) (value s end (inc i)) (wrong s i)))
              i   (blank s (aget end 0))]
          (case (.charAt s i)
            \, (recur out (inc i))
            \} (ended end (inc i) (persistent! out))
            (wrong s i)))))))
(defn value [^String s end ^long i]
  (let [i (blank s i)]
    (case (.charAt s i)
      \{ (object s end (inc i))
      \[ (array s end (inc i))
      \" (text s end (inc i))
      \t (literal s end i "true" true)
      \f (literal s end i "false" false)
      \n (literal s end i "null" nil)
      (number s end i))))
(defn parse [s] (value s (long-array 1) 0))

(defn total [rows]
  (reduce (fn [[ids prices places characters active] {:strs [id price at name note tags] :as row}]
            [(+ ids id)
             (+ prices price)
             (+ places (get at "x") (get at "y"))
             (+ characters (count name) (count note) (reduce + (map count tags)))
             (if (get row "active") (inc active) active)])
          [0 0.0 0.0 0 0]
          rows))
(defn run [s]
  (let [[ids prices places characters active] (total (parse s))]
    (str ids " " (long (* 4 prices)) " " (long places) " " characters " " active)))
(defn -main [& _] (let [s (document 6500)] (println "bytes:" (count s)) (timing/report #(run s) 1000)))
