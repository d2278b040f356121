-module(trees).
-export([main/0]).
make(0) -> {nil, nil};
make(D) -> {make(D - 1), make(D - 1)}.
check({nil, nil}) -> 1;
check({L, R}) -> 1 + check(L) + check(R).
main() -> timing:report(fun() -> lists:sum([check(make(14)) || _ <- lists:seq(1, 20)]) end).
