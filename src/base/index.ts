export { Diagnostic } from "./diagnostic.js";
export { MAX_EXPRESSION_NESTING, MAX_NESTING } from "./limits.js";
export { NO_SPAN, type Span } from "./span.js";
export { didYouMean, editDistance, nearest } from "./suggest.js";
