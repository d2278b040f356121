(ns clojure.string
  "Functions on strings."
  (:refer-clojure :exclude [replace reverse]))

(defn- text [s]
  (if (prim/string? s)
    s
    (if (nil? s)
      (throw (odeon.host-class/make-exception "java.lang.NullPointerException" "a string is needed, not nil" nil))
      (str s))))

(defn- chars
  "A text; symbols, numbers and the like are none."
  [s]
  (if (prim/string? s)
    s
    (if (nil? s)
      (throw (odeon.host-class/make-exception "java.lang.NullPointerException" "a string is needed, not nil" nil))
      (if (instance? java.lang.CharSequence s)
        (str s)
        (throw (odeon.host-class/make-exception
                "java.lang.ClassCastException"
                (str "class " (prim/type-name (prim/type-of s)) " cannot be cast to class java.lang.CharSequence") nil))))))

(defn- string
  "A string, and nothing else."
  [s]
  (if (prim/string? s)
    s
    (throw (odeon.host-class/make-exception
            (if (nil? s) "java.lang.NullPointerException" "java.lang.ClassCastException")
            (str "a string is needed, not " (odeon.error/shown s)) nil))))

(defn- sought "A string or character to look for, as a string." [x] (if (prim/char? x) (str x) (string x)))

(defn blank? "True if s is nil, empty, or white space only." [s]
  (if (nil? s) true (= 0 (prim/str-length (prim/str-trim (chars s) 0)))))

(defn upper-case "s in capital letters." [s] (prim/str-upper (text s)))
(defn lower-case "s in small letters." [s] (prim/str-lower (text s)))
(defn capitalize "s with a capital first letter and small ones after it." [s]
  (let [s (text s)]
    (if (< (count s) 2)
      (prim/str-upper s)
      (prim/str-concat (prim/str-upper (subs s 0 1)) (prim/str-lower (subs s 1))))))
(defn reverse "s from last to first character." [s] (prim/str-reverse (chars s)))
(defn trim "s without white space at both ends." [s] (prim/str-trim (chars s) 0))
(defn triml "s without white space at its start." [s] (prim/str-trim (chars s) 1))
(defn trimr "s without white space at its end." [s] (prim/str-trim (chars s) 2))
(defn trim-newline "s without line ends at its end." [s] (prim/str-trim (chars s) 3))
(defn starts-with? "True if s begins with substr." [s substr] (prim/str-starts (text s) (string substr)))
(defn ends-with? "True if s ends with substr." [s substr] (prim/str-ends (text s) (string substr)))
(defn includes? "True if s contains substr." [s substr] (<= 0 (prim/str-index-of (text s) (chars substr) 0)))

(defn join
  "The strs of coll's elements, put together with separator between them."
  ([coll] (join "" coll))
  ([separator coll] (prim/str-join (str separator) coll)))

(defn index-of
  "Where value (a string or character) is first found in s, nil if nowhere."
  ([s value] (index-of s value 0))
  ([s value from-index]
   (let [i (prim/str-index-of (text s) (sought value) (max 0 from-index))] (if (neg? i) nil i))))
(defn last-index-of
  "Where value is last found in s, nil if nowhere."
  ([s value] (last-index-of s value (count s)))
  ([s value from-index]
   (let [i (if (neg? from-index) -1 (prim/str-last-index-of (text s) (sought value) from-index))] (if (neg? i) nil i))))

(defn escape "s with each character replaced by what cmap gives for it, if anything." [s cmap]
  (let [sb (prim/sb-new)]
    (reduce (fn [_ ch] (let [r (cmap ch)] (prim/sb-append sb (if r (str r) ch)) nil)) nil (chars s))
    (prim/sb->string sb)))

;; ---- replace ------------------------------------------------------------------------------------------------------
(defn re-quote-replacement "A replacement that stands for exactly this text." [replacement]
  (prim/str-replace-all (prim/str-replace-all (.toString replacement) "\\" "\\\\") "$" "\\$"))

(defn- group-index
  "The number of a named group of a regular expression."
  [re name]
  (let [src (prim/regex-source re)
        at (prim/str-index-of src (str "(?<" name ">") 0)]
    (if (neg? at)
      (throw (ex-info (str "No group with name {" name "}") {}))
      (loop [i 0 n 1]
        (if (>= i at)
          n
          (let [c (prim/char-at src i)]
            (if (= c \\)
              (recur (+ i 2) n)
              (if (and (= c \()
                       (or (not= \? (prim/char-at src (inc i)))
                           (and (= \< (prim/char-at src (+ i 2))) (not= \= (prim/char-at src (+ i 3))) (not= \! (prim/char-at src (+ i 3))))))
                (recur (inc i) (inc n))
                (recur (inc i) n)))))))))

(defn- illegal-group [] (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException" "Illegal group reference" nil)))

(defn- numbered-group
  "[where it ends, number] of the group that digits from i on name, of so many groups: more digits belong to it as long as there is such a group."
  [replacement i groups]
  (let [n (count replacement)
        digit (fn [j] (if (and (< j n) (prim/char-class (prim/char-at replacement j) 1))
                        (- (prim/char->int (prim/char-at replacement j)) 48)
                        nil))
        d (digit i)]
    (when (nil? d) (illegal-group))
    (when (>= d groups)
      (throw (odeon.host-class/make-exception "java.lang.IndexOutOfBoundsException" (str "No group " d) nil)))
    (loop [j (inc i) g d]
      (let [d (digit j)]
        (if (and d (< (+ (* 10 g) d) groups)) (recur (inc j) (+ (* 10 g) d)) [j g])))))

(defn- template
  "The parts of a replacement: texts, and numbers of groups for $1 and ${name}; a backslash takes the next character as it is."
  [re groups replacement]
  (let [n (count replacement)]
    (loop [i 0 sb (prim/sb-new) parts []]
      (let [done (fn [] (if (= 0 (prim/sb-length sb)) parts (conj parts (prim/sb->string sb))))]
        (if (>= i n)
          (done)
          (let [c (prim/char-at replacement i)]
            (if (= c \\)
              (recur (+ i 2) (prim/sb-append sb (prim/char-at replacement (inc i))) parts)
              (if (= c \$)
                (if (and (< (inc i) n) (= \{ (prim/char-at replacement (inc i))))
                  (let [end (prim/str-index-of replacement "}" i)]
                    (recur (inc end) (prim/sb-new) (conj (done) (group-index re (subs replacement (+ i 2) end)))))
                  (let [[end g] (numbered-group replacement (inc i) groups)]
                    (recur end (prim/sb-new) (conj (done) g))))
                (recur (inc i) (prim/sb-append sb c) parts)))))))))

(defn- put-parts "Appends what a template's parts stand for in a match." [sb m parts]
  (let [n (prim/count parts)]
    (loop [i 0]
      (when (prim/lt i n)
        (let [part (prim/nth parts i)
              text (if (prim/string? part) part (prim/node-get m (prim/add 2 part)))]
          (if text (prim/sb-append sb text) nil)
          (recur (prim/add i 1)))))))

(defn- match-value [m]
  (let [n (prim/node-count m)]
    (if (= n 3)
      (prim/node-get m 2)
      (loop [i 2 v []] (if (< i n) (recur (inc i) (conj v (prim/node-get m i))) v)))))

(defn- replace-groups
  "s with the first or all matches replaced; put appends the replacement of a match to a builder."
  [s re all? put]
  (let [n (prim/str-length s)
        sb (prim/sb-new)]
    (loop [pos 0 copied 0]
      (let [m (prim/regex-exec re s pos 0)]
        (if m
          (let [start (prim/node-get m 0) end (prim/node-get m 1)]
            (prim/sb-append-part sb s copied start)
            (put sb m)
            (if all?
              (recur (odeon.matcher/behind start end) end)
              (prim/sb->string (prim/sb-append-part sb s end n))))
          (prim/sb->string (prim/sb-append-part sb s copied n)))))))

(defn- replace-spans
  "The same where nothing of a match but its text is asked for: put appends the replacement of the text in [start end)."
  [s re all? put]
  (let [n (prim/str-length s)
        sb (prim/sb-new)]
    (loop [pos 0 copied 0 most (if all? 8 1)]
      (let [spans (prim/regex-spans re s pos most)]
        (if spans
          (let [last (prim/node-count spans)
                end (loop [i 0 copied copied]
                      (if (prim/lt i last)
                        (let [start (prim/node-get spans i) end (prim/node-get spans (prim/add i 1))]
                          (prim/sb-append-part sb s copied start)
                          (put sb start end)
                          (recur (prim/add i 2) end))
                        copied))]
            (if all?
              (recur (odeon.matcher/behind-all spans) end 32)
              (prim/sb->string (prim/sb-append-part sb s end n))))
          (prim/sb->string (prim/sb-append-part sb s copied n)))))))

(defn- replace-by-text [s re replacement all?]
  (if (if (prim/lt (prim/str-index-of replacement "$" 0) 0) (prim/lt (prim/str-index-of replacement "\\" 0) 0) false)
    (replace-spans s re all? (fn [sb _ _] (prim/sb-append sb replacement)))
    ;; what is wrong with a replacement shows when there is something to replace
    (let [parts (prim/volatile nil)]
      (replace-groups s re all?
                      (fn [sb m]
                        (if (prim/volatile-deref parts)
                          nil
                          (prim/volatile-reset parts (template re (prim/sub (prim/node-count m) 2) replacement)))
                        (put-parts sb m (prim/volatile-deref parts)))))))

(defn- replace-by-function [s re f all?]
  (if (prim/identical 0 (prim/regex-groups re))
    (replace-spans s re all? (fn [sb start end] (prim/sb-append sb (chars (f (prim/substring s start end))))))
    (replace-groups s re all? (fn [sb m] (prim/sb-append sb (chars (f (match-value m))))))))

(defn- replace-with [s match replacement all?]
  (cond
    (char? match)
    (if all?
      (prim/str-replace-all s (str match) (str (cast java.lang.Character replacement)))
      (let [i (prim/str-index-of s (str match) 0)]
        (if (neg? i) s (str (subs s 0 i) replacement (subs s (inc i))))))
    (instance? java.lang.CharSequence match)
    (let [match (str match)]
      (if all?
        (prim/str-replace-all s match (chars replacement))
        (let [i (prim/str-index-of s match 0)]
          (if (neg? i) s (str (subs s 0 i) replacement (subs s (+ i (count match))))))))
    (prim/regex? match)
    (if (or (instance? java.lang.CharSequence replacement) (char? replacement))
      (replace-by-text s match (str replacement) all?)
      (replace-by-function s match replacement all?))
    :else (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException" (str "Invalid match arg: " match) nil))))

(defn replace "s with all occurrences of match (string, character or regular expression) replaced; a function makes replacements from matches."
  [s match replacement]
  (replace-with (text s) match replacement true))
(defn replace-first "s with the first occurrence of match replaced." [s match replacement]
  (replace-with (text s) match replacement false))

;; ---- split --------------------------------------------------------------------------------------------------------
(defn- without-trailing-blanks [parts]
  (loop [v parts]
    (if (and (seq v) (= "" (peek v))) (recur (pop v)) v)))

(defn- split-parts
  "The parts of s between matches of re, at most limit of them if limit is positive. As in Java, an empty match at the very
  start gives no leading empty part."
  [s re limit]
  (let [n (prim/str-length s)]
    (loop [pos 0 start 0 parts []]
      (let [left (if (prim/gt limit 0) (prim/sub (prim/sub limit 1) (prim/count parts)) 32)
            spans (if (prim/gt left 0) (prim/regex-spans re s pos left) nil)]
        (if spans
          (let [last (prim/node-count spans)
                [start parts] (loop [i 0 start start parts parts]
                                (if (prim/lt i last)
                                  (let [b (prim/node-get spans i) e (prim/node-get spans (prim/add i 1))]
                                    (if (if (prim/identical b e) (if (prim/identical b 0) true (prim/identical b n)) false)
                                      (recur (prim/add i 2) start parts)
                                      (recur (prim/add i 2) e (prim/conj parts (prim/substring s start b)))))
                                  [start parts]))]
            (recur (odeon.matcher/behind-all spans) start parts))
          (prim/conj parts (prim/substring s start n)))))))

(defn- plain-char
  "The one character that a regular expression matches, if it is nothing but that."
  [re]
  (let [source (prim/regex-source re)
        n (prim/str-length source)
        c (if (= n 0) \a (prim/char-at source (dec n)))]
    (case n
      1 (if (neg? (prim/str-index-of "\\^$.|?*+()[{" source 0)) c nil)
      2 (if (= \\ (prim/char-at source 0))
          (if (or (prim/char-class c 1) (prim/char-class c 2)) nil c)
          nil)
      nil)))

(defn split
  "The parts of s between matches of a regular expression; trailing empty parts are left out unless limit is given as not 0."
  ([s re] (split s re 0))
  ([s re limit]
   (let [s (chars s)
         c (if (= limit 0) (plain-char re) nil)
         parts (if c
                 (let [node (prim/str-split-char s c)] (prim/vector-from-node node (prim/node-count node)))
                 (split-parts s re limit))]
     (if (= limit 0)
       (if (= 1 (count parts)) parts (without-trailing-blanks parts))
       parts))))

(defn split-lines "The lines of s." [s] (split s #"\r?\n"))
