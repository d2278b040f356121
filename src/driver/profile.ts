import type { Sample } from "../host/index.js";
import { visibleFrames } from "./render-error.js";

/** A function as it was called from its parent. */
export interface ProfileNode {
  readonly name: string;
  /** Periods spent here: in the function itself, and with all that it called. */
  self: number;
  total: number;
  readonly children: Map<string, ProfileNode>;
}

export interface ActorProfile {
  /** Its registered name, or #pid[N]. */
  readonly label: string;
  readonly root: ProfileNode;
}

export interface FunctionProfile {
  readonly name: string;
  readonly self: number;
  readonly total: number;
}

const LEFT_OUT = "(frames left out)";
/** What runs before and after the program, in the library. */
const OUTSIDE = "(loading)";

function node(name: string): ProfileNode {
  return { name, self: 0, total: 0, children: new Map() };
}

/** Samples of a running program, added up: per actor a tree of functions by who called whom. */
export class Profile {
  /** Samples taken, and the periods that they stand for. */
  samples = 0;
  periods = 0;
  readonly #actors = new Map<bigint, { pid: bigint; name: string; root: ProfileNode }>();
  readonly #names = new Map<number, string>();

  add(sample: Sample, nameOf: (code: number) => string): void {
    this.samples++;
    this.periods += sample.weight;
    let actor = this.#actors.get(sample.pid);
    if (actor === undefined) {
      actor = { pid: sample.pid, name: "", root: node("") };
      this.#actors.set(sample.pid, actor);
    }
    if (sample.name !== "") actor.name = sample.name;
    const stack = visibleFrames(sample.codes.map((code) => ({ name: code === 0 ? LEFT_OUT : this.#name(code, nameOf) })));
    let at = actor.root;
    at.total += sample.weight;
    for (const { name } of stack.length === 0 ? [{ name: OUTSIDE }] : stack.reverse()) {
      let child = at.children.get(name);
      if (child === undefined) {
        child = node(name);
        at.children.set(name, child);
      }
      child.total += sample.weight;
      at = child;
    }
    at.self += sample.weight;
  }

  #name(code: number, nameOf: (code: number) => string): string {
    let name = this.#names.get(code);
    if (name === undefined) {
      name = nameOf(code);
      this.#names.set(code, name);
    }
    return name;
  }

  /** Busiest first. Actors that had the same name one after another are one. */
  actors(): ActorProfile[] {
    const byLabel = new Map<string, ActorProfile>();
    for (const { pid, name, root } of this.#actors.values()) {
      const label = name === "" ? `#pid[${(pid >> 8n) & 0xffffffn}]` : name;
      const key = name === "" ? String(pid) : `name ${name}`;
      const known = byLabel.get(key);
      if (known === undefined) byLabel.set(key, { label, root: copy(root) });
      else merge(known.root, root);
    }
    return [...byLabel.values()].sort((a, b) => b.root.total - a.root.total || order(a.label, b.label));
  }

  /** What was spent in each function, whoever called it; a recursive call counts once. Most of its own first. */
  functions(roots: readonly ProfileNode[] = this.actors().map((a) => a.root)): FunctionProfile[] {
    const sums = new Map<string, { name: string; self: number; total: number }>();
    const open = new Map<string, number>();
    // Iterative: stacks may be deep.
    const work: { node: ProfileNode; leave: boolean }[] = roots.flatMap((r) =>
      [...r.children.values()].map((n) => ({ node: n, leave: false })),
    );
    for (let step = work.pop(); step !== undefined; step = work.pop()) {
      const { node: n, leave } = step;
      const depth = open.get(n.name) ?? 0;
      if (leave) {
        open.set(n.name, depth - 1);
        continue;
      }
      let sum = sums.get(n.name);
      if (sum === undefined) {
        sum = { name: n.name, self: 0, total: 0 };
        sums.set(n.name, sum);
      }
      sum.self += n.self;
      if (depth === 0) sum.total += n.total;
      open.set(n.name, depth + 1);
      work.push({ node: n, leave: true });
      for (const child of n.children.values()) work.push({ node: child, leave: false });
    }
    return [...sums.values()].sort((a, b) => b.self - a.self || b.total - a.total || order(a.name, b.name));
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function copy(from: ProfileNode): ProfileNode {
  const to = node(from.name);
  merge(to, from);
  return to;
}
/** Adds one tree to another. */
export function merge(into: ProfileNode, from: ProfileNode): void {
  const work: [ProfileNode, ProfileNode][] = [[into, from]];
  for (let pair = work.pop(); pair !== undefined; pair = work.pop()) {
    const [to, source] = pair;
    to.self += source.self;
    to.total += source.total;
    for (const child of source.children.values()) {
      let known = to.children.get(child.name);
      if (known === undefined) {
        known = node(child.name);
        to.children.set(child.name, known);
      }
      work.push([known, child]);
    }
  }
}
