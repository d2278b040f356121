/**
 * How deep source may nest. The reader recurses on nesting; at this bound it stays well inside the smallest JavaScript stack
 * that we run on (984 KB), and no program written by people or sane macros comes near it.
 */
export const MAX_NESTING = 1000;
/** How deep expressions may nest after macro expansion: a level costs the analyzer several JavaScript frames. */
export const MAX_EXPRESSION_NESTING = 500;
