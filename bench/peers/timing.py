"""Warm-up, then the median of up to five runs; prints what the runner reads."""
from time import perf_counter


def report(f):
    start = perf_counter()
    while True:
        f()
        if perf_counter() - start > 0.3:
            break
    times = []
    start = perf_counter()
    while len(times) < 5 and perf_counter() - start < 4:
        before = perf_counter()
        value = f()
        times.append(perf_counter() - before)
    print("result:", value)
    print("ms:", sorted(times)[len(times) // 2] * 1000)
