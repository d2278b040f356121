import type { InputSource } from "../../src/host/index.js";

/**
 * Lines of input, shared by the REPL and by programs that read standard input while they run: whoever asks first gets the
 * next line.
 */
export class Lines implements InputSource {
  readonly #ready: string[] = [];
  readonly #asking: ((line: string | null) => void)[] = [];
  #ended = false;
  /** What read() left of a line. */
  #rest = "";

  push(line: string): void {
    const ask = this.#asking.shift();
    if (ask === undefined) this.#ready.push(line);
    else ask(line);
  }

  end(): void {
    this.#ended = true;
    for (const ask of this.#asking.splice(0)) ask(null);
  }

  next(): Promise<string | null> {
    const line = this.#ready.shift();
    if (line !== undefined) return Promise.resolve(line);
    if (this.#ended) return Promise.resolve(null);
    return new Promise((resolve) => this.#asking.push(resolve));
  }

  /** Forgets who waits: their evaluation was stopped. */
  forget(): void {
    this.#asking.length = 0;
  }

  async readLine(): Promise<string | null> {
    if (this.#rest === "") return this.next();
    const line = this.#rest.endsWith("\n") ? this.#rest.slice(0, -1) : this.#rest;
    this.#rest = "";
    return line;
  }

  async read(n: number): Promise<string | null> {
    if (this.#rest === "") {
      const line = await this.next();
      if (line === null) return null;
      this.#rest = `${line}\n`;
    }
    const part = this.#rest.slice(0, n);
    this.#rest = this.#rest.slice(n);
    return part;
  }
}
