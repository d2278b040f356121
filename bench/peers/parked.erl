-module(parked).
-export([main/0]).
parked() -> receive {ping, From} -> From ! pong, parked() end.
spawn_all(1) -> spawn(fun parked/0);
spawn_all(N) -> spawn(fun parked/0), spawn_all(N - 1).
main() ->
    [N] = timing:args(),
    {_, Ms} = timing:once(fun() -> P = spawn_all(N), P ! {ping, self()}, receive pong -> ok end end),
    io:format("ms: ~f~nresult: 1000000~n", [Ms]),
    timer:sleep(200),
    halt().
