import { createInterface, type Interface } from "node:readline";
import { Keyword, type StartedMachine, Sym, symbol, type Value } from "../../src/host/index.js";
import { type Engine, errorFromDescription, packageVersion } from "../../src/driver/index.js";
import { complain, complainAbout, EXIT, leave, say, startEngine } from "../cli/process.js";
import type { Invocation } from "../cli/options.js";
import { History } from "./history.js";
import { completeness, wordBefore } from "./input.js";
import { Lines } from "./lines.js";

/**
 * The REPL. One actor (odeon.main/repl) evaluates all inputs, so that (self), bindings and messages last from one to the next; it
 * asks for input by :repl/next. Ctrl-C ends that actor and starts another in the same namespace.
 */
export async function repl(invocation: Invocation, started: StartedMachine): Promise<never> {
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const lines = new Lines();
  const engine = startEngine(invocation, started, { interrupt: false, input: lines });
  const session = new ReplSession(engine, lines, terminal);
  await session.run();
  leave(engine, EXIT.OK, invocation.stats);
}

class ReplSession {
  readonly #source;
  readonly #history = new History();
  readonly #editor: Interface;
  #evaluating = false;
  #interrupted = false;
  /** Ctrl-C at the prompt: the lines so far are not wanted. */
  #giveUp = false;

  constructor(
    private readonly engine: Engine,
    private readonly lines: Lines,
    private readonly terminal: boolean,
  ) {
    this.#source = engine.compiler.session.source("REPL", { ns: "user" });
    this.#editor = createInterface({
      input: process.stdin,
      ...(terminal ? { output: process.stdout } : {}),
      terminal,
      history: terminal ? this.#history.load() : [],
      historySize: 1000,
      removeHistoryDuplicates: true,
      completer: (line: string): [string[], string] => {
        const word = wordBefore(line);
        return [word === "" ? [] : engine.compiler.session.complete(word, this.#source), word];
      },
    });
    this.#editor.on("line", (line) => lines.push(line));
    this.#editor.on("close", () => lines.end());
    this.#editor.on("history", (entries: string[]) => this.#history.save(entries));
    this.#editor.on("SIGINT", () => this.#interrupt());
    process.on("SIGINT", () => this.#interrupt());
    engine.addPort({ ops: { "repl/next": ([ns, outcome]) => this.#next(ns ?? null, outcome ?? null) } });
  }

  /** Until the input ends. */
  async run(): Promise<void> {
    if (this.terminal) say(`odeon ${packageVersion()}   (doc name), Tab completes, Ctrl-C stops an evaluation, Ctrl-D ends\n`);
    // Waiting for the keyboard is no deadlock.
    this.engine.machine.hold();
    for (;;) {
      try {
        await this.engine.callEntry("repl", [symbol(this.#source.ns)]);
        if (this.terminal) say("\n");
        return;
      } catch (error) {
        this.#evaluating = false;
        this.lines.forget();
        if (this.#interrupted) complain("interrupted\n");
        else complainAbout(error, this.engine);
        this.#interrupted = false;
      }
    }
  }

  /** The actor asks for the next input and says how the last one went. Answers a load, or nil at the end. */
  async #next(ns: Value, outcome: Value): Promise<Value> {
    this.#evaluating = false;
    if (ns instanceof Sym) this.#source.ns = ns.name;
    if (outcome !== null) complainAbout(errorFromDescription(outcome), this.engine);
    const text = await this.#read();
    if (text === null) return null;
    this.#evaluating = true;
    return this.engine.loads.openText(text, "REPL", this.#source.ns).id;
  }

  /** Lines until they make whole forms; null at the end of the input. */
  async #read(): Promise<string | null> {
    let text = "";
    for (;;) {
      this.#prompt(text === "");
      const line = await this.lines.next();
      if (line === null) {
        if (text.trim() === "") return null;
        return text;
      }
      if (this.#giveUp) {
        this.#giveUp = false;
        text = "";
        continue;
      }
      text += `${line}\n`;
      const state = completeness(text, this.engine.compiler.session.resolver(this.#source));
      if (state === "complete") return text;
      if (state === "empty") text = "";
    }
  }

  #prompt(fresh: boolean): void {
    if (!this.terminal) return;
    const name = this.#source.ns;
    this.#editor.setPrompt(fresh ? `${name}=> ` : `${" ".repeat(Math.max(0, name.length - 1))}#_=> `);
    this.#editor.prompt();
  }

  #interrupt(): void {
    if (this.#evaluating) {
      this.#interrupted = true;
      this.engine.interrupt(new Keyword(null, "interrupted"));
      return;
    }
    if (!this.terminal) leave(this.engine, EXIT.INTERRUPTED);
    // Give up what has been typed: the waiting reader starts afresh.
    this.#editor.write(null, { ctrl: true, name: "u" });
    say("\n");
    this.#giveUp = true;
    this.lines.push("");
  }
}
