;; The first file: names that earlier files use before later files define them. Code that runs while the library loads
;; only calls what is defined by then.
(in-ns 'odeon.host-class)
(declare make-exception find-class construct)

(in-ns 'odeon.slow)
(declare number-eq number-hash decimal->string decimal->quotient to-decimal invoke eq hash seq get contains
         order-quotients sequential-value? map-value? set-value? record-seq missing realize next-of-cons)

(in-ns 'odeon.sort)
(declare merge-runs)

(in-ns 'odeon.error)
(declare message data type-name-of trace shown)

(in-ns 'odeon.binding)
(declare push)

(in-ns 'odeon.local-var)
(declare set-value)

(in-ns 'clojure.string)
(declare group-index replace replace-first split split-lines)

(in-ns 'odeon.interop)
(declare invoke frames-of)

(in-ns 'clojure.repl)
(declare demunge)

(in-ns 'odeon.decimal)
(declare set-scale precision strip round)

(in-ns 'odeon.file)
(declare file)

(in-ns 'odeon.multi)
(declare make multi? add-method)

(in-ns 'clojure.core)
(declare class-of-function str pr-str pr-str-limited reduce into vec apply boolean var-get bigdec some isa? parents unreduced comparator-fn
         *print-length* *print-level* compare deref to-array reset! add-watch remove-watch set-validator! map? reduce-map)
