-module(ring).
-export([main/0]).
node(Next, Home) ->
    receive
        0 -> Home ! done, node(Next, Home);
        N -> Next ! N - 1, node(Next, Home)
    end.
main() ->
    [Size, Hops] = timing:args(),
    Home = self(),
    Entry = spawn(fun() -> receive {next, Pid} -> node(Pid, Home) end end),
    Last = lists:foldl(fun(_, Next) -> spawn(fun() -> node(Next, Home) end) end, Entry, lists:seq(2, Size)),
    Entry ! {next, Last},
    timing:report(fun() -> Entry ! Hops, receive done -> 0 end end).
