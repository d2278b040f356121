import { LIMITS } from "../../spec/index.js";
import type { ControlField, HeapMemory } from "./memory.js";

/** What --stats and Runtime.stats() show; times in milliseconds, sizes in bytes. */
export interface RuntimeStats {
  actorsSpawned: number;
  actorsAlive: number;
  messages: number;
  reductions: number;
  slices: number;
  minor: { count: number; pauseMaxMs: number; pauseTotalMs: number };
  major: { count: number; pauseMaxMs: number; pauseTotalMs: number };
  bytesAllocated: number;
  bytesPromoted: number;
  steals: number;
  peakMemory: number;
  memory: number;
  sharedBytes: number;
  arenaBytes: number;
  stress: { collect: number; preempt: number; nursery: number; move: number; install: number; guard: number };
  executors: { id: number; reductions: number; steals: number; messages: number; spawned: number; minor: number }[];
}

const ms = (ns: number): number => Math.round(ns / 1000) / 1000;

/** Reads the counters; they are approximate while executors run. */
export function collectStats(memory: HeapMemory): RuntimeStats {
  const started = Math.max(1, Math.min(memory.load("executorsStarted"), LIMITS.MAX_EXECUTORS));
  const each = (name: Parameters<HeapMemory["executorCounter"]>[1]): number[] =>
    Array.from({ length: started }, (_, id) => memory.executorCounter(id, name));
  const sum = (name: Parameters<HeapMemory["executorCounter"]>[1]): number => each(name).reduce((a, b) => a + b, 0);
  const get = (name: ControlField): number => memory.counter(name);
  return {
    actorsSpawned: Math.max(get("actorsSpawned"), sum("spawned")),
    actorsAlive: get("actorsAlive"),
    messages: sum("messages"),
    reductions: sum("reductions"),
    slices: sum("slices"),
    minor: { count: sum("minorCount"), pauseMaxMs: ms(Math.max(...each("minorPauseMax"))), pauseTotalMs: ms(sum("minorPauseTotal")) },
    major: { count: get("majorCount"), pauseMaxMs: ms(get("majorPauseMax")), pauseTotalMs: ms(get("majorPauseTotal")) },
    bytesAllocated: sum("bytesAllocated"),
    bytesPromoted: sum("bytesPromoted"),
    steals: sum("steals"),
    peakMemory: get("pagesPeak") * LIMITS.PAGE,
    memory: get("pagesUsed") * LIMITS.PAGE,
    sharedBytes: get("sharedBytes"),
    arenaBytes: get("arenaBytes"),
    stress: {
      collect: get("stressCollectActed"),
      preempt: get("stressPreemptActed"),
      nursery: get("stressNurseryActed"),
      move: get("stressMoveActed"),
      install: get("stressInstallActed"),
      guard: get("stressGuardActed"),
    },
    executors: Array.from({ length: started }, (_, id) => ({
      id,
      reductions: memory.executorCounter(id, "reductions"),
      steals: memory.executorCounter(id, "steals"),
      messages: memory.executorCounter(id, "messages"),
      spawned: memory.executorCounter(id, "spawned"),
      minor: memory.executorCounter(id, "minorCount"),
    })),
  };
}
