%% As bench/programs/richards.clj: the machine is one value, tasks stand in a tuple, queues are queue's.
-module(richards).
-export([main/0]).
-record(packet, {address, kind, datum = 0, data = []}).
-record(task, {id, priority, link, queue, pending, waiting, holding = false, state}).
-record(machine, {tasks, current, queued = 0, held = 0}).
-record(idler, {control = 1, left = 10000, a = 5, b = 6}).
-record(worker, {address = 3, other = 4, letter = 0}).
-record(handler, {work = queue:new(), device = queue:new(), sent = 0}).
-record(device, {packet = none}).

task(M, Id) -> element(Id, M#machine.tasks).
put_task(M, T) -> M#machine{tasks = setelement(T#task.id, M#machine.tasks, T)}.

hold(M) ->
    T = task(M, M#machine.current),
    M1 = put_task(M, T#task{holding = true}),
    M1#machine{current = T#task.link, held = M#machine.held + 1}.
wait(M) -> T = task(M, M#machine.current), put_task(M, T#task{waiting = true}).
switch(M, #task{id = Id, priority = P}) ->
    case P > (task(M, M#machine.current))#task.priority of
        true -> M#machine{current = Id};
        false -> M
    end.
release(M, Id) ->
    T = (task(M, Id))#task{holding = false},
    switch(put_task(M, T), T).
send(M, P) ->
    T = task(M, P#packet.address),
    Idle = queue:is_empty(T#task.queue),
    T1 = T#task{queue = queue:in(P#packet{address = M#machine.current}, T#task.queue), pending = Idle orelse T#task.pending},
    M1 = (put_task(M, T1))#machine{queued = M#machine.queued + 1},
    case Idle of true -> switch(M1, T1); false -> M1 end.

act(#idler{left = 1} = S, M, T, _) -> hold(put_task(M, T#task{state = S#idler{left = 0}}));
act(#idler{control = C, left = N} = S, M, T, _) when C band 1 =:= 0 ->
    release(put_task(M, T#task{state = S#idler{left = N - 1, control = C div 2}}), S#idler.a);
act(#idler{control = C, left = N} = S, M, T, _) ->
    release(put_task(M, T#task{state = S#idler{left = N - 1, control = (C div 2) bxor 53256}}), S#idler.b);
act(#worker{}, M, _, none) -> wait(M);
act(#worker{address = A, other = O, letter = L}, M, T, P) ->
    {Letters, Last} = lists:mapfoldl(fun(_, X) -> Y = if X =:= 26 -> 1; true -> X + 1 end, {Y + 64, Y} end, L, [1, 2, 3, 4]),
    S = #worker{address = O, other = A, letter = Last},
    send(put_task(M, T#task{state = S}), P#packet{address = O, datum = 0, data = list_to_tuple(Letters)});
act(#handler{} = S0, M, T, P) ->
    S = case P of
        none -> S0;
        #packet{kind = work} -> S0#handler{work = queue:in(P, S0#handler.work)};
        _ -> S0#handler{device = queue:in(P, S0#handler.device)}
    end,
    case {queue:out(S#handler.work), S#handler.sent, queue:out(S#handler.device)} of
        {{empty, _}, _, _} -> wait(put_task(M, T#task{state = S}));
        {{{value, Job}, More}, 4, _} -> send(put_task(M, T#task{state = S#handler{work = More, sent = 0}}), Job);
        {_, _, {empty, _}} -> wait(put_task(M, T#task{state = S}));
        {{{value, Job}, _}, Sent, {{value, Tool}, Tools}} ->
            send(put_task(M, T#task{state = S#handler{device = Tools, sent = Sent + 1}}),
                 Tool#packet{datum = element(Sent + 1, Job#packet.data)})
    end;
act(#device{packet = none}, M, _, none) -> wait(M);
act(#device{packet = P}, M, T, none) -> send(put_task(M, T#task{state = #device{}}), P);
act(#device{}, M, T, P) -> hold(put_task(M, T#task{state = #device{packet = P}})).

schedule(#machine{current = none} = M) -> M;
schedule(M) ->
    T = task(M, M#machine.current),
    case T of
        #task{holding = true} -> schedule(M#machine{current = T#task.link});
        #task{waiting = true, pending = false} -> schedule(M#machine{current = T#task.link});
        #task{waiting = true, pending = true} ->
            {{value, P}, More} = queue:out(T#task.queue),
            T1 = T#task{queue = More, pending = not queue:is_empty(More), waiting = false},
            schedule(act(T1#task.state, put_task(M, T1), T1, P));
        _ -> schedule(act(T#task.state, M, T, none))
    end.

machine() ->
    Packets = fun(N, Address, Kind) -> queue:from_list(lists:duplicate(N, #packet{address = Address, kind = Kind})) end,
    Task = fun(Id, Priority, Queue, State) ->
        Link = if Id =:= 1 -> none; true -> Id - 1 end,
        #task{id = Id, priority = Priority, link = Link, queue = Queue, pending = not queue:is_empty(Queue), waiting = Id > 1, state = State}
    end,
    #machine{current = 6, tasks = {
        Task(1, 0, queue:new(), #idler{}),
        Task(2, 1000, Packets(2, 2, work), #worker{}),
        Task(3, 2000, Packets(3, 5, device), #handler{}),
        Task(4, 3000, Packets(3, 6, device), #handler{}),
        Task(5, 4000, queue:new(), #device{}),
        Task(6, 5000, queue:new(), #device{})}}.
main() ->
    timing:report(fun() ->
        #machine{queued = Q, held = H} = schedule(machine()),
        io_lib:format("~p ~p", [Q, H])
    end).
