-module(forkjoin).
-export([main/0]).
work(N) -> X = math:sin(float(N)), X * X.
worker(Home, 0) -> Home ! done;
worker(Home, Left) -> receive {work, N} -> work(N), worker(Home, Left - 1) end.
run(Actors, Messages) ->
    Home = self(),
    Workers = [spawn(fun() -> worker(Home, Messages) end) || _ <- lists:seq(1, Actors)],
    [[W ! {work, I} || W <- Workers] || I <- lists:seq(1, Messages)],
    [receive done -> ok end || _ <- Workers],
    Actors * Messages.
main() -> [A, M] = timing:args(), timing:report(fun() -> run(A, M) end).
