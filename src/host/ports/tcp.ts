import type { Server, Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";
import { type Value, keyword, mapGet, mapOf, Pid, vectorOf } from "../values.js";
import { int, ioError, type Port, PortError, type PortHost, text } from "./port.js";

/** Messages waiting in the host above which connections stop reading, and how soon they look again. */
const BACKLOG_LIMIT = 64;
const PAUSE_MS = 5;

interface Connection {
  readonly socket: Socket;
  owner: bigint;
  /** undefined: bytes as latin-1. */
  readonly decoder: StringDecoder | undefined;
  /** Chunks that may still be delivered before the owner asks for more; undefined: no such window. */
  window: number | undefined;
}
interface Listener {
  readonly server: Server;
  readonly options: Value;
  /** Connections that nobody has accepted yet, and accepts that wait for one. */
  readonly arrived: Socket[];
  readonly accepts: { pid: bigint; resolve(id: bigint): void; reject(error: Error): void }[];
}

/**
 * TCP. A connection belongs to the actor that accepted or opened it, which gets [:tcp connection string] for what arrives and
 * [:tcp-closed connection] once.
 *
 * Back-pressure: a send is answered when the network has taken the data. Reading pauses while the kernel's inbox is full; and
 * with the option :window n a connection delivers n chunks, then waits for :tcp/more connection n.
 */
export function tcpPort(host: PortHost): Port {
  const connections = new Map<bigint, Connection>();
  const listeners = new Map<bigint, Listener>();
  let next = 1n;

  const adopt = (socket: Socket, owner: bigint, options: Value): bigint => {
    const id = next++;
    const bytes = mapGet(options, "bytes");
    const window = mapGet(options, "window");
    const connection: Connection = {
      socket,
      owner,
      decoder: bytes ? undefined : new StringDecoder("utf8"),
      window: typeof window === "bigint" ? Number(window) : undefined,
    };
    connections.set(id, connection);
    host.hold();
    const deliver = (chunk: string): void => {
      if (chunk !== "") host.send(connection.owner, vectorOf([keyword("tcp"), id, chunk]));
    };
    socket.on("data", (data: Buffer) => {
      deliver(connection.decoder === undefined ? data.toString("latin1") : connection.decoder.write(data));
      if (connection.window !== undefined && --connection.window <= 0) socket.pause();
      else if (host.backlog() > BACKLOG_LIMIT) resumeLater(connection);
    });
    socket.on("end", () => deliver(connection.decoder?.end() ?? ""));
    // An error is always followed by "close", which tells the owner.
    socket.on("error", () => {});
    socket.on("close", () => {
      connections.delete(id);
      host.send(connection.owner, vectorOf([keyword("tcp-closed"), id]));
      host.release();
    });
    return id;
  };
  const resumeLater = (connection: Connection): void => {
    connection.socket.pause();
    setTimeout(() => {
      if (host.backlog() > BACKLOG_LIMIT) resumeLater(connection);
      else if (connection.window === undefined || connection.window > 0) connection.socket.resume();
    }, PAUSE_MS);
  };
  const connectionOf = (value: Value | undefined): Connection => {
    const found = typeof value === "bigint" ? connections.get(value) : undefined;
    if (found === undefined) throw new PortError("java.io.IOException", "connection closed");
    return found;
  };
  const match = (listener: Listener): void => {
    while (listener.arrived.length > 0 && listener.accepts.length > 0) {
      const socket = listener.arrived.shift() as Socket;
      const accept = listener.accepts.shift() as Listener["accepts"][number];
      accept.resolve(adopt(socket, accept.pid, listener.options));
    }
  };
  const closeListener = (id: bigint, listener: Listener): void => {
    listeners.delete(id);
    listener.server.close();
    for (const socket of listener.arrived) socket.destroy();
    for (const accept of listener.accepts) accept.reject(new PortError("java.io.IOException", "listener closed"));
    host.release();
  };

  return {
    capability: "net",
    ops: {
      "tcp/listen": async ([port, options]) => {
        const { createServer } = await import("node:net");
        const number = int(port, "the port");
        const address = mapGet(options ?? null, "host");
        const server = createServer({ pauseOnConnect: false, noDelay: true });
        const listener: Listener = { server, options: options ?? null, arrived: [], accepts: [] };
        server.on("connection", (socket: Socket) => {
          listener.arrived.push(socket);
          // Nobody reads before an actor owns it.
          socket.on("error", () => {});
          match(listener);
        });
        await new Promise<void>((done, fail) => {
          server.once("error", (error) => fail(ioError(error)));
          try {
            server.listen({ port: number, host: typeof address === "string" ? address : "127.0.0.1" }, done);
          } catch (error) {
            fail(new PortError("java.lang.IllegalArgumentException", (error as Error).message));
          }
        });
        const id = next++;
        listeners.set(id, listener);
        host.hold();
        const actual = server.address();
        return mapOf([
          [keyword("listener"), id],
          [keyword("port"), BigInt(typeof actual === "object" && actual !== null ? actual.port : number)],
        ]);
      },
      "tcp/accept": ([id], caller) => {
        const listener = typeof id === "bigint" ? listeners.get(id) : undefined;
        if (listener === undefined) throw new PortError("java.io.IOException", "listener closed");
        return new Promise<bigint>((resolve, reject) => {
          listener.accepts.push({ pid: caller.pid, resolve, reject });
          match(listener);
        });
      },
      "tcp/connect": async ([address, port, options], caller) => {
        const { connect } = await import("node:net");
        const socket = connect({ host: text(address, "the host"), port: int(port, "the port"), noDelay: true });
        await new Promise<void>((done, fail) => {
          socket.once("connect", done);
          socket.once("error", (error) => fail(ioError(error)));
        });
        return adopt(socket, caller.pid, options ?? null);
      },
      "tcp/send": ([id, data]) => {
        const { socket, decoder } = connectionOf(id);
        const chunk = text(data, "the data");
        return new Promise<null>((done, fail) => {
          socket.write(chunk, decoder === undefined ? "latin1" : "utf8", (error) => (error ? fail(ioError(error)) : done(null)));
        });
      },
      "tcp/more": ([id, chunks]) => {
        const connection = connectionOf(id);
        connection.window = (connection.window ?? 0) + int(chunks, "the number of chunks");
        connection.socket.resume();
        return null;
      },
      "tcp/own": ([id, pid]) => {
        if (!(pid instanceof Pid)) throw new PortError("java.lang.IllegalArgumentException", "the new owner must be a pid");
        connectionOf(id).owner = pid.word;
        return null;
      },
      "tcp/close": ([id]) => {
        if (typeof id !== "bigint") throw new PortError("java.lang.IllegalArgumentException", "a connection or listener is needed");
        const listener = listeners.get(id);
        if (listener !== undefined) closeListener(id, listener);
        else connections.get(id)?.socket.end();
        return null;
      },
    },
    close() {
      for (const [id, listener] of [...listeners]) closeListener(id, listener);
      for (const { socket } of connections.values()) socket.destroy();
    },
  };
}
