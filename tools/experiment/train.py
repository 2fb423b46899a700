"""Build a model from its snippet, change it if it is an ablation, and train it for a number of FLOPs."""

import ast
import time
from dataclasses import dataclass
from math import cos, pi
from typing import Any

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from tools.experiment import data
from tools.snippets import SNIPPETS

# Sizes: C, H, N alike; F makes the numbers of trained parameters equal. T5 has half its blocks on each side.
C, H, N = 64, 4, 4
SIZES: dict[str, dict[str, int]] = {
    "BERT": {"P": data.T, "C": C, "H": H, "F": 248, "N": N},
    "GPT": {"P": data.T, "C": C, "H": H, "F": 256, "N": N},
    "T5": {"C": C, "H": H, "D": C // H, "F": 205, "N": N // 2},
    "XLNet": {"C": C, "H": H, "F": 232, "N": N},
}
B = 16  # windows in a step
BUDGET = 1.6e12  # FLOPs of forward and backward passes that each run may spend
RATE, WARM = 2e-3, 0.1  # highest learning rate, and the share of the steps that climb to it
POINTS = 12  # of the validation curve


@dataclass(frozen=True)
class Run:
    """A model to train: its family, its seed, and what is taken from it."""

    family: str
    seed: int = 0
    change: str = ""  # a key of EDITS or FIXED

    @property
    def name(self) -> str:
        """Family and change, without the seed."""
        return f"{self.family}, {self.change}" if self.change else self.family

    @property
    def objective(self) -> str:
        """Whose objective it is trained with, and whose way of guessing it has: a key of data.OBJECTIVES."""
        return "BERT" if self.change == MASKED else self.family


# An ablation either replaces text of the snippet, or holds parameters at 0 by the ending of their names. Two are told
# by their names alone: GPT's layers with BERT's objective, and BERT's table of positions drawn at random.
MASKED, RANDOM = "masked objective", "random positions"
EDITS = {"no 1/sqrt(d)": (" / q.shape[-1] ** 0.5", ""), "sees both sides": (".tril()", ""), MASKED: (".tril()", "")}
FIXED = {"no biases": "bias", "no positions": "position.weight"}
ABLATIONS = [("GPT", change) for change in (*FIXED, *EDITS)] + [("BERT", change) for change in (*FIXED, RANDOM)]
RUNS = [Run(family, seed) for seed in range(3) for family in SIZES]
RUNS += [Run(family, seed, change) for seed in range(2) for family, change in ABLATIONS]


def definitions(family: str) -> str:
    """A model's classes and helpers: the snippet up to the first line that runs."""
    source = (SNIPPETS / f"models/{family.lower()}.py").read_text(encoding="utf-8")
    defines = (ast.ClassDef, ast.FunctionDef, ast.Import, ast.ImportFrom)
    for node in ast.parse(source).body[1:]:  # after the docstring
        if not isinstance(node, defines) and not isinstance(getattr(node, "value", None), ast.Lambda):
            return "".join(source.splitlines(True)[: node.lineno - 1])
    return source


def build(run: Run) -> nn.Module:
    """The model of a run, with parameters drawn from its seed; those that are fixed are 0 and stay so."""
    source = definitions(run.family)
    if run.change in EDITS:
        old, new = EDITS[run.change]
        if source.count(old) != 1:
            raise ValueError(f"snippets/models/{run.family.lower()}.py: {old!r} is not there once. Mend: EDITS.")
        source = source.replace(old, new)
    scope: dict[str, Any] = {}
    exec(source, scope)
    model: nn.Module = scope[run.family](V=data.V, **SIZES[run.family])
    g, waves = torch.Generator().manual_seed(run.seed), sinusoids(data.T, C)
    for name, p in model.named_parameters():
        if "norm" in name and name.endswith("weight"):
            continue  # gains start at 1
        spread = 0.0 if name.endswith("bias") else 0.25 * C**-0.5
        if "token" in name:
            spread = 1.0 if run.family == "T5" else 0.05  # T5 divides by sqrt(C) before its head
        if run.family == "T5" and name.endswith("q.weight"):
            spread *= (C // H) ** -0.5  # the scale that its attention leaves out
        draw = (torch.rand(p.shape, generator=g, dtype=torch.float64) * 2 - 1) * 3**0.5 * spread
        if name == "position.weight":
            draw = 0.1 * waves if run.change != RANDOM else 0.1 * draw / spread
        fixed = run.change in FIXED and name.endswith(FIXED[run.change])
        with torch.no_grad():
            p.copy_(0 * draw if fixed else draw)
        p.requires_grad_(not fixed and "pool" not in name and "pair" not in name)  # BERT's other head is not used
    return model


def sinusoids(rows: int, columns: int) -> Any:
    """Waves of mean square 1, the longest about 600 places: (rows, columns)."""
    angles = torch.arange(rows)[:, None] * 100 ** -(torch.arange(0, columns, 2, dtype=torch.float64) / columns)
    return torch.cat([angles.sin(), angles.cos()], 1) * 2**0.5


def losses(objective: str, model: nn.Module, rows: Any, g: torch.Generator) -> tuple[Any, Any]:
    """Nats of each scored token of windows (B, T + 1), and the right answers: twice (B, M)."""
    given, places, answers = data.OBJECTIVES[objective](rows, g)
    scores = model(**given)
    if places is not None:
        scores = scores.gather(1, places[..., None].expand(-1, -1, scores.shape[-1]))
    return nn.functional.cross_entropy(scores.mT, answers, reduction="none"), answers


def loss(objective: str, model: nn.Module, rows: Any, g: torch.Generator) -> Any:
    """The model's own loss, nats a scored token, on windows (B, T + 1)."""
    return losses(objective, model, rows, g)[0].mean()


def flops(run: Run) -> int:
    """Of one step, forward and backward, as torch counts them (matrix products)."""
    rows = torch.zeros(B, data.T + 1, dtype=torch.long)
    with FlopCounterMode(display=False) as counter:
        loss(run.objective, build(run), rows, torch.Generator()).backward()
    return int(counter.get_total_flops())


@torch.no_grad()  # type: ignore[untyped-decorator]
def validate(objective: str, model: nn.Module, part: Any) -> float:
    """The model's own loss on 128 windows of a part, with the same places hidden each time."""
    g = torch.Generator().manual_seed(1)
    return float(loss(objective, model, data.spread(part, 128), g))


@torch.no_grad()  # type: ignore[untyped-decorator]
def loss_parts(objective: str, model: nn.Module, part: Any) -> dict[str, list[float]]:
    """What the loss of `validate` is made of, for T5 and GPT: the share of the scored tokens, and their mean nats."""
    nats, answers = losses(objective, model, data.spread(part, 128), torch.Generator().manual_seed(1))
    if objective == "T5":
        kinds = {"characters": answers < data.K}
        names = ("first sentinel", "second sentinel", "last sentinel")
        kinds |= {name: answers == sentinel for name, sentinel in zip(names, data.SENTINELS, strict=True)}
    elif objective == "GPT":
        last = (torch.arange(data.T) == data.T - 1).expand(answers.shape)
        kinds = {"all places but the last": ~last, "the last place": last}
    else:
        return {}
    return {name: [kind.double().mean().item(), nats[kind].mean().item()] for name, kind in kinds.items()}


def train(run: Run, stop: int | None = None) -> tuple[nn.Module, dict[str, Any]]:
    """Train until the budget is spent, or for `stop` steps; the model, and what was measured on the way."""
    torch.set_num_threads(1)
    began = time.process_time()
    parts, model, cost = data.parts(), build(run), flops(run)
    steps = round(BUDGET / cost)
    marks = {round(steps * i / POINTS) for i in range(POINTS + 1)}
    trained = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=RATE, betas=(0.9, 0.98), weight_decay=0.01)
    g, losses, curve = torch.Generator().manual_seed(100 + run.seed), [], []
    for step in range(min(steps, stop or steps)):
        if step in marks and not stop:
            curve.append([step * cost, validate(run.objective, model, parts["validation"])])
        share = (step + 1) / steps
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(share / WARM, 0.5 + 0.5 * cos(pi * max(0.0, share - WARM) / (1 - WARM)))
        starts = torch.randint(len(parts["train"]) - data.T, (B,), generator=g)
        step_loss = loss(run.objective, model, data.windows(parts["train"], starts), g)
        optimiser.zero_grad()
        step_loss.backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        losses.append(step_loss.item())
    if not stop:
        curve.append([steps * cost, validate(run.objective, model, parts["validation"])])
    scored = B * (data.T if run.objective == "GPT" else data.HIDDEN)
    return model, {
        "parameters": sum(p.numel() for p in trained), "flops": steps * cost, "steps": steps, "first": losses[:10],
        "seen": steps * B * data.T, "scored": steps * scored, "curve": curve, "seconds": time.process_time() - began,
        "loss_parts": loss_parts(run.objective, model, parts["validation"]),
    }  # fmt: skip
