/** Wrong use of an API or of the command line: no trace is of interest. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
