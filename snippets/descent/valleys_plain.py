"""Two valleys: where descent ends depends on where it starts and on the step."""

from itertools import pairwise


def loss(w):
    """Two minima; the one on the right is the lower."""
    return w**4 / 4 - w**2 / 2 - w / 10


def slope(w):
    """The derivative of the loss."""
    return w**3 - w - 0.1


runs = (-2.0, 0.1), (2.0, 0.1), (-0.101031258, 0.1), (2.0, 0.5), (1.2, 0.95)
for start, lr in runs:
    w = start
    losses = [loss(w)]
    for step in range(60):
        w -= lr * slope(w)  # <-
        losses.append(loss(w))
    rises = sum(b > a + 1e-6 for a, b in pairwise(losses))
    print(f"from {start:5.2f} with lr {lr:4}: ends at {w:5.2f}", end=", ")
    print(f"loss {losses[-1]:6.3f}, slope {abs(slope(w)):4.2f}, rose {rises} times")
