"""A check of a property passes the right masked mean and fails the mistaken one."""

import numpy as np


def right(losses, mask):
    """Losses (T,), mask (T,) of 0 and 1 -> the mean where the mask is 1."""
    return (losses * mask).sum() / mask.sum()


def mistaken(losses, mask):
    """The same, averaged too early: then a mask changes nothing."""
    return (losses.mean() * mask).sum() / mask.sum()


def check(loss):
    """Fail unless what stands at a masked place leaves the loss as it is."""
    losses, mask = np.array([1.0, 3.0, 5.0]), np.array([1, 1, 0])  # (3,) (3,)
    other = losses + np.array([0, 0, 90])  # (3,)
    moved = abs(loss(losses, mask) - loss(other, mask))  # <-
    assert moved < 1e-12, "a masked place counts"


for loss in (right, mistaken):
    try:
        check(loss)
        print(f"{loss.__name__}: passes")
    except AssertionError as error:
        print(f"{loss.__name__}: fails, {error}")
