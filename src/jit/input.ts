/** What the compiler is given. All of it is immutable while it is looked at, or checked again when compiled code runs. */

/** A CODE of the running program, with the words of its constants (spec/bytecode.ts). */
export interface JitCode {
  /** Address in shared memory: its identity. */
  readonly address: number;
  readonly name: string;
  /** Fixed arguments. */
  readonly arity: number;
  readonly variadic: boolean;
  readonly nlocals: number;
  readonly nslots: number;
  readonly consts: readonly bigint[];
  readonly bytes: Uint8Array;
  /** Rows of four: start, end, handler, height. */
  readonly handlers: Int32Array;
  /** What arguments have been (SEEN in spec/bytecode.ts). */
  readonly seen: bigint;
}

export interface InstanceLayout {
  readonly type: number;
  /** Words of its own before the user's fields; nil in a new instance. */
  readonly fixed: number;
  /** The user's fields. */
  readonly fields: number;
  readonly mutable: boolean;
  /** No type is below it, now or later. */
  readonly final: boolean;
}

export interface JitHeap {
  code(address: number): JitCode;
  /** The word in a root slot (spec/roots.ts). */
  root(address: number): bigint;
  /** The word in a var's root. */
  varRoot(variable: bigint): bigint;
  /** Address of the CODE that a shared closure runs for so many arguments. */
  codeOfClosure(closure: bigint, args: number): number | undefined;
  /** What a shared closure has captured: it is complete, and stays as it is. */
  captured(closure: bigint, index: number): bigint | undefined;
  /** What a shared closure runs, with the closures that it has captured. */
  shapeOf(closure: bigint): ClosureShape | undefined;
  /** The same among the codes of one function, of which the first is given. */
  codeOfArity(first: number, args: number): number | undefined;
  /** Value of a LONG. */
  long(word: bigint): bigint;
  /** How instances of a type are laid out: of deftype, defrecord and reify only. */
  instanceLayout(type: bigint): InstanceLayout | undefined;
  /** The first units of a constant string, at most so many, and how many it has. */
  units(word: bigint, most: number): { readonly count: number; readonly first: readonly number[] };
  /** The pairs of a constant map, if it is a small one. */
  pairs(map: bigint): readonly (readonly [key: bigint, value: bigint])[] | undefined;
}

/**
 * Compiled code relies on what is likely: that arguments are what they have been, that sums of fixnums are fixnums, that what is
 * added to a fixnum is one. Where it finds itself wrong it is left; a site where that has happened is not relied on again.
 */
export interface Trust {
  /** Arguments have the types in JitCode.seen. */
  readonly args: boolean;
  /** What an instruction, of the code itself or of one that is inlined into it, is likely to find. */
  site(at: Site): boolean;
}
export interface Site {
  readonly code: number;
  readonly pc: number;
  /** In a version for closures of one shape: the name of that (given.ts). */
  readonly version?: string;
}

/** What a closure runs: its code (the first, of several arities) and, for each capture, that of a closure, or null for anything else. */
export interface ClosureShape {
  readonly code: number;
  readonly captures: readonly (ClosureShape | null)[];
}
export interface GivenClosure {
  readonly slot: number;
  readonly shape: ClosureShape;
}
/** A code of which a version is wanted for closures of one shape in an argument. */
export interface Given extends GivenClosure {
  /** What its arguments are then, as JitCode.seen. */
  readonly seen: bigint;
}

/** Where a compiled function can be found by code that is compiled later. */
export type Linked = ReadonlySet<number>;

export interface JitOptions {
  /** Codes that have compiled bodies in earlier modules, by address. */
  readonly linked: Linked;
  /** What the compiled body of a code may rely on. */
  trust(code: number): Trust;
  /** Versions wanted of a code beside the one for all arguments. */
  given?(code: number): readonly Given[];
  /** Codes that are left to the interpreter. */
  skip?(code: JitCode): boolean;
  /** Code that asks at every guard whether to leave although it holds (control.stressGuard). */
  readonly doubts?: boolean;
  /** false: the engine has no tail calls, so the interpreter makes them. */
  readonly tailCalls?: boolean;
  /** Code without preemption, unwind and stack checks, to measure what they cost. */
  readonly unchecked?: boolean;
}

export interface JitEntry {
  readonly code: number;
  readonly pc: number;
  /** Counts from 0; -1: this code will not be compiled. */
  readonly slot: number;
}

export interface JitModule {
  readonly wasm: Uint8Array;
  readonly slots: number;
  readonly entries: readonly JitEntry[];
  /** Words that must stay alive: closures that calls are guarded by. */
  readonly words: readonly bigint[];
  /** By code: what the bits of CODE.failed stand for. */
  readonly sites: ReadonlyMap<number, readonly Site[]>;
  /** Codes whose functions in earlier modules it calls. */
  readonly imports: readonly number[];
  /** Calls and makings of closures in it, by caller and callee. */
  readonly calls: readonly (readonly [caller: number, callee: number])[];
  readonly refused: readonly { readonly code: number; readonly why: string }[];
}
