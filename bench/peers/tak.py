from timing import report


def tak(x, y, z):
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)) if y < x else z


def run():
    for _ in range(10):
        r = tak(18, 12, 6)
    return r


report(run)
