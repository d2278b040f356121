from timing import report


def make(d):
    return (None, None) if d == 0 else (make(d - 1), make(d - 1))


def check(t):
    left, right = t
    return 1 if left is None else 1 + check(left) + check(right)


report(lambda: sum(check(make(14)) for _ in range(20)))
