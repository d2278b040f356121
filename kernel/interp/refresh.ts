/** What this executor uses of compiled code: up to which change of control.moduleChanges (kernel/sched/modules.ts). */
import { C_MODULE_CHANGES, C_MODULE_LOCK, ENTRY_SLOT_BITS, X_MODULES_SEEN } from "../generated/spec";
import { PLANT_EARLY_ENTRY, planted } from "../gc";
import { control, installModules, lock, takeModules, unlock } from "../mem";
import { executorBase, modulesSeen, setEntriesReady, setModulesSeen } from "../mem/registers";

/** Takes part in this executor in what has been installed and evicted since it last looked. Between slices: no compiled code runs. */
export function refreshModules(): void {
  if (control(C_MODULE_CHANGES) == modulesSeen) return;
  lock(C_MODULE_LOCK);
  setModulesSeen(control(C_MODULE_CHANGES));
  takeModules();
  unlock(C_MODULE_LOCK);
  installModules();
  useEntries(modulesSeen);
  atomic.store<u32>(executorBase + X_MODULES_SEEN, modulesSeen);
}
/** From now on this executor uses entries that have come with the changes up to `change`. */
export function useEntries(change: u32): void {
  const last = planted(PLANT_EARLY_ENTRY) ? u32.MAX_VALUE : change;
  setEntriesReady((<u64>last + 1) << (ENTRY_SLOT_BITS + 3));
}
