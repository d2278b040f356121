/**
 * How deep source may nest. The reader and the analyzer recurse on nesting; at this bound both stay well inside the
 * smallest JavaScript stack we run on (984 KB), and no program written by people or sane macros comes near it.
 */
export const MAX_NESTING = 1000;
