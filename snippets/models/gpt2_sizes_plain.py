"""The four sizes of GPT-2, counted, and counted with GPT-1's vocabulary."""


def count(V, P, C, N):
    """Parameters of GPT-2, whose feed-forward width is 4 C."""
    block = (4 * C * C + 4 * C) + (8 * C * C + 5 * C) + 4 * C
    return (V + P) * C + N * block + 2 * C  # <-


print("layers  width   paper  repository        counted  V = 40,478")
for N, C, paper, repository in (
    (12, 768, "117M", "124M"),
    (24, 1024, "345M", "355M"),
    (36, 1280, "762M", "774M"),
    (48, 1600, "1542M", "1.5B"),
):
    true, old = count(50257, 1024, C, N), count(40478, 1024, C, N)
    print(f"{N:6}{C:7}{paper:>8}{repository:>12}{true:15,}{old / 1e6:11,.1f}M")
