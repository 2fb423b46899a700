"""Oracles of the chapter Weights: each concept against torch, transformers, scipy or a closed form."""

from collections.abc import Callable
from math import comb, sqrt
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F

Scope = Callable[[str], dict[str, Any]]
tiers = pytest.mark.parametrize


def tensor(value: Any) -> torch.Tensor:
    """Any snippet's array, list or tensor as a float64 tensor without history."""
    value = value.detach() if isinstance(value, torch.Tensor) else value
    return torch.as_tensor(value).to(torch.float64)


def near(got: Any, want: Any, atol: float = 1e-12) -> None:
    """Fail unless both have one shape and agree within `atol`."""
    torch.testing.assert_close(tensor(got), tensor(want), rtol=0, atol=atol)


# ---------------------------------------------------------------- what is a weight?


@tiers("tier", ["plain", "numpy", "torch"])
def test_neuron(scope: Scope, tier: str) -> None:
    """The weighted sum equals torch.nn.functional.linear without a bias."""
    s = scope(f"weights/neuron_{tier}.py")
    near(s["z"], F.linear(tensor(s["x"]), tensor(s["w"])), 1e-6 if tier == "torch" else 1e-12)


@tiers("tier", ["plain", "numpy", "torch"])
def test_layer(scope: Scope, tier: str) -> None:
    """The layer equals torch.einsum over the written-out indices, and its first neuron is the neuron snippet's."""
    s = scope(f"weights/layer_{tier}.py")
    near(s["z"], torch.einsum("i,ij->j", tensor(s["x"]), tensor(s["W"])))
    assert float(s["z"][0]) == pytest.approx(scope("weights/neuron_plain.py")["z"])


def test_layer_torch_stores_one_row_for_each_neuron(scope: Scope) -> None:
    """nn.Linear's own matrix is the transpose of ours."""
    s = scope("weights/layer_torch.py")
    assert torch.equal(s["layer"].weight, s["W"].T)
    assert s["layer"].weight.shape == (s["layer"].out_features, s["layer"].in_features)


@tiers("tier", ["numpy", "torch"])
def test_every_position(scope: Scope, tier: str) -> None:
    """One matrix over all positions equals a convolution with kernel size 1 (Vaswani 2017, section 3.3)."""
    s = scope(f"weights/every_position_{tier}.py")
    x, W, tolerance = tensor(s["x"]), tensor(s["W"]), 1e-6 if tier == "torch" else 1e-12
    near(s["z"], F.conv1d(x.T[None], W.T[..., None])[0].T, tolerance)
    assert np.flatnonzero(s["changed"]).tolist() == [1]
    assert tuple(s["out"].shape) == (1024, 2)


def test_every_position_has_no_gradient_to_another(scope: Scope) -> None:
    """Autograd's Jacobian of the layer is zero between different positions."""
    s = scope("weights/every_position_torch.py")
    J = torch.autograd.functional.jacobian(lambda x: x @ s["W"], s["x"])  # (T, out, T, C)
    assert isinstance(J, torch.Tensor)
    for t in range(s["T"]):
        near(J[t, :, t], s["W"].T)
        assert not J[t, :, [u for u in range(s["T"]) if u != t]].any()


@tiers("tier", ["plain", "numpy", "torch"])
def test_embedding(scope: Scope, tier: str) -> None:
    """Product and look-up both equal torch.nn.functional.embedding."""
    s = scope(f"weights/embedding_{tier}.py")
    row = F.embedding(torch.tensor(int(s["token"])), tensor(s["E"]))
    near(s["product"], row, 0)
    near(s["row"], row, 0)
    assert float(tensor(s["one_hot"]).sum()) == 1.0


@tiers("tier", ["numpy", "torch"])
def test_three_kinds(scope: Scope, tier: str) -> None:
    """The attention weights equal torch's attention, asked to mix the rows of the identity."""
    s = scope(f"weights/three_kinds_{tier}.py")
    E, Wq, Wk = (tensor(s["model"][n] if tier == "torch" else s[n]) for n in ("E", "Wq", "Wk"))
    seen = []
    for ids in ([0, 1, 3], [0, 2, 3]):  # the cat sat, the dog sat
        q, k = E[ids] @ Wq, E[ids] @ Wk
        A = F.scaled_dot_product_attention(q[None], k[None], torch.eye(3, dtype=q.dtype)[None])[0]
        seen.append(A[-1])
    near(s["A"], seen[1], 1e-6)  # the snippet's last text
    near(s["k"], E[[0, 2, 3]] @ Wk, 1e-6)
    assert (seen[0] - seen[1]).abs().max() > 0.3
    assert s["same"]


@tiers("tier", ["numpy", "torch"])
def test_three_kinds_printed_rows_sum_to_one(scope: Scope, tier: str) -> None:
    """Both printed rows of attention weights sum to 1, to their rounding, and differ."""
    from tools.snippets import SNIPPETS, run

    text = run(SNIPPETS / f"weights/three_kinds_{tier}.py").output
    rows = [
        [float(n) for n in line.split("[")[1].rstrip("]").split(",")]
        for line in text.splitlines()
        if "attention" in line
    ]
    assert [sum(row) for row in rows] == pytest.approx([1, 1], abs=0.02)
    assert rows[0] != rows[1]


# ---------------------------------------------------------------- where are they?


def gpt2(n_layer: int = 12, n_embd: int = 768, **config: Any) -> Any:
    """GPT-2 with its language-model head as transformers builds it, without memory for its weights."""
    from transformers import GPT2Config, GPT2LMHeadModel

    with torch.device("meta"):
        return GPT2LMHeadModel(GPT2Config(n_layer=n_layer, n_embd=n_embd, **config))


def test_count_gpt2(scope: Scope) -> None:
    """Name, shape and number of every tensor equal transformers' GPT-2, and so does the sum."""
    import re

    s = scope("weights/count_gpt2.py")
    ours = {(name, shape): copies for name, shape, copies, _ in s["tensors"]}
    theirs: dict[tuple[str, tuple[int, ...]], int] = {}
    for name, W in gpt2().named_parameters():
        short = re.sub(r"^transformer\.(h\.\d+\.)?", "", name).replace("wte.weight", "wte").replace("wpe.weight", "wpe")
        theirs[short, tuple(W.shape)] = theirs.get((short, tuple(W.shape)), 0) + 1
    assert ours == theirs
    assert s["total"] == gpt2().num_parameters() == 124_439_808


def test_count_gpt2_by_kind(scope: Scope) -> None:
    """The sums by kind equal sums over transformers' modules by what each tensor does."""
    kinds = dict.fromkeys(scope("weights/count_gpt2.py")["kinds"], 0)
    for name, W in gpt2().named_parameters():
        last = "weight" if name.endswith("weight") else "bias"
        if "wte" in name or "wpe" in name:
            kind = "token embedding" if "wte" in name else "position embedding"
        elif "ln_" in name:
            kind = "norm gain" if last == "weight" else "norm bias"
        else:
            kind = ("attention " if "attn" in name else "feed-forward ") + last
        kinds[kind] += W.numel()
    assert scope("weights/count_gpt2.py")["kinds"] == kinds


@tiers(("name", "width", "layers"), [("small", 768, 12), ("medium", 1024, 24), ("large", 1280, 36), ("XL", 1600, 48)])
def test_block_share(scope: Scope, name: str, width: int, layers: int) -> None:
    """All three shares equal those counted in transformers' model of the same size."""
    model = gpt2(layers, width, n_head=width // 64)
    block = model.transformer.h[0]
    ffn = block.mlp.c_fc.weight.numel() + block.mlp.c_proj.weight.numel()
    embeddings = model.transformer.wte.weight.numel() + model.transformer.wpe.weight.numel()
    want = (
        ffn / sum(W.numel() for W in block.parameters()),
        layers * ffn / model.num_parameters(),
        embeddings / model.num_parameters(),
    )
    assert scope("weights/block_share.py")["shares"][name] == pytest.approx(want, rel=1e-12)


def test_block_share_of_the_matrices_is_two_thirds(scope: Scope) -> None:
    """8 of 12 squares of the width: exactly two thirds (Geva 2021, abstract)."""
    s = scope("weights/block_share.py")
    assert 3 * s["ffn"] == 2 * (s["attention"] + s["ffn"])
    assert s["total"] == gpt2(48, 1600, n_head=25).num_parameters()


@tiers("tier", ["numpy", "torch"])
def test_tied(scope: Scope, tier: str) -> None:
    """Each use's gradient, and the tied one, equal autograd through functional embedding and linear."""
    s = scope(f"weights/tied_{tier}.py")
    start, ids, targets = tensor(s["E"]), torch.as_tensor(s["ids"]), torch.as_tensor(s["targets"])

    def loss(E_in: torch.Tensor, E_out: torch.Tensor) -> torch.Tensor:
        return F.nll_loss(F.linear(F.embedding(ids, E_in), E_out).log_softmax(1), targets)

    apart = [start.clone().requires_grad_() for _ in range(2)]
    as_input, as_output = torch.autograd.grad(loss(*apart), apart)
    E = start.clone().requires_grad_()
    (tied,) = torch.autograd.grad(loss(E, E), E)
    tolerance = 1e-6 if tier == "torch" else 1e-12
    for got, want in ((s["as_input"], as_input), (s["as_output"], as_output), (s["grad"], tied)):
        near(got, want, tolerance)
    assert not np.asarray(s["as_input"])[2:].any()  # tokens that are never read in


def test_tied_saving(scope: Scope) -> None:
    """The GPT-2 of transformers with an untied head is larger by exactly what the snippet says is saved."""
    untied = sum(W.numel() for W in gpt2(tie_word_embeddings=False).parameters())
    for tier in ("numpy", "torch"):
        assert scope(f"weights/tied_{tier}.py")["saved"] == untied - gpt2().num_parameters()


# ---------------------------------------------------------------- starting values


@tiers("tier", ["numpy", "torch"])
@tiers("start", ["zeros", "equal", "different"])
def test_symmetry(scope: Scope, tier: str, start: str) -> None:
    """A thousand steps of torch's own SGD on an nn.Sequential end in the same weights and loss."""
    s = scope(f"weights/symmetry_{tier}.py")
    W, w = (torch.tensor(v, dtype=torch.float64) for v in s["starts"][start])
    net = torch.nn.Sequential(torch.nn.Linear(2, 2, False), torch.nn.ReLU(), torch.nn.Linear(2, 1, False)).double()
    net.load_state_dict({"0.weight": W.T, "2.weight": w[None]})
    optimiser = torch.optim.SGD(net.parameters(), lr=0.1)
    x, y = tensor(s["x"]), tensor(s["y"])
    for _ in range(1000):
        optimiser.zero_grad()
        F.mse_loss(net(x)[:, 0], y).backward()
        optimiser.step()
    got_W, got_w, got_L = s["final"][start]
    near(got_W, net[0].weight.T, 1e-5)
    near(got_w, net[2].weight[0], 1e-5)
    near(got_L, F.mse_loss(net(x)[:, 0], y), 1e-6)


def test_symmetry_one_unit_reaches_one_third() -> None:
    """With scipy too there is no better single ReLU unit than the loss 1/3 at which equal units stop."""
    from scipy.optimize import minimize

    x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([0, 1, 1, 0.0])
    fits = [
        minimize(lambda v: np.mean((np.maximum(x @ v, 0) - y) ** 2), start).fun
        for start in ([0.5, 0.5], [0.1, 0.1], [2.0, 2.0])
    ]
    assert min(fits) == pytest.approx(1 / 3, abs=1e-6)


@tiers("tier", ["plain", "numpy"])
def test_init_variance(scope: Scope, tier: str) -> None:
    """The mean square of the sum is n Var[w] mean(x^2), and after ReLU half of it (He 2015, section 2.2)."""
    s = scope(f"weights/init_variance_{tier}.py")
    x = np.array(s["x"])
    for name, variance in {"1": 1.0, "1/n": 1 / 4, "2/n": 2 / 4}.items():
        assert s["results"][name] == pytest.approx(
            (4 * variance * np.mean(x**2), 2 * variance * np.mean(x**2)), rel=1e-12
        )


def test_init_depth_scales_are_torchs() -> None:
    """torch.nn.init's Xavier and He standard deviations are the snippet's square roots of 1/C and 2/C."""
    torch.manual_seed(0)
    W = torch.empty(1024, 1024)
    assert torch.nn.init.xavier_normal_(W).std().item() == pytest.approx(sqrt(2 / 2048), rel=5e-3)
    assert torch.nn.init.kaiming_normal_(W, nonlinearity="relu").std().item() == pytest.approx(sqrt(2 / 1024), rel=5e-3)


def test_init_depth(scope: Scope) -> None:
    """The curves equal a torch network with the same draws, and their factors the formula to 2 per cent."""
    s = scope("weights/init_depth.py")
    gains = {"too small": 0.5, "Xavier": 1.0, "He": sqrt(2), "too large": 2.0, "Xavier, no ReLU": 1.0}
    for name, gain in gains.items():
        random = np.random.RandomState(0)
        a = torch.from_numpy(random.randn(64, 256))
        for layer in range(50):
            z = F.linear(a, torch.from_numpy(random.randn(256, 256)).T * gain / 16)
            a = z if "no ReLU" in name else F.relu(z)
            assert s["curves"][name][layer] == pytest.approx(z.square().mean().item(), rel=1e-9)
        measured, rule = s["factors"][name]
        relu = torch.nn.init.calculate_gain("linear" if "no ReLU" in name else "relu")
        assert rule == pytest.approx((gain / relu) ** 2)
        assert measured == pytest.approx(rule, rel=0.02)


@tiers("tier", ["plain", "torch"])
def test_magnitude(scope: Scope, tier: str) -> None:
    """Outputs and gradients equal autograd's, and the large weight's second derivative is zero too."""
    s = scope(f"weights/magnitude_{tier}.py")
    x, W, w = (tensor(s[n]) for n in "xWw")

    def total(w: torch.Tensor) -> torch.Tensor:
        return F.linear(F.relu(F.linear(x, W.T)), w[None]).sum()

    near(s["grad"], torch.autograd.functional.jacobian(total, w), 1e-6)
    near(s["grad"], [0.0, 3.5], 1e-6)  # by hand: 0, and 1 + 1.5 + 1
    near(s["y"], [0.1, 0.15, 0.1], 1e-6)
    assert w[0] / w[1] == pytest.approx(500)
    rescaled = F.relu(x @ W * tensor([1.0, 64.0])) @ (w / tensor([1.0, 64.0]))
    near(s["rescaled"], rescaled, 1e-6)
    near(s["rescaled"], s["y"], 0)  # equal to the bit


def test_residual_init(scope: Scope) -> None:
    """Variance after N additions is 1 + N scale^2 to 3 per cent (a martingale's closed form)."""
    s = scope("weights/residual_init.py")
    for (blocks, scale), variance in s["results"].items():
        assert variance == pytest.approx(1 + 2 * blocks * scale**2, rel=0.03)
        assert scale in (1.0, pytest.approx((2 * blocks) ** -0.5))


def test_residual_init_is_transformers(scope: Scope) -> None:
    """The library transformers starts GPT-2's two added matrices at the standard deviation the snippet prints."""
    from transformers import GPT2Config, GPT2Model

    torch.manual_seed(0)
    block = GPT2Model(GPT2Config(n_layer=12, n_embd=192, n_head=3, vocab_size=8)).h[0]
    std = scope("weights/residual_init.py")["std"]
    assert f"{std:.4f}" == "0.0041"  # as the page says
    for module in (block.attn.c_proj, block.mlp.c_proj):
        assert module.weight.std().item() == pytest.approx(std, rel=0.02)
    assert block.mlp.c_fc.weight.std().item() == pytest.approx(0.02, rel=0.02)


# ---------------------------------------------------------------- exercises


def test_solve_count_llama(scope: Scope) -> None:
    """Total and feed-forward share equal transformers' LLaMA with LLaMA-2 7B's sizes."""
    from transformers import LlamaConfig, LlamaForCausalLM

    with torch.device("meta"):
        sizes = {"vocab_size": 32000, "hidden_size": 4096, "num_hidden_layers": 32, "intermediate_size": 11008}
        model = LlamaForCausalLM(LlamaConfig(**sizes, num_attention_heads=32, num_key_value_heads=32))
    s, layer = scope("weights/solve_count_llama.py"), model.model.layers[0]
    assert s["total"] == sum(W.numel() for W in model.parameters()) == 6_738_415_616
    assert s["ffn"] == sum(W.numel() for W in layer.mlp.parameters())
    assert s["block"] == sum(W.numel() for W in layer.parameters())
    assert not [name for name, _ in model.named_parameters() if "bias" in name]


def test_solve_transpose(scope: Scope) -> None:
    """The right answer is transformers' Conv1D, which stores (in, out); the buggy one is not."""
    from transformers.pytorch_utils import Conv1D

    s = scope("weights/solve_transpose.py")
    layer = Conv1D(2, 2)
    layer.load_state_dict({"weight": s["W"], "bias": torch.zeros(2)})
    want = layer(s["x"]).detach()
    near(s["z"], want, 0)
    near(s["fixed"], want, 0)
    assert not torch.allclose(s["buggy"], want)
    assert torch.equal(s["S"], s["S"].T)


def test_solve_zero_output(scope: Scope) -> None:
    """The whole run, weights and losses, equals autograd's."""
    s = scope("weights/solve_zero_output.py")
    W = torch.tensor([[0.6, -0.4], [-0.5, 0.7]], dtype=torch.float64, requires_grad=True)
    w = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    losses = []
    for step in range(1000):
        L = F.mse_loss(F.relu(tensor(s["x"]) @ W) @ w, tensor(s["y"]))
        dW, dw = torch.autograd.grad(L, (W, w))
        assert step or (not dW.any() and dw.all())  # step 1: the hidden layer waits
        losses.append(L.item())
        W, w = (v.detach().sub(0.1 * g).requires_grad_() for v, g in ((W, dW), (w, dw)))
    assert s["losses"] == pytest.approx(losses, abs=1e-9)
    near(s["W"], W, 1e-9)
    near(s["w"], w, 1e-9)


def test_solve_zero_output_not_in_the_hidden_layer(scope: Scope) -> None:
    """With the zeros in the hidden layer instead, autograd finds both gradients 0, so that no step changes anything."""
    s = scope("weights/solve_zero_output.py")
    W = torch.zeros(2, 2, dtype=torch.float64, requires_grad=True)
    w = torch.tensor([0.5, 0.4], dtype=torch.float64, requires_grad=True)
    F.mse_loss(F.relu(tensor(s["x"]) @ W) @ w, tensor(s["y"])).backward()
    assert W.grad is not None and not W.grad.any()
    assert w.grad is not None and not w.grad.any()


def test_solve_leaky(scope: Scope) -> None:
    """The weight variance is torch's squared gain over n, and the mean square is then kept."""
    s = scope("weights/solve_leaky.py")
    gain = torch.nn.init.calculate_gain("leaky_relu", s["slope"])
    assert s["variance"] == pytest.approx(gain**2 / s["n"])
    assert s["results"]["leaky"] == pytest.approx(s["mean_x2"])
    assert s["results"]["He"] / s["mean_x2"] == pytest.approx(2 / gain**2)
    assert len(s["patterns"]) == sum(comb(s["n"], k) for k in range(s["n"] + 1))
