"""The figures that move print the snippets' numbers."""

import re
from collections.abc import Callable

import pytest

from tools.browse import PAGES, SITE, Visit
from tools.snippets import ROOT, difference

WITH_NEURON = [p for p in PAGES if "<la-neuron" in (SITE / p).read_text(encoding="utf-8")]
WITH_BOUNDARY = [p for p in PAGES if "<la-boundary" in (SITE / p).read_text(encoding="utf-8")]


def set_sliders(visit: Visit, element: str, values: dict[str, float]) -> str:
    """Move the sliders of a figure and return what it then prints."""
    figure = visit.page.locator(element).first
    for name, value in values.items():
        figure.locator(f"input[aria-label$=' {name}']").fill(str(value))
    return str(figure.locator("output").inner_text())


def test_they_are_somewhere() -> None:
    """A page shows each, or the tests below would pass on nothing."""
    assert WITH_NEURON and WITH_BOUNDARY


@pytest.mark.parametrize("path", WITH_NEURON)
def test_neuron(path: str, visit: Callable[..., Visit]) -> None:
    """For every line that biases/shift_plain printed, the figure prints the same line."""
    seen = visit(path)
    printed = (ROOT / "snippets/biases/shift_plain.out").read_text(encoding="utf-8").splitlines()
    for line in printed:
        w, b = map(float, re.findall(r"-?\d+\.\d", line)[:2])
        assert not difference(set_sliders(seen, "la-neuron", {"w": w, "b": b}), line)
    assert len(printed) > 3


@pytest.mark.parametrize("path", WITH_BOUNDARY)
def test_boundary(path: str, visit: Callable[..., Visit]) -> None:
    """For every line and point that biases/boundary_plain printed, the figure prints the same."""
    seen = visit(path)
    printed = (ROOT / "snippets/biases/boundary_plain.out").read_text(encoding="utf-8")
    cases = re.findall(r"^w = .*\n(?:  .*\n)+", printed, re.MULTILINE)
    for case in cases:
        w1, w2, b = map(float, re.findall(r"-?\d+\.\d", case)[:3])
        assert not difference(set_sliders(seen, "la-boundary", {"w1": w1, "w2": w2, "b": b}), case)
    assert len(cases) > 2


@pytest.mark.parametrize("element", ["la-neuron", "la-boundary"])
def test_moves_by_keyboard(element: str, visit: Callable[..., Visit]) -> None:
    """Arrow keys move a slider one step and the output follows."""
    seen = visit((WITH_NEURON if element == "la-neuron" else WITH_BOUNDARY)[-1])
    slider = seen.page.locator(f"{element} input").last
    output = seen.page.locator(f"{element} output").first
    before, value = output.inner_text(), float(slider.input_value())
    slider.press("ArrowRight")
    assert float(slider.input_value()) == value + 0.5
    assert output.inner_text() != before
