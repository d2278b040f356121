from timing import report


def safe(q, qs):
    d = 1
    while qs:
        x, qs = qs
        if q == x or q == x + d or q == x - d:
            return False
        d += 1
    return True


def place(n, k, qs):
    if k == 0:
        return 1
    return sum(place(n, k - 1, (q, qs)) for q in range(n) if safe(q, qs))


def run():
    for _ in range(10):
        r = place(8, 8, None)
    return r


report(run)
