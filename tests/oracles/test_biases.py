"""The chapter on biases, held against torch's layers, autograd, scipy, transformers and closed forms."""

from collections.abc import Callable
from math import hypot
from typing import Any

import numpy as np
import pytest
import torch
from scipy.optimize import brentq
from scipy.special import expit
from torch import nn
from torch.nn import functional as F

from tools import tables
from tools.snippets import ROOT

Scope = Callable[[str], dict[str, Any]]


def f64(value: Any) -> torch.Tensor:
    """Lists, arrays and tensors as float64 tensors without a gradient."""
    value = value.detach() if isinstance(value, torch.Tensor) else value
    return torch.as_tensor(np.asarray(value), dtype=torch.float64)


def close(got: Any, want: Any, atol: float = 1e-10) -> None:
    """Both the same shape and equal to `atol`."""
    torch.testing.assert_close(f64(got), f64(want), atol=atol, rtol=0)


# ---------------------------------------------------------------- what a bias does

PAIRS = [(2, -4), (2, -2), (2, -1), (2, 0), (2, 1), (2, 2), (4, -1), (1, -1)]


@pytest.mark.parametrize("tier", ["numpy", "torch"])
def test_shift(scope: Scope, tier: str) -> None:
    """Output and crossing of all eight neurons equal scipy's expit and a root that scipy finds."""
    s = scope(f"biases/shift_{tier}.py")
    close(s["p"], [expit(w + b) for w, b in PAIRS], 1e-6)
    close(s["crossing"], [brentq(lambda x, w=w, b=b: expit(w * x + b) - 0.5, -9, 9) for w, b in PAIRS], 1e-6)


def test_shift_slope(scope: Scope) -> None:
    """At the crossing the curve's slope, by autograd, is w / 4, whatever the bias."""
    s = scope("biases/shift_torch.py")
    x = s["crossing"].clone().requires_grad_()
    torch.sigmoid(s["w"] * x + s["b"]).sum().backward()
    close(x.grad, s["w"] / 4, 1e-6)


def test_shift_plain(scope: Scope) -> None:
    """The last neuron of the loop equals scipy's expit and a root that scipy finds."""
    s = scope("biases/shift_plain.py")
    w, b = PAIRS[-1]
    assert (s["w"], s["b"]) == (w, b)
    close(s["p"], expit(w + b))
    close(s["crossing"], brentq(lambda x: expit(w * x + b) - 0.5, -9, 9))


def test_boundary_numpy(scope: Scope) -> None:
    """Probabilities equal a torch Linear under a sigmoid; each line's nearest point to 0 lies on the line."""
    s = scope("biases/boundary_numpy.py")
    W, b = f64(s["W"]), f64(s["b"])
    close(s["p"], torch.sigmoid(F.linear(f64(s["X"]), W, b)))
    nearest = f64(s["distance"])[:, None] * W / W.norm(dim=1, keepdim=True)
    close((nearest * W).sum(1) + b, torch.zeros(4))


def test_boundary_plain(scope: Scope) -> None:
    """The last line and point of the loop: the same two checks by hand."""
    s = scope("biases/boundary_plain.py")
    w1, w2, b = s["w1"], s["w2"], s["b"]
    close(s["p"], expit(w1 * s["x1"] + w2 * s["x2"] + b))
    unit = hypot(w1, w2)
    close(s["distance"] * (w1 * w1 + w2 * w2) / unit + b, 0.0)


@pytest.mark.parametrize("tier", ["plain", "torch"])
def test_zero_in(scope: Scope, tier: str) -> None:
    """With zero in, a Linear without a bias gives exactly 0, with one exactly the bias; softmax of 0 is even."""
    s = scope(f"biases/zero_in_{tier}.py")
    x, b = torch.zeros(3, dtype=torch.float64), torch.tensor([0.4, -0.9], dtype=torch.float64)
    with_bias, without = nn.Linear(3, 2).double(), nn.Linear(3, 2, bias=False).double()
    with_bias.bias.data = b
    assert f64(s["linear"]).equal(without(x).detach())
    assert f64(s["affine"]).equal(with_bias(x).detach())
    close(torch.softmax(f64(s["linear"]), 0), [0.5, 0.5])


def test_zero_in_real_models() -> None:
    """With random parameters T5 maps zeros to exactly 0; GPT-2 only without its biases and its position embedding."""
    from transformers import GPT2Config, GPT2Model, T5Config, T5EncoderModel

    t5 = T5EncoderModel(T5Config(d_model=32, d_kv=8, d_ff=64, num_heads=4, num_layers=2, vocab_size=64)).eval()
    gpt2 = GPT2Model(GPT2Config(n_embd=32, n_layer=2, n_head=4, vocab_size=64, n_positions=8)).eval()
    biases = [p for name, p in gpt2.named_parameters() if name.endswith("bias")]
    positions = [gpt2.wpe.weight]
    zeros = torch.zeros(1, 5, 32)

    def largest(model: Any, without: list[nn.Parameter]) -> float:
        """The largest output for zeros of a model with random parameters, but for those set to 0."""
        torch.manual_seed(0)
        for p in model.parameters():
            nn.init.normal_(p, std=0.3)
        for p in without:
            nn.init.zeros_(p)
        with torch.no_grad():
            return float(model(inputs_embeds=zeros).last_hidden_state.abs().max())

    assert largest(t5, []) == 0
    assert largest(gpt2, []) > 0.1
    assert largest(gpt2, positions) > 0.1  # the biases alone
    assert largest(gpt2, biases) > 0.1  # the position embedding alone
    assert largest(gpt2, [*positions, *biases]) == 0


def test_constant_input_torch(scope: Scope) -> None:
    """Outputs equal torch's Linear; the bias's gradient by autograd is that of the weight on the constant."""
    s = scope("biases/constant_input_torch.py")
    want = F.linear(f64(s["X"]), f64(s["w"])[None], f64(s["b"])[None])[:, 0]
    close(s["z"], want, 1e-6)
    close(s["z_plus"], want, 1e-6)
    close(s["w_plus"].grad, torch.cat([f64(s["X"]).T @ f64(s["dL_dz"]), f64(s["b"].grad)[None]]), 1e-6)


def test_constant_input_plain(scope: Scope) -> None:
    """Gradients equal autograd's through torch's Linear, the bias's as that of the last weight."""
    s = scope("biases/constant_input_plain.py")
    layer = nn.Linear(2, 1).double()
    layer.weight.data, layer.bias.data = f64([s["w"]]), f64([s["b"]])
    z = layer(f64(s["X"]))[:, 0]
    z.backward(f64(s["dL_dz"]))
    close(s["z"], z[-1])
    close(s["z_plus"], z[-1])
    assert layer.weight.grad is not None and layer.bias.grad is not None
    close(s["dL_dw"], torch.cat([layer.weight.grad[0], layer.bias.grad]))


@pytest.mark.parametrize("tier", ["numpy", "torch"])
def test_collapse(scope: Scope, tier: str) -> None:
    """W and b of the one layer are the Jacobian and the value at 0 of the two, by autograd."""
    s = scope(f"biases/collapse_{tier}.py")
    if tier == "numpy":
        first, second = nn.Linear(2, 3).double(), nn.Linear(3, 2).double()
        first.weight.data, first.bias.data = f64(s["W1"]), f64(s["b1"])
        second.weight.data, second.bias.data = f64(s["W2"]), f64(s["b2"])
    else:
        first, second = s["first"], s["second"]
    stack = nn.Sequential(first, second)
    zero = torch.zeros(2, dtype=torch.float64)
    close(s["W"], torch.autograd.functional.jacobian(stack, zero))
    close(s["b"], stack(zero))
    close(s["one"], stack(f64(s["X"])))
    close(s["relu"], nn.Sequential(first, nn.ReLU(), second)(f64(s["X"])))


def test_xor_plain(scope: Scope) -> None:
    """Both networks equal Python's ^ on every input; without its biases the textbook one does not."""
    s = scope("biases/xor_plain.py")
    inputs = [(x1, x2) for x1 in (0, 1) for x2 in (0, 1)]
    assert all(s["without_bias"](*x) == x[0] ^ x[1] == s["textbook"](*x) for x in inputs)
    assert [s["textbook"](*x, 0, 0, 0) for x in inputs] == [0, 1, 1, 1]


def test_xor_numpy(scope: Scope) -> None:
    """Both networks equal numpy's logical_xor; without its biases the textbook one is wrong at (1, 1) only."""
    s = scope("biases/xor_numpy.py")
    want = np.logical_xor(*s["X"].T).astype(int)
    assert (s["without_bias"] == want).all() and (s["textbook"] == want).all()
    assert (s["bare"] != want).tolist() == [False, False, False, True]
    # ReLU without a bias: the module that torch builds with bias=False
    layer = nn.Linear(2, 2, bias=False)
    layer.weight.data = torch.tensor(s["W"], dtype=torch.float32)
    close(torch.relu(layer(torch.tensor(s["X"], dtype=torch.float32))).sum(1), want)


def test_xor_affine(scope: Scope) -> None:
    """The best affine fit has the normal equations' coefficients: slopes 0, bias 1/2, error 1/4."""
    s = scope("biases/xor_affine.py")
    X = np.c_[s["X"], np.ones(4)]
    close([s["w1"], s["w2"], s["b"]], np.linalg.solve(X.T @ X, X.T @ s["y"]))
    close(s["p"], [0.5] * 4)
    torch.manual_seed(0)
    stack = nn.Sequential(nn.Linear(2, 8), nn.Linear(8, 8), nn.Linear(8, 1)).double()
    f00, f01, f10, f11 = stack(f64(s["X"]))[:, 0]
    close(f00 + f11, f01 + f10)
    close(s["f00"] + s["f11"], s["f01"] + s["f10"], 1e-9)
    assert s["y"][0] + s["y"][3] != s["y"][1] + s["y"][2]


# ---------------------------------------------------------------- what biases learn


@pytest.mark.parametrize("tier", ["numpy", "torch"])
def test_unigram(scope: Scope, tier: str) -> None:
    """After training softmax(b) is the words' frequency in the text, counted by Python's str.count."""
    s = scope(f"biases/unigram_{tier}.py")
    text: list[str] = s["text"]
    frequency = f64([text.count(word) / len(text) for word in s["words"]])
    close(torch.softmax(f64(s["b"]), 0), frequency, 1e-12)
    b = f64(s["b"])
    close(b - b.mean(), frequency.log() - frequency.log().mean(), 1e-11)


def test_two_words_plain(scope: Scope) -> None:
    """With weights p is each context's own frequency, with a bias alone the whole text's; scipy finds the same."""
    from scipy.optimize import minimize

    s = scope("biases/two_words_plain.py")
    tea, coffee = (f64(column).numpy() for column in zip(*s["text"].values(), strict=True))

    def best(X: list[list[float]]) -> Any:
        def loss(theta: Any) -> float:
            z = np.asarray(X) @ theta
            return float((tea * np.logaddexp(0, -z) + coffee * np.logaddexp(0, z)).sum())

        return expit(np.asarray(X) @ minimize(loss, np.zeros(len(X[0]))).x)

    found = {
        "bias only": best([[1], [1], [1]]),
        "weights only": best(np.eye(3).tolist()),
        "weights and bias": best(np.c_[np.eye(3), np.ones(3)].tolist()),
    }
    close(found["bias only"], np.full(3, tea.sum() / (tea + coffee).sum()), 1e-5)
    close([1 / (1 + np.exp(-(w + s["b"]))) for w in s["w"].values()], tea / (tea + coffee), 1e-5)
    lines = (ROOT / "snippets/biases/two_words_plain.out").read_text(encoding="utf-8").splitlines()
    for line, (kind, p) in zip(lines, found.items(), strict=True):
        assert line.startswith(kind)
        close([float(part.split()[0]) for part in line.split("tea ")[1:]], p, 6e-4)
        assert line.endswith(f"right {np.where(p > 0.5, tea, coffee).sum():.0f} of {(tea + coffee).sum():.0f}")


def test_unigram_gradient(scope: Scope) -> None:
    """The gradient used, p - frequency, equals autograd's through torch's cross_entropy at any b."""
    s = scope("biases/unigram_numpy.py")
    b = torch.linspace(-1, 2, s["V"], dtype=torch.float64, requires_grad=True)
    F.cross_entropy(b.expand(s["T"], -1), torch.tensor(s["y"])).backward()
    close(b.grad, torch.softmax(b, 0) - f64(s["frequency"]))


@pytest.mark.parametrize("tier", ["numpy", "torch"])
def test_norm_bias(scope: Scope, tier: str) -> None:
    """Outputs equal torch's LayerNorm module; the folded bias gives the same through torch's Linear."""
    s = scope(f"biases/norm_bias_{tier}.py")
    x, W, b = f64(s["x"]), f64(s["W"]), f64(s["b"])
    norm = nn.LayerNorm(4, eps=1e-12).double()
    norm.weight.data, norm.bias.data = f64(s["gain"]), f64([0.5, -0.5, 3.0, 1.0])
    close(s["y"], norm(x))
    close(f64(s["y"]).mean(1), torch.full((3,), 1.0))
    norm.bias.data.zero_()
    close(s["normed"], norm(x))
    close(F.linear(norm(x), W, f64(s["folded"])), F.linear(f64(s["y"]), W, b))


def attended(s: dict[str, Any], b_q: torch.Tensor, b_k: torch.Tensor, b_v: torch.Tensor) -> torch.Tensor:
    """torch's own attention on a snippet's q, k and v with these biases."""
    q, k, v = (f64(s[name]).reshape(1, s["T"], s["D"]) for name in "qkv")
    return F.scaled_dot_product_attention(q + b_q, k + b_k, v + b_v)[0]


@pytest.mark.parametrize("tier", ["numpy", "torch"])
def test_key_bias(scope: Scope, tier: str) -> None:
    """Output equals torch's attention with no key bias; gradients equal autograd's: the key's is 0."""
    s = scope(f"biases/key_bias_{tier}.py")
    b_q = f64([0.3, -0.2, 0.5]).requires_grad_()
    b_k = f64([5.0, -3.0, 2.0]).requires_grad_()
    zero = torch.zeros(s["D"], dtype=torch.float64)
    close(s["out"], attended(s, b_q, zero, zero), 1e-12)
    loss = F.mse_loss(attended(s, b_q, b_k, zero), f64(s["target"]), reduction="sum") / 2
    grad_q, grad_k = torch.autograd.grad(loss, [b_q, b_k])
    got_q, got_k = (s["grad_q"], s["grad_k"]) if tier == "numpy" else (s["b_q"].grad, s["b_k"].grad)
    close(got_q, grad_q, 1e-12)
    close(got_k, torch.zeros(3), 1e-12)
    close(grad_k, torch.zeros(3), 1e-12)
    # each score of row i moves by (q_i + b_q) . b_k / sqrt(D)
    want = (f64(s["q"]) + b_q.detach()) @ b_k.detach() / s["D"] ** 0.5
    close(s["shift"], want[:, None].expand(-1, s["T"]))


def test_key_bias_real_models() -> None:
    """In transformers' BERT other key biases change no output, other query or value biases do."""
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64}
    model = BertModel(BertConfig(vocab_size=64, **sizes)).double().eval()
    for p in model.parameters():
        nn.init.normal_(p, std=0.3)
    tokens = torch.arange(10)[None]

    def change(kind: str) -> float:
        """How far the output moves when every bias of one kind is replaced."""
        before = model(tokens).last_hidden_state
        for name, p in model.named_parameters():
            if name.endswith(f"self.{kind}.bias"):
                nn.init.normal_(p)
        return float((model(tokens).last_hidden_state - before).abs().max())

    with torch.no_grad():
        assert change("key") < 1e-12
        assert change("query") > 1e-3 and change("value") > 1e-3


def test_key_bias_rotary(scope: Scope) -> None:
    """The rotation is that of transformers' LLaMA, the change that of torch's attention on the rotated vectors."""
    from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

    s = scope("biases/key_bias_rotary.py")
    q, k, v = (f64(s[name])[None] for name in "qkv")
    angles = torch.arange(s["T"], dtype=torch.float64)[None, :, None].expand(1, -1, s["D"])

    def attend(k: torch.Tensor) -> torch.Tensor:
        """torch's attention after transformers' rotation."""
        turned = apply_rotary_pos_emb(q[None], k[None], angles.cos(), angles.sin())
        return F.scaled_dot_product_attention(*turned, v[None])[0, 0]

    close(s["turned"], attend(k + f64(s["b_k"])) - attend(k))
    assert np.abs(s["plain"]).max() < 1e-12 < 1e-3 < np.abs(s["turned"]).max()


def test_key_bias_rotary_real_model() -> None:
    """In transformers' Qwen2, which rotates its keys, other key biases change the output."""
    from transformers import Qwen2Config, Qwen2Model

    torch.manual_seed(0)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64}
    model = Qwen2Model(Qwen2Config(vocab_size=64, num_key_value_heads=2, **sizes)).double().eval()
    tokens = torch.arange(10)[None]
    with torch.no_grad():
        before = model(tokens).last_hidden_state
        for name, p in model.named_parameters():
            if name.endswith("k_proj.bias"):
                p.normal_()
        assert (model(tokens).last_hidden_state - before).abs().max() > 1e-3


@pytest.mark.parametrize("tier", ["numpy", "torch"])
def test_value_bias(scope: Scope, tier: str) -> None:
    """Output with the bias equals torch's attention without it, plus the bias."""
    s = scope(f"biases/value_bias_{tier}.py")
    zero, b_v = torch.zeros(3, dtype=torch.float64), f64([0.5, -2.0, 1.0])
    close(s["out"], attended(s, zero, zero, zero))
    close(s["out_b"], attended(s, zero, zero, zero) + b_v)
    close(s["out_b"], attended(s, zero, zero, b_v))


@pytest.mark.parametrize("tier", ["numpy", "torch"])
def test_bias_free_net(scope: Scope, tier: str) -> None:
    """The encoder equals transformers' T5 with the same weights; zeros give exactly 0 in both."""
    from transformers import T5Config, T5EncoderModel
    from transformers.models.t5 import modeling_t5

    s = scope(f"biases/bias_free_net_{tier}.py")
    T, C, wide, N, fixed = s["T"], s["C"], s["F"], s["N"], s["fixed"]
    sizes = {"d_model": C, "d_kv": C, "d_ff": wide, "num_heads": 1, "num_layers": N, "vocab_size": 9}
    model = T5EncoderModel(T5Config(**sizes, dropout_rate=0.0)).double().eval()

    def norm(self: Any, x: torch.Tensor) -> torch.Tensor:
        """transformers takes the variance in float32; in float64 it agrees with torch's rms_norm."""
        return F.rms_norm(x, (C,), self.weight, 1e-6)

    parameters = dict(model.encoder.named_parameters())
    for n in range(N):
        heads = dict(zip("qkvo", f64(fixed(n, 4, C, C)), strict=True))
        for letter, matrix in heads.items():
            parameters[f"block.{n}.layer.0.SelfAttention.{letter}.weight"].data = matrix.T
        parameters[f"block.{n}.layer.1.DenseReluDense.wi.weight"].data = f64(fixed(n, C, wide)).T
        parameters[f"block.{n}.layer.1.DenseReluDense.wo.weight"].data = f64(fixed(n, wide, C)).T
    zero, other = torch.zeros(1, T, C, dtype=torch.float64), f64(fixed(1, T, C))[None]
    # The snippet's table has an entry for every pair of positions, T5's one for every distance: hand it over whole.
    position = f64(fixed(0, T, T))[None, None]

    with pytest.MonkeyPatch.context() as patch, torch.no_grad():
        patch.setattr(modeling_t5.T5LayerNorm, "forward", norm)
        patch.setattr(modeling_t5.T5Attention, "compute_bias", lambda *_, **__: position)
        assert (model(inputs_embeds=zero).last_hidden_state == 0).all()
        want = model(inputs_embeds=other).last_hidden_state[0]
    encoder = s["encoder"]
    assert (f64(encoder(s["zero"])) == 0).all()
    close(encoder(s["other"]), want, 1e-9)
    assert (f64(encoder(s["zero"], b_up=0.001)) != 0).any()


# ---------------------------------------------------------------- which models keep them


def test_share(scope: Scope) -> None:
    """Every row's totals and biases equal those of transformers' model of that shape."""
    from transformers import GPT2Config, GPT2LMHeadModel

    s = scope("biases/share.py")
    for name, N, C, P in s["models"]:
        with torch.device("meta"):
            model = GPT2LMHeadModel(GPT2Config(n_embd=C, n_layer=N, n_head=16, n_positions=P, vocab_size=s["V"]))
        total = sum(p.numel() for p in model.parameters())
        linear = sum(p.numel() for n, p in model.named_parameters() if n.endswith("bias") and ".ln_" not in n)
        row = next(
            line
            for line in (ROOT / "snippets/biases/share.out").read_text(encoding="utf-8").splitlines()
            if name in line
        )
        assert f"{total:,}" in row and f" {linear:,} " in row and f"{linear / total:.4%}" in row
        block = sum(p.numel() for p in model.transformer.h[0].parameters())
        assert f"{linear / N / block:.4%}" in row
    assert s["total"] == total == 174_604_259_328
    assert s["share"] == pytest.approx(9 * C / (12 * C**2 + 13 * C))


CASES = [(0.0, 0.0), (0.3, 0.0), (0.3, 0.3)]


@pytest.mark.parametrize("tier", ["numpy", "torch"])
def test_weight_decay(scope: Scope, tier: str) -> None:
    """The last fit (decay on both) equals scipy's minimum of the loss with both penalties written out."""
    from scipy.optimize import minimize

    s = scope(f"biases/weight_decay_{tier}.py")
    X, y = f64(s["X"]).numpy(), f64(s["y"]).numpy()

    def fit(decay_w: float, decay_b: float) -> np.ndarray:
        """Weights and then bias at the minimum."""

        def loss(theta: np.ndarray) -> float:
            error = X @ theta[:5] + theta[5] - y
            penalty = decay_w * (theta[:5] ** 2).sum() + decay_b * theta[5] ** 2
            return float((error**2).mean() / 2 + penalty / 2)

        return np.asarray(minimize(loss, np.zeros(6), method="BFGS", options={"gtol": 1e-9}).x)

    both = fit(0.3, 0.3)
    close(s["w"], both[:5], 1e-5)
    close(s["b"], both[5], 1e-4)
    # What the table says: decay on w leaves the mean alone and shrinks w, decay on b divides it by 1.3.
    nothing, only_w, both = (fit(*case) for case in CASES)
    close([only_w[5], nothing[5], both[5] * 1.3], [y.mean()] * 3, 1e-3)
    assert np.linalg.norm(only_w[:5]) < 0.7 * np.linalg.norm(nothing[:5])


def test_weight_decay_rows(scope: Scope) -> None:
    """The table's first rows equal ridge regression: numpy's least squares with a row for each penalty."""
    s = scope("biases/weight_decay_numpy.py")
    X, y = s["X_plus"], s["truth"] + s["noise"]
    out = (ROOT / "snippets/biases/weight_decay_numpy.out").read_text(encoding="utf-8").splitlines()
    for line, (decay_w, decay_b) in zip(out[1:4], CASES, strict=True):
        rows = np.diag(np.sqrt(6 * np.array([decay_w] * 5 + [decay_b])))
        theta = np.linalg.lstsq(np.vstack([X, rows]), np.r_[y, np.zeros(6)], rcond=None)[0]
        assert f"|w| = {np.linalg.norm(theta[:5]):.2f}, b = {theta[5]:6.2f}" in line
        assert f"mean prediction {(X @ theta).mean():6.2f}" in line


def test_param_groups(scope: Scope) -> None:
    """Matrices shrink by (1 - lr decay) a step, as the AdamW paper has it; vectors stay; no tensor is left out."""
    s = scope("biases/param_groups.py")
    for name, p in s["model"].named_parameters():
        vector = name.endswith("bias") or name.startswith("norm")
        close(p, torch.full_like(p, 1.0 if vector else (1 - 0.01 * 0.1) ** 100), 1e-5)
    assert {id(p) for p in s["decay"] + s["no_decay"]} == {id(p) for p in s["model"].parameters()}


def test_bitfit(scope: Scope) -> None:
    """The frozen weights are unchanged to the bit; the loss equals torch's on three affine maps written out."""
    s = scope("biases/bitfit.py")
    out = (ROOT / "snippets/biases/bitfit.out").read_text(encoding="utf-8").splitlines()
    assert [line.endswith("weights unchanged: True") for line in out[1:]] == [True, True, False]
    net, start, x = s["net"], s["start"], s["x"]
    biases = [name for name in start if name.endswith("bias")]
    assert sum(start[name].numel() for name in biases) == 41 == 20 + 20 + 1

    net.load_state_dict(start)
    for name, p in net.named_parameters():
        p.requires_grad = name in biases
    before, after = s["train"](torch.sin(x + 0.7) + 0.4)
    state = net.state_dict()
    assert all(state[name].equal(start[name]) != (name in biases) for name in start)
    # by hand: the same network as three affine maps
    h = x
    for i in (0, 2, 4):
        h = F.linear(h, state[f"{i}.weight"], state[f"{i}.bias"])
        h = torch.tanh(h) if i < 4 else h
    assert F.mse_loss(h, torch.sin(x + 0.7) + 0.4) < 0.02 < 0.3 < before
    assert f"{before:.3f} -> {after:.3f}" in out[1]


# ---------------------------------------------------------------- exercises


def test_solve_absolute_value(scope: Scope) -> None:
    """The two best slopes equal least squares on each half-line alone; with biases |x - 1| is exact."""
    s = scope("biases/solve_absolute_value.py")
    x, y = s["x"], s["y"]
    right, left = x > 0, x < 0
    want = [(x[right] @ y[right]) / (x[right] @ x[right]), -(x[left] @ y[left]) / (x[left] @ x[left])]
    close(s["slopes"], want)
    close(s["with_bias"], np.abs(x - 1))
    assert ((s["bare"] @ s["slopes"] - y) ** 2).mean() == pytest.approx(0.198, abs=5e-4)


def test_solve_fold_value(scope: Scope) -> None:
    """Both projections equal torch's Linear on the joined heads; the folded bias is that layer's value at b_v."""
    s = scope("biases/solve_fold_value.py")
    layer = nn.Linear(s["C"], s["C"]).double()
    layer.weight.data, layer.bias.data = f64(s["W_o"]), f64(s["b_o"])
    b_v = f64(s["b_v"])
    close(s["b_folded"], layer(b_v.flatten()))
    heads = f64(s["A"]) @ (f64(s["v"]) + b_v[:, None])
    close(s["both"], layer(heads.transpose(0, 1).flatten(1)))
    close(s["one"], s["both"])


def test_solve_count_biases(scope: Scope) -> None:
    """Counts equal transformers' GPT-2 small, place by place."""
    from transformers import GPT2Config, GPT2LMHeadModel

    s = scope("biases/solve_count_biases.py")
    with torch.device("meta"):
        model = GPT2LMHeadModel(GPT2Config())
    biases = {n: p.numel() for n, p in model.named_parameters() if n.endswith("bias")}
    assert s["linear"] == sum(n for name, n in biases.items() if ".ln_" not in name)
    assert s["norm"] == sum(n for name, n in biases.items() if ".ln_" in name)
    block = s["one_block"]
    assert block["query"] + block["key"] + block["value"] == biases["transformer.h.0.attn.c_attn.bias"]
    assert block["feed-forward up"] == biases["transformer.h.0.mlp.c_fc.bias"]


def test_solve_count_biases_spare(scope: Scope) -> None:
    """Exactly that many biases of a GPT-2 set to 0, after folding, leave transformers' logits as they were."""
    from transformers import GPT2Config, GPT2LMHeadModel

    s = scope("biases/solve_count_biases.py")
    torch.manual_seed(0)
    d, N = 32, 2
    model = GPT2LMHeadModel(GPT2Config(n_embd=d, n_layer=N, n_head=4, vocab_size=64, n_positions=16)).double().eval()
    removed = 0
    with torch.no_grad():
        for p in model.parameters():
            p.normal_(std=0.3)
        tokens = torch.arange(10)[None]
        before = model(tokens).logits
        for block in model.transformer.h:
            for norm, layer in ((block.ln_1, block.attn.c_attn), (block.ln_2, block.mlp.c_fc)):
                layer.bias += norm.bias @ layer.weight
                removed += norm.bias.zero_().numel()
            qkv, out = block.attn.c_attn, block.attn.c_proj
            out.bias += qkv.bias[2 * d :] @ out.weight
            removed += qkv.bias[d:].zero_().numel()
        close(model(tokens).logits, before)
        model.transformer.ln_f.bias.zero_()
        assert (model(tokens).logits - before).abs().max() > 0.1
    assert removed == 4 * d * N
    assert s["key"] + s["value"] + s["folded"] == 4 * 768 * 12


def test_solve_decay_names(scope: Scope) -> None:
    """transformers' T5 shows the same two names that mislead, and no vector among its matrices."""
    from transformers import T5Config, T5EncoderModel

    s = scope("biases/solve_decay_names.py")
    with torch.device("meta"):
        names = {n: p.dim() for n, p in T5EncoderModel(T5Config()).named_parameters()}
    assert any("relative_attention_bias" in n and dim == 2 for n, dim in names.items())
    assert any("layer_norm.weight" in n and dim == 1 for n, dim in names.items())
    shapes = {n: p.dim() for n, p in s["layer"].named_parameters()}
    differ = {n for n, dim in shapes.items() if ("bias" not in n) != (dim >= 2)}
    assert differ == {"norm.weight", "relative_attention_bias.weight"}
    out = (ROOT / "snippets/biases/solve_decay_names.out").read_text(encoding="utf-8").splitlines()
    assert {line.split()[0] for line in out if "differs" in line} == differ


# ---------------------------------------------------------------- where a model adds them


def test_next_step(scope: Scope) -> None:
    """In transformers' GPT-2, hooks see only c_fc's sums enter the activation function; its biases count the same."""
    from transformers import GPT2Config, GPT2LMHeadModel

    s = scope("biases/next_step_torch.py")
    with torch.device("meta"):
        whole = GPT2LMHeadModel(GPT2Config(n_layer=1))
    sizes = {name: p.numel() for name, p in whole.named_parameters() if name.endswith("bias")}
    assert sum(sizes.values()) == sum(s["count"].values())
    assert not any("wte" in name or "wpe" in name or "lm_head" in name for name in sizes)

    small = GPT2LMHeadModel(GPT2Config(n_embd=8, n_layer=1, n_head=2, vocab_size=9, n_positions=6)).eval()
    sums: dict[str, torch.Tensor] = {}
    entered: list[torch.Tensor] = []
    for name, module in small.named_modules():
        if getattr(module, "bias", None) is not None:
            module.register_forward_hook(lambda m, i, out, name=name: sums.update({name: out}))
    small.transformer.h[0].mlp.act.register_forward_hook(lambda m, i, out: entered.append(i[0]))
    small(torch.arange(5)[None])
    before = [name for name, out in sums.items() if any(out is x for x in entered)]
    assert before == ["transformer.h.0.mlp.c_fc"]
    assert len(entered) == 1
    assert sizes["transformer.h.0.mlp.c_fc.bias"] == s["count"]["up"]


# ---------------------------------------------------------------- the generated table


def test_biases_by_model() -> None:
    """The committed table equals a fresh count over the models' own parameter names."""
    committed = (ROOT / "docs/_generated/biases_by_model.md").read_text(encoding="utf-8")
    assert committed == tables.biases_by_model(), "Mend: python -m tools.tables"


def test_biases_by_model_counts() -> None:
    """Totals of the shapes counted equal the sizes that the publishers state."""
    published = {
        "BERT-base": (109_514_298, 134_202),
        "GPT-2 small": (124_439_808, 102_144),
        "XLNet-base": (116_750_336, 124_160),
        "T5-base": (222_903_552, 0),
        "LLaMA 7B": (6_738_415_616, 0),
        "Qwen2 7B": (7_615_616_512, 28 * (3584 + 512 + 512)),
        "Qwen3 8B": (8_190_735_360, 0),
        "gpt-oss 20B": (20_914_757_184, 24 * (4096 + 512 + 512 + 2880 + 32 + 32 * (5760 + 2880))),
    }
    models = tables.families()
    for name, (total, biases) in published.items():
        found = tables.classify(models[name].named_parameters(remove_duplicate=False))
        assert (found.total, found.numbers) == (total, biases), name


def test_biases_by_model_refuses_the_unknown() -> None:
    """A bias in no known place stops the build with a message that names it."""
    with pytest.raises(tables.TableError, match=r"new_place\.bias .* Mend:"):
        tables.classify([("new_place.bias", torch.zeros(3))])
