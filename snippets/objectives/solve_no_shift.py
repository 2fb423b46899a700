"""The forgotten shift: a model that only repeats its input looks perfect."""

import torch
from torch.nn.functional import cross_entropy, one_hot


def losses(scores, ids):
    """Scores (T, V), ids (T) -> the loss without and with the shift."""
    shifted = cross_entropy(scores[: len(ids) - 1], ids[1:])  # <-
    return cross_entropy(scores, ids), shifted


torch.manual_seed(0)
T, V = 1000, 50
ids = torch.randint(V, (T,))  # (T,) noise: nothing can be learnt here
repeats = 20 * one_hot(ids, V).double()  # (T, V) scores: surely the one just read
nothing = torch.zeros(T, V, dtype=torch.float64)  # (T, V) scores: all as likely
print("                   no shift  shifted")
for name, scores in (("repeats its input", repeats), ("knows nothing", nothing)):
    plain, shifted = losses(scores, ids)
    print(f"{name:18}{plain:9.3f}{shifted:9.3f}")
print(f"ln V = {torch.tensor(V).log():.3f}")
