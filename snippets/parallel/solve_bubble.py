"""How many micro-batches keep the bubble of a pipeline below a tenth."""

for stages in 2, 4, 8, 16:
    micro = 1
    while (stages - 1) / (micro + stages - 1) >= 0.1:  # <-
        micro += 1
    print(f"{stages:2} stages: {micro} micro-batches")
