/** Sites of compiled code that rely on something: their numbers are what the kernel hears of when it does not hold. */
import { FAILED_SITES } from "../../spec/index.js";
import type { FrameState } from "./graph.js";
import type { Site, Trust } from "./input.js";

export const siteOf = (s: FrameState): Site => ({ code: s.frame.code.address, pc: s.pc });
const key = ({ code, pc, version }: Site): string => (version === undefined ? `${code}:${pc}` : `${code}:${pc}:${version}`);

/** Numbers of sites. */
export interface Sites {
  bit(site: Site): number;
}
/** Of a version: its sites are none of the others'. */
export const sitesOf = (all: Sites, version: string): Sites => ({ bit: (site) => all.bit({ ...site, version }) });
export const trustOf = (all: Trust, version: string): Trust => ({ args: all.args, site: (at) => all.site({ ...at, version }) });

/** The sites of one code, in the order in which they were met. */
export class SiteTable implements Sites {
  readonly sites: Site[] = [];
  private readonly numbers = new Map<string, number>();

  /** The bit in CODE.failed that stands for a site. */
  bit(site: Site): number {
    const k = key(site);
    let n = this.numbers.get(k);
    if (n === undefined) {
      n = this.sites.push(site) - 1;
      this.numbers.set(k, n);
    }
    return n % FAILED_SITES;
  }
}

/** A code that has been compiled so often relies on nothing any more. */
const MOST_ROUNDS = 12;

/** What is known of a code from how it has fared. */
export class Experience implements Trust {
  private readonly spoiled = new Set<string>();
  private rounds = 0;

  get args(): boolean {
    return this.rounds < MOST_ROUNDS;
  }
  site(at: Site): boolean {
    return this.rounds < MOST_ROUNDS && !this.spoiled.has(key(at));
  }
  /** Sites of the body that was left, and CODE.failed. Without them, for a body that came compiled, there is nothing to learn. */
  learn(sites: readonly Site[] | undefined, failed: bigint): void {
    this.rounds = sites === undefined ? MOST_ROUNDS : this.rounds + 1;
    sites?.forEach((s, i) => {
      if (((failed >> BigInt(i % FAILED_SITES)) & 1n) === 1n) this.spoiled.add(key(s));
    });
  }
}
/** Of a code that has not been left yet. */
export const TRUSTED: Trust = { args: true, site: () => true };
