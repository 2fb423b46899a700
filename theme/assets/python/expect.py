"""What an exercise's tests call: expect("mean([1, 2])", 1.5, …), which answers in words where they differ.

Runs in the page, under pytest and inside downloaded exercises, so it needs nothing but Python.
"""

import math
import sys


class Wrong(AssertionError):
    """What was expected, on which input, and what came: a sentence, and the name of the hint that helps."""

    def __init__(self, text, hint=""):
        super().__init__(text)
        self.hint = hint


def plain(value):
    """Arrays and tensors as nested lists, tuples as lists; all else as it is."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value


def show(value):
    """A value as a reader would write it, with six digits and at most 200 characters."""
    value = plain(value)
    if isinstance(value, float):
        text = f"{value:.6g}"
    elif isinstance(value, list):
        text = "[" + ", ".join(show(one) for one in value) + "]"
    else:
        text = repr(value)
    return text if len(text) <= 200 else text[:199] + "…"


def same(got, want, within=1e-6):
    """Whether two values agree: numbers to `within` (relative above 1), shapes and everything else exactly."""
    got, want = plain(got), plain(want)
    if isinstance(want, list):
        pairs = zip(got, want) if isinstance(got, list) and len(got) == len(want) else [(None, 0)]  # noqa: B905 (equal)
        return all(same(g, w, within) for g, w in pairs)
    if isinstance(want, dict):
        return isinstance(got, dict) and got.keys() == want.keys() and all(same(got[k], want[k], within) for k in want)
    if isinstance(want, (bool, str, type(None))) or isinstance(got, (bool, str, type(None), list, dict)):
        return type(got) is type(want) and got == want
    if math.isnan(want) or math.isnan(got):
        return math.isnan(want) and math.isnan(got)
    return got == want or abs(got - want) <= within * max(1, abs(want))


def expect(expression, want, hint="", but=(), within=1e-6):
    """Raise Wrong unless `expression`, run among the reader's names, gives `want`.

    `but` lists wrong values with the hint for each: [(0.5, "all"), …]; `hint` is for every other one. Of the
    expression "guess", the right value is not told.
    """
    try:
        got = eval(expression, sys._getframe(1).f_globals)
    except Exception as error:
        stop = f"{type(error).__name__}: {error}"
        raise Wrong(f"`{expression}` should be {show(want)}. Yours stops with {stop}.", hint) from error
    if same(got, want, within):
        return
    if expression == "guess":  # what is right, the reader learns by running the code
        hint = next((name for value, name in but if same(got, value, within)), hint)
        raise Wrong("There is no guess yet." if got is None else f"It is not {show(got)}.", hint)
    if got is None or got is ...:
        raise Wrong(f"`{expression}` should be {show(want)}. Yours gives nothing yet.", hint)
    hint = next((name for value, name in but if same(got, value, within)), hint)
    raise Wrong(f"`{expression}` should be {show(want)}. Yours is {show(got)}.", hint)
