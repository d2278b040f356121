export { repl } from "./repl.js";
