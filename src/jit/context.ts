/** What a function is compiled for, and what is known of the functions that it calls. */
import type { PrimRow } from "../../spec/index.js";
import type { Guard, Node } from "./graph.js";
import type { InstanceLayout, JitCode, JitHeap, Trust } from "./input.js";
import type { Linkage } from "./linkage.js";
import type { SlowFunction } from "./slow.js";
import type { Sites } from "./trust.js";

/** A callee whose code is known when this is compiled. */
export interface Direct {
  /** The function that takes words. */
  readonly index: number;
  /** The function behind it for arguments of these types, if it has one. */
  readonly typed: { readonly index: number; readonly guards: readonly Guard[] } | undefined;
  /** What it answers if it returns. */
  readonly type: number;
  /** It takes any number of arguments: so many by themselves, the others in a seq. */
  readonly fixed?: number;
}
export interface Callees {
  /** Direct call of a callee with these arguments. */
  find(call: Node): Direct | undefined;
  /** The closure that a var must hold for the calls that are made through it. */
  guard(variable: Node): bigint | undefined;
  /** Whether a var holds an instance of a user's type. */
  isObject(variable: bigint): boolean;
  /** What a var holds, if it is a type that a program has defined, and how its instances are laid out. */
  instances(variable: bigint): { readonly word: bigint; readonly layout: InstanceLayout } | undefined;
  /** To look at constants. */
  readonly heap: Pick<JitHeap, "pairs" | "units">;
  /** The library's version of a primitive, if it can be called directly. */
  slow(row: PrimRow): (SlowFunction & { readonly index: number }) | undefined;
}

export interface EmitContext {
  readonly code: JitCode;
  readonly trust: Trust;
  readonly sites: Sites;
  readonly link: Linkage;
  readonly callees: Callees;
  readonly doubts: boolean;
  readonly unchecked: boolean;
  readonly tailCalls: boolean;
}
