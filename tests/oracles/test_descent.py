"""Oracles of the chapter Gradient descent: torch.optim and its schedulers, transformers, scipy, closed forms."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from numpy.polynomial import Polynomial

from tools.snippets import SNIPPETS

Scope = Callable[[str], dict[str, Any]]
OPTIMISERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.07),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.07, momentum=0.6),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.07, alpha=0.9, eps=1e-8),
    "adam": lambda p: torch.optim.Adam(p, lr=0.07, betas=(0.9, 0.999), eps=1e-8),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.07, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.5),
}


def printed(name: str) -> list[str]:
    """The lines that a snippet of this chapter printed."""
    return (SNIPPETS / f"descent/{name}.out").read_text(encoding="utf-8").splitlines()


def numbers(line: str) -> list[float]:
    """The words of a line that are numbers."""
    found = []
    for word in re.sub(r"[,:;%]", " ", line).split():
        try:
            found.append(float(word))
        except ValueError:
            continue
    return found


def steps_of(make: Callable[..., torch.optim.Optimizer], gradients: list[float], start: float = 0.0) -> list[float]:
    """Where an optimiser of torch takes one weight, gradient by gradient; the start comes first."""
    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimiser, path = make([w]), [start]
    for g in gradients:
        w.grad = torch.tensor(g, dtype=torch.float64)
        optimiser.step()
        path.append(w.item())
    return path


# ------------------------------------------------------------------------ learning rate


@pytest.mark.parametrize("tier", ["plain", "torch"])
def test_quadratic(scope: Scope, tier: str) -> None:
    """Every printed place is 3 - 3 (1 - 4 lr)^n, the closed form; the last path also to 1e-12."""
    for line in printed(f"quadratic_{tier}")[1:]:
        lr, factor, *path = map(float, line.split())
        assert factor == pytest.approx(1 - 4 * lr, abs=5.1e-3)
        assert np.allclose(path, 3 - 3 * (1 - 4 * lr) ** np.arange(7), atol=5.1e-3)
    s = scope(f"descent/quadratic_{tier}.py")
    assert np.allclose(s["path"], 3 - 3 * (1 - 4 * s["lr"]) ** np.arange(7), atol=1e-12)


def test_stability(scope: Scope) -> None:
    """torch's SGD settles just below each limit found and runs away just above; the steps are log(0.001) / log(0.9)."""
    for line in printed("stability_plain")[1:]:
        k, found, formula, steps = map(float, line.split())
        assert found == pytest.approx(formula, abs=1.1e-4)
        for lr, grows in ((found * 0.999, False), (found * 1.001, True)):
            w = torch.ones((), dtype=torch.float64, requires_grad=True)
            optimiser = torch.optim.SGD([w], lr=lr)
            for _ in range(50):
                optimiser.zero_grad()
                (k / 2 * w**2).backward()
                optimiser.step()
            assert (abs(w.item()) > 1) == grows
        assert steps == np.ceil(np.log(0.001) / np.log(0.9))


def test_steepest(scope: Scope) -> None:
    """The gradient equals autograd's; for each step length scipy finds the same best direction and the same loss."""
    from scipy.optimize import minimize_scalar

    s = scope("descent/steepest_numpy.py")
    H, w = torch.tensor(s["H"]), torch.tensor(s["w"], requires_grad=True)
    (w @ H @ w / 2).backward()
    assert w.grad is not None
    assert np.allclose(s["g"], w.grad.numpy(), atol=1e-12)
    angles = [numbers(line) for line in printed("steepest_numpy")[1:3]]
    ways = 180 + np.degrees(np.arctan([49 / 51, 1 / 3]))
    assert np.allclose(angles, ways[:, None], atol=0.051)
    for line in printed("steepest_numpy")[3:]:
        far, best, lowest, down = numbers(line)

        def loss(turn: float, far: float = far) -> float:
            u = s["w"] + far * np.array([np.cos(turn), np.sin(turn)])
            return float(u @ s["H"] @ u / 2)

        found = minimize_scalar(loss, bounds=(np.pi, 1.5 * np.pi), method="bounded")
        assert np.degrees(found.x) == pytest.approx(best, abs=0.6)
        assert found.fun == pytest.approx(lowest, abs=6e-3)
        assert down == pytest.approx(loss(np.arctan2(-s["g"][1], -s["g"][0])), abs=5.1e-3)


def test_bowl(scope: Scope) -> None:
    """The path equals the eigenvectors' closed form; torch's SGD ends at the same place; steps follow the condition."""
    s = scope("descent/bowl_numpy.py")
    lr, path = 0.081, np.array(s["path"])
    flat, steep = path @ [1, -1] / 2**0.5, path @ [1, 1] / 2**0.5
    n = np.arange(61)
    assert np.allclose(flat, 18**0.5 * (1 - lr * 1) ** n, atol=1e-10)
    assert np.allclose(steep, 2**0.5 * (1 - lr * 25) ** n, atol=1e-10)
    w = torch.tensor([4.0, -2.0], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([w], lr=lr)
    for place in path[1:]:
        w.grad = torch.tensor(s["H"]) @ w.detach()
        optimiser.step()
        assert np.allclose(w.detach().numpy(), place, atol=1e-10)
    assert np.allclose(s["rates"], [0.02, 2 / 26, 0.081], atol=1e-12)
    assert "0.077" in printed("bowl_numpy")[2]
    for line in printed("bowl_numpy")[4:16]:
        step, *places = map(float, line.split())
        for lr, (x, y) in zip((0.02, 1 / 13, 0.081), np.reshape(places, (3, 2)), strict=True):
            assert x == pytest.approx(18**0.5 * (1 - lr) ** step, abs=5.1e-4)
            assert y == pytest.approx(2**0.5 * (1 - 25 * lr) ** step, abs=5.1e-4)
    for line in printed("bowl_numpy")[-3:]:
        kappa, steps = map(int, line.split())
        assert steps == np.ceil(np.log(0.001) / np.log((kappa - 1) / (kappa + 1)))


def test_valleys(scope: Scope) -> None:
    """The slope is numpy's derivative; the first three runs end at its roots, the last on a cycle of two places."""
    s = scope("descent/valleys_plain.py")
    loss = Polynomial([0, -0.1, -0.5, 0, 0.25])
    for w in np.linspace(-2, 2, 9):
        assert s["loss"](w) == pytest.approx(loss(w), abs=1e-12)
        assert s["slope"](w) == pytest.approx(loss.deriv()(w), abs=1e-12)
    left, middle, right = np.sort(loss.deriv().roots().real)
    ends = [float(line.split("ends at")[1].split(",")[0]) for line in printed("valleys_plain")]
    assert np.allclose(ends[:4], [left, right, middle, left], atol=5.1e-3)
    w = s["w"]
    once = w - s["lr"] * s["slope"](w)
    assert abs(once - w) > 0.1
    assert once - s["lr"] * s["slope"](once) == pytest.approx(w, abs=1e-6)
    for line, (start, lr) in zip(printed("valleys_plain"), s["runs"], strict=True):
        v = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        optimiser, losses = torch.optim.SGD([v], lr=lr), []
        for _ in range(61):
            optimiser.zero_grad()
            height = v**4 / 4 - v**2 / 2 - v / 10
            height.backward()
            losses.append(height.item())
            optimiser.step()
        rises = sum(b > a + 1e-6 for a, b in pairwise(losses))
        assert f"loss {losses[-1]:6.3f}" in line
        assert line.endswith(f"rose {rises} times")
    assert loss.deriv(2)(right) * 0.95 > 2 > loss.deriv(2)(right) * 0.8


def test_solve_curvature() -> None:
    """Runs of torch's SGD with both curvatures give the three losses of the exercise."""
    for k in (8.0, 32.0):
        w = torch.tensor((2 * 8.0 / k) ** 0.5, dtype=torch.float64, requires_grad=True)
        optimiser, losses = torch.optim.SGD([w], lr=0.05), []
        for _ in range(3):
            optimiser.zero_grad()
            loss = k / 2 * w**2
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
        assert np.allclose(losses, [8, 2.88, 1.0368], atol=1e-12)
    assert "curvature  8.0, limit 0.2500" in printed("solve_curvature_plain")[1]
    assert "curvature 32.0, limit 0.0625" in printed("solve_curvature_plain")[2]


# --------------------------------------------------------------------------- optimisers


@pytest.mark.parametrize("name", OPTIMISERS)
def test_update_rules(scope: Scope, name: str) -> None:
    """Each update rule equals torch.optim's at every one of 100 steps, to 1e-12."""
    path = scope(f"descent/{name}_plain.py")["path"]
    w = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    optimiser = OPTIMISERS[name]([w])
    assert len(path) == 101
    for place in path[1:]:
        optimiser.zero_grad()
        (torch.tensor([25.0, 1.0]) * (w - 1) ** 2 / 2).sum().backward()
        optimiser.step()
        assert np.allclose(w.detach().numpy(), place, rtol=0, atol=1e-12)


def test_sgd(scope: Scope) -> None:
    """Along each direction the closed form 1 - (1 - lr k)^n, to 1e-12."""
    path, n = np.array(scope("descent/sgd_plain.py")["path"]), np.arange(101)
    for column, k in enumerate((25, 1)):
        assert np.allclose(path[:, column], 1 - (1 - 0.07 * k) ** n, atol=1e-12)


def test_momentum(scope: Scope) -> None:
    """Each step obeys w[n+1] = w[n] - lr g + mu (w[n] - w[n-1]), the heavy ball in one line."""
    path = np.array(scope("descent/momentum_plain.py")["path"])
    g = np.array([25.0, 1.0]) * (path[1:-1] - 1)
    assert np.allclose(path[2:], path[1:-1] - 0.07 * g + 0.6 * (path[1:-1] - path[:-2]), atol=1e-12)


def test_rmsprop(scope: Scope) -> None:
    """A curvature 25 times as large changes no step beyond what eps = 1e-8 does."""
    path = np.array(scope("descent/rmsprop_plain.py")["path"])
    assert np.allclose(path[:30, 0], path[:30, 1], atol=1e-4)


def test_adam(scope: Scope) -> None:
    """The first step is lr in each direction, as the paper's section 2.1 has it for a steady gradient."""
    path = np.array(scope("descent/adam_plain.py")["path"])
    assert np.allclose(path[1], 0.07, atol=1e-8)


def test_adamw(scope: Scope) -> None:
    """AdamW's step is Adam's from the shrunken weight: the paper's Algorithm 2, from torch's Adam and a decay."""
    path = scope("descent/adamw_plain.py")["path"]
    w = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.Adam([w], lr=0.07)
    for place in path[1:]:
        w.grad = torch.tensor([25.0, 1.0]) * (w.detach() - 1)
        with torch.no_grad():
            w *= 1 - 0.07 * 0.5
        optimiser.step()
        assert np.allclose(w.detach().numpy(), place, rtol=0, atol=1e-12)


def test_five(scope: Scope) -> None:
    """The five rules, given other gradients than the snippet's, stay within 1e-10 of torch.optim for 500 steps."""
    s = scope("descent/five_torch.py")
    generator = torch.Generator().manual_seed(0)
    for name, make in s["theirs"].items():
        w, m, v = (torch.zeros(7, dtype=torch.float64) for _ in range(3))
        p = w.clone().requires_grad_()
        optimiser = make([p])
        for t in range(1, 501):
            p.grad = torch.randn(7, dtype=torch.float64, generator=generator) * 10 ** torch.arange(-3.0, 4.0)
            s["move"](name, w, p.grad, m, v, t)
            optimiser.step()
            assert torch.allclose(w, p.detach(), rtol=1e-10, atol=1e-10), (name, t)
    assert all(line.endswith("1e-12 apart: False") for line in printed("five_torch"))


def test_bias_correction() -> None:
    """Closed forms for a constant gradient: m = g (1 - beta1^t); with correction torch's Adam always moves by lr."""
    for line in printed("bias_correction_plain")[1:]:
        t, m, m_hat, v, v_hat, raw, corrected = map(float, line.split())
        assert m == pytest.approx(4 * (1 - 0.9**t), abs=5.1e-4)
        assert v == pytest.approx(16 * (1 - 0.999**t), abs=5.1e-5)
        assert (m_hat, v_hat, corrected) == (4, 16, 1)
        assert raw == pytest.approx((1 - 0.9**t) / (1 - 0.999**t) ** 0.5, abs=5.1e-4)
    path = steps_of(lambda p: torch.optim.Adam(p, lr=1.0, eps=1e-30), [4.0] * 1000)
    assert np.allclose(np.diff(path), -1, atol=1e-10)


def test_step_size(scope: Scope) -> None:
    """The last step of each case equals that of torch's Adam, to 1e-12, and stands in the output."""
    s = scope("descent/step_size_plain.py")
    for line, gradients in zip(printed("step_size_plain")[1:], s["cases"].values(), strict=True):
        path = steps_of(lambda p: torch.optim.Adam(p, lr=0.01), gradients)
        assert s["change"](gradients) == pytest.approx(path[-1] - path[-2], abs=1e-12)
        assert numbers(line)[-1] == pytest.approx(path[-1] - path[-2], abs=5.1e-7)


@pytest.mark.parametrize("size", [0.01, 0.1, 1.0, 10.0])
def test_l2_or_decay(scope: Scope, size: float) -> None:
    """torch's Adam with weight_decay (a penalty) and AdamW end where the snippet's two runs end, to 1e-10."""
    run = scope("descent/l2_or_decay_plain.py")["run"]
    gradients = [size, -size] * 1000
    adam = steps_of(lambda p: torch.optim.Adam(p, lr=0.001, weight_decay=0.1), gradients, 1.0)
    adamw = steps_of(lambda p: torch.optim.AdamW(p, lr=0.001, weight_decay=0.1), gradients, 1.0)
    assert run(size, 0.1, 0) == pytest.approx(adam[-1], abs=1e-10)
    assert run(size, 0, 0.1) == pytest.approx(adamw[-1], abs=1e-10)


def test_state() -> None:
    """transformers' GPT-2 small has the parameters stated, and AdamW keeps two numbers for each one's element."""
    from transformers import GPT2Config, GPT2LMHeadModel

    with torch.device("meta"):
        count = sum(p.numel() for p in GPT2LMHeadModel(GPT2Config()).parameters())
    kept = {line.split()[0]: numbers(line.replace("GB", "")) for line in printed("state_torch")[1:]}
    for name, numbers_kept in {"SGD": 0, "momentum": 1, "RMSProp": 1, "Adam": 2, "AdamW": 2}.items():
        each, gigabytes = kept[name][0], kept[name][-1]
        assert each == numbers_kept
        assert gigabytes == pytest.approx((2 + numbers_kept) * 4 * count / 1e9, abs=5.1e-3)
    small = GPT2LMHeadModel(GPT2Config(n_embd=8, n_layer=1, n_head=1, vocab_size=11, n_positions=5))
    optimiser = torch.optim.AdamW(small.parameters())
    small(torch.tensor([[1, 2, 3]]), labels=torch.tensor([[1, 2, 3]])).loss.backward()
    optimiser.step()
    total = sum(p.numel() for p in small.parameters())
    assert sum(v.numel() for s in optimiser.state.values() for v in s.values() if v.dim()) == 2 * total


def test_same_gradient(scope: Scope) -> None:
    """The gradient is that of least squares, 2 X'(Xw - y) / n; the three steps follow from it in closed form."""
    s = scope("descent/same_gradient_torch.py")
    X, y, w = s["x"].numpy(), s["y"].numpy(), np.array([0.5, 0.1])
    g = 2 * X.T @ (X @ w - y) / 3
    want = {"SGD": -0.01 * g, "Adam": -0.01 * np.sign(g), "AdamW": -0.01 * np.sign(g) - 0.01 * 0.5 * w}
    for line in printed("same_gradient_torch"):
        name, got = line.split()[0], numbers(line.replace("[", " ").replace("]", " "))
        assert np.allclose(got[:2], g, atol=5.1e-4)
        assert np.allclose(got[2:], want[name], atol=5.1e-5)
        assert "weights changed: False" in line


def test_solve_momentum(scope: Scope) -> None:
    """The roots of z^2 - (1 + mu - lr k) z + mu leave the unit circle exactly at the limit of the output."""
    for line in printed("solve_momentum_plain")[1:]:
        mu, found, formula = map(float, line.split())
        assert formula == pytest.approx(found, abs=1.1e-3)
        for lr, grows in ((found - 0.002, False), (found + 0.002, True)):
            largest = np.abs(np.roots([1, -(1 + mu - 4 * lr), mu])).max()
            assert (largest > 1) == grows


def test_solve_eps() -> None:
    """torch's Adam makes the steps of the table."""
    for line in printed("solve_eps_plain")[1:]:
        g, usual, small = map(float, line.split())
        for eps, want in ((1e-8, usual), (1e-15, small)):
            path = steps_of(lambda p, eps=eps: torch.optim.Adam(p, lr=0.001, eps=eps), [g] * 3)
            assert -np.diff(path)[-1] / 0.001 == pytest.approx(want, abs=6e-4)


# ---------------------------------------------------------------- batches and schedules


def test_noise(scope: Scope) -> None:
    """Closed forms: s / sqrt(B) with repetition, and times sqrt((n - B) / (n - 1)) without; numpy's draws agree."""
    s = scope("descent/noise_plain.py")
    data = np.array(s["examples"])
    lines = printed("noise_plain")
    for line in lines[2:6]:
        B, _, mean, noise, same = numbers(line.replace("B =", "").replace("sqrt(B)", ""))
        assert mean == 3
        assert same == pytest.approx(data.std(), abs=5.1e-4)
        assert noise == pytest.approx(data.std() / B**0.5, abs=5.1e-4)
        draws = np.random.default_rng(0).choice(data, (20_000, int(B))).mean(1)
        assert draws.std() == pytest.approx(noise, rel=0.03)
    for line in lines[7:]:
        B, _, mean, noise = numbers(line.replace("B =", ""))
        assert mean == 3
        assert noise == pytest.approx(data.std() * ((6 - B) / (5 * B)) ** 0.5, abs=5.1e-4)


def test_floor(scope: Scope) -> None:
    """20,000 noisy runs of torch's SGD have the mean squares of the output; a constant rate ends at lr / (2 - lr)."""
    s = scope("descent/floor_plain.py")
    table = {int(row[0]): row[1:] for row in map(numbers, printed("floor_plain")[1:])}
    assert table[400][0] == pytest.approx(0.5 / (2 - 0.5), abs=5.1e-5)
    weight = torch.zeros(1, requires_grad=True)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(torch.optim.SGD([weight], lr=0.5), T_max=400)
    for step in range(400):
        assert s["cosine"](step) == pytest.approx(cosine.get_last_lr()[0], abs=1e-10)
        cosine.optimizer.step()
        cosine.step()
    generator = torch.Generator().manual_seed(0)
    for column, rate in enumerate(s["schedules"].values()):
        w = torch.full((20_000,), 5.0, dtype=torch.float64, requires_grad=True)
        optimiser = torch.optim.SGD([w], lr=1.0)
        for step in range(401):
            if step in table:
                assert w.detach().square().mean().item() == pytest.approx(table[step][column], rel=0.05)
            optimiser.param_groups[0]["lr"] = rate(step)
            w.grad = w.detach() + torch.randn(20_000, generator=generator, dtype=torch.float64)
            optimiser.step()


def test_epochs() -> None:
    """The computed column by exact fractions; the paper's column is that of Brown et al. (2020), Table 2.2."""
    from fractions import Fraction

    paper = {
        "Common Crawl": (410, 60, "0.44"),
        "WebText2": (19, 22, "2.9"),
        "Books1": (12, 8, "1.9"),
        "Books2": (55, 8, "0.43"),
        "Wikipedia": (3, 3, "3.4"),
    }
    for line, (name, (tokens, share, epochs)) in zip(printed("epochs_plain")[1:6], paper.items(), strict=True):
        assert line.startswith(name)
        computed, low, high, printed_there = numbers(line.removeprefix(name).replace(" to ", " "))
        assert printed_there == float(epochs)
        assert computed == pytest.approx(float(Fraction(300 * share, 100 * tokens)), abs=5.1e-3)
        assert low < computed <= high + 5e-3
        assert line.endswith(str(name != "WebText2"))
    assert "0.60 epochs" in printed("epochs_plain")[-1]


@pytest.mark.parametrize("step", [0, 7, 19, 20, 21, 100, 199, 200])
def test_schedule(scope: Scope, step: int) -> None:
    """The schedule from scratch equals transformers' one a step later in its warm-up, and torch's parts, to 1e-15."""
    from transformers import get_cosine_with_min_lr_schedule_with_warmup

    rate = scope("descent/schedule_plain.py")["rate"]
    assert rate(step) == pytest.approx(scope("descent/schedule_torch.py")["rates"][step], abs=1e-15)
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=6e-4)
    theirs = get_cosine_with_min_lr_schedule_with_warmup(optimiser, 20, 200, min_lr=6e-5)
    factor = theirs.lr_lambdas[0](step + 1 if step < 20 else step)
    assert rate(step) == pytest.approx(6e-4 * factor, abs=1e-15)


def test_clip(scope: Scope) -> None:
    """The last batch's clipped gradients, by norm and by value, equal torch's, to 1e-12; both tiers agree."""
    ours, theirs = scope("descent/clip_numpy.py"), scope("descent/clip_torch.py")
    for name in ("flat", "clipped", "each"):
        assert np.allclose(ours[name], theirs[name].detach().numpy(), rtol=0, atol=1e-12)
    assert np.linalg.norm(ours["clipped"]) == pytest.approx(1, abs=1e-6)


def test_gain_decay() -> None:
    """torch's AdamW under decay alone, on transformers' LLaMA norm (gain) and Gemma norm (1 + gain)."""
    from transformers.models.gemma.modeling_gemma import GemmaRMSNorm
    from transformers.models.llama.modeling_llama import LlamaRMSNorm

    x = torch.tensor([[1.0, -2.0, 3.0, -4.0]], dtype=torch.float64)
    norms = LlamaRMSNorm(4, eps=0).double(), GemmaRMSNorm(4, eps=0).double()
    want = {int(row[0]): row[1:] for row in map(numbers, printed("gain_decay_numpy")[1:])}
    optimiser = torch.optim.AdamW([norm.weight for norm in norms], lr=0.01, weight_decay=0.1)
    for step in range(3001):
        if step in want:
            gain, plain, offset, shifted = want[step]
            got = [norms[0].weight.mean(), norms[0](x).square().mean().sqrt()]
            got += [norms[1].weight.mean(), norms[1](x).square().mean().sqrt()]
            assert np.allclose([value.item() for value in got], [gain, plain, offset, shifted], atol=5.1e-4)
        for norm in norms:
            norm.weight.grad = torch.zeros_like(norm.weight)
        optimiser.step()


def test_before_norm(scope: Scope) -> None:
    """torch's rms_norm gives the same loss at every scale; the gradient falls as 1 / scale and stands upright on W."""
    from torch.nn import functional as F

    s = scope("descent/before_norm_torch.py")
    table = [numbers(line) for line in printed("before_norm_torch")[1:5]]
    for scale, loss, length, turn in table:
        W = (scale * s["W0"]).clone().requires_grad_()
        L = F.mse_loss(F.rms_norm(s["x"] @ W, (3,), eps=0), s["y"])
        L.backward()
        assert W.grad is not None
        assert L.item() == pytest.approx(loss, abs=5.1e-4)
        assert W.grad.norm().item() == pytest.approx(length, abs=5.1e-5)
        assert abs((W.grad * W.detach()).sum().item()) < 1e-12
        size = W.detach().norm()
        want = np.degrees(np.arctan(0.1 * W.grad.norm() / size).item())  # a right angle, so a tangent
        assert turn == pytest.approx(want, abs=5.1e-4)
        assert length * scale == pytest.approx(table[1][2], abs=6e-4)
    rows = [numbers(line) for line in printed("before_norm_torch")[6:]]
    assert all(a[1] > b[1] and a[2] < b[2] for a, b in pairwise(rows))


def test_solve_accumulate(scope: Scope) -> None:
    """torch: backward() of three parts of a batch, each weighted by its share, adds up to the batch's gradient."""
    g = torch.tensor(scope("descent/solve_accumulate_numpy.py")["g"])
    for cuts, line in (([2, 2, 2], 1), ([1, 1, 4], 2)):
        w = torch.zeros((), dtype=torch.float64, requires_grad=True)
        for part in g.split(cuts):
            ((w * part).mean() * len(part) / len(g)).backward()
        assert w.grad is not None
        assert w.grad.item() == pytest.approx(g.mean().item(), abs=1e-12)
        plain = np.mean([part.mean().item() for part in g.split(cuts)])
        got = numbers(printed("solve_accumulate_numpy")[line].split("]")[1])
        assert np.allclose(got, [plain, g.mean().item()], atol=5.1e-4)


def test_solve_gpt3_steps() -> None:
    """Brown et al. (2020): 300 billion tokens, batches of 3.2 million (Table 2.1), warm-up of 375 million."""
    assert printed("solve_gpt3_steps_plain") == [
        f"training: {300_000 / 3.2:,.0f} steps",
        f"warm-up:  {375 / 3.2:.0f} steps, {375 / 3000:.3f}% of the tokens",
    ]
