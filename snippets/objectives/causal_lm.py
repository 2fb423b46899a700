"""Causal language model: shift by one, guess each word from those before."""

import torch
from torch.nn.functional import cross_entropy

words = "Thank you for inviting me to your party last week.".split()


def example(words):
    """T words -> T - 1 inputs and T - 1 targets: what stands one place later."""
    targets = [words[place + 1] for place in range(len(words) - 1)]  # <-
    return words[:-1], targets


inputs, targets = example(words)
for place, target in enumerate(targets):
    print(f"{target:8} from", *inputs[: place + 1])

torch.manual_seed(0)
ids = torch.arange(len(words))  # each word is its own entry of the vocabulary
T, V = len(words), len(words)
scores = torch.rand(T, V, dtype=torch.float64)  # (T, V) as a model would give
loss = cross_entropy(scores[:-1], ids[1:])  # the last row has no target
rows = scores.log_softmax(-1)  # (T, V)
by_hand = -sum(rows[i, ids[i + 1]] for i in range(T - 1)) / (T - 1)
print(f"{T} words, {len(targets)} losses, mean {loss:.4f}, by hand {by_hand:.4f}")
