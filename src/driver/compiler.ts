import { Diagnostic, NO_SPAN } from "../base/index.js";
import { type CodeUnit, compileUnit, InlineTable, verifyUnit } from "../bytecode/index.js";
import { type Answer, ClojureSession, type Request, type Source } from "../dialects/index.js";
import type { Unit } from "../hir/index.js";
import { EOF, type Form, Reader } from "../reader/index.js";

/** What a compilation needs of the running program. */
export interface CompilerHost {
  /** Runs a macro as an actor; answers its expansion. */
  expand(request: Extract<Request, { kind: "macro" }>, source: Source): Promise<Form>;
  /** Loads a namespace completely, on behalf of `from`. */
  require(request: Extract<Request, { kind: "require" }>, from: SourceStream): Promise<void>;
}

/** Observers of the stages, for --dump and `odeon compile`. */
export interface CompilerTaps {
  form?(form: Form, source: Source): void;
  unit?(unit: Unit, source: Source): void;
  code?(code: CodeUnit, unit: Unit, source: Source): void;
}

export interface Step {
  readonly code: CodeUnit;
  /** The value of this unit is the value of its top-level form. */
  readonly last: boolean;
}

export class Compiler {
  readonly session = new ClojureSession();
  /** Small functions of clojure.* namespaces: calls of them are inlined. */
  readonly inlines = new InlineTable("clojure.");
  taps: CompilerTaps = {};
  readonly #texts = new Map<string, string>();

  constructor(readonly host: CompilerHost) {}

  /** Text to code, through every stage of D9; nothing unverified leaves here. */
  finish(unit: Unit, source: Source): CodeUnit {
    this.taps.unit?.(unit, source);
    const code = compileUnit(unit, { inline: this.inlines.lookup, learn: (mir) => this.inlines.learn(mir, source.library) });
    const failures = verifyUnit(code);
    const first = failures[0];
    if (first !== undefined) {
      throw new Diagnostic("verify/rejected", `compiled code breaks a rule of the verifier: ${JSON.stringify(first)}`, {
        ...NO_SPAN,
        file: unit.file,
      });
    }
    this.taps.code?.(code, unit, source);
    return code;
  }

  open(text: string, file: string, options: { library?: boolean; ns?: string } = {}): SourceStream {
    this.#texts.set(file, text);
    return new SourceStream(this, text, this.session.source(file, options), file);
  }

  /** The text of a file that was compiled, for messages. */
  textOf(file: string): string | undefined {
    return this.#texts.get(file);
  }

  /** Drives a compilation to its end, answering what it asks; units to be run at once go to `run`. */
  async drive<T>(work: Generator<Request, T, Answer>, from: SourceStream, run: (code: CodeUnit) => Promise<void>): Promise<T> {
    let step = work.next(undefined);
    while (!step.done) {
      const request = step.value;
      try {
        let answer: Answer;
        if (request.kind === "eval-unit") await run(this.finish(request.unit, from.source));
        else answer = await this.answer(request, from);
        step = work.next(answer);
      } catch (error) {
        step = work.throw(error);
      }
    }
    return step.value;
  }

  async answer(request: Exclude<Request, { kind: "eval-unit" }>, from: SourceStream): Promise<Answer> {
    if (request.kind === "macro") return this.host.expand(request, from.source);
    await this.host.require(request, from);
    return undefined;
  }
}

/**
 * One text on its way through the compiler: each next() answers the code of one unit, to be run before the next is asked for.
 * A form whose compilation must see the effect of an earlier part of itself (a macro defined inside a `do`) gives several.
 */
export class SourceStream {
  readonly #reader: Reader;
  #work: Generator<Request, Unit[], Answer> | undefined;
  #ready: Unit[] = [];

  constructor(
    readonly compiler: Compiler,
    text: string,
    readonly source: Source,
    readonly file: string,
  ) {
    this.#reader = new Reader(text, { file, resolver: compiler.session.resolver(source), program: true });
  }

  async next(): Promise<Step | undefined> {
    const { compiler, source } = this;
    const unit = this.#ready.shift();
    if (unit !== undefined) return { code: compiler.finish(unit, source), last: this.#ready.length === 0 };
    if (this.#work === undefined) {
      const form = this.#reader.next();
      if (form === EOF) return undefined;
      compiler.taps.form?.(form, source);
      this.#work = compiler.session.compileForm(form, source);
    }
    const work = this.#work;
    // Starts a fresh one; one that stopped at a unit to be run goes on, now that it has run.
    let step = work.next(undefined);
    while (!step.done) {
      const request = step.value;
      if (request.kind === "eval-unit") return { code: compiler.finish(request.unit, source), last: false };
      try {
        step = work.next(await compiler.answer(request, this));
      } catch (error) {
        step = work.throw(error);
      }
    }
    this.#work = undefined;
    this.#ready = step.value;
    return this.next();
  }
}
