import { existsSync, readFileSync } from "node:fs";
import { MODULE } from "../../spec/index.js";

/** A compiled module as an executor takes it in. */
export interface CompiledModule {
  readonly wasm: Uint8Array;
  readonly slots: number;
  /** Those of one code together; slot -1: this code will not be compiled. */
  readonly entries: readonly { readonly code: number; readonly pc: number; readonly slot: number }[];
  /** Words that must stay alive. */
  readonly words: readonly bigint[];
  /** Codes whose functions in other modules it calls. */
  readonly imports: readonly number[];
}

/** The payload of INSTALL (drawn in spec/host.ts) for a module of this number, whose slots begin at `firstSlot`; here they count from 0. */
export function installPayload({ entries, words, wasm, slots, imports }: CompiledModule, number: number, firstSlot: number): Uint8Array {
  const body = MODULE.BODY + 8 * words.length;
  const payload = new Uint8Array(body + MODULE.ENTRY_BYTES * entries.length + wasm.length);
  const view = new DataView(payload.buffer);
  view.setUint32(MODULE.WASM_BYTES, wasm.length, true);
  view.setUint32(MODULE.FIRST_SLOT, firstSlot, true);
  view.setUint32(MODULE.SLOTS, slots, true);
  view.setUint32(MODULE.ENTRIES, entries.length, true);
  view.setUint32(MODULE.WORDS, words.length, true);
  view.setUint32(MODULE.NUMBER, number, true);
  view.setUint32(MODULE.IMPORTS, imports.length, true);
  words.forEach((w, i) => {
    view.setBigUint64(MODULE.BODY + 8 * i, w, true);
  });
  entries.forEach((e, i) => {
    const at = body + MODULE.ENTRY_BYTES * i;
    view.setUint32(at, e.code, true);
    view.setUint32(at + 4, e.pc, true);
    view.setUint32(at + 8, e.slot < 0 ? MODULE.REFUSED : firstSlot + e.slot, true);
  });
  payload.set(wasm, body + MODULE.ENTRY_BYTES * entries.length);
  return payload;
}

/**
 * A module that was compiled ahead of time for the codes of an image, whose addresses it holds: it fits that image alone. Two files:
 * the module, and what is to be known of it.
 */
export interface AheadModule extends CompiledModule {
  /** That of the image. */
  readonly stamp: number;
  /** Which of its codes call which directly, in pairs: what must be compiled anew if one is. */
  readonly calls: readonly (readonly [caller: number, callee: number])[];
}

export interface AheadFiles {
  readonly wasmFile: string;
  readonly factsFile: string;
}

export function aheadFacts({ stamp, slots, entries, words, imports, calls }: AheadModule): string {
  return JSON.stringify({
    stamp,
    slots,
    entries: entries.map((e) => [e.code, e.pc, e.slot]),
    words: words.map(String),
    imports,
    calls,
  });
}

/** Undefined if there is none, or if it belongs to another image. */
export function readAhead(files: AheadFiles, stamp: number): AheadModule | undefined {
  if (!existsSync(files.factsFile) || !existsSync(files.wasmFile)) return undefined;
  const facts = JSON.parse(readFileSync(files.factsFile, "utf8"));
  if (facts.stamp !== stamp) return undefined;
  return {
    stamp,
    slots: facts.slots,
    entries: facts.entries.map(([code, pc, slot]: [number, number, number]) => ({ code, pc, slot })),
    words: facts.words.map(BigInt),
    imports: facts.imports,
    calls: facts.calls,
    wasm: readFileSync(files.wasmFile),
  };
}
