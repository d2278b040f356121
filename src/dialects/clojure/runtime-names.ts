import { Keyword, MapForm, Sym } from "../../reader/index.js";

/**
 * Every library var that the Clojure front end refers to in code it generates: name, arguments, meaning.
 * The library defines them; a program need not require their namespaces (they are part of the core image).
 * Arguments named `T` are TYPE objects, `M` METHOD objects, `f` functions.
 */
const TABLE = `
odeon.ns/enter              [sym]                      makes the namespace if new, sets *ns* to it
odeon.ns/set-meta           [ns-sym map]               metadata of a namespace (doc and the like)
odeon.ns/alias              [ns-sym alias-sym target-sym]
odeon.ns/refer-var          [ns-sym sym var-ns-sym var-name-sym]
odeon.ns/import             [ns-sym short-sym full-sym]
odeon.class/FULL.NAME       value                      class (TYPE), host interfaces are protocols as well; e.g. odeon.class/java.lang.String
odeon.class/clojure.lang.IType  value                  above every type of deftype,
odeon.class/java.lang.Object value                     and so is this
odeon.static/FULL.NAME.MEMBER value                    static method (a function) or field (its value), e.g. odeon.static/java.lang.Math.sqrt
odeon.host-class/construct  [class & args]             (Foo. a b) of a host class
odeon.host-class/foreign    [name]                     the class of that name (a string) that the library does not have: nothing is an instance of it
odeon.host-class/adapt-proxy [classes object]          (proxy [classes...] ...): object is a reify with its methods
odeon.interop/invoke        [x name args-vector]       (.foo x a b c)
odeon.interop/invoke0       [x name]                   (.foo x); may be a field of a user type
odeon.interop/invoke1       [x name a]                 (.foo x a)
odeon.interop/invoke2       [x name a b]               (.foo x a b)
odeon.interop/field         [x name]                   (.-foo x)
odeon.interop/set-field     [x name value]             (set! (.-foo x) v) outside of a type's own methods
odeon.protocol/make-protocol [name-sym var options methods] methods: vector of {:name sym :method M :arglists (..) :doc s}; options: map of :doc,
                                                       :extend-via-metadata ...; answers the protocol map: :name :var :methods {:foo M} :sigs {..} and the options
odeon.protocol/implement    [T protocol methods]       methods: map of keyword to function; T: TYPE or nil; java.lang.Object sets the default. For each one prim/method-extend;
                                                       notes T for satisfies?/extenders. protocol may be a host interface of odeon.class; methods may be empty
odeon.protocol/missing      [M this]                   throws "No implementation of method: :foo of protocol: #'ns/P found for class: C"; with :extend-via-metadata the
                                                       function found in metadata is returned instead and then called by the caller with (this args...)
odeon.protocol/find-with-metadata [M this]             the function for a method of a protocol that is extended by metadata too, nil if there is none by type
odeon.reify/carry-meta      [T]                        called once after a reify's TYPE and implementations are made: its last word is metadata
odeon.record/define         [T casts]                  called once after a defrecord's TYPE is made (before its protocols): gives it what all records have; casts: by field, what its values are turned into (:long) or nil
odeon.record/completed      [record meta map]          (R. fields... meta map): the record with these further entries and metadata
odeon.record/from-map       [T map]                    map->R: fields by keyword, other entries into ext
odeon.multi/make            [name-sym dispatch-f default hierarchy-var] the callable multimethod
odeon.multi/multi?          [x]                        true if x is a multimethod
odeon.multi/add-method      [multi dispatch-value f]   defmethod; answers the multimethod
odeon.binding/push          [vars-and-values]          a vector var value var value...: the actor's bindings (prim/bindings-get) are replaced by ones that hold fresh VOLATILEs for these;
                                                       throws if a var isn't dynamic. The front end restores the old map by prim/bindings-set
odeon.destructure/kwargs    [seq]                      rest arguments to a map: pairs, an odd last one is a map merged over them; nil gives {}
odeon.chunk/of              [seq]                      for: the seq as a CHUNKED if it comes in chunks, else nil
odeon.error/throwable       [x]                        x, which is thrown; ClassCastException for what is no exception
odeon.error/no-clause       [value]                    throws IllegalArgumentException "No matching clause: value" (case, condp)
odeon.error/assert-failed   [form message-or-nil]      throws AssertionError "Assert failed: message\\n(pr-str form)" or without message "Assert failed: (pr-str form)"
odeon.io/with-out-str       [f]                        calls f with *out* bound to a string writer, answers the string
odeon.io/with-in-str        [string f]
odeon.io/close              [x]                        with-open: closes a port, reader or anything with a close method
odeon.decimal/context       [digits mode]              with-precision: how decimals are rounded; the mode is a symbol such as HALF_UP
odeon.repl/print-doc        [map-or-nil]               (doc x): :ns :name :arglists :doc :macro :special-form; nil prints nothing
odeon.repl/print-source     [map-or-nil]               (source x): by :file and :line of the metadata
odeon.lock/enter            [x]                        locking, monitor-enter: waits for other actors' sections
odeon.lock/exit             [x]                        the end of one
odeon.local-var/make        [value]                    with-local-vars: an unnamed var-like cell for var-get, var-set
clojure.core/seq            [coll]                     seq concat list vector hash-map hash-set apply with-meta: syntax quote
clojure.core/next           [coll]                     doseq
clojure.core/concat         [& colls]
clojure.core/list           [& items]
clojure.core/vector         [& items]
clojure.core/hash-map       [& kvs]
clojure.core/hash-set       [& items]
clojure.core/vec            [coll]
clojure.core/apply          [f & args]
clojure.core/with-meta      [x meta]
clojure.core/map?           [x]
clojure.core/every?         [f coll]
clojure.core/ex-info        [message map]
clojure.core/satisfies?     [protocol x]
clojure.core/prn            [& xs]
clojure.core/str            [& xs]
clojure.core/require        [& args]                   when not at the top level or with computed arguments: a function
clojure.core/use            [& args]
clojure.core/in-ns          [sym]
clojure.core/refer          [ns-sym & filters]
clojure.core/alias          [alias-sym ns-sym]
clojure.core/future-call    [f]
clojure.core/bound-fn*      [f]
clojure.core/pvalues*       [fs]                       pvalues: calls the functions of the vector, in parallel, lazily
clojure.core/with-redefs-fn [map f]
clojure.core/with-bindings* [map f]
clojure.core/vreset!        [vol value]
clojure.core/global-hierarchy value                    the var that defmulti uses by default
clojure.core/read-line      []
`;

export interface RuntimeName {
  readonly name: string;
  readonly args: string;
}

/** The rows of the table above, for checks and documentation. */
export const RUNTIME_NAMES: readonly RuntimeName[] = TABLE.split("\n")
  .filter((line) => /^\S/.test(line))
  .map((line) => {
    const [name, args] = line.split(/\s{1,}/, 2) as [string, string];
    return { name, args };
  });

const KNOWN = new Set(RUNTIME_NAMES.map((r) => r.name));
export const isRuntimeName = (ns: string, name: string): boolean => KNOWN.has(`${ns}/${name}`);

/** A symbol that the front end wrote: it means the library's var even where the program shadows or excludes the name. */
export class RtSym extends Sym {}
/** A symbol `prim/NAME` that the front end wrote: allowed in any namespace. */
export class PrimSym extends Sym {}
/** What tells such a symbol from one that a program wrote, once it has been through a program's macro. */
const FRONT = new Keyword("odeon", "front");
export const isPrimSym = (s: Sym): boolean =>
  s instanceof PrimSym ||
  (s.ns === "prim" && s.meta?.items.some((k) => k instanceof Keyword && k.ns === FRONT.ns && k.name === FRONT.name) === true);

const cache = new Map<string, RtSym>();
export function rt(full: string): RtSym {
  let sym = cache.get(full);
  if (!sym) {
    if (!KNOWN.has(full)) throw new Error(`runtime-names.ts does not list ${full}`);
    const slash = full.indexOf("/");
    sym = new RtSym(full.slice(0, slash), full.slice(slash + 1));
    cache.set(full, sym);
  }
  return sym;
}
const prims = new Map<string, PrimSym>();
export function prim(name: string): PrimSym {
  let sym = prims.get(name);
  if (!sym) prims.set(name, (sym = new PrimSym("prim", name, new MapForm([FRONT, true]))));
  return sym;
}
