/**
 * Executor registers: the only module-level variables of the kernel. They are WebAssembly globals, so each executor's
 * instance has its own. While an actor runs, its nursery bounds and frame live here; suspendActor() writes them back.
 */

/** This executor's number and the address of its block (spec/memory.ts EXECUTOR_FIELDS). */
export let executorId: u32 = 0;
export let executorBase: u32 = 0;
/** Address of the running actor's block, 0 when none runs; and of its slot in the actor table. */
export let actor: u32 = 0;
export let ownSlot: u32 = 0;
/** Bump allocation in the running actor's nursery. */
export let nurseryTop: u32 = 0;
export let nurseryEnd: u32 = 0;
/** Reductions left in this slice; <= 0 at a safepoint means: look why. */
export let reductions: i32 = 0;
/** Part of the slice that interrupt() has set aside; the safepoint's slow path adds it back. */
export let held: i32 = 0;
/** How far takePages may go for whatever asks now: WITHIN, RESERVE or BEYOND the memory limit (mem/pages.ts). */
export let drawing: u32 = 0;
/** Sets it and answers what it was. */
export function draw(level: u32): u32 {
  const before = drawing;
  drawing = level;
  return before;
}
/** Operands of the last raise(); read by the interpreter at once, never across a safepoint. */
export let errorCode: u32 = 0;
export let errorA: u64 = 2;
export let errorB: u64 = 2;
/** When set, raise() carries this value as the thrown value itself (errorCode is then 0). */
export let thrown: u64 = 2;
/** Compiled code: entries (as words) below this one can be used in this executor; bound of frames; why it has been left. */
export let entriesReady: u64 = 0;
export let modulesSeen: u32 = 0;
/** Where the slots of compiled code begin in this instance's table. */
export let tableBase: u32 = 0;
export let stackLimit: u32 = 0;
export let why: u64 = 0;
/** Under --tier jit: an actor has yielded to wait for code that is being compiled. */
export let codeAwaited: bool = false;
export function setCodeAwaited(on: bool): void { codeAwaited = on; }
/** The last user type an object of which was called (interp/invoke.ts), its function for that, and control.methodChanges then. */
export let invokedType: u32 = 0;
export let invokedChanges: u32 = 0;
export let invokedFunction: u64 = 2;
export function setInvoked(type: u32, changes: u32, f: u64): void {
  invokedType = type;
  invokedChanges = changes;
  invokedFunction = f;
}
/** Compiled code is being left at a guard that holds (stressGuard). */
export let doubted: bool = false;
export function setDoubted(on: bool): void { doubted = on; }
/** The power of ten that goes with the digits that shortest() has answered (prim/shortest.ts). */
export let decimalPower: i32 = 0;
/** Tiering: reductions until the next sample, and reductions left of the slice when they were last counted. */
export let sampleLeft: i32 = 0;
export let sliceLeft: i32 = 0;
export let sampleSeed: u32 = 0;
/** Profiles (interp/profile.ts): reductions until the next sample or look at the clock; when that was, and time not accounted for yet. */
export let profileLeft: i32 = 0x7fffffff;
export let profileSeed: u32 = 0;
export let profileSince: i64 = 0;
export let profileTime: i64 = 0;

/** What the clock has shown when this executor last looked; not more than it shows now. */
export let lastNow: i64 = 0;
export function setLastNow(t: i64): void { lastNow = t; }

/** Stealing: when the last steal was (0: judged), how long this executor rests after a useless one, and until when it does. */
export let stolenAt: i64 = 0;
export let patience: i64 = 0;
export let restUntil: i64 = 0;
export function setStolenAt(t: i64): void { stolenAt = t; }
export function setRest(ns: i64, until: i64): void { patience = ns; restUntil = until; }

export function setExecutor(id: u32, base: u32): void { executorId = id; executorBase = base; }
export function setActor(a: u32): void { actor = a; }
export function setOwnSlot(a: u32): void { ownSlot = a; }
/** References that this executor may give out: numbers from refNext on, below refEnd. */
export let refNext: u64 = 0;
export let refEnd: u64 = 0;
export function setRefs(next: u64, end: u64): void { refNext = next; refEnd = end; }
export function setNursery(top: u32, end: u32): void { nurseryTop = top; nurseryEnd = end; }
// @ts-ignore: decorator
@inline export function setNurseryTop(top: u32): void { nurseryTop = top; }
// @ts-ignore: decorator
@inline export function setReductions(n: i32): void { reductions = n; }
/** Charges n reductions for work done inside a primitive. */
// @ts-ignore: decorator
@inline export function charge(n: i32): void { reductions -= n; }
/** Makes the next safepoint of the running actor take the slow path (a collection is wanted) without shortening its slice. */
export function interrupt(): void {
  if (reductions > 0) {
    held += reductions;
    reductions = 0;
  }
}
export function setDecimalPower(n: i32): void { decimalPower = n; }
export function setEntriesReady(w: u64): void { entriesReady = w; }
export function setTableBase(n: u32): void { tableBase = n; }
export function setModulesSeen(n: u32): void { modulesSeen = n; }
export function setStackLimit(a: u32): void { stackLimit = a; }
export function setWhy(w: u64): void { why = w; }
export function setSample(sample: i32, slice: i32): void { sampleLeft = sample; sliceLeft = slice; }
export function setProfileLeft(n: i32): void { profileLeft = n; }
export function setSampleSeed(n: u32): void { sampleSeed = n; }
export function setProfileSeed(n: u32): void { profileSeed = n; }
export function setProfileTime(since: i64, time: i64): void { profileSince = since; profileTime = time; }
export function setHeld(n: i32): void { held = n; }
export function setError(code: u32, a: u64, b: u64): void { errorCode = code; errorA = a; errorB = b; }
export function setThrown(w: u64): void { errorCode = 0; thrown = w; }

/** While a collection of a local space runs: bump allocation in its to-space, and what tells objects that stay. */
export let copyActor: u32 = 0;
export let copyTop: u32 = 0;
export let copyEnd: u32 = 0;
export let copyFlags: u32 = 0;
export let keepMask: u32 = 0;
export let keepValue: u32 = 0;
export function setCopy(a: u32, flags: u32, mask: u32, value: u32): void { copyActor = a; copyFlags = flags; keepMask = mask; keepValue = value; }
// @ts-ignore: decorator
@inline export function setCopyTop(top: u32): void { copyTop = top; }
export function setCopyChunk(top: u32, end: u32): void { copyTop = top; copyEnd = end; }

/** While a major collection marks: this executor's mark stack (gc/mark.ts) and the bytes that it has marked. */
export let markChunk: u32 = 0;
export let markTop: u32 = 0;
export let markColour: u32 = 0;
export let markBytes: u64 = 0;
export function setMarkStack(chunk: u32, top: u32): void { markChunk = chunk; markTop = top; }
// @ts-ignore: decorator
@inline export function setMarkTop(top: u32): void { markTop = top; }
export function setMarkColour(c: u32): void { markColour = c; markBytes = 0; }
// @ts-ignore: decorator
@inline export function addMarkBytes(n: u32): void { markBytes += n; }
