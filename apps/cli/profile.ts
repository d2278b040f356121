import { writeFileSync } from "node:fs";
import { type ActorProfile, mergeProfiles, Profile, type ProfileNode } from "../../src/driver/index.js";
import type { StartedMachine } from "../../src/host/index.js";
import { flamePage } from "./flame.js";
import type { Invocation } from "./options.js";
import { atLeave, complain, EXIT, say } from "./process.js";
import { run } from "./run.js";

/** Rows of the tables, and actors that the graph shows one by one. */
const MOST_FUNCTIONS = 40;
const MOST_ACTORS = 20;

/** odeon profile: runs a program as `run` does; however it ends, its profile is written then. */
export async function profile(invocation: Invocation, started: StartedMachine): Promise<never> {
  const collected = new Profile();
  atLeave((code) => {
    const output = invocation.output ?? "profile.html";
    const page = flamePage({
      title: `Profile of ${invocation.operands[0]}`,
      subtitle: summary(collected, invocation),
      unit: unitOf(invocation),
      perPeriod: invocation.every,
      root: wholeTree(collected.actors()),
    });
    say(tables(collected, invocation));
    try {
      writeFileSync(output, page);
      say(`\nflame graph: ${output}\n`);
    } catch (error) {
      complain(`odeon: can't write ${output}: ${(error as Error).message}\n`);
      return code === EXIT.OK ? EXIT.ERROR : code;
    }
    return code;
  });
  return run(invocation, started, collected);
}

const unitOf = ({ by }: Invocation): string => (by === "time" ? "microseconds" : "reductions");

/** How much was looked at, and what that can tell. */
function summary(profile: Profile, { by, every, executors }: Invocation): string {
  const samples = `${profile.samples} sample${profile.samples === 1 ? "" : "s"}`;
  const period =
    by === "time"
      ? `one each ${every / 1000} ms that an executor was busy`
      : `one each ${every} reductions on average${executors === 1 ? "" : ` of an executor (${executors} executors: numbers vary from run to run)`}`;
  const missed = profile.periods - profile.samples;
  const weighted = missed === 0 ? "" : `; ${missed} periods passed without a safepoint and count for the sample after them`;
  const few = profile.samples < 100 ? "; too few to rely on: take a smaller --every" : "";
  return `${samples}, ${period}${weighted}${few}`;
}

/** All actors under one root; the less busy ones as one. */
function wholeTree(actors: readonly ActorProfile[]): ProfileNode {
  const root: ProfileNode = { name: "all", self: 0, total: 0, children: new Map() };
  const others: ProfileNode = { name: `${actors.length - MOST_ACTORS} other actors`, self: 0, total: 0, children: new Map() };
  actors.forEach(({ label, root: own }, i) => {
    root.total += own.total;
    if (i >= MOST_ACTORS) mergeProfiles(others, own);
    // Two actors may have had one number, one after the other.
    else root.children.set(`${label} ${i}`, { ...own, name: label });
  });
  if (others.total > 0) root.children.set("others", others);
  return root;
}

function tables(profile: Profile, invocation: Invocation): string {
  const all = Math.max(1, profile.periods);
  const part = (n: number): string => `${((100 * n) / all).toFixed(2)}%`.padStart(8);
  const actors = profile.actors();
  const functions = profile.functions();
  const lines = ["", summary(profile, invocation), ""];
  lines.push("    self    total  function");
  for (const f of functions.slice(0, MOST_FUNCTIONS)) lines.push(`${part(f.self)} ${part(f.total)}  ${f.name}`);
  if (functions.length > MOST_FUNCTIONS) lines.push(`                   and ${functions.length - MOST_FUNCTIONS} more`);
  lines.push("", "   total  actor                 most in");
  for (const actor of actors.slice(0, MOST_ACTORS)) {
    const top = profile.functions([actor.root]).slice(0, 3);
    const most = top.map((f) => `${f.name} ${((100 * f.self) / Math.max(1, actor.root.total)).toFixed(0)}%`).join(", ");
    lines.push(`${part(actor.root.total)}  ${actor.label.padEnd(20)}  ${most}`);
  }
  if (actors.length > MOST_ACTORS) {
    const rest = actors.slice(MOST_ACTORS).reduce((sum, a) => sum + a.root.total, 0);
    lines.push(`${part(rest)}  ${actors.length - MOST_ACTORS} more`);
  }
  return `${lines.join("\n")}\n`;
}
