import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { type Value, keyword, mapOf, vectorOf } from "../values.js";
import { int, ioError, type Port, PortError, text } from "./port.js";

const CHUNK = 65536;

/** An open file: text in, cut into lines or characters; text out. */
class OpenFile {
  #decoder = new StringDecoder("utf8");
  #text = "";
  #at = 0;
  #ended = false;

  constructor(
    readonly fd: number,
    readonly path: string,
    /** Pipes and terminals may keep a reader waiting: those are read without holding the thread. */
    readonly slow: boolean,
  ) {}

  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    const buffer = Buffer.allocUnsafe(CHUNK);
    const n = this.slow
      ? await new Promise<number>((done, fail) =>
          fs.read(this.fd, buffer, 0, CHUNK, null, (error, bytes) => (error ? fail(error) : done(bytes))),
        )
      : fs.readSync(this.fd, buffer, 0, CHUNK, null);
    this.#text = this.#text.slice(this.#at) + (n > 0 ? this.#decoder.write(buffer.subarray(0, n)) : this.#decoder.end());
    this.#at = 0;
    if (n === 0) this.#ended = true;
    return true;
  }

  async readLine(): Promise<string | null> {
    let from = this.#at;
    for (;;) {
      const end = this.#text.indexOf("\n", from);
      if (end >= 0) {
        const line = this.#text.slice(this.#at, end > this.#at && this.#text[end - 1] === "\r" ? end - 1 : end);
        this.#at = end + 1;
        return line;
      }
      const kept = this.#text.length - this.#at;
      if (await this.#more()) from = this.#at + kept;
      else break;
    }
    if (this.#at >= this.#text.length) return null;
    const line = this.#text.slice(this.#at);
    this.#at = this.#text.length;
    return line;
  }

  async read(n: number): Promise<string | null> {
    while (this.#text.length - this.#at < n && (await this.#more())) {}
    if (this.#at >= this.#text.length && n > 0) return null;
    const part = this.#text.slice(this.#at, this.#at + n);
    this.#at += part.length;
    return part;
  }
}

export interface FilesOptions {
  /** Where :fs/resource looks. */
  readonly paths: () => readonly string[];
}

/** Files and folders. Quick operations on regular files are synchronous: a round trip through the thread pool costs more. */
export function filesPort(options: FilesOptions): Port {
  const open = new Map<number, OpenFile>();
  let next = 1;

  const handle = (value: Value | undefined): OpenFile => {
    const file = open.get(int(value, "a file handle"));
    if (file === undefined) throw new PortError("java.io.IOException", "Stream closed");
    return file;
  };
  const guarded =
    <T extends Value>(work: (path: string, args: readonly Value[]) => T | Promise<T>) =>
    async (args: readonly Value[]): Promise<T> => {
      const path = text(args[0], "a path");
      try {
        return await work(path, args);
      } catch (error) {
        throw error instanceof PortError ? error : ioError(error, path);
      }
    };
  const isRegular = (path: string): boolean => fs.statSync(path).isFile();

  return {
    capability: "files",
    ops: {
      "fs/slurp": guarded(async (path) => (isRegular(path) ? fs.readFileSync(path, "utf8") : await fs.promises.readFile(path, "utf8"))),
      "fs/spit": guarded((path, [, content, append]) => {
        const data = text(content, "the text");
        if (append) fs.appendFileSync(path, data);
        else fs.writeFileSync(path, data);
        return null;
      }),
      "fs/open": guarded((path, [, mode]) => {
        const flag = text(mode, "the mode");
        if (flag !== "r" && flag !== "w" && flag !== "a") throw new PortError("java.lang.IllegalArgumentException", `no file mode ${flag}`);
        const fd = fs.openSync(path, flag);
        const stat = fs.fstatSync(fd);
        if (stat.isDirectory()) {
          fs.closeSync(fd);
          throw new PortError("java.io.FileNotFoundException", `${path} (Is a directory)`);
        }
        open.set(next, new OpenFile(fd, path, !stat.isFile()));
        return BigInt(next++);
      }),
      "fs/read-line": ([h]) => handle(h).readLine(),
      "fs/read": ([h, n]) => handle(h).read(int(n, "the number of characters")),
      "fs/write": ([h, content]) => {
        const file = handle(h);
        try {
          const bytes = Buffer.from(text(content, "the text"));
          for (let at = 0; at < bytes.length; ) at += fs.writeSync(file.fd, bytes, at);
        } catch (error) {
          throw ioError(error, file.path);
        }
        return null;
      },
      "fs/close": ([h]) => {
        const id = int(h, "a file handle");
        const file = open.get(id);
        if (file !== undefined) fs.closeSync(file.fd);
        open.delete(id);
        return null;
      },
      "fs/stat": guarded((path) => {
        const stat = fs.statSync(path, { throwIfNoEntry: false });
        if (stat === undefined) return null;
        return mapOf([
          [keyword("file?"), stat.isFile()],
          [keyword("dir?"), stat.isDirectory()],
          [keyword("size"), BigInt(stat.size)],
          [keyword("modified"), BigInt(Math.trunc(stat.mtimeMs))],
        ]);
      }),
      "fs/list": guarded((path) => {
        if (!fs.statSync(path, { throwIfNoEntry: false })?.isDirectory()) return null;
        return vectorOf(fs.readdirSync(path).sort());
      }),
      "fs/mkdirs": guarded((path) => fs.mkdirSync(path, { recursive: true }) !== undefined),
      "fs/delete": guarded((path) => {
        const stat = fs.lstatSync(path, { throwIfNoEntry: false });
        if (stat === undefined) return false;
        if (stat.isDirectory()) fs.rmdirSync(path);
        else fs.unlinkSync(path);
        return true;
      }),
      "fs/rename": guarded((from, [, to]) => {
        fs.renameSync(from, text(to, "the new path"));
        return true;
      }),
      "fs/absolute": guarded((path) => resolve(path)),
      "fs/canonical": guarded((path) => canonical(resolve(path))),
      "fs/temp-file": ([prefix, suffix]) => {
        const folder = fs.mkdtempSync(join(tmpdir(), "odeon-"));
        const path = join(folder, `${text(prefix, "the prefix")}${typeof suffix === "string" ? suffix : ""}`);
        fs.writeFileSync(path, "");
        return path;
      },
      "fs/resource": guarded((path) => {
        for (const folder of options.paths()) {
          const full = isAbsolute(path) ? path : join(folder, path);
          if (fs.existsSync(full)) return resolve(full);
        }
        return null;
      }),
    },
    close() {
      for (const file of open.values()) fs.closeSync(file.fd);
      open.clear();
    },
  };
}

/** The path with links resolved, as far as it exists. */
function canonical(path: string): string {
  try {
    return fs.realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(canonical(parent), basename(path));
  }
}
