"""How far back XLNet reads: each block adds a memory's length, if memory is cut."""


def reach(N, M, cut, pieces=6):
    """Tokens before the last piece of M which its vectors know, after N blocks."""
    memory = [[] for _ in range(N)]
    for start in range(0, pieces * M, M):
        x = [{token} for token in range(start, start + M)]  # what each is made of
        for block in range(N):
            read = memory[block] + x
            memory[block] = read[-M:] if cut else read  # <-
            x = [set().union(*read)] * M
    return start - min(x[0])


M = 3
for N in (1, 2, 3):
    print(f"blocks {N}, memory of {M}: {reach(N, M, True)} back", end=", ")
    print(f"memory kept whole: {reach(N, M, False)} of 15")
