from timing import report


def run(n=8):
    perm = list(range(n))
    count = [0] * n
    r, checksum, best, sign = n, 0, 0, 1
    while True:
        while r > 1:
            count[r - 1] = r
            r -= 1
        p = perm[:]
        flips = 0
        k = p[0]
        while k:
            p[: k + 1] = p[k::-1]
            flips += 1
            k = p[0]
        checksum += sign * flips
        best = max(best, flips)
        r = 1
        while r < n:
            perm.insert(r, perm.pop(0))
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        if r == n:
            return "%d %d" % (checksum, best)
        sign = -sign


report(run)
