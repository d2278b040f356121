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
  (prim/str-replace-all (prim/str-replace-all (chars replacement) "\\" "\\\\") "$" "\\$"))

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

(defn- expand
  "Appends a replacement to a builder: $1 and ${name} stand for groups, a backslash takes the next character as it is."
  [sb re m replacement]
  (let [n (count replacement)
        groups (- (prim/node-count m) 2)]
    (loop [i 0]
      (when (< i n)
        (let [c (prim/char-at replacement i)]
          (cond
            (= c \\)
            (do (prim/sb-append sb (prim/char-at replacement (inc i)))
                (recur (+ i 2)))
            (= c \$)
            (if (and (< (inc i) n) (= \{ (prim/char-at replacement (inc i))))
              (let [end (prim/str-index-of replacement "}" i)
                    g (prim/node-get m (+ 2 (group-index re (subs replacement (+ i 2) end))))]
                (prim/sb-append sb (if g g ""))
                (recur (inc end)))
              (let [digit (fn [j] (if (and (< j n) (prim/char-class (prim/char-at replacement j) 1))
                                    (- (prim/char->int (prim/char-at replacement j)) 48)
                                    nil))
                    d (digit (inc i))]
                (when (nil? d)
                  (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException" "Illegal group reference" nil)))
                (when (>= d groups)
                  (throw (odeon.host-class/make-exception "java.lang.IndexOutOfBoundsException" (str "No group " d) nil)))
                ;; more digits belong to the number as long as there is such a group
                (let [end+g (loop [j (+ i 2) g d]
                              (let [d (digit j)]
                                (if (and d (< (+ (* 10 g) d) groups)) (recur (inc j) (+ (* 10 g) d)) [j g])))
                      value (prim/node-get m (+ 2 (nth end+g 1)))]
                  (prim/sb-append sb (if value value ""))
                  (recur (nth end+g 0)))))
            :else
            (do (prim/sb-append sb c)
                (recur (inc i)))))))))

(defn- match-value [m]
  (let [n (prim/node-count m)]
    (if (= n 3)
      (prim/node-get m 2)
      (loop [i 2 v []] (if (< i n) (recur (inc i) (conj v (prim/node-get m i))) v)))))

(defn- replace-regex
  "s with the first or all matches replaced; put appends the replacement of a match to a builder."
  [s re all? put]
  (let [n (count s)
        sb (prim/sb-new)]
    (loop [pos 0 copied 0]
      (let [m (if (> pos n) nil (prim/regex-exec re s pos false))]
        (if m
          (let [start (prim/node-get m 0) end (prim/node-get m 1)]
            (prim/sb-append sb (prim/substring s copied start))
            (put sb m)
            (if all?
              (recur (if (= start end) (inc end) end) end)
              (do (prim/sb-append sb (prim/substring s end n))
                  (prim/sb->string sb))))
          (do (prim/sb-append sb (prim/substring s (min copied n) n))
              (prim/sb->string sb)))))))

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
      (replace-regex s match all? (fn [sb m] (expand sb match m (str replacement))))
      (replace-regex s match all? (fn [sb m] (prim/sb-append sb (chars (replacement (match-value m)))))))
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
  (let [n (count s)]
    (loop [pos 0 start 0 parts []]
      (let [m (if (or (> pos n) (and (pos? limit) (= (count parts) (dec limit)))) nil (prim/regex-exec re s pos false))]
        (if m
          (let [b (prim/node-get m 0) e (prim/node-get m 1)]
            (if (= b e)
              (if (or (= b 0) (>= b n))
                (if (>= b n) (conj parts (subs s start)) (recur (inc b) start parts))
                (recur (inc e) e (conj parts (subs s start b))))
              (recur e e (conj parts (subs s start b)))))
          (conj parts (subs s start)))))))

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
