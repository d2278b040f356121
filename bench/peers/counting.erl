-module(counting).
-export([main/0]).
counter(N) -> receive inc -> counter(N + 1); {total, From} -> From ! {total, N} end.
send(_, 0) -> ok;
send(C, N) -> C ! inc, send(C, N - 1).
main() ->
    [N] = timing:args(),
    timing:report(fun() ->
        C = spawn(fun() -> counter(0) end),
        send(C, N),
        C ! {total, self()},
        receive {total, Total} -> Total end
    end).
