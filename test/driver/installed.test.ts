/** Which modules give way to a new one (src/driver/installed.ts), without any that run. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CONTROL_FIELDS, LIMITS, MEMORY, MODULE_ROW } from "../../spec/index.js";
import { InstalledModules } from "../../src/driver/installed.js";
import { HeapMemory } from "../../src/host/index.js";

const TABLE = MEMORY.HEAP_BASE;

/** A memory with rows of modules, and what is evicted. */
function setUp(mostBytes: number): { installed: InstalledModules; evicted: number[]; ran(number: number, change: number): void } {
  const memory = HeapMemory.create();
  memory.setU32(MEMORY.CONTROL + 8 * CONTROL_FIELDS.indexOf("moduleTable"), TABLE);
  const evicted: number[] = [];
  const installed = new InstalledModules(memory, (_module, codes) => evicted.push(...codes), mostBytes);
  return { installed, evicted, ran: (number, change) => memory.setU32(TABLE + MODULE_ROW.BYTES * number + MODULE_ROW.USED, change) };
}
const wanted = (code: number, bytes: number, imports: number[] = [], slots = 2) => ({ bytes, slots, codes: [code], imports });

test("what has not run for the longest time gives way, as much as is needed", () => {
  const { installed, evicted, ran } = setUp(100);
  for (const code of [1, 2, 3]) assert.equal(installed.add(wanted(code, 30))?.number, code - 1);
  ran(0, 7);
  ran(1, 3);
  ran(2, 5);
  assert.deepEqual([installed.add(wanted(4, 40))?.number, evicted], [3, [2]]);
  ran(3, 9);
  assert.ok(installed.add(wanted(5, 60)));
  assert.deepEqual(evicted, [2, 3, 1]);
});

test("slots and numbers are given anew", () => {
  const { installed, evicted } = setUp(1000);
  const first = installed.add(wanted(1, 1, [], LIMITS.JIT_SLOTS >> 1));
  const second = installed.add(wanted(2, 1, [], 10));
  assert.deepEqual([first?.firstSlot, second?.firstSlot], [1, 1 + (LIMITS.JIT_SLOTS >> 1)]);
  const large = installed.add(wanted(3, 1, [], LIMITS.JIT_SLOTS >> 1));
  assert.deepEqual([large?.firstSlot, evicted], [1, [1]]);
  assert.equal(installed.add(wanted(4, 1))?.number, first?.number);
});

test("a module without slots takes none from others", () => {
  const { installed } = setUp(1000);
  const firstSlots = [4, 0, 4, 0, 4].map((slots, code) => installed.add(wanted(code, 1, [], slots))?.firstSlot);
  assert.deepEqual([firstSlots[0], firstSlots[2], firstSlots[4]], [1, 5, 9]);
});

test("a module goes before those that it calls, and what a new one calls stays", () => {
  const { installed, evicted, ran } = setUp(100);
  installed.add(wanted(1, 30));
  installed.add(wanted(2, 30, [1]));
  installed.add(wanted(3, 30));
  ran(1, 9);
  ran(2, 8);
  assert.ok(installed.add(wanted(4, 30, [1])));
  assert.deepEqual(evicted, [3], "1 has not run, but 2 calls it");
  assert.ok(installed.add(wanted(5, 60, [1])));
  assert.deepEqual(evicted, [3, 4, 2]);
  assert.equal(installed.add(wanted(6, 30, [1, 5])), undefined, "both are needed");
  installed.removeSome(0);
  assert.deepEqual([...evicted.slice(-2), installed.count], [5, 1, 0], "a module that is chosen takes its callers with it");
});

test("a module that is larger than everything evicts nothing", () => {
  const { installed, evicted } = setUp(100);
  installed.add(wanted(1, 30));
  assert.equal(installed.add(wanted(2, 101)), undefined);
  assert.deepEqual(evicted, []);
});

test("code that was compiled anew lives in its later module", () => {
  const { installed, evicted } = setUp(100);
  installed.add(wanted(1, 40));
  installed.add(wanted(1, 40));
  installed.add(wanted(2, 40));
  assert.deepEqual([evicted, installed.count], [[], 2], "nothing is unlinked with the older one");
});
