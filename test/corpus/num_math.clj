;; clojure.math and Math: rounding, trigonometry, powers.
(require '[clojure.math :as m])
(defn r [x] (/ (Math/round (* x 1e9)) 1e9))
(prn (map r [(m/sin 1) (m/cos 1) (m/tan 1) (m/asin 0.5) (m/acos 0.5) (m/atan 1) (m/atan2 1 2) (m/sinh 1) (m/cosh 1) (m/tanh 1)]))
(prn (map r [(m/exp 1) (m/log 10) (m/log10 1000) (m/pow 2 0.5) (m/sqrt 3) (m/cbrt 27) (m/hypot 3 4)]))
(prn (m/ceil 1.2) (m/floor -1.2) (m/round 2.5) (m/round -2.5) (m/rint 2.5) (m/rint 3.5) (m/signum -3.0) (m/to-radians 180) (m/to-degrees m/PI))
(prn (Math/abs -3) (Math/abs -3.5) (Math/max 1 2) (Math/min 1.0 2.0) (Math/signum 2.0) (Math/floorDiv -7 2) (Math/floorMod -7 2) (Math/round 1.4999) (Math/log 1) (Math/exp 0) (Math/cbrt 8.0))
(prn (m/floor-div -7 2) (m/floor-mod -7 2) (m/sqrt -1) (m/pow 0 0) (m/log 0))
(prn Long/MAX_VALUE Long/MIN_VALUE Integer/MAX_VALUE Double/MAX_VALUE Double/MIN_VALUE (Double/isNaN ##NaN) (Long/parseLong "-12") (Double/compare 1.0 2.0) (Long/compare 2 1) (Long/bitCount 255) (Character/getNumericValue \7))
