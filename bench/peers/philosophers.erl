-module(philosophers).
-export([main/0]).
philosopher(_, Home, _, 0) -> Home ! done;
philosopher(Table, Home, Id, Rounds) ->
    Table ! {hungry, Id, self()},
    receive
        denied -> philosopher(Table, Home, Id, Rounds);
        eat -> Table ! {sated, Id}, philosopher(Table, Home, Id, Rounds - 1)
    end.
arbitrator(Forks, Eaten) ->
    N = tuple_size(Forks),
    receive
        {hungry, Id, From} ->
            Right = Id rem N + 1,
            case element(Id, Forks) orelse element(Right, Forks) of
                true -> From ! denied, arbitrator(Forks, Eaten);
                false -> From ! eat, arbitrator(setelement(Id, setelement(Right, Forks, true), true), Eaten)
            end;
        {sated, Id} -> arbitrator(setelement(Id, setelement(Id rem N + 1, Forks, false), false), Eaten + 1);
        {eaten, From} -> From ! {eaten, Eaten}
    end.
run(N, Rounds) ->
    Home = self(),
    Table = spawn(fun() -> arbitrator(erlang:make_tuple(N, false), 0) end),
    [spawn(fun() -> philosopher(Table, Home, Id, Rounds) end) || Id <- lists:seq(1, N)],
    [receive done -> ok end || _ <- lists:seq(1, N)],
    Table ! {eaten, Home},
    receive {eaten, Eaten} -> Eaten end.
main() -> [N, R] = timing:args(), timing:report(fun() -> run(N, R) end).
