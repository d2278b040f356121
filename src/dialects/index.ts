export { ClojureSession, RUNTIME_NAMES, withPositions } from "./clojure/index.js";
export type { Answer, CompileGenerator, Request, Source } from "./clojure/index.js";
