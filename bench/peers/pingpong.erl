-module(pingpong).
-export([main/0]).
pong() -> receive {ping, From} -> From ! pong, pong(); stop -> ok end.
ping(Partner, 0) -> Partner ! stop;
ping(Partner, N) -> Partner ! {ping, self()}, receive pong -> ping(Partner, N - 1) end.
main() ->
    [N] = timing:args(),
    timing:report(fun() -> P = spawn(fun pong/0), ping(P, N), N end).
