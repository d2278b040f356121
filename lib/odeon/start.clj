;; The very first file. in-ns is a call of odeon.ns/enter, so that function has to exist before any namespace can be entered:
;; this is a first version of it, which only makes the namespace. odeon/ns.clj replaces it.
(prim/var-set-root (prim/var-intern 'odeon.ns 'enter)
                   (fn [sym] (if (prim/ns-find sym) nil (prim/ns-create sym)) nil))
