from timing import report


def run():
    v = []
    for i in range(500000):
        v.append(i)
    for i in range(500000):
        v[i] = v[i] + 1
    return sum(v)


report(run)
