import { disassemble, dumpMir } from "../../src/bytecode/index.js";
import type { Engine } from "../../src/driver/index.js";
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
