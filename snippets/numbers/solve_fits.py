"""How large a model fits into 24 GB: to run it, and to train it."""

memory = 24e9  # bytes
needs = {  # bytes a parameter
    "run, float32": 4,
    "run, 16 bits": 2,
    "run, 4 bits, a 16-bit scale for 32": (4 + 16 / 32) / 8,
    "train all with Adam, mixed precision": 2 + 2 + 4 + 8,
    "train 1% beside frozen 16-bit weights": 2 + 0.01 * 16,
}
for way, bytes_each in needs.items():
    most = memory / bytes_each  # <-
    print(f"{way:38}: {most / 1e9:4.1f} billion parameters")
