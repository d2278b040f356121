import { Keyword, type Form } from "../reader/index.js";

/**
 * Primitives on constants, exactly as the kernel computes them on longs and doubles. `undefined`: not folded, because it
 * would throw or overflow, or because only the kernel knows.
 */
export function foldPrim(name: string, args: readonly Form[]): Form | undefined {
  const [a, b] = args as [Form, Form];
  if (args.length === 1) return foldUnary(name, a);
  if (args.length !== 2) return undefined;
  if (name === "identical") return foldIdentical(a, b);
  if (name === "eq") return foldEq(a, b);
  if (typeof a === "bigint" && typeof b === "bigint") return foldLongs(name, a, b);
  if (isNumber(a) && isNumber(b)) return foldDoubles(name, Number(a), Number(b));
  return undefined;
}

const isNumber = (x: Form): x is bigint | number => typeof x === "bigint" || typeof x === "number";
const long = (x: bigint): bigint | undefined => (BigInt.asIntN(64, x) === x ? x : undefined);

function foldLongs(name: string, a: bigint, b: bigint): Form | undefined {
  switch (name) {
    case "add":
      return long(a + b);
    case "sub":
      return long(a - b);
    case "mul":
      return long(a * b);
    case "quot":
      return b === 0n ? undefined : long(a / b);
    case "rem":
      return b === 0n ? undefined : a % b;
    case "mod":
      return b === 0n ? undefined : ((a % b) + b) % b;
    case "lt":
      return a < b;
    case "le":
      return a <= b;
    case "gt":
      return a > b;
    case "ge":
      return a >= b;
    case "num-eq":
      return a === b;
    case "unchecked-add":
      return BigInt.asIntN(64, a + b);
    case "unchecked-sub":
      return BigInt.asIntN(64, a - b);
    case "unchecked-mul":
      return BigInt.asIntN(64, a * b);
    case "bit-and":
      return a & b;
    case "bit-or":
      return a | b;
    case "bit-xor":
      return a ^ b;
    case "shl":
      return BigInt.asIntN(64, a << (b & 63n));
    case "shr":
      return a >> (b & 63n);
    case "ushr":
      return BigInt.asIntN(64, BigInt.asUintN(64, a) >> (b & 63n));
    default:
      return undefined;
  }
}

function foldDoubles(name: string, a: number, b: number): Form | undefined {
  switch (name) {
    case "add":
      return a + b;
    case "sub":
      return a - b;
    case "mul":
      return a * b;
    case "lt":
      return a < b;
    case "le":
      return a <= b;
    case "gt":
      return a > b;
    case "ge":
      return a >= b;
    case "num-eq":
      return a === b;
    default:
      return undefined;
  }
}

function foldUnary(name: string, a: Form): Form | undefined {
  switch (name) {
    case "neg":
      return typeof a === "bigint" ? long(-a) : typeof a === "number" ? -a : undefined;
    case "bit-not":
      return typeof a === "bigint" ? ~a : undefined;
    case "number?":
      return isScalar(a) ? isNumber(a) : undefined;
    case "integer?":
    case "int?":
      return isScalar(a) ? typeof a === "bigint" : undefined;
    case "float?":
      return isScalar(a) ? typeof a === "number" : undefined;
    case "string?":
      return isScalar(a) ? typeof a === "string" : undefined;
    case "keyword?":
      return isScalar(a) ? a instanceof Keyword : undefined;
    default:
      return undefined;
  }
}

/** Constants whose kind is plain: nil, booleans, longs, doubles, strings, keywords. */
const isScalar = (a: Form): boolean => a === null || typeof a !== "object" || a instanceof Keyword;

/** Only what is one word everywhere. */
function foldIdentical(a: Form, b: Form): Form | undefined {
  const plain = (x: Form) => x === null || typeof x === "boolean" || x instanceof Keyword;
  if (!plain(a) || !plain(b)) return undefined;
  return a instanceof Keyword && b instanceof Keyword ? sameKeyword(a, b) : a === b;
}

function foldEq(a: Form, b: Form): Form | undefined {
  if (!isScalar(a) || !isScalar(b)) return undefined;
  if (a instanceof Keyword || b instanceof Keyword) return a instanceof Keyword && b instanceof Keyword && sameKeyword(a, b);
  return typeof a === typeof b && a === b;
}

const sameKeyword = (a: Keyword, b: Keyword): boolean => a.ns === b.ns && a.name === b.name;
