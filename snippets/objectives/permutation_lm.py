"""Permutation language model: words keep their places, only the turns are drawn."""

words = "Thank you for inviting me to your party last week.".split()


def example(order, K):
    """An order of T places -> hidden (T, T), and the last 1/K of the order."""
    T = len(order)
    turn = [order.index(place) for place in range(T)]
    hidden = [[turn[j] >= turn[i] for j in range(T)] for i in range(T)]  # <-
    return hidden, order[T - max(1, round(T / K)) :]


orders = {
    "drawn": [6, 0, 9, 4, 1, 7, 5, 3, 8, 2],
    "drawn again": [3, 8, 2, 6, 0, 7, 1, 9, 5, 4],
    "left to right": list(range(10)),
}
for name, order in orders.items():
    hidden, targets = example(order, K=6)
    print(f"{name}: {order}")
    for i in targets:
        seen = ["_" if hidden[i][j] else word for j, word in enumerate(words)]
        seen[i] = "?"
        print(f"  {words[i]:9}from", *seen)
for K in (6, 7):
    targets = example(list(range(512)), K)[1]
    print(f"of 512 tokens, K = {K}: {len(targets)} are targets")
