"""lab("encoder", until="…"): the names that a lab's cells leave behind, up to the first that holds a text."""

from collections.abc import Callable
from typing import Any

import pytest

from tools.labs.source import scope


@pytest.fixture
def lab() -> Callable[..., dict[str, Any]]:
    """Run once a process, however many tests ask; tests that change a model must copy it first."""
    return scope
