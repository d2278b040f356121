%% Warm-up, then the median of up to five runs; prints what the runner reads; a result that is a list is text.
-module(timing).
-export([report/1, once/1, args/0]).

args() -> [list_to_integer(A) || A <- init:get_plain_arguments()].

once(F) ->
    Start = erlang:monotonic_time(nanosecond),
    Value = F(),
    {Value, (erlang:monotonic_time(nanosecond) - Start) / 1.0e6}.

warm(F, Left) when Left =< 0 -> F;
warm(F, Left) ->
    {_, Ms} = once(F),
    warm(F, Left - Ms).

times(_, N, Left, Acc) when N =:= 0; Left =< 0 -> Acc;
times(F, N, Left, Acc) ->
    {V, Ms} = once(F),
    times(F, N - 1, Left - Ms, [{Ms, V} | Acc]).

report(F) ->
    warm(F, 300),
    All = lists:sort(times(F, 5, 4000, [])),
    {Ms, Value} = lists:nth(length(All) div 2 + 1, All),
    Text = if is_list(Value) -> Value; true -> io_lib:format("~p", [Value]) end,
    io:format("result: ~s~nms: ~f~n", [Text, Ms]),
    halt().
