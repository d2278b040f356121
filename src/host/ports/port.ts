import type { Value } from "../values.js";

/** Parts of the outside that a program may be granted; the command line grants all, the embedding API none by default. */
export const CAPABILITIES = ["files", "stdin", "env", "net"] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** Who asks, and what a port may do besides answering. */
export interface Caller {
  readonly pid: bigint;
  /** Sends a message of the port's own accord (data of a connection). */
  send(pid: bigint, message: Value): void;
}

/** Answers an op: the value of the request, or throws a PortError. Arguments are as the table in lib/odeon/host.clj says. */
export type PortHandler = (args: readonly Value[], caller: Caller) => Value | Promise<Value>;

/** One kind of outside thing: its ops by name, e.g. "fs/slurp". */
export interface Port {
  /** undefined: always granted (it touches nothing outside). */
  readonly capability?: Capability;
  readonly ops: Readonly<Record<string, PortHandler>>;
  close?(): void;
}

/** What the machine offers to ports that deliver of their own accord. */
export interface PortHost {
  send(pid: bigint, message: Value): void;
  /** Something from outside may still arrive (a listening socket): not a deadlock. */
  hold(): void;
  release(): void;
  /** Messages that found no room in the kernel's inbox yet; sockets pause on it. */
  backlog(): number;
}

/** A failure that the program sees as an exception of the named class. */
export class PortError extends Error {
  constructor(
    readonly className: string,
    message: string,
    readonly data: Value = null,
  ) {
    super(message);
  }
}

export function text(value: Value | undefined, what: string): string {
  if (typeof value === "string") return value;
  throw new PortError("java.lang.IllegalArgumentException", `${what} must be a string`);
}
export function int(value: Value | undefined, what: string): number {
  if (typeof value === "bigint") return Number(value);
  throw new PortError("java.lang.IllegalArgumentException", `${what} must be an integer`);
}

/** An error of node:fs or node:net in the program's terms. */
export function ioError(error: unknown, path?: string): PortError {
  const e = error as NodeJS.ErrnoException;
  const shown = path ?? e.path ?? "";
  if (e.code === "ENOENT") return new PortError("java.io.FileNotFoundException", `${shown} (No such file or directory)`);
  if (e.code === "EISDIR") return new PortError("java.io.FileNotFoundException", `${shown} (Is a directory)`);
  if (e.code === "EACCES") return new PortError("java.io.FileNotFoundException", `${shown} (Permission denied)`);
  return new PortError("java.io.IOException", shown === "" ? e.message : `${shown}: ${e.message}`);
}
