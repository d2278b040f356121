-module(chameneos).
-export([main/0]).
changed(A, A) -> A;
changed(A, B) -> hd([blue, red, yellow] -- [A, B]).
creature(Mall, Home, Colour, Met) ->
    Mall ! {meet, self(), Colour},
    receive
        {partner, Other} -> creature(Mall, Home, changed(Colour, Other), Met + 1);
        closed -> Home ! {met, Met}
    end.
mall(Meetings, Waiting) ->
    receive
        {meet, Pid, _} when Meetings =:= 0 -> Pid ! closed, mall(0, none);
        {meet, Pid, Colour} when Waiting =:= none -> mall(Meetings, {Pid, Colour});
        {meet, Pid, Colour} ->
            {Other, Its} = Waiting,
            Pid ! {partner, Its},
            Other ! {partner, Colour},
            mall(Meetings - 1, none);
        stop -> ok
    end.
run(Creatures, Meetings) ->
    Home = self(),
    Mall = spawn(fun() -> mall(Meetings, none) end),
    [spawn(fun() -> creature(Mall, Home, element(I rem 3 + 1, {blue, red, yellow}), 0) end) || I <- lists:seq(0, Creatures - 1)],
    Total = lists:sum([receive {met, N} -> N end || _ <- lists:seq(1, Creatures)]),
    Mall ! stop,
    Total.
main() -> [C, M] = timing:args(), timing:report(fun() -> run(C, M) end).
