"""What XLNet's data holds: spans as targets, and an order for them alone."""

from random import Random


def choose(T, K, random):
    """The target places: spans of 1 to 5, each within K times as many tokens."""
    chosen, start = set(), 0
    while start < T:
        size = 1 + int(random() * 5)
        first = start + int(random() * (K * size - size + 1))
        chosen |= set(range(first, min(first + size, T)))
        start += K * size
    return chosen


def hide(turn, chosen):
    """Hidden (T, T): targets only, from all places whose turn is not later."""
    turn = [t if i in chosen else -1 for i, t in enumerate(turn)]
    hides = lambda i, j: j in chosen and turn[j] >= turn[i]  # <-
    return [[hides(i, j) for j in range(len(turn))] for i in range(len(turn))]


random = Random(12).random
T, K = 30, 6
chosen = choose(T, K, random)
turn = sorted(range(T), key=lambda _: random())
order = sorted(range(T), key=lambda i: (i in chosen, turn[i]))  # targets last
hidden = hide(turn, chosen)
print("targets", "".join(".#"[i in chosen] for i in range(T)), " as in that order?")
for i in [*sorted(chosen, key=order.index), 0]:
    plain = [order.index(j) >= order.index(i) for j in range(T)]
    print(f"{i:2} sees ", "".join("1."[h] for h in hidden[i]), hidden[i] == plain)
share = sum(len(choose(512, K, random)) for _ in range(500)) / 512 / 500
print(f"targets, a share of 512 tokens: {share:.3f}, 1 / K is {1 / K:.3f}")
