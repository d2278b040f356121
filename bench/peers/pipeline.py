from timing import report


def lazy(n):
    return sum(map(lambda x: x * x, filter(lambda x: x % 2 == 1, map(lambda x: x + 1, range(n)))))


def comprehension(n):
    return sum(x * x for x in range(1, n + 1) if x % 2 == 1)


report(lambda: "%d %d" % (lazy(1000000), comprehension(1000000)))
