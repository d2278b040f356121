-module(bank).
-export([main/0]).
draw(Seed) -> (Seed * 1103515245 + 12345) rem 2147483648.
account(Balance) ->
    receive
        {pay, Amount, To, Teller} ->
            To ! {take, Amount, self()},
            receive taken -> ok end,
            Teller ! done,
            account(Balance - Amount);
        {take, Amount, From} -> From ! taken, account(Balance + Amount);
        {balance, From} -> From ! {balance, Balance}, account(Balance);
        stop -> ok
    end.
pay(_, _, 0, _) -> ok;
pay(Accounts, N, Left, Seed) ->
    S1 = draw(Seed),
    S2 = draw(S1),
    From = S1 div 65536 rem (N - 1),
    To = From + 1 + S2 div 65536 rem (N - From - 1),
    element(From + 1, Accounts) ! {pay, S2 rem 100, element(To + 1, Accounts), self()},
    pay(Accounts, N, Left - 1, S2).
gather(0) -> ok;
gather(I) -> receive done -> gather(I - 1) end.
run(N, Transactions) ->
    List = [spawn(fun() -> account(1000) end) || _ <- lists:seq(1, N)],
    pay(list_to_tuple(List), N, Transactions, 42),
    gather(Transactions),
    Balances = [begin A ! {balance, self()}, receive {balance, B} -> B end end || A <- List],
    [A ! stop || A <- List],
    io_lib:format("~p ~p ~p", [lists:sum(Balances), hd(Balances), lists:last(Balances)]).
main() -> [N, T] = timing:args(), timing:report(fun() -> run(N, T) end).
