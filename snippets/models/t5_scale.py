"""T5 leaves out 1/sqrt(D), and starts its queries smaller by just that factor."""

import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
T, C = 300, 512


def draw(rows, columns):
    """Random numbers of mean 0 and variance 1."""
    return (2 * torch.rand(rows, columns) - 1) * 3**0.5  # (rows, columns)


x = draw(T, C)  # (T, C) what a norm gives to attention
print("spread of the scores at the start")
print("  D   neither   divided by sqrt(D)   smaller queries")
for D in (16, 64, 256):
    q, k = draw(C, D) / C**0.5, draw(C, D) / C**0.5  # (C, D)
    neither = x @ q @ (x @ k).T  # (T, T)
    divided = neither / D**0.5  # (T, T)
    smaller = x @ (q / D**0.5) @ (x @ k).T  # (T, T) as T5 starts <-
    spreads = [scores.std().item() for scores in (neither, divided, smaller)]
    print(f"{D:3} {spreads[0]:9.1f} {spreads[1]:20.1f} {spreads[2]:17.1f}")
