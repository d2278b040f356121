-module(spawn).
-export([main/0]).
run(0, Replies) -> Replies;
run(N, Replies) ->
    Me = self(),
    erlang:spawn(fun() -> Me ! hello end),
    receive hello -> run(N - 1, Replies + 1) end.
main() ->
    [N] = timing:args(),
    timing:report(fun() -> run(N, 0) end).
