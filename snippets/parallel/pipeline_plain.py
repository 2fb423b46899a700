"""A pipeline on paper: who works when, and how much of the time is a bubble."""

P = 4  # stages, each in a process of its own


def schedule(micro):
    """What each stage works on: forward 0, 1, 2, then backward a, b, c."""
    grid = [["."] * (2 * (micro + P - 1)) for _ in range(P)]
    for stage in range(P):
        for m in range(micro):
            grid[stage][stage + m] = str(m)
            back = (micro + P - 1) + (P - 1 - stage) + m
            grid[stage][back] = "abcdefgh"[m]
    return grid


for row in schedule(4):
    print(" ".join(row))
for micro in 1, 4, 8, 32:
    busy, time = 2 * micro, 2 * (micro + P - 1)
    bubble = 1 - busy / time  # <-
    print(f"{micro:2} micro-batches: {bubble:.0%} of the time is bubble")
