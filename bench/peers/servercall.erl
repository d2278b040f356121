-module(servercall).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2]).
init(Total) -> {ok, Total}.
handle_call({add, N}, _, Total) -> {reply, Total + N, Total + N}.
handle_cast(_, Total) -> {noreply, Total}.
loop(_, 0, Total) -> Total;
loop(Pid, N, _) -> loop(Pid, N - 1, gen_server:call(Pid, {add, 1})).
main() ->
    [N] = timing:args(),
    timing:report(fun() ->
        {ok, Pid} = gen_server:start(?MODULE, 0, []),
        Total = loop(Pid, N, 0),
        gen_server:stop(Pid),
        Total
    end).
