import type { Span } from "./span.js";

/** An error in the user's input: stable code, place, cause and remedy. Rendered by the driver with the source line. */
export class Diagnostic extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly span: Span,
    /** What to do about it, e.g. `did you mean map?` */
    readonly help?: string,
  ) {
    super(message);
    this.name = "Diagnostic";
  }
}
