%% As bench/programs/nbody.clj: each body is pulled by all others, then all move.
-module(nbody).
-export([main/0]).
-record(b, {x, y, z, vx, vy, vz, m}).
-define(SUN, (4 * 3.141592653589793 * 3.141592653589793)).
-define(D, 365.24).
start() -> [
    #b{x = 0.0, y = 0.0, z = 0.0, vx = 0.0, vy = 0.0, vz = 0.0, m = ?SUN},
    #b{x = 4.84143144246472090e+00, y = -1.16032004402742839e+00, z = -1.03622044471123109e-01,
       vx = 1.66007664274403694e-03 * ?D, vy = 7.69901118419740425e-03 * ?D, vz = -6.90460016972063023e-05 * ?D, m = 9.54791938424326609e-04 * ?SUN},
    #b{x = 8.34336671824457987e+00, y = 4.12479856412430479e+00, z = -4.03523417114321381e-01,
       vx = -2.76742510726411899e-03 * ?D, vy = 4.99852801234917238e-03 * ?D, vz = 2.30417297573763929e-05 * ?D, m = 2.85885980666130812e-04 * ?SUN},
    #b{x = 1.28943695621391310e+01, y = -1.51111514016986312e+01, z = -2.23307578892655734e-01,
       vx = 2.96460137564761618e-03 * ?D, vy = 2.37847173959480950e-03 * ?D, vz = -2.96589568540237556e-05 * ?D, m = 4.36624404335156298e-05 * ?SUN},
    #b{x = 1.53796971148509165e+01, y = -2.59193146099879641e+01, z = 1.79258772950371181e-01,
       vx = 2.68067772490389322e-03 * ?D, vy = 1.62824170038242295e-03 * ?D, vz = -9.51592254519715870e-05 * ?D, m = 5.15138902046611451e-05 * ?SUN}].
offset([Sun | Others] = Bodies) ->
    P = fun(I) -> lists:sum([element(I, B) * B#b.m || B <- Bodies]) / ?SUN end,
    [Sun#b{vx = -P(#b.vx), vy = -P(#b.vy), vz = -P(#b.vz)} | Others].
pull(#b{x = X, y = Y, z = Z, vx = Vx, vy = Vy, vz = Vz} = A, #b{x = Xb, y = Yb, z = Zb, m = M}, Dt) ->
    Dx = X - Xb, Dy = Y - Yb, Dz = Z - Zb,
    D2 = Dx * Dx + Dy * Dy + Dz * Dz,
    K = M * Dt / (D2 * math:sqrt(D2)),
    A#b{vx = Vx - Dx * K, vy = Vy - Dy * K, vz = Vz - Dz * K}.
pulled(A, _, [], _, _) -> A;
pulled(A, I, [_ | Bs], I, Dt) -> pulled(A, I, Bs, I + 1, Dt);
pulled(A, I, [B | Bs], J, Dt) -> pulled(pull(A, B, Dt), I, Bs, J + 1, Dt).
move(#b{x = X, y = Y, z = Z, vx = Vx, vy = Vy, vz = Vz} = B, Dt) -> B#b{x = X + Dt * Vx, y = Y + Dt * Vy, z = Z + Dt * Vz}.
advance([], _, _, _) -> [];
advance([A | As], I, Bodies, Dt) -> [move(pulled(A, I, Bodies, 0, Dt), Dt) | advance(As, I + 1, Bodies, Dt)].
energy([], E) -> E;
energy([#b{x = X, y = Y, z = Z, vx = Vx, vy = Vy, vz = Vz, m = M} | Bs], E) ->
    Own = E + 0.5 * M * (Vx * Vx + Vy * Vy + Vz * Vz),
    energy(Bs, lists:foldl(fun(#b{x = Xb, y = Yb, z = Zb, m = Mb}, Acc) ->
        Dx = X - Xb, Dy = Y - Yb, Dz = Z - Zb,
        Acc - M * Mb / math:sqrt(Dx * Dx + Dy * Dy + Dz * Dz)
    end, Own, Bs)).
steps(0, Bodies) -> Bodies;
steps(N, Bodies) -> steps(N - 1, advance(Bodies, 0, Bodies, 0.01)).
main() ->
    [N] = timing:args(),
    timing:report(fun() -> io_lib:format("~.6f", [energy(steps(N, offset(start())), 0.0)]) end).
