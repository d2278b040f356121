from timing import report

numbers = []
x = 42
for _ in range(500000):
    numbers.append(x % 1009)
    x = (x * 1103515245 + 12345) % 2147483648


def run():
    f = {}
    for n in numbers:
        f[n] = f.get(n, 0) + 1
    return "%d %d" % (len(f), f[7])


report(run)
