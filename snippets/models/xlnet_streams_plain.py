"""Why XLNet has two streams: one alone knows too much or loses what it read."""

order = [1, 3, 0, 2]  # places, first turn first
T, layers = len(order), 2
turn = [order.index(place) for place in range(T)]


def attend(vectors, read, own, residual=True):
    """What each place's vector is made of after reading those of earlier turns."""
    out = []
    for i in range(T):
        seen = [j for j in range(T) if turn[j] < turn[i] or (own and j == i)]  # <-
        kept = vectors[i] if residual else set()
        out.append(kept.union(*(read[j] for j in seen)))
    return out


def report(name, vectors):
    """How many places know the token they guess, and how many earlier ones."""
    own = sum(i in vectors[i] for i in range(T))
    earlier = sum(turn[j] < turn[i] for i in range(T) for j in vectors[i])
    print(f"own {own}/{T}, earlier {earlier}/{T * (T - 1) // 2}: {name}")


tokens = [{place} for place in range(T)]
for name, own, residual in (
    ("sees itself", True, True),
    ("residual only", False, True),
    ("not itself at all", False, False),
):
    x = tokens
    for _ in range(layers):
        x = attend(x, x, own, residual)
    report(name, x)
content, query = tokens, [set()] * T
for _ in range(layers):
    query = attend(query, content, False)
    content = attend(content, content, True)
report("two: query", query)
report("two: content", content)
