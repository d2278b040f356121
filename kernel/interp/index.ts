/** The interpreter and the loop of an executor. */
export { interpret } from "./interpret";
export { CHECK, runActors } from "./run";
