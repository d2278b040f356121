import { rows } from "./rows.js";
/** Types, instances, methods, functions, vars, namespaces, exceptions. */
export const TYPE_PRIMS = rows(384, "prim/type", `
type-of 1 - TYPE object of a value (nil for nil)
type-id 1 - fixnum type id, VECTOR for FLATVEC; 0 fixnum... see kernel/prim/type.ts typeIdOf
type-make 4 at (name-symbol fields-vector parents flags) new TYPE; parents: NODE or vector of TYPEs, or nil; flags: TYPE_FLAG
type-by-id 1 t
type-name 1 t symbol
type-fields 1 t
type-parents 1 t
type-set-parents 2 t
type-extra 1 t
type-set-extra 2 at
type-number 1 t the id of a TYPE
type-flags 1 t
type? 1 -
instance-new 2 at [prim/instance] (type node) instance with the NODE's words as fields
instance? 2 t (type x) exact type or a parent
user-type? 1 - [prim/instance] x is an instance of a deftype, defrecord or reify
record? 1 - [prim/instance]
field-get 2 t [prim/instance] (x i)
field-set 3 at [prim/instance] (x i v) mutable field
instance-copy 3 at [prim/instance] (x i v) copy with field i replaced; as immutable update
method-make 3 at [prim/method] (name protocol default)
method-find 2 at [prim/method] (method x) function for x's type, its parents, then default; nil if none
method-extend 3 at [prim/method] (method type-id f) swaps impls
method-impls 1 t [prim/method]
fn? 1 - [prim/function]
fn-arities 1 at [prim/function] NODE of fixed count, variadic?, fixed count, variadic?, ... per arity
fn-max-fixed 1 t [prim/function] largest fixed count; fn-name's companion for apply
fn-variadic? 1 t [prim/function]
fn-name 1 t [prim/function] string
fn-with-meta 2 at [prim/function]
var? 1 - [prim/var]
var-root 1 t [prim/var]
var-set-root 2 at [prim/var] promotes
var-cas-root 3 at [prim/var] (var old new)
var-bound? 1 t [prim/var]
var-meta 1 t [prim/var]
var-set-meta 2 at [prim/var]
var-name 1 t [prim/var] symbol with ns
var-dynamic? 1 t [prim/var]
var-set-dynamic 2 t [prim/var]
var-set-macro 2 t [prim/var]
var-macro? 1 t [prim/var]
var-intern 2 at [prim/var] (ns-symbol name-symbol)
var-find 2 t [prim/var] var or nil
ns-find 1 t [prim/var] (symbol)
ns-create 1 at [prim/var]
ns-all 0 at [prim/var] list
ns-vars 1 at [prim/var] list of vars
ns-name 1 t [prim/var]
ns-aliases 1 t [prim/var] map
ns-set-aliases 2 at [prim/var]
ns-refers 1 t [prim/var] map
ns-set-refers 2 at [prim/var]
ns-meta 1 t [prim/var]
ns-set-meta 2 at [prim/var]
ns-remove 1 t [prim/var]
var-unintern 1 t [prim/var]
namespace? 1 - [prim/var]
ex-make 4 at [prim/exception] (type message data cause)
ex? 1 - [prim/exception]
ex-type 1 t [prim/exception]
ex-message 1 t [prim/exception] string or nil
ex-code 1 t [prim/exception] kernel error number or nil
ex-data 1 t [prim/exception] data map; for kernel errors the NODE of operands
ex-cause 1 t [prim/exception]
ex-trace 1 at [prim/exception] vector of [function file line column] or nil
ex-set-trace 2 at [prim/exception]
tagged 2 at
tagged? 1 -
tagged-tag 1 t
tagged-form 1 t
code-info 1 at [prim/function] NODE [name file ns nlocals nslots bytes arity] of a function's first arity
identity-hash 1 at
type-define 5 at (id name-symbol fields parents flags): the TYPE of a kernel type id (see odeon.errors/kernel-types); once, when the library loads
error-types-set 1 t [prim/exception] (node) TYPEs by kernel error number
type-set-keys 2 at (type node) keywords of a record's fields
instance-of-0 1 at [prim/instance] (type field...) a new instance; a record's other words are nil
instance-of-1 2 at [prim/instance] (type field...) a new instance; a record's other words are nil
instance-of-2 3 at [prim/instance] (type field...) a new instance; a record's other words are nil
instance-of-3 4 at [prim/instance] (type field...) a new instance; a record's other words are nil
instance-of-4 5 at [prim/instance] (type field...) a new instance; a record's other words are nil
instance-of-5 6 at [prim/instance] (type field...) a new instance; a record's other words are nil
instance-of-6 7 at [prim/instance] (type field...) a new instance; a record's other words are nil
instance-of-7 8 at [prim/instance] (type field...) a new instance; a record's other words are nil
instance-of-8 9 at [prim/instance] (type field...) a new instance; a record's other words are nil
instance-of-9 10 at [prim/instance] (type field...) a new instance; a record's other words are nil
instance-of-10 11 at [prim/instance] (type field...) a new instance; a record's other words are nil
var-bind 1 t [prim/var] whether it is dynamic; if so, who reads it asks the actor's bindings first from now on
method-changes 0 - [prim/method] how often implementations or types have changed
type-itself 2 t (type changes) each instance is equal to itself alone, as methods were after so many changes: the kernel may hash and compare them
`);
