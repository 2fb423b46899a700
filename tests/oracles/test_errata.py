"""The snippet of the page on errata, held against torch."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F

Scope = Callable[[str], dict[str, Any]]


def test_tell_them_apart(scope: Scope) -> None:
    """The right mean is torch's cross-entropy with ignored targets; the check passes it and fails the mistaken one."""
    s = scope("errata/tell_them_apart_numpy.py")
    torch.manual_seed(0)
    logits, labels = torch.randn(5, 7, dtype=torch.float64), torch.tensor([1, 6, 0, 3, 2])
    losses = F.cross_entropy(logits, labels, reduction="none").numpy()
    mask = np.array([1, 1, 0, 1, 0])
    ignored = labels.where(torch.tensor(mask) == 1, -100)
    assert s["right"](losses, mask) == pytest.approx(F.cross_entropy(logits, ignored).item())
    assert s["mistaken"](losses, mask) == pytest.approx(F.cross_entropy(logits, labels).item())
    s["check"](s["right"])
    with pytest.raises(AssertionError):
        s["check"](s["mistaken"])
