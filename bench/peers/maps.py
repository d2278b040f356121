from timing import report


def run():
    m = {}
    for i in range(1, 200001):
        m[i] = i
    return sum(m[i] for i in range(1, 200001))


report(run)
