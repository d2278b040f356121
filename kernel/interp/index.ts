/** The interpreter, the loop of an executor, and what compiled code calls. */
export { interpret } from "./interpret";
export * from "./native";
export { CHECK, runActors } from "./run";
