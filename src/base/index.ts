export { Diagnostic } from "./diagnostic.js";
export { NO_SPAN, type Span } from "./span.js";
