import { StringDecoder } from "node:string_decoder";
import { int, type Port } from "./port.js";

/** Where lines of standard input come from; a REPL gives its own. */
export interface InputSource {
  readLine(): Promise<string | null>;
  read(n: number): Promise<string | null>;
  close?(): void;
}

/** Standard input of the process, opened on the first request and held open only while one waits. */
export class ProcessInput implements InputSource {
  #decoder = new StringDecoder("utf8");
  #text = "";
  #ended = false;
  #opened = false;
  #more: (() => void) | undefined;
  /** Requests are served one after another. */
  #turn: Promise<unknown> = Promise.resolve();

  #open(): void {
    this.#opened = true;
    const stream = process.stdin;
    stream.on("data", (chunk: Buffer) => {
      this.#text += this.#decoder.write(chunk);
      stream.pause();
      this.#more?.();
    });
    const end = (): void => {
      this.#text += this.#decoder.end();
      this.#ended = true;
      this.#more?.();
    };
    stream.on("end", end);
    stream.on("error", end);
  }

  async #fill(): Promise<boolean> {
    if (this.#ended) return false;
    if (!this.#opened) this.#open();
    await new Promise<void>((done) => {
      this.#more = done;
      process.stdin.resume();
    });
    this.#more = undefined;
    return true;
  }

  #queued<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }

  readLine(): Promise<string | null> {
    return this.#queued(async () => {
      let from = 0;
      for (;;) {
        const end = this.#text.indexOf("\n", from);
        if (end >= 0) {
          const line = this.#text.slice(0, end > 0 && this.#text[end - 1] === "\r" ? end - 1 : end);
          this.#text = this.#text.slice(end + 1);
          return line;
        }
        from = this.#text.length;
        if (!(await this.#fill())) break;
      }
      if (this.#text === "") return null;
      const line = this.#text;
      this.#text = "";
      return line;
    });
  }

  read(n: number): Promise<string | null> {
    return this.#queued(async () => {
      while (this.#text.length < n && (await this.#fill())) {}
      if (this.#text === "" && n > 0) return null;
      const part = this.#text.slice(0, n);
      this.#text = this.#text.slice(n);
      return part;
    });
  }

  close(): void {
    if (this.#opened) process.stdin.pause();
  }
}

export function stdinPort(source: InputSource): Port {
  return {
    capability: "stdin",
    ops: {
      "stdin/read-line": () => source.readLine(),
      "stdin/read": ([n]) => source.read(int(n, "the number of characters")),
    },
    close: () => source.close?.(),
  };
}
