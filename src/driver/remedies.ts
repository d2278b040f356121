import type { OdeonError } from "./errors.js";

/** What a person can do about an error that stopped a program: by the class and text of the exception. The first row that fits counts. */
const REMEDIES: readonly [className: RegExp, message: RegExp, help: string][] = [
  [/NullPointer/, /^nil is not a number/, "look where the nil comes from, or give a default: (or x 0), (fnil + 0)"],
  [/NullPointer/, /^can't (?:call \.|read \.)/, "look where the nil comes from; (some-> x .method) stops at nil"],
  [/ClassCast/, /a java\.lang\.String can't be used in arithmetic$/, "make a number of the text first: (parse-long s), (parse-double s)"],
  [/ClassCast/, /^nil is not a function/, "what stands first in parentheses is called: look where the nil comes from"],
  [/ClassCast/, /is not a function: a \S+ can't be called$/, "what stands first in parentheses is called; data is written [1 2] or '(1 2)"],
  [/ClassCast/, /is not an atom/, "make one with (atom value) and keep it, or use the value itself: (update m :k f), (assoc m :k v)"],
  [
    /ClassCast/,
    /can't be dereferenced$/,
    "@x and (deref x) take an atom, a var, a delay, a promise or a future; use a plain value as it is",
  ],
  [/IllegalArgument/, /^Don't know how to create ISeq from/, "a collection, a string or nil is needed here"],
  [
    /UnsupportedOperation/,
    /^nth not supported on this type/,
    "something with an order is needed here: a vector, list or string; [a b] takes apart only those",
  ],
  [/IllegalState/, /^Can't dynamically bind non-dynamic var/, "let it be bound: (def ^:dynamic name value)"],
  [/IllegalArgument/, /^No method in multimethod/, "add a method for this value, or one for :default"],
  [
    /IllegalArgument/,
    /^No implementation of method/,
    "implement the protocol for this class: (extend-type Class Protocol (method [this] ...))",
  ],
  [/IllegalArgument/, /^No matching clause/, "give case or condp a last expression without a test, for all other values"],
  [/IllegalArgument/, /^Key must be integer/, "a vector's keys are indices; for other keys use a map"],
];

export function remedyFor(error: OdeonError): string | undefined {
  return REMEDIES.find(([className, message]) => className.test(error.className) && message.test(error.message))?.[2];
}
