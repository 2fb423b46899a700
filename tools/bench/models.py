"""Measure the four models of snippets/models/ against transformers' eager ones of the same shape and weights.

Same torch, float32, same batch, one thread, in turn: a forward pass without gradients, and a training step (forward,
loss, backward, AdamW).
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from tools.bench import stamp, write

SHAPE = {
    "seed": 0, "B": 4, "T": 128, "U": 128, "V": 2000, "P": 128, "H": 4, "K": 4, "D": 64, "C": 256, "F": 1024, "N": 4,
    "padded": False, "cached": False, "segments": True,
}  # fmt: skip
ROUNDS = 25


def best(runs: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Seconds of the quickest of several runs of each, in turn."""
    for run in runs.values():
        run()  # the first one sets up
    seconds: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            seconds[name] = min(seconds.get(name, 1e9), time.perf_counter() - start)
    return seconds


def forward(model: Any, run: Callable[..., None], shape: Any) -> None:
    """One forward pass without gradients."""
    import torch

    from tools.pairs import Result

    with torch.no_grad():
        run(model, shape, Result())


def step(model: Any, run: Callable[..., None], shape: Any, optimiser: Any) -> None:
    """One training step."""
    from tools.pairs import Result

    result = Result()
    run(model, shape, result)
    optimiser.zero_grad()
    result.loss.backward()
    optimiser.step()


def main() -> None:
    """Measure and write the table."""
    import torch

    from tools.pairs import VARIANTS, read

    torch.set_num_threads(1)
    head = "| model | forward, this site | transformers | ratio | step, this site | transformers | ratio |"
    lines = [head, "|---|---:|---:|---:|---:|---:|---:|"]
    for variant in VARIANTS:
        shape = SHAPE | ({"C": 128, "D": 32} if variant.snippet in ("xlnet", "llama") else {})  # they double C
        ours, theirs = variant.pair(shape, read(variant.snippet), read(f"load_{variant.snippet}"), torch.float32)
        pairs = {"ours": (ours, variant.run_ours), "theirs": (theirs, variant.run_theirs)}
        cells = []
        for times in (
            best({name: partial(forward, *pair, shape) for name, pair in pairs.items()}),
            best(
                {
                    name: partial(step, model, run, shape, torch.optim.AdamW(model.parameters(), lr=1e-4))
                    for name, (model, run) in pairs.items()
                }
            ),
        ):
            cells += [f"{times[name] * 1000:.0f}&nbsp;ms" for name in pairs]
            cells.append(f"{times['theirs'] / times['ours']:.2f}&nbsp;×")
        lines.append(f"| {variant.name.partition(', padding')[0]} | {' | '.join(cells)} |")
    how = "Ratio: above 1, this site's is faster. B = 4, T = 128, C = 256, H = 4, N = 4, V = 2,000; one thread."
    write("models", [*lines, "", f"{how} {stamp('torch', 'transformers')}"])
