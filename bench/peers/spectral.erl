%% As bench/programs/spectral.clj, on lists.
-module(spectral).
-export([main/0]).
a(I, J) -> 1.0 / ((I + J) * (I + J + 1) div 2 + I + 1).
mul(N, V, Entry) -> mul(0, N, V, Entry).
mul(N, N, _, _) -> [];
mul(I, N, V, Entry) -> [row(I, 0, V, Entry, 0.0) | mul(I + 1, N, V, Entry)].
row(_, _, [], _, S) -> S;
row(I, J, [X | V], Entry, S) -> row(I, J + 1, V, Entry, S + Entry(I, J) * X).
mul_at_a(N, V) -> mul(N, mul(N, V, fun a/2), fun(I, J) -> a(J, I) end).
dot(U, V) -> lists:sum(lists:zipwith(fun(X, Y) -> X * Y end, U, V)).
spectral(_, 10, U, V) -> io_lib:format("~.6f", [math:sqrt(dot(U, V) / dot(V, V))]);
spectral(N, I, U, _) -> V = mul_at_a(N, U), spectral(N, I + 1, mul_at_a(N, V), V).
main() ->
    [N] = timing:args(),
    timing:report(fun() -> spectral(N, 0, lists:duplicate(N, 1.0), none) end).
