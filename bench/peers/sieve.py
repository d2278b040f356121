from timing import report


def run():
    n = 1000000
    composite = bytearray(n + 1)
    i = 2
    while i * i <= n:
        if not composite[i]:
            for j in range(i * i, n + 1, i):
                composite[j] = 1
        i += 1
    total = 0
    for i in range(2, n + 1):
        if not composite[i]:
            total += 1
    return total


report(run)
