import type { Span } from "../base/index.js";

/**
 * Forms: program text as data. nil is null; true/false are booleans; a long is a bigint within 64 bits; a double is a
 * number; a string is a string. Everything else is one of the classes below. Forms are immutable once read.
 */
export type Form =
  | null
  | boolean
  | bigint
  | number
  | string
  | BigIntForm
  | RatioForm
  | DecimalForm
  | CharForm
  | Sym
  | Keyword
  | ListForm
  | VectorForm
  | MapForm
  | SetForm
  | RegexForm
  | TaggedForm
  | UuidForm
  | InstForm
  | Opaque;

export class BigIntForm {
  constructor(readonly value: bigint) {}
}
export class RatioForm {
  constructor(
    readonly num: bigint,
    readonly den: bigint,
  ) {}
}
/** unscaled * 10^-scale */
export class DecimalForm {
  constructor(
    readonly unscaled: bigint,
    readonly scale: number,
  ) {}
}
/** One UTF-16 unit. */
export class CharForm {
  constructor(readonly code: number) {}
}
export class Sym {
  constructor(
    readonly ns: string | null,
    readonly name: string,
    readonly meta: MapForm | null = null,
    readonly span?: Span,
  ) {}
}
export class Keyword {
  constructor(
    readonly ns: string | null,
    readonly name: string,
  ) {}
}
export class ListForm {
  constructor(
    readonly items: readonly Form[],
    readonly meta: MapForm | null = null,
    readonly span?: Span,
  ) {}
}
export class VectorForm {
  constructor(
    readonly items: readonly Form[],
    readonly meta: MapForm | null = null,
    readonly span?: Span,
  ) {}
}
/** Keys and values in turn, in source order. */
export class MapForm {
  constructor(
    readonly items: readonly Form[],
    readonly meta: MapForm | null = null,
    readonly span?: Span,
  ) {}
}
export class SetForm {
  constructor(
    readonly items: readonly Form[],
    readonly meta: MapForm | null = null,
    readonly span?: Span,
  ) {}
}
export class RegexForm {
  constructor(readonly source: string) {}
}
export class TaggedForm {
  constructor(
    readonly tag: Sym,
    readonly form: Form,
    readonly span?: Span,
  ) {}
}
export class UuidForm {
  constructor(readonly text: string) {}
}
export class InstForm {
  constructor(readonly ms: number) {}
}
/** A run-time value that has no text form (a function in a macro's answer): it came over the wire and can't go back. */
export class Opaque {
  constructor(
    readonly className: string,
    readonly printed: string,
  ) {}
}
