/** Programs in assembly text with labels, run on a bare kernel: on this thread (inline) or on executors' threads. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { OPCODES, PRIMITIVES } from "../../spec/index.js";
import { assemble, encodeUnit } from "../../src/bytecode/index.js";
import { Machine, type MachineEvents, decodeValue } from "../../src/host/index.js";
import { kernelModule } from "./harness.js";

const root = join(fileURLToPath(import.meta.url), "../../..");
const KERNEL = "dist/kernel-interp.wasm";
const width = (operand: string) => (operand === "label" || operand === "i32" ? 4 : 2);

/** Replaces `name:` lines and `@name` operands by offsets, and `PRIM name` by its number. */
function resolve(text: string): string {
  const out: string[] = [];
  let code: string[] = [];
  const flush = (): void => {
    const labels = new Map<string, number>();
    let pc = 0;
    const kept: string[] = [];
    for (const raw of code) {
      const line = raw.trim();
      const label = /^([a-z][\w-]*):$/.exec(line);
      if (label) {
        labels.set(label[1] as string, pc);
        continue;
      }
      const words = line.split(/ +/);
      const op = OPCODES.find((o) => o.name === words[0]);
      if (op !== undefined) {
        pc += 1 + op.operands.reduce((n, o) => n + width(o), 0);
        if (op.name === "SWITCH") pc += 4 * (Number(words[2]) + 1);
      }
      kept.push(line);
    }
    for (const line of kept) {
      const prim = /^PRIM ([a-z].*)$/.exec(line);
      const number = prim && PRIMITIVES.find((p) => p.name === prim[1])?.id;
      out.push(
        prim
          ? `PRIM ${number}`
          : line.replace(/@([a-z][\w-]*)/g, (_, name) => (/^handler/.test(line) ? `${labels.get(name)}` : `@${labels.get(name)}`)),
      );
    }
    code = [];
  };
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    if (line.trim().startsWith("code ")) {
      flush();
      out.push(line.trim());
    } else code.push(line);
  }
  flush();
  return out.join("\n");
}
export const unit = (text: string) => assemble(`unit "t" "t.clj"\n${resolve(text)}`);

/** A CALL's payload: the list (closure of the unit's top function, ...no arguments). */
function callOf(text: string): Uint8Array {
  const message = encodeUnit(unit(text)); // version ... CLOSURE END
  return Uint8Array.from([...message.subarray(0, -1), 15, 1, 0]); // LIST 1, END
}

export interface Outcome {
  outcome: number;
  value: ReturnType<typeof decodeValue>;
}
export class Bench {
  output = "";
  deadlocks: unknown[] = [];
  private constructor(readonly machine: Machine) {}

  static async start(options: { executors?: number; control?: Record<string, number>; memoryLimit?: number } = {}): Promise<Bench> {
    await kernelModule("kernel/index.ts", KERNEL, ["kernel"]);
    let bench: Bench | undefined;
    const events: MachineEvents = {
      request: () => {},
      hot: () => {},
      interpreted: () => {},
      shape: () => {},
      sample: () => {},
      evict: () => {},
      output: (_fd, bytes) => {
        if (bench) bench.output += Buffer.from(bytes).toString("utf8");
      },
      deadlock: (payload) => bench?.deadlocks.push(decodeValue(payload)),
      fatal: (reason) => {
        throw new Error(reason);
      },
      exit: () => {},
    };
    const machine = Machine.start({
      kernelFile: join(root, KERNEL),
      executorFile: join(root, "dist/executor.js"),
      executors: options.executors ?? 1,
      inline: options.executors === undefined,
      memoryLimit: options.memoryLimit ?? 0,
      control: (options.control ?? {}) as never,
      events,
    });
    bench = new Bench(machine);
    await machine.ready;
    machine.hold();
    return bench;
  }
  async run(text: string): Promise<Outcome> {
    const { outcome, payload } = await this.machine.call(callOf(text)).done;
    return { outcome, value: decodeValue(payload) };
  }
  stop(): Promise<number> {
    return this.machine.stop();
  }
}
export const kernelBytes = () => readFileSync(join(root, KERNEL));
