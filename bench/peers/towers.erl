%% As bench/programs/towers.clj; the piles are lists in a tuple.
-module(towers).
-export([main/0]).
push(Piles, I, Disk) ->
    case element(I, Piles) of
        [Top | _] when Disk >= Top -> error({a_disk_on_a_smaller_one, Disk, Top});
        Pile -> setelement(I, Piles, [Disk | Pile])
    end.
move_top({Piles, Moves}, From, To) ->
    [Disk | Rest] = element(From, Piles),
    {push(setelement(From, Piles, Rest), To, Disk), Moves + 1}.
move(State, 1, From, To) -> move_top(State, From, To);
move(State, N, From, To) ->
    Other = 6 - From - To,
    move(move_top(move(State, N - 1, From, Other), From, To), N - 1, Other, To).
main() ->
    timing:report(fun() ->
        {{_, Done, _}, Moves} = move({{lists:seq(1, 16), [], []}, 0}, 16, 1, 2),
        io_lib:format("~p ~p ~p", [Moves, length(Done), hd(Done)])
    end).
