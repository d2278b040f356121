export { filesPort, type FilesOptions } from "./files.js";
export { argsPort, osPort } from "./os.js";
export { CAPABILITIES, type Caller, type Capability, int, type Port, PortError, type PortHandler, type PortHost, text } from "./port.js";
export { type InputSource, ProcessInput, stdinPort } from "./stdin.js";
export { PortTable } from "./table.js";
export { tcpPort } from "./tcp.js";
