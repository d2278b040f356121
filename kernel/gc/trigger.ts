/** When the next major collection comes: shared bytes plus arena bytes since the last one, relative to what lived then. */
import { C_ARENA_BYTES, C_MAJOR_TRIGGER, C_PAGES_USED, MAJOR_FIRST, MAJOR_GROWTH_PERCENT, PAGE } from "../generated/spec";
import { control, setControl } from "../mem/control";
import { pageLimit, WITHIN } from "../mem/pages";

/** Never less than this between two collections. */
const LEAST: u32 = 1 << 20;

/** Sets the trigger after a collection that found `live` bytes: their growth allowance, but at most half of what is left. */
export function setTrigger(live: u32): void {
  const base = <u64>live + control(C_ARENA_BYTES), limit = <u64>pageLimit(WITHIN) * PAGE, used = <u64>control(C_PAGES_USED) * PAGE;
  const left = limit > max(used, base) ? (limit - base) / 2 : 0;
  const growth = min(max<u64>(MAJOR_FIRST, base / 100 * MAJOR_GROWTH_PERCENT), left);
  setControl(C_MAJOR_TRIGGER, <u32>min<u64>(base + max<u64>(growth, LEAST), 0xffffffff));
}
