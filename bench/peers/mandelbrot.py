from timing import report


def inside(cr, ci):
    zr = zi = 0.0
    for _ in range(50):
        if zr * zr + zi * zi > 4.0:
            return False
        zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
    return True


def run():
    n = 120
    return sum(inside(2.0 * x / n - 1.5, 2.0 * y / n - 1.0) for y in range(n) for x in range(n))


report(run)
