import { disassemble, dumpMir } from "../../src/bytecode/index.js";
import type { Engine } from "../../src/driver/index.js";
import { type PrintedModule, moduleText } from "../../src/jit/index.js";
import { printHir } from "../../src/hir/index.js";
import { printForm } from "../../src/reader/index.js";
import type { Invocation } from "./options.js";
import { complain } from "./process.js";

/** --dump: shows each unit at the stages that were asked for, before it runs. */
export function installDumps(engine: Engine, invocation: Invocation): void {
  const { dump, dumpFn } = invocation;
  if (dump.length === 0) return;
  const taps = engine.compiler.taps;
  const show = (stage: string, text: string): void => {
    if (dumpFn === undefined || text.includes(dumpFn)) complain(`;; ${stage}\n${text.trimEnd()}\n`);
  };
  if (dump.includes("forms")) taps.form = (form) => show("form", printForm(form));
  if (dump.includes("hir") || dump.includes("mir")) {
    taps.unit = (unit) => {
      if (dump.includes("hir")) show("hir", printHir(unit.body));
      if (dump.includes("mir")) show("mir", dumpMir(unit, { inline: engine.compiler.inlines.lookup }));
    };
  }
  if (dump.includes("bytecode")) taps.code = (code) => show("bytecode", disassemble(code));
}

/** A compiled module as text: all of it, or only the functions whose name contains `name`. */
export function wasmText(module: PrintedModule, name: string | undefined): string {
  if (name === undefined) return moduleText(module);
  return module.functions
    .filter((f) => f.name.includes(name))
    .map((f) => f.text)
    .join("\n");
}

/** What --dump wasm does with each module. */
export function wasmDump({ dump, dumpFn }: Invocation): ((module: PrintedModule) => void) | undefined {
  if (!dump.includes("wasm")) return undefined;
  return (module) => {
    const text = wasmText(module, dumpFn);
    if (text !== "") complain(`;; wasm\n${text}\n`);
  };
}
