/** Entry of the build that tests collections: them, the collector's test exports and the heap checker. */
export * from "./testing";
export * from "../coll/testing";
