import type { HostRequest, Machine } from "../machine.js";
import { decodeValue, encodeValue } from "../message.js";
import { Keyword, keyword, mapOf, Ref, type Value, VectorForm, vectorOf } from "../values.js";
import { type Caller, type Capability, type Port, PortError, type PortHandler } from "./port.js";

/** Finds the port for a request, checks the grant, and sends the reply. */
export class PortTable {
  readonly #handlers = new Map<string, { handler: PortHandler; capability: Capability | undefined }>();
  readonly #ports: Port[] = [];

  constructor(private readonly grants: ReadonlySet<Capability>) {}

  add(port: Port): void {
    this.#ports.push(port);
    for (const [op, handler] of Object.entries(port.ops)) this.#handlers.set(op, { handler, capability: port.capability });
  }

  close(): void {
    for (const port of this.#ports) port.close?.();
  }

  /** Serves one request of an actor's. Errors of any kind become the request's failure; none ends the runtime. */
  async serve(machine: Machine, request: HostRequest): Promise<void> {
    let ok = true;
    let value: Value;
    try {
      value = await this.#perform(machine, request);
    } catch (error) {
      ok = false;
      value = failure(error);
    }
    const message = vectorOf([keyword("reply", "odeon"), new Ref(request.ref), ok, value]);
    try {
      machine.reply(request, encodeValue(message));
    } catch (error) {
      machine.reply(request, encodeValue(vectorOf([keyword("reply", "odeon"), new Ref(request.ref), false, failure(error)])));
    }
  }

  async #perform(machine: Machine, request: HostRequest): Promise<Value> {
    const payload = decodeValue(request.payload);
    const [op, ...args] = payload instanceof VectorForm ? (payload.items as readonly Value[]) : [];
    if (!(op instanceof Keyword))
      throw new PortError("java.lang.IllegalArgumentException", "a host request is a vector that starts with a keyword");
    const name = op.ns === null ? op.name : `${op.ns}/${op.name}`;
    const found = this.#handlers.get(name);
    if (found === undefined) throw new PortError("java.lang.IllegalArgumentException", `the host knows no request :${name}`);
    if (found.capability !== undefined && !this.grants.has(found.capability)) {
      throw new PortError("java.lang.IllegalStateException", `the host does not grant ${found.capability} (asked for by :${name})`);
    }
    const caller: Caller = { pid: request.pid, send: (pid, message) => machine.send(pid, encodeValue(message)) };
    return found.handler(args, caller);
  }
}

/** {:class :message :data}: odeon.host makes the exception of it (lib/odeon/host.clj). */
function failure(error: unknown): Value {
  const known =
    error instanceof PortError ? error : new PortError("java.lang.RuntimeException", (error as Error)?.message ?? String(error));
  return mapOf([
    [keyword("class"), known.className],
    [keyword("message"), known.message],
    [keyword("data"), known.data],
  ]);
}
