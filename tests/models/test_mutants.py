"""Break the models on purpose: each mistake in mutants.toml must show, but for those that provably change nothing."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tools.pairs import VARIANTS, read

MUTANTS: list[dict[str, str]] = tomllib.loads((Path(__file__).parent / "mutants.toml").read_text("utf-8"))["mutant"]
VISIBLE = 1e-6  # a difference that no rounding in float64 explains
COMMON = {"V": 13, "P": 300, "H": 6, "K": 3, "D": 5, "C": 30, "F": 17, "N": 2}
CASES: list[dict[str, Any]] = [
    COMMON | {"seed": 1, "B": 3, "T": 9, "U": 7, "padded": True, "cached": True, "segments": True},
    COMMON | {"seed": 2, "B": 2, "T": 12, "U": 12, "padded": True, "cached": False, "segments": True},
    COMMON | {"seed": 4, "B": 2, "T": 11, "U": 7, "padded": False, "cached": True, "segments": True},
    COMMON | {"seed": 3, "B": 1, "T": 150, "U": 140, "padded": False, "cached": False, "segments": False},
]


def differences(mutant: dict[str, str]) -> list[float]:
    """Largest difference to transformers for each variant and case; infinite where the broken model fails."""

    def change(source: str) -> str:
        assert source.count(mutant["old"]) == 1, (
            f"tests/models/mutants.toml: {mutant['old']!r} stands {source.count(mutant['old'])} times in "
            f"{mutant['model']}.py. Mend: quote what stands there once."
        )
        return source.replace(mutant["old"], mutant["new"])

    name = mutant["model"].removeprefix("load_")
    broken = mutant["model"]
    try:
        ours = read(name, change) if broken == name else read(name)
        load = read(f"load_{name}") if broken == name else read(broken, change)
    except RuntimeError:  # the snippet's own run fails
        return [float("inf")]
    found = []
    for variant in VARIANTS:
        for case in CASES if variant.snippet == name else []:
            try:
                found.append(max(variant.compare(case, ours, load).values()))
            except (RuntimeError, IndexError, TypeError, AssertionError):
                found.append(float("inf"))
    return found


@pytest.mark.parametrize("mutant", MUTANTS, ids=[f"{m['model']}: {m['what']}" for m in MUTANTS])
def test_mutant(mutant: dict[str, str]) -> None:
    """A mistake is seen in at least one case; a change that cannot matter is seen in none."""
    found = differences(mutant)
    if "noop" in mutant:
        assert max(found) < 1e-10, (
            f"{mutant['what']}: was held to change nothing ({mutant['noop']}), differs by {found}"
        )
    else:
        assert max(found) > VISIBLE, f"{mutant['what']}: nothing shows it"


def test_enough() -> None:
    """At least forty mistakes, none twice, and the models as they stand pass in the same cases."""
    assert sum("noop" not in m for m in MUTANTS) >= 40
    assert len({(m["model"], m["old"], m["new"]) for m in MUTANTS}) == len(MUTANTS)
    for variant in VARIANTS:
        for case in CASES:
            sound = variant.compare(case, read(variant.snippet), read(f"load_{variant.snippet}"))
            assert max(sound.values()) < 1e-10
