%% As bench/programs/parsejson.clj, on a binary, into maps and lists.
-module(parsejson).
-export([main/0]).
word(K) -> element(K rem 8 + 1, {"amber", "basalt", "cedar", "delta", "ember", "fjord", "grove", "harbor"}).
entry(I) ->
    N = fun integer_to_list/1,
    ["{\"id\": ", N(I),
     ", \"name\": \"", word(I), " \\\"", word(3 * I), "\\\" ", word(5 * I), "\"",
     ", \"price\": ", N(I * 7919 rem 1000), element(I rem 4 + 1, {".0", ".25", ".5", ".75"}),
     ", \"active\": ", if I rem 2 =:= 0 -> "true"; true -> "false" end,
     ", \"tags\": [", lists:join(", ", [["\"", word(I + K), "\""] || K <- lists:seq(0, I rem 5 - 1)]), "]",
     ", \"at\": {\"x\": ", N(I * 31 rem 200 - 100), ", \"y\": ", N(I rem 90), ".5e1}",
     ", \"note\": ", if I rem 3 =:= 0 -> "null"; true -> "\"\\u0041 line\\nand more\"" end, "}"].
document(Rows) -> iolist_to_binary(["[", lists:join(",\n", [entry(I) || I <- lists:seq(0, Rows - 1)]), "]"]).

blank(<<C, B/binary>>) when C =:= $\s; C =:= $\n; C =:= $\r; C =:= $\t -> blank(B);
blank(B) -> B.
value(B) ->
    case blank(B) of
        <<"{", R/binary>> -> object(R);
        <<"[", R/binary>> -> array(R);
        <<"\"", R/binary>> -> text(R);
        <<"true", R/binary>> -> {true, R};
        <<"false", R/binary>> -> {false, R};
        <<"null", R/binary>> -> {null, R};
        R -> number(R, R, 0, true)
    end.
number(<<C, R/binary>>, B, N, Whole) when C >= $0, C =< $9; N =:= 0 -> number(R, B, N + 1, Whole);
number(<<C, R/binary>>, B, N, _) when C =:= $.; C =:= $e; C =:= $E; C =:= $-; C =:= $+ -> number(R, B, N + 1, false);
number(R, B, N, Whole) ->
    Text = binary:part(B, 0, N),
    {if Whole -> binary_to_integer(Text); true -> binary_to_float(Text) end, R}.
text(B) -> text(B, B, 0).
text(<<$", R/binary>>, B, N) -> {binary:part(B, 0, N), R};
text(<<$\\, _/binary>>, B, _) -> escaped(B, <<>>);
text(<<_, R/binary>>, B, N) -> text(R, B, N + 1).
escaped(<<$", R/binary>>, Out) -> {Out, R};
escaped(<<"\\u", H:4/binary, R/binary>>, Out) -> escaped(R, <<Out/binary, (binary_to_integer(H, 16))/utf8>>);
escaped(<<$\\, C, R/binary>>, Out) ->
    D = case C of $n -> $\n; $t -> $\t; $r -> $\r; $b -> $\b; $f -> $\f; _ -> C end,
    escaped(R, <<Out/binary, D>>);
escaped(<<C, R/binary>>, Out) -> escaped(R, <<Out/binary, C>>).
array(B) -> case blank(B) of <<"]", R/binary>> -> {[], R}; R -> array(R, []) end.
array(B, Out) ->
    {V, R} = value(B),
    case blank(R) of
        <<",", S/binary>> -> array(S, [V | Out]);
        <<"]", S/binary>> -> {lists:reverse([V | Out]), S}
    end.
object(B) -> case blank(B) of <<"}", R/binary>> -> {#{}, R}; R -> object(R, #{}) end.
object(B, Out) ->
    <<"\"", R/binary>> = blank(B),
    {K, R1} = text(R),
    <<":", R2/binary>> = blank(R1),
    {V, R3} = value(R2),
    case blank(R3) of
        <<",", S/binary>> -> object(S, Out#{K => V});
        <<"}", S/binary>> -> {Out#{K => V}, S}
    end.

chars(null) -> 0;
chars(B) -> byte_size(B).
total(#{<<"id">> := Id, <<"price">> := P, <<"at">> := #{<<"x">> := X, <<"y">> := Y}, <<"name">> := Name, <<"note">> := Note,
        <<"tags">> := Tags, <<"active">> := A}, {Ids, Ps, At, Cs, As}) ->
    {Ids + Id, Ps + P, At + X + Y, Cs + chars(Name) + chars(Note) + lists:sum([chars(T) || T <- Tags]),
     if A -> As + 1; true -> As end}.
main() ->
    Text = document(6500),
    timing:report(fun() ->
        {Rows, <<>>} = value(Text),
        {Ids, Ps, At, Cs, As} = lists:foldl(fun total/2, {0, 0.0, 0.0, 0, 0}, Rows),
        io_lib:format("~p ~p ~p ~p ~p", [Ids, trunc(4 * Ps), trunc(At), Cs, As])
    end).
