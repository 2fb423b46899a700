"""Bytes that each process sends to add up the gradients of a 7B model."""

size = 2 * 6_738_415_616  # bytes
for processes in 2, 8, 64, 1024:
    sent = 2 * (processes - 1) / processes * size  # <-
    print(f"{processes:4} processes: {sent / 1e9:.1f} GB", end=", ")
    print(f"for data of {size / 1e9:.1f} GB")
