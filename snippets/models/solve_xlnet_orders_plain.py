"""Orders of factorisation as masks: one of them is GPT's, and no two are alike."""

from itertools import permutations


def masks(order):
    """Content and query stream: what each place sees, for an order of turns."""
    turn = {place: when for when, place in enumerate(order)}
    T = len(order)
    content = [[int(turn[j] <= turn[i]) for j in range(T)] for i in range(T)]  # <-
    query = [[int(turn[j] < turn[i]) for j in range(T)] for i in range(T)]
    return content, query


for order in ([0, 1, 2, 3], [3, 1, 0, 2]):
    content, query = masks(order)
    print("order", *order)
    for left, right in zip(content, query):
        print("  content", *left, "  query", *right)
T = 5
different = {str(masks(order)) for order in permutations(range(T))}
print(f"{len(different)} masks for the orders of {T} places")
seen = [sum(masks(order)[1][0]) for order in permutations(range(T))]
print(
    f"the first place is guessed from {sum(seen) / len(seen):.1f} others on average"
)
