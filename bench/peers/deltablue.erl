%% As bench/programs/deltablue.clj; the constraints of a variable are a list, newest first. Variables and constraints stand in maps by number, and the whole is passed along.
-module(deltablue).
-export([main/0]).
-record(var, {value, constraints = [], determiner = none, strength = 6, stay = true, mark = 0}).
-record(con, {kind, a, b, scale, offset, strength, flow = none}).
-record(s, {vars = #{}, cons = #{}, clock = 0}).

var(#s{vars = Vs}, V) -> map_get(V, Vs).
con(#s{cons = Cs}, C) -> map_get(C, Cs).
set_var(S, V, Var) -> S#s{vars = (S#s.vars)#{V := Var}}.
set_flow(S, C, Flow) -> S#s{cons = (S#s.cons)#{C := (con(S, C))#con{flow = Flow}}}.
set_value(S, V, X) -> set_var(S, V, (var(S, V))#var{value = X}).
set_mark(S, V, Mark) -> set_var(S, V, (var(S, V))#var{mark = Mark}).
value(S, V) -> (var(S, V))#var.value.
variable(S, Value) -> V = map_size(S#s.vars), {S#s{vars = (S#s.vars)#{V => #var{value = Value}}}, V}.

variables(#con{kind = equality, a = A, b = B}) -> [A, B];
variables(#con{kind = scale, a = A, b = B, scale = K, offset = O}) -> [A, B, K, O];
variables(#con{a = A}) -> [A].
satisfied(S, C) -> (con(S, C))#con.flow =/= none.
output(#con{flow = forward, b = B}) -> B;
output(#con{a = A}) -> A.
source(#con{flow = forward, a = A}) -> A;
source(#con{b = B}) -> B.
inputs(#con{kind = equality} = C) -> [source(C)];
inputs(#con{kind = scale, scale = K, offset = O} = C) -> [source(C), K, O];
inputs(_) -> [].

choose(S, C, Mark) ->
    #con{kind = Kind, a = A, b = B, strength = Own} = con(S, C),
    #var{mark = MarkA, strength = Sa} = var(S, A),
    Flow = if
        Kind =:= edit; Kind =:= stay -> if MarkA =/= Mark, Own < Sa -> out; true -> none end;
        true ->
            #var{mark = MarkB, strength = Sb} = var(S, B),
            Forward = if Own < Sb -> forward; true -> none end,
            Backward = if Own < Sa -> backward; true -> none end,
            if
                MarkA =:= Mark -> if MarkB =/= Mark -> Forward; true -> none end;
                MarkB =:= Mark -> Backward;
                Sa > Sb -> Backward;
                true -> Forward
            end
    end,
    set_flow(S, C, Flow).
execute(S, #con{kind = equality} = C) -> set_value(S, output(C), value(S, source(C)));
execute(S, #con{kind = scale, flow = forward, a = A, b = B, scale = K, offset = O}) ->
    set_value(S, B, value(S, A) * value(S, K) + value(S, O));
execute(S, #con{kind = scale, a = A, b = B, scale = K, offset = O}) ->
    set_value(S, A, (value(S, B) - value(S, O)) div value(S, K));
execute(S, _) -> S.
recalculate(S, #con{kind = edit} = C) -> derive(S, C, C#con.strength, false);
recalculate(S, #con{kind = stay} = C) -> derive(S, C, C#con.strength, true);
recalculate(S, C) ->
    Strength = max(C#con.strength, (var(S, source(C)))#var.strength),
    derive(S, C, Strength, lists:all(fun(V) -> (var(S, V))#var.stay end, inputs(C))).
derive(S, C, Strength, Stay) ->
    Out = output(C),
    S1 = set_var(S, Out, (var(S, Out))#var{strength = Strength, stay = Stay}),
    if Stay -> execute(S1, C); true -> S1 end.

consumers(S, V) ->
    #var{constraints = Cs, determiner = D} = var(S, V),
    lists:foldl(fun(C, Acc) -> case C =/= D andalso satisfied(S, C) of true -> [C | Acc]; false -> Acc end end, [], Cs).
new_mark(S) -> {S#s{clock = S#s.clock + 1}, S#s.clock + 1}.
propagate(S, C, Mark) -> propagate(S, Mark, queue:from_list([C]), C).
propagate(S, Mark, Todo, First) ->
    case queue:out(Todo) of
        {empty, _} -> {true, S};
        {{value, C}, More} ->
            Con = con(S, C),
            Out = output(Con),
            case (var(S, Out))#var.mark of
                Mark -> {false, remove(S, First)};
                _ ->
                    S1 = recalculate(S, Con),
                    propagate(S1, Mark, lists:foldl(fun queue:in/2, More, consumers(S1, Out)), First)
            end
    end.
satisfy(S0, C, Mark) ->
    S = choose(S0, C, Mark),
    case con(S, C) of
        #con{flow = none, strength = 0} -> error(required);
        #con{flow = none} -> {none, S};
        Con ->
            Out = output(Con),
            Overridden = (var(S, Out))#var.determiner,
            S1 = lists:foldl(fun(V, T) -> set_mark(T, V, Mark) end, S, inputs(Con)),
            S2 = if Overridden =:= none -> S1; true -> set_flow(S1, Overridden, none) end,
            {true, S3} = propagate(set_var(S2, Out, (var(S2, Out))#var{determiner = C}), C, Mark),
            {Overridden, set_mark(S3, Out, Mark)}
    end.
add(S0, C) -> {S, Mark} = new_mark(S0), add(S, C, Mark).
add(S, none, _) -> S;
add(S, C, Mark) -> {Next, S1} = satisfy(S, C, Mark), add(S1, Next, Mark).
detach(S, C) ->
    lists:foldl(fun(V, T) ->
        #var{constraints = Cs, determiner = D} = Var = var(T, V),
        set_var(T, V, Var#var{constraints = lists:delete(C, Cs), determiner = if D =:= C -> none; true -> D end})
    end, S, variables(con(S, C))).
remove(S0, C) ->
    Out = output(con(S0, C)),
    S1 = detach(set_flow(S0, C, none), C),
    S2 = set_var(S1, Out, (var(S1, Out))#var{determiner = none, strength = 6, stay = true}),
    {S3, Unsatisfied} = release(S2, [Out], []),
    Sorted = lists:sort(fun(X, Y) -> (con(S3, X))#con.strength =< (con(S3, Y))#con.strength end, Unsatisfied),
    lists:foldl(fun(X, T) -> add(T, X) end, S3, Sorted).
release(S, [], Unsatisfied) -> {S, Unsatisfied};
release(S, [V | Todo], Unsatisfied) ->
    Consuming = consumers(S, V),
    S1 = lists:foldl(fun(C, T) -> recalculate(T, con(T, C)) end, S, Consuming),
    More = [C || C <- lists:reverse((var(S, V))#var.constraints), not satisfied(S1, C)],
    release(S1, [output(con(S1, C)) || C <- Consuming] ++ Todo, Unsatisfied ++ More).
constrain(S, Con) ->
    C = map_size(S#s.cons),
    S1 = S#s{cons = (S#s.cons)#{C => Con}},
    Append = fun(V, T) -> Var = var(T, V), set_var(T, V, Var#var{constraints = [C | Var#var.constraints]}) end,
    {add(lists:foldl(Append, S1, variables(Con)), C), C}.

plan(S0, Sources) ->
    {S, Mark} = new_mark(S0),
    plan(S, Mark, queue:from_list([C || C <- Sources, satisfied(S, C)]), []).
plan(S, Mark, Todo, Plan) ->
    case queue:out(Todo) of
        {empty, _} -> {S, lists:reverse(Plan)};
        {{value, C}, More} ->
            Con = con(S, C),
            Out = output(Con),
            Known = fun(V) -> #var{mark = M, stay = Stay, determiner = D} = var(S, V), M =:= Mark orelse Stay orelse D =:= none end,
            case (var(S, Out))#var.mark =/= Mark andalso lists:all(Known, inputs(Con)) of
                true ->
                    S1 = set_mark(S, Out, Mark),
                    plan(S1, Mark, lists:foldl(fun queue:in/2, More, consumers(S1, Out)), [C | Plan]);
                false -> plan(S, Mark, More, Plan)
            end
    end.
feed(S, V, X, Plan) -> lists:foldl(fun(C, T) -> execute(T, con(T, C)) end, set_value(S, V, X), Plan).
change(S, V, X) ->
    {S1, Edit} = constrain(S, #con{kind = edit, a = V, strength = 2}),
    {S2, Plan} = plan(S1, [Edit]),
    remove(lists:foldl(fun(_, T) -> feed(T, V, X, Plan) end, S2, lists:seq(1, 10)), Edit).

chain(N) ->
    Make = fun(_, T) -> element(1, variable(T, 0)) end,
    S1 = lists:foldl(Make, #s{}, lists:seq(0, N)),
    Equal = fun(I, T) -> element(1, constrain(T, #con{kind = equality, a = I, b = I + 1, strength = 0})) end,
    S2 = lists:foldl(Equal, S1, lists:seq(0, N - 1)),
    {S3, _} = constrain(S2, #con{kind = stay, a = N, strength = 3}),
    {S4, Edit} = constrain(S3, #con{kind = edit, a = 0, strength = 2}),
    {S5, Plan} = plan(S4, [Edit]),
    S6 = lists:foldl(fun(I, T) -> T1 = feed(T, 0, I, Plan), I = value(T1, N), T1 end, S5, lists:seq(0, 99)),
    S7 = remove(S6, Edit),
    {length(Plan), value(S7, N), S7#s.clock}.
projection(N) ->
    {S1, Scale} = variable(#s{}, 10),
    {S2, Offset} = variable(S1, 1000),
    {S3, Pairs} = lists:foldl(fun(I, {T, Acc}) ->
        {T1, Src} = variable(T, I),
        {T2, Dst} = variable(T1, I),
        {T2, [{I, Src, Dst} | Acc]}
    end, {S2, []}, lists:seq(1, N)),
    S4 = lists:foldl(fun({_, Src, Dst}, T) ->
        {T1, _} = constrain(T, #con{kind = stay, a = Src, strength = 4}),
        element(1, constrain(T1, #con{kind = scale, a = Src, b = Dst, scale = Scale, offset = Offset, strength = 0}))
    end, S3, lists:reverse(Pairs)),
    [{_, Src, Dst} | Others] = Pairs,
    S5 = change(S4, Src, 17),
    1170 = value(S5, Dst),
    S6 = change(S5, Dst, 1050),
    5 = value(S6, Src),
    S7 = change(S6, Scale, 5),
    true = lists:all(fun({I, _, D}) -> value(S7, D) =:= I * 5 + 1000 end, Others),
    S8 = change(S7, Offset, 2000),
    true = lists:all(fun({I, _, D}) -> value(S8, D) =:= I * 5 + 2000 end, Others),
    {lists:sum([value(S8, D) || {_, _, D} <- Pairs]), S8#s.clock}.
main() ->
    timing:report(fun() ->
        {Plan, End, Clock1} = chain(1000),
        {Sum, Clock2} = projection(1000),
        io_lib:format("~p ~p ~p ~p", [Plan, End, Sum, Clock1 + Clock2])
    end).
