%% As bench/programs/permute.clj, exchanging in a tuple.
-module(permute).
-export([main/0]).
swap(V, I, J) -> setelement(J, setelement(I, V, element(J, V)), element(I, V)).
permute(V, 0) -> {1, V};
permute(V, N) ->
    {Calls, V1} = permute(V, N - 1),
    each(V1, N, N, Calls + 1).
each(V, _, 0, Calls) -> {Calls, V};
each(V, N, I, Calls) ->
    {More, V1} = permute(swap(V, N, I), N - 1),
    each(swap(V1, N, I), N, I - 1, Calls + More).
run(0, Total) -> Total;
run(K, Total) -> {Calls, _} = permute({0, 1, 2, 3, 4, 5, 6}, 7), run(K - 1, Total + Calls).
main() -> timing:report(fun() -> run(5, 0) end).
