import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Capability,
  decodeValue,
  encodeValue,
  installPayload,
  listOf,
  Machine,
  type Port,
  PortError,
  type PortTable,
  readAhead,
  Sym,
  symbol,
  text,
  type Value,
  VarRef,
  vectorOf,
} from "../host/index.js";
import { answerOf, describeFatal, unwrap } from "./answers.js";
import { asPortError } from "./port-error.js";
import { systemPorts } from "./ports.js";
import { readString } from "./read-string.js";

/** The files of a program that was built (odeon build), in its folder. */
export const BUILT = {
  image: "program.image",
  facts: "program.json",
  kernel: "kernel.wasm",
  executor: "executor.js",
  launcher: "run.js",
  /** Compiled code: of the library's hot functions, and of the program's. In this order. */
  ahead: [
    { wasmFile: "core.wasm", factsFile: "core.tier.json" },
    { wasmFile: "program.wasm", factsFile: "program.tier.json" },
  ],
} as const;

/** What the image does not say. */
export interface ProgramFacts {
  readonly version: string;
  /** The namespace whose -main begins. */
  readonly main: string;
  /** *file* */
  readonly file: string;
  /** Namespaces that are loaded. */
  readonly namespaces: readonly string[];
}

export interface BuiltEvents {
  output(fd: number, bytes: Uint8Array): void;
  deadlock(report: Value): void;
  fatal(reason: string): void;
  exit(code: number): void;
}

/** A program that was built, running. Nothing is compiled: not by us, and its namespaces are all there. */
export class BuiltProgram {
  readonly machine: Machine;
  readonly #facts: ProgramFacts;
  readonly #ports: PortTable;
  readonly #args: readonly string[];

  constructor(
    folder: string,
    options: { executors: number; grants: ReadonlySet<Capability>; args: readonly string[] },
    events: BuiltEvents,
  ) {
    const file = (name: string): string => join(folder, name);
    this.#args = options.args;
    this.machine = Machine.start({
      kernelFile: file(BUILT.kernel),
      executorFile: file(BUILT.executor),
      image: file(BUILT.image),
      executors: options.executors,
      ownProcess: true,
      events: {
        ...events,
        request: (request) => void this.#ports.serve(this.machine, request),
        deadlock: (payload) => events.deadlock(decodeValue(payload)),
        fatal: (reason, payload) => events.fatal(payload === undefined ? reason : `${reason}: ${describeFatal(payload)}`),
        hot() {},
        interpreted() {},
        shape() {},
        sample() {},
        evict() {},
      },
    });
    this.#facts = JSON.parse(readFileSync(file(BUILT.facts), "utf8")) as ProgramFacts;
    this.#ports = systemPorts(this.machine, { ...options, folders: () => [], version: this.#facts.version });
    this.#ports.add(absentCompiler(this.#facts));
    let slot = 1;
    for (const [number, { wasmFile, factsFile }] of BUILT.ahead.entries()) {
      const module = readAhead({ wasmFile: file(wasmFile), factsFile: file(factsFile) }, this.machine.memory.load("imageStamp"));
      if (module === undefined) continue;
      this.machine.install(installPayload(module, number, slot));
      slot += module.slots;
    }
  }

  /** Calls -main; ends when it has returned. */
  async run(): Promise<void> {
    const { main, file } = this.#facts;
    const call = [new VarRef("odeon.main", "run-program"), null, file, symbol(main), vectorOf([...this.#args])];
    unwrap(answerOf(await this.machine.call(encodeValue(listOf(call))).done));
  }
}

/** The compiler's requests (lib/odeon/host.clj), as far as they can be answered without one. */
function absentCompiler({ namespaces }: ProgramFacts): Port {
  const known = new Set(namespaces);
  const nothing = (): null => null;
  const absent = (): never => {
    throw new PortError("java.lang.UnsupportedOperationException", "a built program has no compiler: it can't eval or load source text");
  };
  return {
    ops: {
      "compiler/eval": absent,
      "compiler/open-source": absent,
      "compiler/next": absent,
      "compiler/macroexpand-1": absent,
      "compiler/open-lib": ([lib]) => {
        const name = lib instanceof Sym ? lib.name : String(lib);
        if (known.has(name)) return null;
        throw new PortError(
          "java.io.FileNotFoundException",
          `the namespace ${name} is no part of this program: it was not loaded when it was built`,
        );
      },
      "compiler/loaded-libs": () => vectorOf([...known].sort().map((name) => symbol(name))),
      "compiler/read-string": ([source, options]) => {
        try {
          return readString(text(source, "the text"), options ?? null, undefined);
        } catch (error) {
          throw asPortError(error);
        }
      },
      "compiler/abort": nothing,
      "compiler/alias": nothing,
      "compiler/unalias": nothing,
      "compiler/refer": nothing,
      "compiler/import": nothing,
      "compiler/in-ns": nothing,
      "compiler/remove-ns": nothing,
      "compiler/unmap": nothing,
      "compiler/intern": nothing,
      "compiler/special?": () => false,
      "compiler/doc": nothing,
      "compiler/apropos": () => vectorOf([]),
    },
  };
}
