import { SHAPE } from "../../spec/index.js";

/** What a closure runs: its code (the first, of several arities) and, for each capture, that of a closure, or null for anything else. */
export interface ClosureShape {
  readonly code: number;
  readonly captures: readonly (ClosureShape | null)[];
}
/** A loop of compiled code has several times found a closure of this shape in an argument. */
export interface GivenClosure {
  /** Address of the loop's CODE. */
  readonly code: number;
  /** Number of the argument. */
  readonly slot: number;
  /** What the arguments were meanwhile, as CODE.seen (spec/bytecode.ts). */
  readonly seen: bigint;
  readonly shape: ClosureShape;
}

/** From the payload drawn in spec/host.ts. */
export function readShape(view: DataView): GivenClosure {
  let at: number = SHAPE.BODY;
  const word = (): number => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const closure = (): ClosureShape | null => {
    const code = word();
    return code === 0 ? null : { code, captures: Array.from({ length: word() }, closure) };
  };
  const shape = closure() as ClosureShape;
  return { code: view.getUint32(0, true), slot: view.getUint32(4, true), seen: view.getBigUint64(8, true) >> 3n, shape };
}
