"""How many numbers LoRA trains in LLaMA 7B, by rank and by matrices."""

C, N, total = 4096, 32, 6_738_415_616  # width, layers, parameters

for matrices, names in (2, "queries and values"), (4, "all four of attention"):
    for rank in 1, 8, 64:
        trained = N * matrices * 2 * rank * C  # <-
        print(
            f"{names}, rank {rank:2}: {trained:11,} numbers, {trained / total:.3%}"
        )
