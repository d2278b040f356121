import { WIRE, WIRE_VERSION } from "../../spec/index.js";
import type { Form } from "../reader/index.js";
import type { CodeUnit } from "./code.js";
import { WireEncoder, type FormOptions } from "./wire-encode.js";
import { decodeMessage } from "./wire-decode.js";
import { Diagnostic } from "../base/index.js";
import { BadBytes } from "./bytes.js";

/**
 * The TypeScript side of the wire format (spec/bytecode.ts): forms and code units to messages and back.
 * Decoding checks everything; what is wrong is a Diagnostic that names the offset.
 */
export function encodeForm(form: Form, options: FormOptions = {}): Uint8Array {
  const e = new WireEncoder(options);
  e.w.u8(WIRE_VERSION);
  e.form(form);
  e.w.u8(WIRE.END);
  return e.w.done();
}

/** A message with a closure of the unit's function of no arguments. */
export function encodeUnit(unit: CodeUnit): Uint8Array {
  const e = new WireEncoder({});
  e.w.u8(WIRE_VERSION);
  e.code([unit.top]);
  e.w.u8(WIRE.CLOSURE);
  e.w.u8(WIRE.END);
  return e.w.done();
}

export function decodeForm(bytes: Uint8Array, options: FormOptions = {}): Form {
  return guarded(() => decodeMessage(bytes, options).form());
}

export function decodeUnit(bytes: Uint8Array): CodeUnit {
  return guarded(() => decodeMessage(bytes, {}).unit());
}

function guarded<T>(f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (!(e instanceof BadBytes)) throw e;
    throw new Diagnostic("BAD_WIRE", `bad wire data: ${e.message}`, { file: "", line: 0, column: 0, length: 0 });
  }
}

export type { FormOptions };
