"""Measure what attention costs: time and memory against length, and what a cache of keys and values saves.

The functions measured are those of the snippets on the page, executed as they stand. Machines differ and are noisy,
so all that is compared is measured in turn, in one run, best of several, and told as a ratio.
"""

import time
import tracemalloc
from collections.abc import Callable
from functools import partial

import numpy as np
import torch

from tools.bench import scope_of, stamp, write

LENGTHS = (256, 512, 1024, 2048)
GENERATED = (64, 128, 256, 512)
D, TILE = 64, 128  # head size, side of a tile
C = 256  # width of the layer that generates


def seconds(work: Callable[[], object], repeats: int) -> float:
    """The shortest of several runs, in seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def peak(work: Callable[[], object]) -> int:
    """The most bytes that NumPy holds at once during a run, beyond what it held before."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def attention_costs(repeats: int = 5) -> list[dict[str, float]]:
    """For each length: seconds of the naive head, the tiled one and torch's, and peak bytes of the first two."""
    scope = scope_of("attention/tiled_attention.py")
    random = np.random.RandomState(0)
    works: dict[int, dict[str, Callable[[], object]]] = {}
    for T in LENGTHS:
        qkv = random.randn(3, T, D)
        q, k, v = torch.from_numpy(qkv[:, None, None])
        works[T] = {
            "naive": partial(scope["naive"], *qkv),
            "tiled": partial(scope["tiled"], *qkv, TILE),
            "torch": partial(torch.nn.functional.scaled_dot_product_attention, q, k, v, is_causal=True),
        }
    rows: list[dict[str, float]] = [{"T": T} for T in LENGTHS]
    for _ in range(repeats):  # all lengths and kinds in turn, so that a busy moment hits them alike
        for row in rows:
            T = int(row["T"])
            scope.update(T=T, D=D)  # the snippet's functions read their sizes from here
            for name, work in works[T].items():
                row[name] = min(row.get(name, float("inf")), seconds(work, 2))
    for row in rows:
        T = int(row["T"])
        scope.update(T=T, D=D)
        for name in ("naive", "tiled"):
            row[f"{name} peak"] = peak(works[T][name])
    return rows


def cache_savings(repeats: int = 3) -> list[tuple[int, float, float, float]]:
    """For each length: seconds without and with a cache, and the ratio of counted multiplications."""
    scope = scope_of("attention/kv_cache.py")
    random = np.random.RandomState(0)
    scope.update(C=C, **{name: random.randn(C, C) / C**0.5 for name in ("Wq", "Wk", "Wv", "Wo")})
    rows = []
    for T in GENERATED:
        counted = scope["generate"](T, False)[1] / scope["generate"](T, True)[1]
        slow = fast = float("inf")
        for _ in range(repeats):
            slow = min(slow, seconds(partial(scope["generate"], T, False), 1))
            fast = min(fast, seconds(partial(scope["generate"], T, True), 1))
        rows.append((T, slow, fast, counted))
    return rows


def times(ratio: float, digits: int = 1) -> str:
    """A ratio as the tables print it: 3.7 times."""
    return f"{ratio:.{digits}f}&nbsp;×"


def cells(*texts: str) -> str:
    """One row of a Markdown table."""
    return f"| {' | '.join(texts)} |"


def main() -> None:
    """Measure everything and write the tables."""
    torch.set_num_threads(1)
    costs, savings = attention_costs(), cache_savings()
    first = costs[0]
    lines = [
        f"One causal head of size {D} in float64: time relative to its own at T = {LENGTHS[0]}.",
        "",
        "| T | T² | naive | tiled | torch |",
        "|---:|---:|---:|---:|---:|",
    ]
    for row in costs:
        ratios = [row[name] / first[name] for name in ("naive", "tiled", "torch")]
        lines.append(cells(f"{row['T']:.0f}", times((row["T"] / first["T"]) ** 2, 0), *map(times, ratios)))
    lines += [
        "",
        f"The most memory held at once beyond queries, keys and values; tiles of {TILE} by {TILE}.",
        "",
        "| T | naive | tiled | ratio |",
        "|---:|---:|---:|---:|",
    ]
    for row in costs:
        naive, tiled = row["naive peak"], row["tiled peak"]
        sizes = [f"{size / 2**20:.1f}&nbsp;MiB" for size in (naive, tiled)]
        lines.append(cells(f"{row['T']:.0f}", *sizes, times(naive / tiled, 0)))
    lines += [
        "",
        f"Generating T vectors with one layer of width {C}: how many times as long it takes without a cache.",
        "",
        "| T | measured | multiplications |",
        "|---:|---:|---:|",
    ]
    lines += [cells(f"{T}", times(slow / fast), times(counted)) for T, slow, fast, counted in savings]
    write("attention", [*lines, "", "One thread. " + stamp("numpy", "torch")])
