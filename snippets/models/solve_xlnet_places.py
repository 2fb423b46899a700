"""XLNet's order moves no word: the mask says it, and distances stay the text's."""

import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
T, C = 5, 4
x = torch.rand(T, C) - 0.5  # (T, C) a vector for each word, first word first
table = 2 * torch.rand(2 * T) - 1  # (2 * T,) a number for each distance
order = torch.tensor([3, 0, 4, 1, 2])  # (T,) places, first turn first
turn = order.argsort()  # (T,) when each place has its turn


def attend(x, place, see):
    """One head: words x (T, C) at places (T,), what each sees (T, T) -> (T, C)."""
    distance = place - place[:, None]  # (T, T)
    scores = x @ x.T + table[distance + T]  # (T, T)
    return scores.masked_fill(~see, -torch.inf).softmax(-1) @ x


def same(a, b):
    """Whether two outputs are equal, rounding apart."""
    return torch.allclose(a, b, atol=1e-12)


places = torch.arange(T)  # (T,)
triangle = torch.ones(T, T).tril() == 1  # (T, T)
mask = turn <= turn[:, None]  # (T, T) XLNet's content stream <-
xlnet = attend(x, places, mask)  # (T, C) the text as it stands
moved = attend(x[order], order, triangle)  # (T, C) words with their places
print("in order of turns, each with its own place: same", same(xlnet[order], moved))
shuffled = attend(x[order], places, triangle)  # (T, C) words without them
print("the words shuffled, places counted anew: same", same(xlnet[order], shuffled))
print("last turn, sees all: same as without an order", end=" ")
print(same(xlnet[order[-1]], attend(x, places, triangle | True)[order[-1]]))
