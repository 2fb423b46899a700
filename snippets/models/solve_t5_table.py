"""T5's table of distances: it counts, but for one number a head and unused rows."""

import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
T, D = 6, 4
q, k = torch.rand(T, D) - 0.5, torch.rand(T, D) - 0.5  # (T, D) one head's
table = (torch.rand(32) - 0.5).requires_grad_()  # (32,) one head's, of an encoder
ahead = torch.arange(T) - torch.arange(T)[:, None]  # (T, T) key's place - query's
bucket = ahead.abs() + 16 * (ahead > 0)  # (T, T) up to 7: a bucket each


def weights(table):
    """Attention weights (T, T) with a table (32,) of numbers added to scores."""
    return (q @ k.T + table[bucket]).softmax(-1)  # <-


def moved(table, other):
    """The largest change of a weight."""
    return (weights(table) - weights(other)).abs().max().item()


print(f"without the table        {moved(table, 0 * table):.3f}")
print(f"all its numbers plus 5   {moved(table, table + 5):.3f}")
(weights(table) * torch.rand(T, T)).sum().backward()
read = (table.grad.abs() > 1e-9).nonzero().flatten()
print("rows with a gradient", *read.tolist())
print(f"gradients sum to 0: {abs(table.grad.sum().item()) < 1e-12}")
first, rows = {}, {"encoder": 16, "decoder": 32}  # rows for what lies behind
for side, n in rows.items():
    far = torch.arange(n // 2, 128)  # distances that share rows
    share = (far * 2 / n).log2() / torch.tensor(256 / n).log2()
    first[side] = far[n / 2 * (1 + share) >= n - 1][0].item()
    print(f"{side}: from distance {first[side]} on all share the last row")
