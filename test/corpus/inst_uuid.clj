;; Instants and UUIDs.
(def d #inst "2024-02-29T12:30:45.123-00:00")
(prn d (inst-ms d) (= d #inst "2024-02-29T13:30:45.123+01:00") (compare d #inst "2025-01-01") (inst? d) (.getTime d) (java.util.Date. 0) (sort [#inst "2021" #inst "2020-06"]) {d 1})
(def u #uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6")
(prn u (str u) (= u (parse-uuid "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6")) (parse-uuid "nope") (uuid? u) (java.util.UUID/fromString (str u)) {u 1} (hash u) (compare u u))
(prn (read-string "#inst \"2020-01-01T00:00:00Z\"") (try (read-string "#inst \"bad\"") (catch Exception e :bad)) (try (read-string "#uuid \"bad\"") (catch Exception e :bad)) (pr-str d))
