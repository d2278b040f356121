import { readFileSync } from "node:fs";
import { Diagnostic, type Span } from "../base/index.js";
import type { CodeUnit } from "../bytecode/index.js";
import type { Compiler, Step, SourceStream } from "./compiler.js";
import { findNamespace, shownPath, type SourcePaths } from "./project.js";

/** Units in order: compiled from a text as they are asked for, or read from an .odb file. */
export interface UnitSource {
  next(): Promise<Step | undefined>;
}

/** One text or file that is being loaded: units come out of it one at a time, each run before the next is compiled. */
export class Load {
  /** The load that this one's code waits for. */
  waitsFor: Load | undefined;
  /** The actor that runs the units. */
  runner: bigint | undefined;
  readonly done: Promise<void>;
  #finish!: () => void;
  #fail!: (error: unknown) => void;
  #ended = false;
  /** Already compiled, ahead of being asked for. */
  #ahead: Promise<Step | undefined> | undefined;

  constructor(
    readonly id: bigint,
    /** The namespace that was asked for; undefined for a file or text. */
    readonly lib: string | undefined,
    readonly units: UnitSource,
    readonly stream: SourceStream | undefined,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    this.done.catch(() => {});
  }

  /** Compiles the first unit while the program starts: nothing of it depends on what ran before. */
  prefetch(): void {
    this.#ahead = this.units.next();
    this.#ahead.catch(() => {});
  }

  next(): Promise<Step | undefined> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    return ahead ?? this.units.next();
  }

  complete(): void {
    this.#ended = true;
    this.#finish();
  }
  abort(error: unknown): void {
    this.#ended = true;
    this.#fail(error);
  }
  /** The program's *file*. */
  get file(): string | null {
    return this.stream?.file ?? null;
  }
  get ended(): boolean {
    return this.#ended;
  }
}

/** An .odb file's units as a source; they were verified when they were read. */
export function precompiled(units: readonly CodeUnit[]): UnitSource {
  let at = 0;
  return {
    async next() {
      const code = units[at++];
      return code === undefined ? undefined : { code, last: true };
    },
  };
}

/**
 * All loads under way, and which namespaces are there. One load of a namespace runs; others that need it wait; a load that
 * would wait for itself is an error that shows the chain.
 */
export class Loads {
  readonly #byId = new Map<bigint, Load>();
  readonly #loading = new Map<string, Load>();
  #next = 1n;

  constructor(
    private readonly compiler: Compiler,
    private readonly paths: SourcePaths,
    private readonly libFolder: string,
  ) {}

  get(id: bigint): Load | undefined {
    return this.#byId.get(id);
  }

  openText(text: string, file: string, ns = "user"): Load {
    const stream = this.compiler.open(text, file, { ns });
    return this.#add(undefined, stream, stream);
  }

  openUnits(units: readonly CodeUnit[]): Load {
    return this.#add(undefined, precompiled(units), undefined);
  }

  #add(lib: string | undefined, units: UnitSource, stream: SourceStream | undefined): Load {
    const load = new Load(this.#next++, lib, units, stream);
    this.#byId.set(load.id, load);
    if (lib !== undefined) this.#loading.set(lib, load);
    return load;
  }

  /** The load whose code this actor runs at the moment (the innermost). */
  ofActor(pid: bigint): Load | undefined {
    let found: Load | undefined;
    for (const load of this.#byId.values()) if (load.runner === pid) found = load;
    return found;
  }

  ofStream(stream: SourceStream): Load | undefined {
    for (const load of this.#byId.values()) if (load.stream === stream) return load;
    return undefined;
  }

  /**
   * Begins to load a namespace for `parent`, or answers undefined when it is there already (after waiting for a load under way).
   * It is also there when an ns form has made it, in whatever file; then a circle is no error: its names so far can be used.
   */
  async openLib(name: string, parent: Load | undefined, reload: boolean, span: Span): Promise<Load | undefined> {
    const { session } = this.compiler;
    const running = this.#loading.get(name);
    if (running !== undefined) {
      const chain = circle(name, running, parent);
      if (chain === undefined) await this.#waitFor(running, parent);
      else if (!session.isMade(name)) throw circular(chain, span);
      return undefined;
    }
    if ((session.isLoaded(name) || session.isMade(name)) && !reload) return undefined;
    const file = findNamespace(name, this.paths.folders);
    if (file === undefined) throw this.notFound(name, span);
    const library = file.startsWith(`${this.libFolder}/`);
    const shown = library ? file.slice(this.libFolder.length + 1) : shownPath(file);
    const stream = this.compiler.open(readFileSync(file, "utf8"), shown, { library, ns: "user" });
    const load = this.#add(name, stream, stream);
    if (parent !== undefined) parent.waitsFor = load;
    return load;
  }

  async #waitFor(load: Load, parent: Load | undefined): Promise<void> {
    if (parent !== undefined) parent.waitsFor = load;
    try {
      await load.done;
    } finally {
      if (parent !== undefined) parent.waitsFor = undefined;
    }
  }

  notFound(name: string, span: Span): Diagnostic {
    const base = this.compiler.session.unknownNamespace(name, span);
    const missing = this.paths.missing.length === 0 ? "" : ` (deps.edn names ${this.paths.missing.join(", ")}, which does not exist)`;
    return new Diagnostic(base.code, `${base.message}${missing}`, base.span, base.help);
  }

  complete(load: Load): void {
    this.#forget(load);
    if (load.lib !== undefined) this.compiler.session.markLoaded(load.lib);
    load.complete();
  }

  abort(load: Load, error: unknown): void {
    this.#forget(load);
    if (load.lib !== undefined) this.compiler.session.forgetMade(load.lib);
    load.abort(error);
  }

  #forget(load: Load): void {
    this.#byId.delete(load.id);
    if (load.lib !== undefined && this.#loading.get(load.lib) === load) this.#loading.delete(load.lib);
    for (const other of this.#byId.values()) if (other.waitsFor === load) other.waitsFor = undefined;
  }

  /** Gives up everything that is being loaded: whoever ran it has been ended. */
  abandonAll(error: unknown): void {
    for (const load of [...this.#byId.values()]) this.abort(load, error);
  }
}

/** The chain of namespaces by which `parent` would wait for itself if it waited for `running`. */
function circle(name: string, running: Load, parent: Load | undefined): string[] | undefined {
  if (parent === undefined) return undefined;
  const chain = [name];
  for (let load: Load | undefined = running; load !== undefined; load = load.waitsFor) {
    if (load !== running && load.lib !== undefined) chain.push(load.lib);
    if (load === parent) return chain;
  }
  return undefined;
}

const circular = (chain: readonly string[], span: Span): Diagnostic =>
  new Diagnostic(
    "load/circular",
    `circular load: ${[...chain, chain[0]].join(" needs ")}`,
    span,
    "move what both namespaces need into a third one",
  );
