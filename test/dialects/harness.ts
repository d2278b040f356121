import type { Unit } from "../../src/hir/index.js";
import { type Answer, type CompileGenerator, ClojureSession, type Request, type Source } from "../../src/dialects/index.js";
import { EOF, type Form, Reader } from "../../src/reader/index.js";

/** Names of clojure.core that the tests use; a real program has them from the library. */
const CORE = `seq concat list vector hash-map hash-set apply with-meta vec map? + - * / < > <= >= = not inc dec prn println str map filter reduce range even? odd? pos? neg? zero?
  first rest next nth count get assoc conj spawn self deref identity require use in-ns refer alias *out* *ns* swap! atom ex-info every? global-hierarchy instance?`;

/** A driver without a machine: macros are answered by functions, namespaces by texts. */
export class Bench {
  readonly session = new ClojureSession();
  readonly source: Source;
  readonly log: string[] = [];
  /** By "ns/name": what the macro answers for its arguments. */
  readonly macros = new Map<string, (args: readonly Form[], request: Extract<Request, { kind: "macro" }>) => Form>();
  readonly files = new Map<string, string>();
  readonly evaluated: Unit[] = [];

  constructor(options: { library?: boolean } = {}) {
    for (const name of CORE.split(/\s+/))
      this.session.defineVar("clojure.core", name, name.startsWith("*") && name.length > 1 ? { dynamic: true } : {});
    this.session.markLoaded("clojure.core");
    this.source = this.session.source("t.clj", { library: options.library ?? false });
  }

  /** All units of a text, in order. */
  compile(text: string, source: Source = this.source): Unit[] {
    const reader = new Reader(text, { file: source.file, resolver: this.session.resolver(source) });
    const out: Unit[] = [];
    for (;;) {
      const form = reader.next();
      if (form === EOF) return out;
      out.push(...this.drive(this.session.compileForm(form, source)));
    }
  }

  drive<T>(work: CompileGenerator<T>): T {
    let step = work.next();
    while (!step.done) {
      let answer: Answer;
      try {
        answer = this.answer(step.value);
      } catch (error) {
        step = work.throw(error);
        continue;
      }
      step = work.next(answer);
    }
    return step.value;
  }

  private answer(request: Request): Answer {
    if (request.kind === "eval-unit") {
      this.log.push("eval-unit");
      this.evaluated.push(request.unit);
      return undefined;
    }
    this.log.push(`${request.kind} ${request.kind === "macro" ? `${request.ns}/` : ""}${request.name}`);
    if (request.kind === "macro") {
      const expand = this.macros.get(`${request.ns}/${request.name}`);
      if (!expand) throw new Error(`the test gives no macro ${request.ns}/${request.name}`);
      return expand(request.args, request);
    }
    const text = this.files.get(request.name);
    if (text === undefined) throw this.session.unknownNamespace(request.name, request.span);
    this.compile(text, this.session.source(`${request.name}.clj`));
    this.session.markLoaded(request.name);
    return undefined;
  }
}
