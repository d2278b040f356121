from timing import report


def steps(n):
    c = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        c += 1
    return c


def run():
    best = at = 0
    for n in range(1, 100000):
        s = steps(n)
        if s > best:
            best, at = s, n
    return at


report(run)
