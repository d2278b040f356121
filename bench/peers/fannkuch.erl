%% Fannkuch in the order of bench/programs/fannkuch.clj; permutations are lists, counts a tuple.
-module(fannkuch).
-export([main/0]).
flips([0 | _], N) -> N;
flips([K | _] = P, N) -> flips(turn(K + 1, P, []), N + 1).
turn(0, Rest, Front) -> Front ++ Rest;
turn(N, [X | Xs], Front) -> turn(N - 1, Xs, [X | Front]).
rotate(R, [X | Xs]) -> insert(R, X, Xs).
insert(0, X, Xs) -> [X | Xs];
insert(R, X, [Y | Ys]) -> [Y | insert(R - 1, X, Ys)].
refill(1, Counts) -> Counts;
refill(R, Counts) -> refill(R - 1, setelement(R, Counts, R)).
next(N, N, Perm, Counts) -> {N, Perm, Counts};
next(R, N, Perm, Counts) ->
    Perm1 = rotate(R, Perm),
    Left = element(R + 1, Counts) - 1,
    Counts1 = setelement(R + 1, Counts, Left),
    if Left > 0 -> {R, Perm1, Counts1}; true -> next(R + 1, N, Perm1, Counts1) end.
run(N, R, Perm, Counts0, Sum, Best, Sign) ->
    Counts = refill(R, Counts0),
    F = flips(Perm, 0),
    case next(1, N, Perm, Counts) of
        {N, _, _} -> io_lib:format("~p ~p", [Sum + Sign * F, max(Best, F)]);
        {R1, Perm1, Counts1} -> run(N, R1, Perm1, Counts1, Sum + Sign * F, max(Best, F), -Sign)
    end.
main() ->
    [N] = timing:args(),
    timing:report(fun() -> run(N, N, lists:seq(0, N - 1), erlang:make_tuple(N, 0), 0, 0, 1) end).
