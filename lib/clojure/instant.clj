(ns clojure.instant
  "Points in time from text.")

(defn- days-from-civil
  "Days since 1970 of a date."
  [y m d]
  (let [y (if (<= m 2) (dec y) y)
        era (quot (if (>= y 0) y (- y 399)) 400)
        yoe (- y (* era 400))
        doy (+ (quot (+ (* 153 (if (> m 2) (- m 3) (+ m 9))) 2) 5) (dec d))
        doe (+ (* yoe 365) (quot yoe 4) (- (quot yoe 100)) doy)]
    (+ (* era 146097) doe -719468)))

(defn- leap? [y] (and (zero? (mod y 4)) (or (not (zero? (mod y 100))) (zero? (mod y 400)))))
(defn- days-in-month [y m] (nth [31 (if (leap? y) 29 28) 31 30 31 30 31 31 30 31 30 31] (dec m)))

(def ^:private timestamp
  #"(\d\d\d\d)(?:-(\d\d)(?:-(\d\d)(?:[T](\d\d)(?::(\d\d)(?::(\d\d)(?:[.](\d+))?)?)?)?)?)?(?:[Z]|([-+])(\d\d):(\d\d))?")

(defn- fail [s] (throw (RuntimeException. (str "Unrecognized date/time syntax: " s))))

(defn parse-timestamp
  "Calls new-instant with years, months, days, hours, minutes, seconds, nanoseconds, offset sign, hours and minutes of a text."
  [new-instant s]
  (if-let [[_ y mo d h mi sec frac sign oh om] (re-matches timestamp s)]
    (let [n (fn [x default] (if x (parse-long x) default))
          nanos (if frac (parse-long (subs (str frac "000000000") 0 9)) 0)
          y (n y 0) mo (n mo 1) d (n d 1) h (n h 0) mi (n mi 0) sec (n sec 0)]
      (if (and (<= 1 mo 12) (<= 1 d (days-in-month y mo)) (<= 0 h 23) (<= 0 mi 59) (<= 0 sec 60))
        (new-instant y mo d h mi sec nanos (case sign "-" -1 "+" 1 0) (n oh 0) (n om 0))
        (fail s)))
    (fail s)))

(defn- construct [y mo d h mi sec nanos sign oh om]
  (prim/inst-make (- (+ (* 86400000 (days-from-civil y mo d)) (* 3600000 h) (* 60000 mi) (* 1000 sec) (quot nanos 1000000))
                     (* sign (+ (* 3600000 oh) (* 60000 om))))))

(defn read-instant-date "The point in time that a text in RFC 3339 spells." [s] (parse-timestamp construct s))
(def read-instant-calendar "As read-instant-date." read-instant-date)
(def read-instant-timestamp "As read-instant-date." read-instant-date)

(alter-var-root #'default-data-readers
                (constantly {'inst read-instant-date
                             'uuid (fn [s]
                                     (or (parse-uuid s)
                                         (throw (IllegalArgumentException. (str "Invalid UUID string: " s)))))}))
