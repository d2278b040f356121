-module(big).
-export([main/0]).
draw(Seed) -> (Seed * 1103515245 + 12345) rem 2147483648.
ping(All, Seed) -> element(Seed div 65536 rem tuple_size(All) + 1, All) ! {ping, self()}.
busy(All, Home, Seed, Left) ->
    receive
        {ping, From} -> From ! pong, busy(All, Home, Seed, Left);
        pong when Left =:= 1 -> Home ! done, busy(All, Home, draw(Seed), 0);
        pong -> ping(All, Seed), busy(All, Home, draw(Seed), Left - 1);
        stop -> ok
    end.
run(Actors, Pings) ->
    Home = self(),
    Start = fun(I) -> fun() -> receive {neighbours, All} -> ping(All, draw(I)), busy(All, Home, draw(draw(I)), Pings) end end end,
    All = list_to_tuple([spawn(Start(I)) || I <- lists:seq(0, Actors - 1)]),
    [P ! {neighbours, All} || P <- tuple_to_list(All)],
    [receive done -> ok end || _ <- tuple_to_list(All)],
    [P ! stop || P <- tuple_to_list(All)],
    Actors * Pings.
main() -> [A, P] = timing:args(), timing:report(fun() -> run(A, P) end).
