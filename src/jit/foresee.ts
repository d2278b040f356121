/**
 * Which versions (given.ts) a program will want, found by reading it: for programs that are compiled whole before they run. A call that gives
 * a closure is followed into the function that it calls, with what is known of the arguments, up to the loops that call them.
 */
import { SHAPE } from "../../spec/index.js";
import { buildGraph } from "./build.js";
import { flowOf } from "./flow.js";
import { calledArguments, versionName } from "./given.js";
import { type Graph, type Node, resolve } from "./graph.js";
import { inlinerOf } from "./inlining.js";
import type { ClosureShape, Given, GivenClosure, JitHeap } from "./input.js";
import { Refusal } from "./scope.js";

/** Functions between a call and the loop; functions that are read in all. */
const DEEPEST = 6;
const MOST_READ = 4000;

/** By code: the versions that calls in these codes, and in what they call, give reason for; at most so many for each. */
export function foresee(codes: readonly number[], heap: JitHeap, most: number): ReadonlyMap<number, readonly Given[]> {
  const found = new Map<number, Map<string, Given>>();
  const read = new Set<string>();
  const visit = (code: number, given: readonly GivenClosure[], depth: number): void => {
    const name = `${code} ${given.map(versionName).join(" ")}`;
    if (read.has(name) || read.size >= MOST_READ) return;
    read.add(name);
    const graph = graphOf(code, given, heap);
    if (graph === undefined) return;
    for (const call of callsIn(graph)) {
      const callee = calleeOf(call, graph, code, heap);
      if (callee === undefined) continue;
      const closures = call.args.slice(1, 1 + heap.code(callee).arity).flatMap((n, slot): GivenClosure[] => {
        const shape = shapeIn(graph, n, heap, SHAPE.DEPTH);
        return shape === undefined ? [] : [{ slot, shape }];
      });
      if (closures.length === 0) continue;
      const called = calledArguments(heap.code(callee));
      const wanted = closures.find(({ slot }) => called.has(slot));
      if (wanted !== undefined) note(found, callee, { ...wanted, seen: 0n }, most);
      if (depth > 0) visit(callee, closures, depth - 1);
    }
  };
  for (const code of codes) visit(code, [], DEEPEST);
  return new Map([...found].map(([code, versions]) => [code, [...versions.values()]]));
}

function note(found: Map<number, Map<string, Given>>, code: number, given: Given, most: number): void {
  const versions = found.get(code) ?? new Map<string, Given>();
  found.set(code, versions);
  if (versions.size < most) versions.set(versionName(given), given);
}

function graphOf(code: number, given: readonly GivenClosure[], heap: JitHeap): Graph | undefined {
  try {
    const read = heap.code(code);
    return buildGraph(flowOf(read), 0, inlinerOf(read, heap), given);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
function* callsIn(graph: Graph): Iterable<Node> {
  for (const b of graph.blocks) for (const n of b.nodes) if (n.op === "call" || n.op === "tail-call") yield n;
}
/** The code that a call runs for certain, or most likely. */
function calleeOf(call: Node, graph: Graph, self: number, heap: JitHeap): number | undefined {
  const callee = resolve(call.args[0] as Node);
  const n = call.args.length - 1;
  if (callee === graph.closure) return self;
  if (callee.op === "var") return heap.codeOfClosure(heap.varRoot(callee.data as bigint), n);
  const first = callee.op === "make-closure" ? callee.imm : graph.shapes.get(callee)?.code;
  return first === undefined ? undefined : heap.codeOfArity(first, n);
}
/** What a value runs, if it is known to be a closure. */
function shapeIn(graph: Graph, value: Node, heap: JitHeap, depth: number): ClosureShape | undefined {
  const n = resolve(value);
  const known = graph.shapes.get(n);
  if (known !== undefined || depth === 0) return known;
  if (n.op === "make-closure") {
    const captures = n.args.slice(0, SHAPE.CAPTURES).map((c) => shapeIn(graph, c, heap, depth - 1) ?? null);
    return { code: n.imm, captures };
  }
  if (n.op === "const") return heap.shapeOf(n.data as bigint);
  return n.op === "var" ? heap.shapeOf(heap.varRoot(n.data as bigint)) : undefined;
}
