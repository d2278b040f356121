-module(nqueens).
-export([main/0]).
safe(_, _, []) -> true;
safe(Q, D, [X | Qs]) -> Q =/= X andalso Q =/= X + D andalso Q =/= X - D andalso safe(Q, D + 1, Qs).
place(_, 0, _) -> 1;
place(N, K, Qs) -> lists:sum([place(N, K - 1, [Q | Qs]) || Q <- lists:seq(1, N), safe(Q, 1, Qs)]).
main() -> timing:report(fun() -> lists:last([place(8, 8, []) || _ <- lists:seq(1, 10)]) end).
