"""LLaMA-2 7B: three feed-forward matrices, still two thirds."""

V, C, N = 32000, 4096, 32  # vocabulary, width, layers
F = 11008  # feed-forward width

attention = 4 * C * C  # queries, keys, values, output
ffn = 3 * C * F  # gate, up, down <-
block = attention + ffn + 2 * C  # and the gains of two norms
total = 2 * V * C + N * block + C  # embedding and head, last norm

print(f"total: {total:,}")
print(f"feed-forward share of a block: {100 * ffn / block:.2f}%")
print(f"embedding and head: {100 * 2 * V * C / total:.1f}% of the model")
