/** What not every engine can do. */
import { Body, I64, ModuleBuilder } from "./encode.js";

let tailCalls: boolean | undefined;

/** Whether the engine knows return_call; asked once. */
export function hasTailCalls(): boolean {
  if (tailCalls === undefined) {
    const module = new ModuleBuilder();
    const self = module.declare([], [I64]);
    const body = new Body([]);
    body.returnCall(self);
    module.define(self, body);
    tailCalls = WebAssembly.validate(module.encode() as BufferSource);
  }
  return tailCalls;
}
