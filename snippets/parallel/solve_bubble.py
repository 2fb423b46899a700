"""How many micro-batches keep the bubble of a pipeline below a tenth."""

for P in 2, 4, 8, 16:  # stages
    bubble = [(P - 1) / (micro + P - 1) for micro in range(1, 1000)]  # <-
    enough = next(micro for micro, share in enumerate(bubble, 1) if share < 0.1)
    print(f"{P:2} stages: {enough} micro-batches")
