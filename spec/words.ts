/**
 * Words: every value is one 64-bit word. The low three bits are the tag.
 *
 *   63                                                        3 2  0
 *   +----------------------------------------------------------+----+
 *   | 61-bit two's complement integer                          |000 |  fixnum
 *   +---------------------------+------------------------------+----+
 *   | type id (32)              | address (8-aligned)          |001 |  heap pointer
 *   +---------------------------+-----------------------+------+----+
 *   | payload (56)                                | sub:5      |010 |  immediate
 *   +---------------------------------------------+------------+----+
 *   | double, rotated left by 4, plus 3                        |>=3 |  self-tagged float
 *   +----------------------------------------------------------+----+
 *
 * A double's top three exponent bits land in the low three bits after rotl 4. Patterns 0..4 (all magnitudes
 * below 2^257, zero and denormals included) become tags 3..7; 5..7 (huge, Inf, NaN) are boxed (T_DOUBLE).
 *   encode: w = rotl(bits, 4) + 3   when (rotl(bits,4) & 7) <= 4
 *   decode: bits = rotr(w - 3, 4)
 */
export const TAG = { FIXNUM: 0, POINTER: 1, IMMEDIATE: 2, FLOAT_MIN: 3 } as const;

/** Immediate sub-tags: word = (payload << 8) | (sub << 3) | 2. */
export const SUB = { CONSTANT: 0, CHAR: 1, PID: 2, SPECIAL: 3, REF: 4 } as const;

const imm = (sub: number, payload: number) => (BigInt(payload) << 8n) | BigInt((sub << 3) | 2);

/** The constant words. NIL and FALSE differ only in bit 8, so falsiness is (w & ~0x100) == 2. */
export const WORD = {
  NIL: imm(0, 0),
  FALSE: imm(0, 1),
  TRUE: imm(0, 2),
  /** A var without a root value; never visible to programs. */
  UNBOUND: imm(3, 0),
  /** Sentinels that primitives answer (never stored in the heap); all share the low byte 0x1A. */
  THROW: imm(3, 1),
  SLOW: imm(3, 2),
  MORE: imm(3, 3),
  /** The primitive has changed the actor's frames or state; the interpreter reloads fp/sp/pc and goes on. */
  UNWIND: imm(3, 4),
  /** The actor must park; it is already set up to be woken; the instruction runs again afterwards. */
  PARK: imm(3, 5),
  /** Absent key inside kernel code; an empty slot in hash nodes (the value word then points to a sub-node). */
  ABSENT: imm(3, 6),
  /** Root of a dynamic var: look at the actor's bindings, then at the var's own dynroot field. */
  DYNAMIC: imm(3, 7),
} as const;

export const SPECIAL_LOW_BYTE = 0x1a;
/** Pid immediates: bits 8..31 actor slot index (24 bits), bits 32..63 slot generation. */
export const PID_INDEX_SHIFT = 8;
export const FIXNUM_MIN = -(1n << 60n);
export const FIXNUM_MAX = (1n << 60n) - 1n;
