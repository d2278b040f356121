-module(dictionary).
-export([main/0]).
draw(Seed) -> (Seed * 1103515245 + 12345) rem 2147483648.
keeper(Entries) ->
    receive
        {write, K, V, From} -> From ! {value, V}, keeper(Entries#{K => V});
        {read, K, From} -> From ! {value, maps:get(K, Entries, 0)}, keeper(Entries);
        {size, From} -> From ! {size, map_size(Entries)}
    end.
worker(_, Home, _, 0) -> Home ! done;
worker(Keeper, Home, Seed, Left) ->
    K = Seed div 65536 rem 512,
    Keeper ! if Left rem 10 =:= 0 -> {write, K, Left, self()}; true -> {read, K, self()} end,
    receive {value, _} -> ok end,
    worker(Keeper, Home, draw(Seed), Left - 1).
run(Workers, Requests) ->
    Home = self(),
    Keeper = spawn(fun() -> keeper(#{}) end),
    [spawn(fun() -> worker(Keeper, Home, draw(I), Requests) end) || I <- lists:seq(0, Workers - 1)],
    [receive done -> ok end || _ <- lists:seq(1, Workers)],
    Keeper ! {size, Home},
    receive {size, N} -> N end.
main() -> [W, R] = timing:args(), timing:report(fun() -> run(W, R) end).
