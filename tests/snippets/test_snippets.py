"""Every snippet runs, prints what its page shows, has true shape comments, and agrees with its other tiers."""

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tools.snippets import ROOT, check_golden, clean_state, difference, find, name_of, run, tier_of


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test a snippet, one a concept that has tiers."""
    paths = find(metafunc.config.getoption("--snippets"))
    if "path" in metafunc.fixturenames:
        metafunc.parametrize("path", paths, ids=[f"{p.parent.name}/{p.name}" for p in paths])
    if "tiers" in metafunc.fixturenames:
        concepts: defaultdict[str, list[Path]] = defaultdict(list)
        for path in paths:
            concepts[f"{path.parent.name}/{tier_of(path)[0]}"].append(path)
        several = {name: files for name, files in concepts.items() if len(files) > 1}
        metafunc.parametrize("tiers", several.values(), ids=several.keys())


def test_output(path: Path, record_property: Callable[[str, object], None]) -> None:
    """It runs alone, its shape comments hold, and it prints what the file beside it says."""
    check_golden(path, run(path).output)
    record_property("snippets_run", 1)


def test_has_an_oracle(path: Path) -> None:
    """Its concept is compared with something we did not write, in a test of the same name."""
    concept, files = tier_of(path)[0], sorted((ROOT / "tests/oracles").glob(f"test_{path.parent.name}*.py"))
    assert any(f"def test_{concept}" in file.read_text(encoding="utf-8") for file in files), (
        f"{name_of(path)} has no oracle. Mend: add test_{concept} to tests/oracles/test_{path.parent.name}.py"
    )


def test_tiers_print_the_same(tiers: list[Path]) -> None:
    """Plain Python, NumPy and PyTorch print the same words and numbers."""
    for one, other in pairwise(tiers):
        diff = difference(*(p.with_suffix(".out").read_text(encoding="utf-8") for p in (other, one)))
        assert not diff, f"{name_of(one)} and {name_of(other)} print different things:\n{diff}"


def test_no_state_leaks(tmp_path: Path) -> None:
    """What one snippet sets for the whole process is put back before the next."""
    leaky = tmp_path / "leaky.py"
    leaky.write_text(
        "import os, random, numpy as np, torch\n"
        "np.set_printoptions(precision=1); np.seterr(all='raise'); torch.set_default_dtype(torch.float64)\n"
        "torch.set_printoptions(precision=1); torch.set_grad_enabled(False); random.seed(0); os.environ['LEAK'] = '1'\n"
        "print(1)\n",
        encoding="utf-8",
    )
    probe = tmp_path / "probe.py"
    probe.write_text(
        "import os, numpy as np, torch\n"
        "print(np.array([1 / 3]), np.geterr()['over'], torch.tensor([1 / 3]))\n"
        "print(torch.is_grad_enabled(), os.getenv('LEAK'))\n",
        encoding="utf-8",
    )
    with clean_state():
        before = run(probe).output
    run(leaky)
    assert run(probe).output == before
    assert "0.33333333" in before
