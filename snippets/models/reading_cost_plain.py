"""What it costs to read a text, to write an answer, and to compare all pairs."""

N, C, F, V = 12, 768, 3072, 50257  # the shape of BERT-base and GPT-2 small


def blocks(T, S):
    """Multiply-adds of all blocks for T new tokens that look at S tokens each."""
    attention = 4 * T * C * C + 2 * T * S * C
    return N * (attention + 2 * T * C * F)  # <-


def write(T, U, cached=True):
    """Read a prompt of T tokens and write U tokens, one pass each."""
    total = blocks(T, T) + U * V * C  # the head scores V tokens, U times
    for length in range(T + 1, T + U):
        total += blocks(1, length) if cached else blocks(length, length)  # <-
    return total


def billions(count):
    """A count in billions, rounded, for a table."""
    return f"{count / 1e9:8,.2f} billion"


T = 128
print(f"one text of {T} tokens:     multiply-adds, passes")
print("encoder, one label:      ", billions(blocks(T, T)), "    1")
for U in 1, 10, 100:
    print(f"decoder, {U:3} tokens long:", billions(write(T, U)), f"  {U:3}")
print("  without a KV cache:    ", billions(write(T, 100, False)), "  100")

n = 10_000
pairs = n * (n - 1) // 2  # <-
together = pairs * blocks(2 * T, 2 * T)
apart = n * blocks(T, T) + pairs * C
print(f"\nall pairs of {n:,} texts:")
print(f"each pair read together:  {pairs:,} passes")
print(f"each text read once:      {n:,} passes, {pairs:,} dot products")
print(f"multiply-adds, ratio:     {together / apart:,.0f}")
