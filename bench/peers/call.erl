-module(call).
-export([main/0]).
server(Total) ->
    receive
        {add, Ref, From, N} -> From ! {Ref, Total + N}, server(Total + N);
        stop -> ok
    end.
call(Pid, N) ->
    Ref = make_ref(),
    Pid ! {add, Ref, self(), N},
    receive {Ref, Total} -> Total end.
loop(_, 0, Total) -> Total;
loop(Pid, N, _) -> loop(Pid, N - 1, call(Pid, 1)).
main() ->
    [N] = timing:args(),
    timing:report(fun() ->
        Pid = spawn(fun() -> server(0) end),
        Total = loop(Pid, N, 0),
        Pid ! stop,
        Total
    end).
