-module(trees).
-export([main/0]).
make(0) -> {nil, nil};
make(D) -> {make(D - 1), make(D - 1)}.
check({nil, nil}) -> 1;
check({L, R}) -> 1 + check(L) + check(R).
main() ->
    [Depth, Times] = case timing:args() of [] -> [14, 20]; Args -> Args end,
    timing:report(fun() -> lists:sum([check(make(Depth)) || _ <- lists:seq(1, Times)]) end).
