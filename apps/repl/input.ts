import { Diagnostic } from "../../src/base/index.js";
import { EOF, Reader, type Resolver } from "../../src/reader/index.js";

/** What the lines so far amount to. */
export type Completeness = "empty" | "complete" | "open";

/** Whether the text can be evaluated, or ends inside a form. Other errors count as complete: evaluation reports them. */
export function completeness(text: string, resolver: Resolver): Completeness {
  const reader = new Reader(text, { file: "REPL", resolver, keepTags: true });
  let forms = 0;
  try {
    while (reader.next() !== EOF) forms++;
  } catch (error) {
    if (error instanceof Diagnostic && error.code === "reader/eof") return "open";
    return "complete";
  }
  return forms === 0 ? "empty" : "complete";
}

/** The part of the line before the cursor that a completion replaces. */
export function wordBefore(line: string): string {
  return /[^\s()[\]{}"'`~@,;^]*$/.exec(line)?.[0] ?? "";
}
