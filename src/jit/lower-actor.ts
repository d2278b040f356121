/** Actors: pids and references, receiving. */
import { ACTOR_FIELDS, ACTOR_FLAG, type PrimRow } from "../../spec/index.js";
import type { Emitter } from "./emit.js";
import { I64, W } from "./encode.js";
import type { Node } from "./graph.js";
import { TAG_TESTS } from "./type-tests.js";

const at = (field: (typeof ACTOR_FIELDS)[number]): number => 8 * ACTOR_FIELDS.indexOf(field);
const FLAGS = at("flags");
const SCAN = at("queueScan");
const TIMER_SLOT = at("timerSlot");
const PID = at("pid");

/** Whether the primitive has been lowered here. */
export function lowerActor(e: Emitter, n: Node): boolean {
  const { body } = e;
  const { name } = n.data as PrimRow;
  const byte = TAG_TESTS.get(name);
  if (byte !== undefined) {
    e.word(n.args[0] as Node);
    body.op(W.i32WrapI64);
    body.i32(0xff);
    body.op(W.i32And);
    body.i32(byte);
    body.op(W.i32Eq);
  } else if (name === "self") {
    body.globalGet(e.context.link.actor);
    body.memory(W.i64Load, PID);
  } else return false;
  e.define(n);
  return true;
}

/** A receive looks in place whether it begins at the oldest message, as most do, or at the place that mailbox-mark has remembered. */
export function lowerReceive(e: Emitter, n: Node): void {
  const { body } = e;
  const { link } = e.context;
  switch (n.op) {
    case "receive":
      e.callQuietly(link.native("nativeReceive"));
      n.local = body.local(I64);
      body.set(n.local);
      return;
    case "receive-take":
      body.call(link.native("nativeTake"));
      return;
    case "receive-next":
      body.call(link.native("nativeNext"));
      return;
    case "receive-start":
      body.globalGet(link.actor);
      body.memory(W.i32Load, FLAGS);
      body.i32(ACTOR_FLAG.SKIP);
      body.op(W.i32And);
      body.if();
      body.call(link.native("nativeStart"));
      body.else();
      body.globalGet(link.actor);
      body.i32(0);
      body.memory(W.i32Store, SCAN);
      body.end();
      return;
    default:
      throw new Error(n.op);
  }
}
/** Before an actor parks without a deadline: a timer of an earlier wait must not wake it. */
export function lowerWait(e: Emitter): void {
  const { body } = e;
  const { link } = e.context;
  body.globalGet(link.actor);
  body.memory(W.i32Load, TIMER_SLOT);
  body.if();
  body.call(link.native("nativeDisarm"));
  body.end();
}
