"""The biases of three GPTs, and which of them they could do without."""

print(f"{'':12}{'parameters':>16}{'biases':>12}{'share':>8}{'spare':>12}")
for name, V, P, C, N, post_norm in (
    ("GPT-1", 40478, 512, 768, 12, True),
    ("GPT-2 small", 50257, 1024, 768, 12, False),
    ("GPT-3", 50257, 2048, 12288, 96, False),
):
    norms = 2 * N if post_norm else 2 * N + 1
    layers = N * 9 * C  # query, key, value, out, 4 wide up, down
    biases = layers + norms * C
    matrices = (V + P) * C + N * 12 * C * C
    total = matrices + biases + norms * C  # as many gains
    key, value = N * C, N * C  # cancelled by softmax; can move into out
    moved = (norms - 1) * C  # the last one's cannot: the head has no bias <-
    spare = key + value + moved
    print(f"{name:12}{total:16,}{biases:12,}{biases / total:8.3%}{spare:12,}")
