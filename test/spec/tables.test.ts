/** The shared tables keep their promises: numbers are unique, relations between limits hold, references resolve. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  CONTROL_FIELDS,
  ERROR_CLASSES,
  ERRORS,
  EXECUTOR_FIELDS,
  FIRST_USER_TYPE,
  FIXNUM_MAX,
  FIXNUM_MIN,
  FLAG,
  LIBRARY_ROOTS,
  LIMITS,
  MEMORY,
  OPCODES,
  PACKED,
  PRIMITIVES,
  ROOTS,
  SEEN,
  SPECIAL_LOW_BYTE,
  TAG,
  TO_HOST,
  TO_KERNEL,
  TYPES,
  WIRE,
  WORD,
} from "../../spec/index.js";
import { REPOSITORY } from "../support/odeon.js";

function assertUnique(what: string, values: readonly unknown[]): void {
  const seen = new Set<unknown>();
  for (const value of values) {
    assert.ok(!seen.has(value), `${what} ${String(value)} is given twice`);
    seen.add(value);
  }
}

test("numbers and names of every table are unique", () => {
  assertUnique(
    "opcode",
    OPCODES.map((row) => row.code),
  );
  assertUnique(
    "opcode name",
    OPCODES.map((row) => row.name),
  );
  assertUnique(
    "type id",
    TYPES.map((row) => row.id),
  );
  assertUnique(
    "type name",
    TYPES.map((row) => row.name),
  );
  assertUnique(
    "primitive id",
    PRIMITIVES.map((row) => row.id),
  );
  assertUnique(
    "primitive name",
    PRIMITIVES.map((row) => row.name),
  );
  assertUnique(
    "error code",
    ERRORS.map((row) => row.code),
  );
  assertUnique(
    "error name",
    ERRORS.map((row) => row.name),
  );
  assertUnique("control field", CONTROL_FIELDS);
  assertUnique("executor field", EXECUTOR_FIELDS);
  assertUnique("root", ROOTS);
  for (const table of [WIRE, TO_HOST, TO_KERNEL, FLAG, WORD]) assertUnique("value", Object.values(table));
});

test("opcodes fit a byte and have known effects and operands", () => {
  for (const row of OPCODES) {
    assert.ok(row.code > 0 && row.code < 256, row.name);
    assert.match(row.effects, /^[tcsjxy]*$/, row.name);
    for (const operand of row.operands) assert.ok(["local", "const", "u16", "i32", "label"].includes(operand), `${row.name}: ${operand}`);
    if (row.operands.includes("label"))
      assert.ok(row.effects.includes("j") || row.name.startsWith("RECV"), `${row.name} has a label and does not jump`);
  }
});

test("primitives have known effects, small arities and fallbacks where they answer SLOW", () => {
  for (const row of PRIMITIVES) {
    assert.match(row.effects, /^[atmyp]*$/, row.name);
    assert.ok(row.arity >= 0 && row.arity <= 11, row.name); // instance-of-10 takes a type and ten fields
    if (row.slow !== undefined) assert.match(row.slow, /^odeon\.slow\//, row.name);
  }
});

test("types lie below the ids of user types", () => {
  for (const row of TYPES) assert.ok(row.id > 0 && row.id < FIRST_USER_TYPE, row.name);
});

test("flags are single bits of the header's low byte", () => {
  for (const [name, bit] of Object.entries(FLAG)) assert.ok(bit < 256 && (bit & (bit - 1)) === 0, name);
});

test("words: constants carry the immediate tag, falsiness is one mask, sentinels share their low byte", () => {
  for (const [name, word] of Object.entries(WORD)) assert.equal(Number(word & 7n), TAG.IMMEDIATE, name);
  const falsy = (word: bigint): boolean => (word & ~0x100n) === 2n;
  for (const [name, word] of Object.entries(WORD)) assert.equal(falsy(word), name === "NIL" || name === "FALSE", name);
  for (const name of ["THROW", "SLOW", "MORE", "UNWIND", "PARK"] as const) assert.equal(Number(WORD[name] & 0xffn), SPECIAL_LOW_BYTE, name);
  assert.equal(FIXNUM_MAX - FIXNUM_MIN, (1n << 61n) - 1n);
});

test("fixed memory areas do not overlap", () => {
  assert.ok(MEMORY.CONTROL + 8 * CONTROL_FIELDS.length <= MEMORY.ROOTS, "control block");
  assert.ok(MEMORY.ROOTS + 8 * (ROOTS.length + Object.keys(LIBRARY_ROOTS).length + PRIMITIVES.length) <= MEMORY.EXECUTORS, "roots");
  assert.ok(8 * EXECUTOR_FIELDS.length <= MEMORY.EXECUTOR_BYTES, "executor block");
  assert.ok(MEMORY.EXECUTORS + MEMORY.EXECUTOR_BYTES * LIMITS.MAX_EXECUTORS <= MEMORY.HEAP_BASE, "executor blocks");
  assert.equal(MEMORY.HEAP_BASE % LIMITS.PAGE, 0);
});

test("the type of a packed array tells the width of its elements", () => {
  const widths = { BOOLEAN: 1, BYTE: 1, CHAR: 2, SHORT: 2, INT: 4, FLOAT: 4, LONG: 8, DOUBLE: 8 };
  assert.equal(PACKED.FIRST % 8, 0);
  assert.equal(PACKED.COUNT, Object.keys(widths).length);
  Object.entries(widths).forEach(([name, bytes], i) => {
    const row = TYPES.find((t) => t.name === `${name}_ARRAY`);
    assert.equal(row?.id, PACKED.FIRST + i, name);
    assert.equal(1 << (((PACKED.FIRST + i) >> 1) & 3), bytes, name);
    assert.ok(row?.raw && row.cell, name);
  });
  assert.equal(SEEN.ARRAYS_COUNT, PACKED.COUNT + 1);
  assert.ok(SEEN.ARRAYS > SEEN.PROFILED && SEEN.ARRAYS + SEEN.ARRAYS_COUNT <= 60, "what has been seen is a fixnum");
});

test("limits keep their relations", () => {
  const { ACTOR_BLOCK, NURSERY_FIRST, NURSERY_MAX, PAGE, LARGE_OBJECT, MAX_OBJECT_WORDS, MAX_MEMORY, MAJOR_FIRST } = LIMITS;
  assert.ok(ACTOR_BLOCK <= 1024, "a parked actor costs at most 1 KB");
  assert.ok(ACTOR_BLOCK <= NURSERY_FIRST && NURSERY_FIRST <= NURSERY_MAX);
  assert.ok(LARGE_OBJECT < PAGE);
  assert.ok(MAX_OBJECT_WORDS < 1 << 24, "sizes have 24 bits");
  assert.ok(MAX_MEMORY <= 2 ** 32 && MAX_MEMORY % PAGE === 0);
  assert.ok(MAJOR_FIRST < MAX_MEMORY);
  assert.ok(LIMITS.MAX_ACTORS <= 1 << 24, "actor slots have 24 bits in a pid");
  for (const size of [PAGE, LIMITS.STDOUT_RING, LIMITS.INBOX_RING, LIMITS.MAX_ACTORS])
    assert.equal(size & (size - 1), 0, `${size} is no power of two`);
});

test("every error class leads to Object, and every error has one", () => {
  for (const start of [...Object.keys(ERROR_CLASSES), ...ERRORS.map((row) => row.className)]) {
    const seen = new Set<string>();
    let name = start;
    while (name !== "Object") {
      assert.ok(!seen.has(name), `${start}: circle at ${name}`);
      seen.add(name);
      const parent = ERROR_CLASSES[name];
      assert.ok(parent !== undefined, `${start}: ${name} has no parent`);
      name = parent;
    }
  }
});

test("templates of errors name arguments from 0 on", () => {
  for (const { name, template } of ERRORS) {
    const indexes = [...template.matchAll(/\{(\d)t?\}/g)].map((match) => Number(match[1]));
    assert.deepEqual(
      [...new Set(indexes)].sort(),
      [...new Set(indexes)].sort().map((_, index) => index),
      name,
    );
  }
});

test("the library uses only primitives that exist", () => {
  // `apply` and `not` are written like primitives and become instructions.
  const known = new Set([...PRIMITIVES.map((row) => row.name), "apply", "not"]);
  const visit = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? visit(join(folder, entry.name)) : entry.name.endsWith(".clj") ? [join(folder, entry.name)] : [],
    );
  const library = join(REPOSITORY, "lib");
  const unknown = new Set<string>();
  for (const file of existsSync(library) ? visit(library) : []) {
    const text = readFileSync(file, "utf8").replace(/;.*$/gm, "");
    for (const [, name] of text.matchAll(/\(prim\/([^\s()[\]{}"]+)/g))
      if (!known.has(name!)) unknown.add(`${file.slice(library.length + 1)}: prim/${name}`);
  }
  assert.deepEqual([...unknown], []);
});
