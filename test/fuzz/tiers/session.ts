import { type ControlField, Keyword, Sym } from "../../../src/host/index.js";
import { TIER } from "../../../spec/index.js";
import type { CodeUnit } from "../../../src/bytecode/index.js";
import { Engine, type Load } from "../../../src/driver/index.js";
import { type Mode, type Output, outputOf } from "./compare.js";

/** Batches after which a runtime is made anew: what they have left behind is not what is to be looked for. */
const LIFETIME = 10;

/** One runtime in so many has two executors: each has to make its own instance of all that is compiled. */
const TWO_EXECUTORS = 4;
/** Forms at the top run once. To compile them takes more time than all else under --tier jit; the corpus does. */
const ONCE = ["user/top"];

/**
 * A runtime of one mode that runs batch after batch in this process. What its library is compiled to stays, and so does the kernel: that
 * is most of what a short program costs.
 */
export class Session {
  private engine: Engine | undefined;
  private text = "";
  private failure: ((reason: string) => void) | undefined;
  private batches = 0;
  private lives = 0;

  constructor(readonly mode: Mode) {}

  private async start(): Promise<Engine> {
    const stress = (this.mode.env?.["ODEON_STRESS"] ?? "").split(",").filter((name) => name !== "");
    const tier = this.mode.args[this.mode.args.indexOf("--tier") + 1] as string;
    const switches = stress.map((name): [ControlField, number] => [`stress${name[0]?.toUpperCase()}${name.slice(1)}`, 1]);
    const control = { tier: TIER[tier.toUpperCase() as keyof typeof TIER], ...Object.fromEntries(switches) };
    const decoder = new TextDecoder();
    const engine = new Engine({
      executors: this.mode.args.includes("--executors") || this.lives++ % TWO_EXECUTORS !== 0 ? 1 : 2,
      grants: new Set(),
      control,
      tierOptions: { skip: ONCE },
      output: (_fd, bytes) => {
        this.text += decoder.decode(bytes, { stream: true });
      },
      events: { fatal: (reason) => this.failure?.(`exit 70: ${reason}`) },
    });
    engine.machine.hold();
    await engine.machine.ready;
    return engine;
  }

  /**
   * Runs a program to its end in the namespace user: definitions, then what calls them. Definitions are compiled to units once, by the session
   * to which they come as text. A session that fails begins anew with the next program.
   */
  async run(
    definitions: string | readonly CodeUnit[],
    call: string,
    limit: number,
  ): Promise<{ output: Output; units: readonly CodeUnit[] }> {
    const engine = (this.engine ??= await this.start());
    this.text = "";
    const units: CodeUnit[] = [];
    engine.compiler.taps.code = (code, _unit, source) => {
      if (source.file === "p.clj") units.push(code);
    };
    let trouble = await this.load(
      typeof definitions === "string" ? engine.loads.openText(definitions, "p.clj") : engine.openProgram(definitions),
      limit,
    );
    if (trouble === "") trouble = await this.load(engine.loads.openText(call, "call.clj"), limit);
    if (trouble !== "time limit") engine.machine.flushOutput();
    const unexplained = engine.tier.unexplained.filter((line) => !ONCE.some((name) => line.startsWith(`${name}:`)));
    if (trouble !== "" || ++this.batches >= LIFETIME || unexplained.length > 0) await this.stop();
    return { output: outputOf(this.text, unexplained.length > 0 ? `ran in the interpreter: ${unexplained.join(", ")}` : trouble), units };
  }

  /** Answers what has kept it from its end. */
  private async load(load: Load, limit: number): Promise<string> {
    const engine = this.engine as Engine;
    const { request, result } = engine.startEntry("run-load", [load.id, load.file, new Sym(null, "user")]);
    let timer: NodeJS.Timeout | undefined;
    const trouble = await Promise.race([
      result.then(
        () => "",
        (error: Error) => `exit 1: ${error.message}`,
      ),
      new Promise<string>((resolve) => {
        this.failure = resolve;
        timer = setTimeout(resolve, limit, "time limit");
      }),
    ]);
    clearTimeout(timer);
    if (trouble === "time limit") engine.kill(request, new Keyword(null, "kill"));
    return trouble;
  }

  async stop(): Promise<void> {
    const { engine } = this;
    this.engine = undefined;
    this.batches = 0;
    await engine?.stop();
  }
}
