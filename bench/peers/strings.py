from timing import report


def run():
    text = " ".join(str(i) for i in range(100000))
    words = text.split(" ")
    return "%d %d" % (len(text.replace("9", "99")), len(words))


report(run)
