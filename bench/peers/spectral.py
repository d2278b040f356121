from math import sqrt

from timing import report


def a(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def mul(v):
    n = len(v)
    return [sum(a(i, j) * v[j] for j in range(n)) for i in range(n)]


def mul_t(v):
    n = len(v)
    return [sum(a(j, i) * v[j] for j in range(n)) for i in range(n)]


def run():
    u = [1.0] * 60
    for _ in range(10):
        v = mul_t(mul(u))
        u = mul_t(mul(v))
    return "%.6f" % sqrt(sum(x * y for x, y in zip(u, v)) / sum(y * y for y in v))


report(run)
