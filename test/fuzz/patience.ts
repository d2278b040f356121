import type { Engine } from "../../src/driver/index.js";
import { Keyword } from "../../src/host/index.js";

/** How long what has been killed may take to end. */
const HANG_MS = 20_000;

/**
 * How a request of an engine ends that may never end by itself: as `done` does, or "stopped" when the engine ends before, or
 * "hangs". It is killed after `patienceMs`.
 */
export async function withPatience<End>(
  engine: Engine,
  request: bigint,
  done: Promise<End>,
  patienceMs: number,
): Promise<End | "stopped" | "hangs"> {
  const patience = setTimeout(() => engine.kill(request, new Keyword(null, "kill")), patienceMs);
  let alarm: NodeJS.Timeout | undefined;
  const hang = new Promise<"hangs">((resolve) => void (alarm = setTimeout(resolve, HANG_MS, "hangs")));
  try {
    return await Promise.race([done, engine.machine.ended.then(() => "stopped" as const), hang]);
  } finally {
    clearTimeout(patience);
    clearTimeout(alarm);
  }
}
