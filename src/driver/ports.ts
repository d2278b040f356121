import {
  argsPort,
  type Capability,
  encodeValue,
  filesPort,
  type InputSource,
  type Machine,
  osPort,
  PortTable,
  ProcessInput,
  stdinPort,
  tcpPort,
  type Value,
} from "../host/index.js";

/** What a program can reach of the outside, apart from the compiler. */
export function systemPorts(
  machine: Machine,
  options: {
    readonly grants: ReadonlySet<Capability>;
    readonly args: readonly string[];
    readonly input?: InputSource | undefined;
    /** Folders of sources, for resources. */
    readonly folders: () => readonly string[];
    readonly version: string;
  },
): PortTable {
  const ports = new PortTable(options.grants);
  ports.add(argsPort(options.args));
  ports.add(filesPort({ paths: options.folders }));
  ports.add(stdinPort(options.input ?? new ProcessInput()));
  ports.add(osPort(options.version));
  ports.add(
    tcpPort({
      send: (pid: bigint, message: Value) => machine.send(pid, encodeValue(message)),
      hold: () => machine.hold(),
      release: () => machine.release(),
      backlog: () => machine.backlog,
    }),
  );
  return ports;
}
