import { rows } from "./rows.js";
/** Actors, time and the host. */
export const ACTOR_PRIMS = rows(640, "sched/actors", `
self 0 -
spawn 3 at (f args opts): args a NODE; opts fixnum: bits 0-1 priority (0 normal 1 high 2 max 3 low), bit 2 link, bit 3 monitor; answers the pid, or [pid ref] with bit 3
send 2 aty (pid message); nothing happens if the actor has ended
pid? 1 -
pid->fixnum 1 t slot index
alive? 1 t
exit 2 at (pid reason) exit signal
exit-self 1 at ends the caller; not catchable
register 2 at (name pid)
unregister 1 t
whereis 1 t pid or nil
registered 0 a list of names
make-ref 0 a
ref? 1 -
deadline 1 at (ms) runtime clock in ns plus ms; BAD_TIMEOUT unless a number >= 0; nil for :infinity
sleep-until 1 ty (deadline)
yield 0 y end the slice
link 1 at
unlink 1 t
monitor 1 at a ref
demonitor 1 t
trap-exit 1 t (flag) answers the old one
process-flag 2 t (op value) 0 priority 1 heap limit (words) 2 mailbox limit
process-info 2 at (pid op) 0 state 1 mailbox length 2 heap bytes 3 reductions 4 priority 5 links 6 current function 7 stack
mailbox-length 0 -
reductions 0 - of the caller
actors 0 a list of all pids
now-ms 0 a wall clock
now-ns 0 a runtime clock
out 2 aty (fd string) to standard output or error; parks while the ring is full
host-request 3 at (ref op args) op a keyword, args a vector; the reply comes as a message [:odeon/reply ref ok? value]
collect 1 y (kind) 0 minor 1 full local 2 major: at the next safepoint
heap-check 0 t walks the whole heap, true or throws
stats 0 a map of counters
memory-info 0 a NODE: pages used, pages peak, shared bytes, arena bytes
executors 0 -
send-after 3 at (ms pid message) a ref
cancel-timer 1 t ms left or false
exit-program 1 t (code) ends the program with this exit code
buffer-make 1 at a BUFFER of n zero bytes
buffer-get 2 t
buffer-set 3 t
buffer-length 1 t
buffer? 1 -
buffer-fill 2 tm
mailbox-mark 0 - remembers the end of the mailbox: a reply to a request made after this stands behind it
mailbox-skip 0 - the next scan starts behind the remembered place (0 if it has been passed), not at the oldest message
`);
