/** Which calls are replaced by the code of what they call. */
import { OPCODES } from "../../spec/index.js";
import type { Inliner } from "./build-insts.js";
import { type Flow, flowOf } from "./flow.js";
import type { JitCode, JitHeap } from "./input.js";

/** Bytes of bytecode of what is inlined; of a function into itself; calls deep, and how deep the last into itself may be. */
const MOST_BYTES = 90;
const MOST_RECURSIVE = 60;
const DEEPEST = 3;
const DEEPEST_RECURSIVE = 2;
/** Bytes of what is inlined still deeper: a primitive or two. */
const MOST_DEEP = 24;

const TAIL_CALL = (OPCODES.find((op) => op.name === "TAIL_CALL") as { code: number }).code;

/** Of closures that are known, which are inlined wherever they are called. */
const MOST_GIVEN = 160;
const DEEPEST_GIVEN = 7;

/** What is inlined into a code: small functions without loops and handlers, and a small one a few times into itself. */
export function inlinerOf(self: JitCode, heap: JitHeap): Inliner {
  const plain = (address: number, most: number): Flow | undefined => {
    const code = heap.code(address);
    if (code.bytes.length > most || code.variadic || code.handlers.length > 0) return undefined;
    const flow = flowOf(code);
    return flow.entries.length === 0 && !callsInstead(flow) ? flow : undefined;
  };
  return {
    ofVar(variable, args, depth) {
      if (depth >= DEEPEST_GIVEN) return undefined;
      const closure = heap.varRoot(variable);
      const address = heap.codeOfClosure(closure, args);
      if (address === undefined || (address === self.address && depth > DEEPEST_RECURSIVE)) return undefined;
      const flow = plain(address, depth >= DEEPEST ? MOST_DEEP : address === self.address ? MOST_RECURSIVE : MOST_BYTES);
      return flow === undefined ? undefined : { flow, closure };
    },
    ofClosure(closure, args, depth) {
      const address = depth < DEEPEST_GIVEN ? heap.codeOfClosure(closure, args) : undefined;
      return address === undefined || address === self.address ? undefined : plain(address, MOST_GIVEN);
    },
    captured: (closure, index) => heap.captured(closure, index),
    ofCode(first, args, depth) {
      const address = depth < DEEPEST_GIVEN ? heap.codeOfArity(first, args) : undefined;
      return address === undefined || address === self.address ? undefined : plain(address, MOST_GIVEN);
    },
  };
}

/** Whether a call takes the place of the function: inlined, it would take that of the caller. */
function callsInstead({ code, blocks }: Flow): boolean {
  if (!code.bytes.includes(TAIL_CALL)) return false;
  for (const { insts } of blocks.values()) if (insts.some((i) => i.op.name === "TAIL_CALL")) return true;
  return false;
}
