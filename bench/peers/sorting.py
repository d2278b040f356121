from functools import cmp_to_key

from timing import report

numbers = []
x = 42
for _ in range(200000):
    numbers.append(x)
    x = (x * 1103515245 + 12345) % 2147483648


def run():
    up = sorted(numbers)
    down = sorted(numbers, key=cmp_to_key(lambda a, b: b - a))
    ordered = all(a <= b for a, b in zip(up, up[1:])), all(a >= b for a, b in zip(down, down[1:]))
    return " ".join(str(x).lower() for x in ordered)


report(run)
