"""From T5 3B to 11B: what four times the heads and four times F add up to."""


def t5(N, C, F, H, D, V=32128):
    """Attention of three kinds, feed-forward of two stacks, embedding, the rest."""
    attention = N * 12 * C * H * D  # <-
    return attention, N * 4 * C * F, V * C, (5 * N + 2) * C + 64 * H


sizes = {"3B": (24, 1024, 16384, 32, 128), "11B": (24, 1024, 65536, 128, 128)}
for name, shape in sizes.items():
    attention, feed, embedding, rest = t5(*shape)
    total = attention + feed + embedding + rest
    print(f"{name:3} {total:14,}: attention {attention / total:.0%}", end=", ")
    print(f"feed-forward {feed / total:.0%}, embedding {embedding / total:.1%}")
small, large = (sum(t5(*shape)) for shape in sizes.values())
print(
    f"times {large / small:.2f}; heads * D is {128 * 128 // 1024} times the width C"
)
