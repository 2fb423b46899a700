"""Measure how fast the tiny GPT of training/tiny_gpt.py trains, against transformers' GPT-2 of the same shape.

Same torch, float32, same batches, same optimiser, one thread, in turn; told as tokens a second and as ratios.
"""

import time
from typing import Any

from tools.bench import scope_of, stamp, write

# name: (sequences in a batch, T, C, H, N)
SHAPES = {"the tiny GPT": (16, 32, 48, 4, 2), "a larger one": (4, 128, 256, 8, 4)}
STEPS, ROUNDS = 4, 30  # short turns, so that a noisy moment meets all alike


def models(scope: dict[str, Any], T: int, C: int, H: int, N: int) -> dict[str, Any]:
    """Ours and theirs, of one shape."""
    from transformers import GPT2Config, GPT2LMHeadModel

    scope.update(T=T, C=C, H=H, N=N)  # the sizes that the snippet's class reads
    config: dict[str, Any] = {
        "vocab_size": scope["V"], "n_positions": T, "n_embd": C, "n_layer": N, "n_head": H,
        "activation_function": "gelu", "attn_pdrop": 0.0, "embd_pdrop": 0.0, "resid_pdrop": 0.0, "use_cache": False,
        "bos_token_id": None, "eos_token_id": None,
    }  # fmt: skip
    return {
        "this site": scope["GPT"](),
        "transformers, sdpa": GPT2LMHeadModel(GPT2Config(**config, attn_implementation="sdpa")),
        "transformers, eager": GPT2LMHeadModel(GPT2Config(**config, attn_implementation="eager")),
    }


def step(model: Any, optimiser: Any, windows: Any) -> None:
    """One training step, the same for all: scores, cross-entropy, backward, AdamW."""
    from torch.nn import functional as F

    scores = model(windows[:, :-1])
    scores = getattr(scores, "logits", scores)
    optimiser.zero_grad()
    F.cross_entropy(scores.mT, windows[:, 1:]).backward()
    optimiser.step()


def speeds(scope: dict[str, Any], shape: tuple[int, ...]) -> dict[str, float]:
    """Tokens a second of each model: the best of a few rounds, measured in turn."""
    import torch

    B, T, *sizes = shape
    torch.manual_seed(0)
    windows = torch.randint(scope["V"], (B, T + 1))
    contestants = {}
    for name, model in models(scope, T, *sizes).items():
        contestants[name] = model, torch.optim.AdamW(model.parameters(), lr=1e-3)
        step(*contestants[name], windows)  # the first one sets up
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name, (model, optimiser) in contestants.items():
            start = time.perf_counter()
            for _ in range(STEPS):
                step(model, optimiser, windows)
            best[name] = max(best.get(name, 0), STEPS * B * T / (time.perf_counter() - start))
    return best


def main() -> None:
    """Measure and write the table."""
    import torch

    torch.set_num_threads(1)
    scope = scope_of("training/tiny_gpt.py")
    torch.set_default_dtype(torch.float32)  # the snippet trains in float64
    lines = ["| model | tokens a second | this site's is faster by |", "|---|---:|---:|"]
    for name, shape in SHAPES.items():
        best = speeds(scope, shape)
        for who, speed in best.items():
            ratio = "" if who == "this site" else f"{best['this site'] / speed:.2f}&nbsp;×"
            lines.append(f"| {name}: {who} | {speed:,.0f} | {ratio} |")
    sizes = "; ".join(f"{n}: B = {b}, T = {t}, C = {c}, H = {h}, N = {k}" for n, (b, t, c, h, k) in SHAPES.items())
    how = f"{sizes[0].upper()}{sizes[1:]}. Forward, backward and AdamW, float32, one thread."
    write("training", [*lines, "", f"{how} {stamp('torch', 'transformers')}"])
