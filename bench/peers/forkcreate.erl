-module(forkcreate).
-export([main/0]).
work(N) -> X = math:sin(float(N)), X * X.
worker(Home) -> receive {work, N} -> work(N), Home ! done end.
create(_, 0) -> ok;
create(Home, I) -> spawn(fun() -> worker(Home) end) ! {work, I}, create(Home, I - 1).
gather(0) -> ok;
gather(I) -> receive done -> gather(I - 1) end.
main() -> [N] = timing:args(), timing:report(fun() -> create(self(), N), gather(N), N end).
