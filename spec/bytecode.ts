/**
 * CODE objects (one arity of a function), fields as in spec/types.ts:
 *   name      string: the function as a trace shows it, e.g. "my.ns/f" or "my.ns/f/fn@12"
 *   arity     fixnum: number of fixed arguments << 1 | variadic. A variadic code has one more local: the rest list or nil.
 *   nlocals   fixnum: words for arguments, rest, and other locals
 *   nslots    fixnum: nlocals + the deepest operand stack; the frame needs 4 + nslots words
 *   consts    NODE of words
 *   bytes     BYTES: instructions
 *   handlers  BYTES or nil: rows of four i32 (start, end, handler, height); the first row that covers the pc wins;
 *             the operand stack is cut to `height` words, the exception is pushed, execution goes on at `handler`.
 *             A frame's pc for this purpose is the offset of the instruction that threw or called.
 *   lines     BYTES or nil: rows of four i32 (start pc, line, column, length of the span), by ascending pc
 *   next      the CODE of another arity of the same function, or nil
 *   ns        namespace name string or nil
 *   file      string or nil
 *   counter   fixnum: how hot it is (kernel/interp/sample.ts); -1 once it is asked for, -2 when it will not be compiled
 *   entry     nil unless compiled, then fixnum: the compiled entry at pc 0, change << ENTRY_SLOT_BITS | table slot (kernel/interp/enter.ts)
 *   loops     nil, or fixnum: address of a block { u32 n, u32 module, u32 next, u32 retired, n * (u64 entry, u32 pc, u32 zero) }: compiled
 *             entries at this and other places, the number of their module; next and retired once it is not used any more
 *   seen      fixnum: what the first SEEN_ARGS arguments were when sampled, SEEN_BITS each: 1 fixnum, 2 float, 4 other, 8 small
 *             (a fixnum from 0 to 2^31 - 1); then bits (SEEN) of what the host has been told of, and ARRAYS_COUNT bits: which kinds of
 *             arrays (spec/types.ts, PACKED) its locals and captures have been
 *   failed    fixnum: at which sites compiled code has relied on what did not hold; bit = number of the site modulo FAILED_SITES
 */
export const HANDLER_ROW = 16;
export const LINE_ROW = 16;
export const SEEN = { ARGS: 12, BITS: 4, FIXNUM: 1, FLOAT: 2, OTHER: 4, SMALL: 8, INTERPRETED: 48, PROFILED: 49, HELD: 50, ARRAYS: 51, ARRAYS_COUNT: 9 } as const;
export const FAILED_SITES = 60;
/** CODE.entry: bits of the slot; above them the change of control.moduleChanges that it came with. */
export const ENTRY_SLOT_BITS = 16;
/** CODE.counter beyond counting. */
export const TIER_STATE = { ASKED: -1, REFUSED: -2 } as const;
/** control.tier */
export const TIER = { INTERP: 0, AUTO: 1, JIT: 2 } as const;

/**
 * Wire format: how values cross between host and kernel, and what .odb files hold. Postfix, so that decoder and encoder
 * need no recursion: a decoder pushes each value on a stack, constructors pop what they need.
 * n, k are unsigned LEB128. Every STRING*, SYMBOL, KEYWORD, VAR is also appended to a table; BACKREF k pushes entry k.
 *   message = version byte (WIRE_VERSION), ops..., END: exactly one value is left.
 */
export const WIRE_VERSION = 1;
export const WIRE = {
  END: 0, NIL: 1, TRUE: 2, FALSE: 3,
  INT: 4, // zigzag LEB128, 64-bit
  DOUBLE: 5, // 8 bytes little-endian
  BIGINT: 6, // sign byte, n = digit count, n u32 little-endian
  RATIO: 7, // pops den, num
  DECIMAL: 8, // pops scale, unscaled
  CHAR: 9, // n code unit
  STRING8: 10, // n, n latin-1 bytes
  STRING16: 11, // n, n u16 little-endian
  SYMBOL: 12, // pops name, ns (string or nil)
  KEYWORD: 13, // pops name, ns
  BACKREF: 14, // k
  LIST: 15, VECTOR: 16, MAP: 17, SET: 18, // n elements (MAP: n pairs), popped
  META: 19, // pops meta, value
  REGEX: 20, // pops source string
  PID: 21, // 8 bytes: the word
  REF: 22, // 8 bytes: the word
  VAR: 23, // pops name, ns strings: interned var
  CODE: 24, // pops file, ns, next, lines, handlers, bytes, consts (NODE), nslots, nlocals, arity, name
  BYTES: 25, // n, n bytes
  NODE: 26, // n elements: a NODE
  CLOSURE: 27, // pops CODE: a closure without captures
  TAGGED: 28, // pops form, tag
  UUID: 29, // 16 bytes
  INST: 30, // pops ms
  EXCEPTION: 31, // pops trace, cause, data, message, class name string
  OPAQUE: 32, // pops printed string, class name string: something that can't cross (host side only)
  BUFFER: 33, // n, n bytes: a byte buffer
} as const;
