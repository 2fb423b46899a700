"""Rank correlation: do two measures put the same things in the same order?"""

import torch


def rank(x):
    """1 for the smallest, and so on; equal values share their places: (T,)."""
    return (x[:, None] > x).sum(1) + ((x[:, None] == x).sum(1) + 1) / 2


def agree(a, b):
    """Spearman's rank correlation: 1 in the same order, -1 in reverse."""
    return torch.corrcoef(torch.stack([rank(a), rank(b)]))[0, 1].item()


def beyond(a, b, known):
    """Rank correlation of a and b, with what `known` explains set aside."""
    ab, ak, bk = agree(a, b), agree(a, known), agree(b, known)
    return (ab - ak * bk) / ((1 - ak**2) * (1 - bk**2)) ** 0.5


a, b, c = torch.tensor([[1.0, 2, 3, 4], [1, 3, 2, 9], [4, 1, 2, 3]])
print(f"agree {agree(a, b):.2f}, with a third set aside {beyond(a, b, c):.2f}")
