-module(pairs).
-export([main/0]).
pong() -> receive {ping, From} -> From ! pong, pong(); stop -> ok end.
ping(Partner, 0, Rounds, Home) -> Partner ! stop, Home ! {rounds, Rounds};
ping(Partner, N, Rounds, Home) ->
    Partner ! {ping, self()},
    receive pong -> ping(Partner, N - 1, Rounds, Home) end.
run(Pairs, Rounds) ->
    Home = self(),
    [begin P = spawn(fun pong/0), spawn(fun() -> ping(P, Rounds, Rounds, Home) end) end || _ <- lists:seq(1, Pairs)],
    lists:sum([receive {rounds, N} -> N end || _ <- lists:seq(1, Pairs)]).
main() ->
    [Pairs, Rounds] = timing:args(),
    timing:report(fun() -> run(Pairs, Rounds) end).
