export { type CodeObject, CodeView } from "./code-view.js";
export {
  type AheadFiles,
  type AheadModule,
  aheadFacts,
  type CompiledModule,
  installPayload,
  readAhead,
} from "./compiled.js";
export { neededCodes, reachableCodes } from "./code-walk.js";
export { type Installation, installation, packageVersion } from "./installation.js";
export {
  EXECUTOR_LIMITS,
  type Done,
  type HostRequest,
  Machine,
  type MachineEvents,
  type MachineOptions,
  OUTCOME,
  type Sample,
  startMachine,
  type StartedMachine,
} from "./machine.js";
export { type ControlField, HeapMemory } from "./memory.js";
export { decodeValue, encodeValue } from "./message.js";
export type { ClosureShape, GivenClosure } from "./shape.js";
export { ClosedPipe, writeFully } from "./output.js";
export {
  argsPort,
  CAPABILITIES,
  type Capability,
  filesPort,
  type InputSource,
  int,
  osPort,
  type Port,
  PortError,
  type PortHost,
  PortTable,
  ProcessInput,
  stdinPort,
  tcpPort,
  text,
} from "./ports/index.js";
export type { RuntimeStats } from "./stats.js";
export { UsageError } from "./usage-error.js";
export {
  BigIntForm,
  CharForm,
  DecimalForm,
  ExceptionValue,
  InstForm,
  itemsOf,
  Keyword,
  keyword,
  ListForm,
  listOf,
  MapForm,
  mapGet,
  mapOf,
  Opaque,
  Pid,
  printValue,
  RatioForm,
  Ref,
  RegexForm,
  SetForm,
  Sym,
  symbol,
  TaggedForm,
  Thunk,
  UuidForm,
  type Value,
  VarRef,
  VectorForm,
  vectorOf,
} from "./values.js";
