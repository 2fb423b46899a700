"""The chapter on the transformer block, held against torch, autograd, transformers, scipy and closed forms."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from scipy.optimize import minimize_scalar
from scipy.special import erf
from scipy.stats import entropy, norm
from torch import nn
from torch.nn import functional as F

from tools import tables
from tools.snippets import ROOT, SNIPPETS

Scope = Callable[[str], dict[str, Any]]
tiers = pytest.mark.parametrize


def f64(value: Any) -> torch.Tensor:
    """Lists, arrays and tensors as float64 tensors without a gradient."""
    value = value.detach() if isinstance(value, torch.Tensor) else value
    return torch.as_tensor(np.asarray(value), dtype=torch.float64)


def near(got: Any, want: Any, atol: float = 1e-12) -> None:
    """Fail unless both have one shape and agree within `atol`."""
    torch.testing.assert_close(f64(got), f64(want), rtol=0, atol=atol)


def printed(name: str) -> list[str]:
    """The lines that a snippet of this chapter printed."""
    return (SNIPPETS / f"block/{name}.out").read_text(encoding="utf-8").splitlines()


def norm_of(x: torch.Tensor, eps: float = 1e-5) -> torch.Tensor:
    """Torch's layer norm without gain and bias."""
    return F.layer_norm(x, x.shape[-1:], eps=eps)


def head(x: torch.Tensor, Wq: Any, Wk: Any, Wv: Any, Wo: Any) -> torch.Tensor:
    """Torch's causal attention with one head: (T, C) -> (T, C)."""
    q, k, v = (x @ f64(W) for W in (Wq, Wk, Wv))
    return F.scaled_dot_product_attention(q[None], k[None], v[None], is_causal=True)[0] @ f64(Wo)


# ---------------------------------------------------------------- the residual stream and the norm


def test_residual_stream(scope: Scope) -> None:
    """What each part adds equals torch's layer norm, attention and linear layers; the shares sum to 1."""
    s = scope("block/residual_stream.py")
    x = f64(s["added"]["embedding"])
    near(x, s["wave"](4, 8))
    for n in range(s["N"]):
        for part in ("attention", "feed-forward"):
            h = norm_of(x)
            if part == "attention":
                y = head(h, *s["W_qkvo"][n])
            else:
                y = F.linear(F.relu(F.linear(h, f64(s["W_up"][n]).T)), f64(s["W_down"][n]).T)
            near(s["added"][f"{n + 1} {part}"], y)
            x = x + y
    near(s["x"], x)
    lines = [line.split() for line in printed("residual_stream")[1:-2]]
    assert sum(float(line[-1].rstrip("%")) for line in lines) == pytest.approx(100, abs=0.4)
    want = [F.cosine_similarity(f64(y[-1]), x[-1], 0) * f64(y[-1]).norm() / x[-1].norm() for y in s["added"].values()]
    for line, share in zip(lines, want, strict=True):
        assert float(line[-1].rstrip("%")) == pytest.approx(100 * share.item(), abs=0.051)


def test_zero_block(scope: Scope) -> None:
    """Torch's own layer with all weights 0 does the same: identity in pre-norm, two norms in a row in post-norm."""
    s = scope("block/zero_block.py")
    x = f64(s["x"])
    for norm_first, name in ((True, "pre-norm"), (False, "post-norm")):
        layer = nn.TransformerEncoderLayer(4, 1, 16, 0.0, batch_first=True, norm_first=norm_first).double()
        with torch.no_grad():
            for key, p in layer.named_parameters():
                p.mul_(key in ("norm1.weight", "norm2.weight"))
            got = layer(x[None])[0]
        near(got, s["ways"][name], 1e-4)  # torch's block norms twice; only eps tells
        near(s["ways"][name], x if norm_first else norm_of(x))
    assert not s["ways"]["no residual"].any()


@tiers("tier", ["plain", "numpy", "torch"])
def test_layer_norm(scope: Scope, tier: str) -> None:
    """Equal to torch's functional layer norm with the same gain and bias, in float64; and per token, by a z-score."""
    s, atol = scope(f"block/layer_norm_{tier}.py"), 2e-6 if tier == "torch" else 1e-12
    gain, bias = f64([1, 2, 1, 1]), f64([0, 0, 0, 5])
    want = F.layer_norm(f64(s["x"]), (4,), gain, bias, 1e-5)
    near(s["y"], want, atol)
    others = [[0.3, -2.0, 1.7, 0.4], [1e3, 2e3, -5e2, 0.0]]
    for token in [*s["wide"].values(), *(torch.tensor(t) if tier == "torch" else np.array(t) for t in others)]:
        got = s["layer_norm"](token)
        near(got, F.layer_norm(f64(token), (4,), gain, bias, 1e-5), 2e-5 if tier == "torch" else 1e-12)


def test_eps(scope: Scope) -> None:
    """Each printed value is torch's layer norm with that eps; the settings of BERT and GPT-2 are those stated."""
    from transformers import BertConfig, GPT2Config

    s = scope("block/eps_plain.py")
    pattern = f64(s["pattern"])
    assert (BertConfig().layer_norm_eps, GPT2Config().layer_norm_epsilon) == (1e-12, 1e-5)
    for line in printed("eps_plain")[1:6]:
        size, *values = map(float, line.split())
        for value, eps in zip(values, (1e-12, 1e-5), strict=True):
            want = norm_of(size * pattern, eps)
            assert value == pytest.approx(want[0].item(), abs=5.1e-5)
            near(s["layer_norm"]([size * c for c in s["pattern"]], eps), want)
    unbiased = ((pattern - pattern.mean()) / torch.std(pattern))[0].item()
    assert s["wrong"] == pytest.approx(unbiased, abs=1e-12)


@tiers("tier", ["numpy", "torch"])
def test_rms_norm(scope: Scope, tier: str) -> None:
    """Equal to torch's rms_norm and to transformers' T5LayerNorm with the same gain."""
    from transformers.models.t5.modeling_t5 import T5LayerNorm

    s, atol = scope(f"block/rms_norm_{tier}.py"), 1e-6 if tier == "torch" else 1e-12
    x, gain = f64(s["x"]), f64(s["gain"])
    near(s["y"], F.rms_norm(x, (4,), gain, 1e-6), atol)
    t5 = T5LayerNorm(4, eps=1e-6)
    t5.weight.data.copy_(gain)
    near(s["y"], t5(x.float()), 1e-6)
    for line, token in zip(printed(f"rms_norm_{tier}")[2:4], (100 * x[0], x[0] + 10), strict=True):
        want = F.rms_norm(token, (4,), gain, 1e-6)
        assert np.allclose([float(n) for n in line.split()[-4:]], want, atol=5.1e-4)


# ---------------------------------------------------------------- where the norm stands


def test_order(scope: Scope) -> None:
    """The printed formulas, evaluated with torch's own parts, equal its encoder layer in both orders."""
    del scope
    torch.manual_seed(0)
    lines = printed("order_plain")
    x = torch.randn(1, 5, 8, dtype=torch.float64)
    for norm_first, name in ((False, "post_norm"), (True, "pre_norm")):
        layer = nn.TransformerEncoderLayer(8, 2, 32, 0.0, batch_first=True, norm_first=norm_first).double()
        names: dict[str, Any] = {
            "x0": x,
            "attention": lambda x, layer=layer: layer.self_attn(x, x, x)[0],
            "ffn": lambda x, layer=layer: layer.linear2(F.relu(layer.linear1(x))),
            "norm": norm_of,
        }
        start = lines.index(f"{name}:") + 1
        for line in lines[start : start + 2]:
            variable, _, formula = line.strip().partition(" = ")
            names[variable] = eval(formula, names)
        near(eval(lines[start + 2].replace("returns", "").strip(), names), layer(x))


def test_pre_post(scope: Scope) -> None:
    """Pre-norm sizes follow the square root of 1 + 2n within 4 %; both runs equal the same with torch's layer norm."""
    s = scope("block/pre_post_numpy.py")
    for n, size in enumerate(s["pre"][0]):
        assert size == pytest.approx((1 + 2 * n) ** 0.5, rel=0.04)
    assert np.allclose(s["post"][0], 1, atol=1e-4)
    pre = post = norm_of(f64(s["start"]))
    for n, W in enumerate(f64(s["draws"])):
        pre, post = pre + norm_of(pre) @ W, norm_of(post + post @ W)
        if n % 2:
            want = [x.square().mean().sqrt().item() for x in (pre, post)]
            assert [s["pre"][0][n // 2 + 1], s["post"][0][n // 2 + 1]] == pytest.approx(want, abs=1e-10)


def test_last_gradient(scope: Scope) -> None:
    """Gradients equal finite differences of the loss; at the last block they fall as N to the -1/2 within 12 %."""
    s = scope("block/last_gradient.py")

    def loss(order: str, W: torch.Tensor) -> torch.Tensor:
        x = norm_of(s["start"])
        for U, D in zip(s["W_up"], W, strict=False):
            x = x + F.relu(norm_of(x) @ U) @ D if order == "pre" else norm_of(x + F.relu(x @ U) @ D)
        x = norm_of(x) if order == "pre" else x
        return F.mse_loss(x, s["target"], reduction="sum") / s["T"]

    torch.manual_seed(0)
    for depth in (3, 6):
        for order, (first, last) in zip(("pre", "post"), s["results"][depth], strict=True):
            W = s["W_down"][:depth].clone().requires_grad_()
            gradient = torch.autograd.grad(loss(order, W), W)[0]
            assert [g.norm().item() for g in gradient[[0, -1]]] == pytest.approx([first, last], rel=1e-9)
            step = torch.randn_like(W) * 1e-8
            slope = (loss(order, W.detach() + step) - loss(order, W.detach() - step)) / 2
            assert slope.item() == pytest.approx((gradient * step).sum().item(), rel=1e-3)
    falls = {depth: pre[1] * depth**0.5 for depth, (pre, _) in s["results"].items()}
    assert np.allclose(list(falls.values()), np.mean(list(falls.values())), rtol=0.12)


def test_norms_by_model() -> None:
    """The committed table equals a fresh count, and its rows what papers and code say."""
    committed = (ROOT / "docs/_generated/norms_by_model.md").read_text(encoding="utf-8")
    assert committed == tables.norms_by_model(), "Mend: python -m tools.tables"
    rows = {
        c[1].strip(): [x.strip().replace(tables.NO_BREAK, "-") for x in c[2:6]]
        for c in (line.split("|") for line in committed.splitlines())
    }
    before, after = "before each part", "after each sum"
    assert rows["GPT-1"] == ["LayerNorm", "1e-5", after, "no"]
    assert rows["BERT"] == ["LayerNorm", "1e-12", after, "no"]  # its code: layer_norm(layer_output + attention_output)
    assert rows["GPT-2"] == ["LayerNorm", "1e-5", before, "yes"]  # 2019, section 2.3
    assert rows["XLNet"] == ["LayerNorm", "1e-12", after, "no"]
    assert rows["T5"] == ["RMSNorm", "1e-6", before, "yes"]  # 2020, section 2.1
    assert rows["LLaMA"][0::2] == ["RMSNorm", before]  # 2023, section 2.2
    assert rows["OLMo 2"][2] == "after each part"


# ---------------------------------------------------------------- the feed-forward part


@tiers("tier", ["plain", "numpy"])
def test_ffn(scope: Scope, tier: str) -> None:
    """Equal to two of torch's linear layers with ReLU between them."""
    s = scope(f"block/ffn_{tier}.py")
    a = F.relu(F.linear(f64(s["x"]), f64(s["W_up"]).T, f64(s["b_up"])))
    out = F.linear(a, f64(s["W_down"]).T, f64(s["b_down"]))
    if tier == "plain":
        for token, want_a, want in zip(s["x"], a, out, strict=True):
            got_a, got = s["feed_forward"](token)
            near(got_a, want_a)
            near(got, want)
    else:
        near(s["a"], a)
        near(s["out"], out)
    for line, want_a, want in zip(printed(f"ffn_{tier}"), a, out, strict=False):
        numbers = [float(n) for n in re.findall(r"-?\d+\.\d+|(?<= )\d(?= of)", line)]
        assert np.allclose(numbers, [(want_a > 0).sum(), *want], atol=5.1e-4)


def test_one_position(scope: Scope) -> None:
    """Sizes equal those of torch.func.jacrev on torch's modules; an edit of one token leaves the others to the bit."""
    s = scope("block/one_position.py")
    up, down = nn.Linear(6, 24, bias=False).double(), nn.Linear(24, 6, bias=False).double()
    up.weight.data, down.weight.data = s["W_up"].T.contiguous(), s["W_down"].T.contiguous()
    qkv = [s[name] for name in ("Wq", "Wk", "Wv")]

    def attention(x: torch.Tensor) -> torch.Tensor:
        q, k, v = ((x @ W)[None] for W in qkv)
        return F.scaled_dot_product_attention(q, k, v)[0]

    parts = {"feed_forward": nn.Sequential(up, nn.GELU(), down), "attention": attention}
    lines = printed("one_position")
    for name, part in parts.items():
        size = torch.func.jacrev(part)(s["x"]).abs().amax((1, 3))
        start = next(i for i, line in enumerate(lines) if line.startswith(name)) + 1
        got = [[float(n) for n in line.split()] for line in lines[start : start + 4]]
        assert np.allclose(got, size.detach(), atol=5.1e-4)
        off = size[~torch.eye(4, dtype=torch.bool)]
        assert bool((off == 0).all()) == (name == "feed_forward")
        edited = s["x"].clone()
        edited[1] += 1
        unchanged = (part(edited) == part(s["x"])).all(1).tolist()
        assert unchanged == ([True, False, True, True] if name == "feed_forward" else [False] * 4)


def test_activations(scope: Scope) -> None:
    """The four functions equal torch's relu, gelu in both forms, and silu, from -8 to 8."""
    s = scope("block/activations_plain.py")
    z = torch.linspace(-8, 8, 1601, dtype=torch.float64)
    for name, want in {
        "relu": F.relu(z),
        "gelu": F.gelu(z),
        "gelu_tanh": F.gelu(z, approximate="tanh"),
        "silu": F.silu(z),
    }.items():
        near([s[name](v) for v in z.tolist()], want)
    for line in printed("activations_plain")[1:]:
        at, *values = map(float, line.split())
        assert np.allclose(values, [s[n](at) for n in ("relu", "gelu", "gelu_tanh", "silu")], atol=5.1e-5)


def test_gelu_exact(scope: Scope) -> None:
    """The exact form equals scipy's erf, and z times the normal distribution function."""
    s = scope("block/activations_plain.py")
    z = np.linspace(-6, 6, 241)
    got = [s["gelu"](v) for v in z]
    assert np.allclose(got, z * (1 + erf(z / np.sqrt(2))) / 2, rtol=0, atol=1e-14)
    assert np.allclose(got, z * norm.cdf(z), rtol=0, atol=1e-14)


def test_gelu_forms(scope: Scope) -> None:
    """Largest differences and their places equal those that scipy finds on torch's functions."""
    from transformers import BertConfig, GPT2Config

    s = scope("block/gelu_forms_plain.py")
    forms = {"approximate": lambda z: F.gelu(z, approximate="tanh"), "sigmoid": lambda z: z * torch.sigmoid(1.702 * z)}
    for line, (name, form) in zip(printed("gelu_forms_plain"), forms.items(), strict=False):

        def gap(z: float, form: Any = form) -> float:
            t = torch.tensor(z, dtype=torch.float64)
            return -float(abs(form(t) - F.gelu(t)))

        grid = np.linspace(0, 6, 601)
        at = grid[int(np.argmin([gap(z) for z in grid]))]
        best = minimize_scalar(gap, bounds=(at - 0.02, at + 0.02), method="bounded", options={"xatol": 1e-10})
        value, place = (float(n) for n in re.findall(r"[\d.]+e-\d+|[\d.]+$", line))
        assert value == pytest.approx(-best.fun, rel=5e-4)
        assert place == pytest.approx(best.x, abs=5.1e-3)
        assert s["difference"](s["largest"](s[name]), s[name]) == pytest.approx(-best.fun, abs=1e-12)
    assert (BertConfig().hidden_act, GPT2Config().activation_function) == ("gelu", "gelu_new")


@tiers("tier", ["numpy", "torch"])
def test_swiglu(scope: Scope, tier: str) -> None:
    """Equal to transformers' LlamaMLP with the same weights; parameters equal those of two matrices of width 4C."""
    from transformers import LlamaConfig
    from transformers.models.llama.modeling_llama import LlamaMLP

    s, atol = scope(f"block/swiglu_{tier}.py"), 1e-4 if tier == "torch" else 1e-12
    C, width = s["C"], s["F"]
    mlp = LlamaMLP(LlamaConfig(hidden_size=C, intermediate_size=width, num_attention_heads=1)).double()
    n = np.arange(1, C * width + 1).astype(float)
    for layer, power in ((mlp.gate_proj, 2), (mlp.up_proj, 3)):
        layer.weight.data = f64(np.sin(n**power).reshape(C, width)).T
    mlp.down_proj.weight.data = f64(np.sin(n**4).reshape(width, C)).T
    near(s["out"], mlp(f64(s["x"])), atol)
    near(s["gate"], F.silu(mlp.gate_proj(f64(s["x"]))), atol)
    assert sum(p.numel() for p in mlp.parameters()) == 2 * C * 4 * C == 288
    assert f"parameters: {3 * C * width};" in printed(f"swiglu_{tier}")[-1]


def test_neurons(scope: Scope) -> None:
    """The sums of rows equal torch's two linear layers; neuron 4 is an and of the first two channels."""
    s = scope("block/neurons_numpy.py")
    keys, values, b = (f64(s[name]) for name in ("keys", "values", "b"))
    outs = [line.partition("output ")[2].rpartition(",")[0] for line in printed("neurons_numpy") if "output" in line]
    for x, out in zip(f64([[1, 0, -1], [1, 1, 0], [0, -1, 2]]), outs, strict=True):
        near(eval(out), F.linear(F.relu(F.linear(x, keys, b)), values.T))
    fires = [[float(F.relu(F.linear(f64([i, j, 0]), keys, b))[3]) > 0 for j in (0, 1)] for i in (0, 1)]
    assert fires == [[False, False], [False, True]]


# ---------------------------------------------------------------- the whole block


def encoder(C: int, H: int, norm_first: bool, activation: str = "gelu") -> nn.TransformerEncoderLayer:
    """Torch's own block in float64, every parameter drawn anew, gains and biases too."""
    layer = nn.TransformerEncoderLayer(C, H, 4 * C, 0.0, activation, batch_first=True, norm_first=norm_first).double()
    with torch.no_grad():
        for p in layer.parameters():
            p.uniform_(-0.7, 0.7)
    return layer


@tiers("norm_first", [True, False])
@tiers("masked", [True, False])
@tiers(("B", "T", "C", "H"), [(2, 5, 12, 3), (1, 1, 4, 1), (3, 17, 32, 8)])
def test_encoder_layer(scope: Scope, norm_first: bool, masked: bool, B: int, T: int, C: int, H: int) -> None:
    """Outputs, and gradients of the input and of all twelve tensors, equal torch.nn.TransformerEncoderLayer's."""
    s = scope("block/encoder_layer.py")
    torch.manual_seed(T)
    layer = encoder(C, H, norm_first)
    mask = torch.ones(T, T).tril() == 1 if masked else None
    x = torch.randn(B, T, C, dtype=torch.float64)
    pull = torch.randn_like(x)

    ours_x, w = x.clone().requires_grad_(), {k: p.clone().requires_grad_() for k, p in layer.state_dict().items()}
    ours = s["block"](ours_x, w, H, norm_first, mask)
    theirs_x = x.clone().requires_grad_()
    theirs = layer(theirs_x, src_mask=None if mask is None else ~mask)
    near(ours, theirs)
    (ours * pull).sum().backward()
    (theirs * pull).sum().backward()
    scale = max(1.0, theirs_x.grad.abs().max().item())
    near(ours_x.grad, theirs_x.grad, 1e-12 * scale)
    assert len(w) == 12
    for name, p in layer.named_parameters():
        assert p.grad is not None
        near(w[name].grad, p.grad, 1e-12 * max(1.0, p.grad.abs().max().item()))


def test_encoder_layer_gpt2(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the tanh form of GELU put in, the pre-norm block under a causal mask is a block of transformers' GPT-2."""
    from transformers import GPT2Config, GPT2Model

    s = scope("block/encoder_layer.py")
    torch.manual_seed(0)
    model = GPT2Model(GPT2Config(vocab_size=7, n_embd=16, n_head=4, n_layer=1)).double().eval()
    gpt2 = model.h[0]
    with torch.no_grad():
        for p in gpt2.parameters():
            p.uniform_(-0.7, 0.7)
    ours = {
        "self_attn.in_proj_": "attn.c_attn.",
        "self_attn.out_proj.": "attn.c_proj.",
        "linear1.": "mlp.c_fc.",
        "linear2.": "mlp.c_proj.",
        "norm1.": "ln_1.",
        "norm2.": "ln_2.",
    }
    state = gpt2.state_dict()
    w = {f"{a}{kind}": state[f"{b}{kind}"] for a, b in ours.items() for kind in ("weight", "bias")}
    w = {name: p.T if p.dim() == 2 else p for name, p in w.items()}  # GPT-2 stores (inputs, outputs)
    ids = torch.tensor([[1, 2, 3, 4, 5, 6]])
    monkeypatch.setitem(s["feed_forward"].__globals__, "gelu", lambda z: F.gelu(z, approximate="tanh"))
    x = model.wte(ids) + model.wpe(torch.arange(6))
    got = s["block"](x, w, 4, True, torch.ones(6, 6).tril() == 1)
    near(model.ln_f(got), model(ids).last_hidden_state, 1e-10)


def test_count_block(scope: Scope) -> None:
    """The counts equal those of transformers' GPT-2 small and LLaMA 7B."""
    from transformers import GPT2Config, GPT2Model, LlamaConfig, LlamaModel

    s = scope("block/count_block.py")
    with torch.device("meta"):
        gpt2, llama = GPT2Model(GPT2Config()), LlamaModel(LlamaConfig())

    def count(module: nn.Module) -> int:
        return sum(p.numel() for p in module.parameters())

    assert s["total"] == count(gpt2.h[0])
    assert sum(w for w, _ in s["parts"].values()) - 2 * 768 == 12 * 768**2
    totals = [int(line.split()[-1].replace(",", "")) for line in printed("count_block")[-2:]]
    assert totals == [count(gpt2.h), count(llama.layers)]


def test_remove_parts(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole model equals torch's modules; the best losses are scipy's entropies; another seed gives that order."""
    s = scope("block/remove_parts.py")
    V, T, C, w = s["V"], s["T"], s["C"], s["whole"]
    ids = torch.randint(V, (4, T), generator=torch.Generator().manual_seed(5))
    layer = nn.TransformerEncoderLayer(C, 1, 4 * C, 0.0, "gelu", batch_first=True, norm_first=True).double()
    with torch.no_grad():
        for p in layer.parameters():
            p.zero_()
        layer.norm1.weight.fill_(1)
        layer.norm2.weight.fill_(1)
        layer.self_attn.in_proj_weight.copy_(w["qkv"].T)
        layer.self_attn.out_proj.weight.copy_(w["out"].T)
        layer.linear1.weight.copy_(w["up"].T)
        layer.linear2.weight.copy_(w["down"].T)
        x = F.embedding(ids, w["token"]) + w["position"]
        x = layer(x, src_mask=nn.Transformer.generate_square_subsequent_mask(T, dtype=torch.float64))
        near(s["model"](w, ids), norm_of(x) @ w["head"], 1e-10)
    counts = np.array([[(row == y).sum() for y in range(V)] for row in s["table"].numpy()])
    best = [float(n) for n in re.findall(r"\d\.\d\d", printed("remove_parts")[-1])]
    assert best == pytest.approx([entropy(counts, axis=1).mean(), entropy(counts.sum(0))], abs=5.1e-3)
    results = s["results"]
    assert results["attention"][1] >= best[0] - 0.02
    # Without positions the second token knows its neighbour all the same: there is no other.
    torch.set_default_dtype(torch.float64)
    try:
        blind = s["train"]("positions")
        many = torch.randint(V, (500, T))
        z, y = s["model"](blind, many, "positions")[:, 1:].mT, s["table"][many[:, 1:], many[:, :-1]]
        by_place = F.cross_entropy(z, y, reduction="none").mean(0)
        monkeypatch.setattr(torch, "manual_seed", lambda seed, draw=torch.manual_seed: draw(seed + 10))
        again = {part: s["loss"](s["train"](part), 500, part).item() for part in ("", "attention", "feed-forward")}
    finally:
        torch.set_default_dtype(torch.float32)
    assert by_place[0] < 0.3 < 0.7 < by_place[2:].min()
    assert again[""] < 0.05 < 0.2 < again["feed-forward"] < 0.8 < 1.5 < again["attention"] < 1.7
    lost = {part: after for part, (after, _) in results.items() if part != "nothing"}
    assert min(lost.values()) > 1.5
    assert sorted(lost, key=lambda part: -lost[part])[0] == "attention"


def test_solve_zero_mean(scope: Scope) -> None:
    """With what writes into the stream centred, torch's rms_norm gives what its layer_norm gave before."""
    s = scope("block/solve_zero_mean.py")

    def run(x: torch.Tensor, down: torch.Tensor, norm: Callable[[torch.Tensor], torch.Tensor]) -> torch.Tensor:
        for _ in range(2):
            x = x + F.relu(norm(x) @ f64(s["W_up"])) @ down
        return norm(x)

    want = run(f64(s["x"]), f64(s["W_down"]), norm_of)
    near(s["want"], want)
    got = run(f64(s["centred_x"]), f64(s["centred_down"]), lambda x: F.rms_norm(x, x.shape[-1:], eps=1e-5))
    near(got, want)


def test_solve_swap_neurons(scope: Scope) -> None:
    """Torch's linear layers with neurons in another order, and rescaled, agree or not as printed."""
    s = scope("block/solve_swap_neurons.py")
    x, up, down, b, scales = (f64(s[name]) for name in ("x", "W_up", "W_down", "b", "s"))
    for line, act in zip(printed("solve_swap_neurons"), (F.relu, F.gelu), strict=False):
        out = F.linear(act(F.linear(x, up.T, b)), down.T)
        order = s["order"]
        moved = F.linear(act(F.linear(x, up[:, order].T, b[order])), down[order].T)
        scaled = F.linear(act(F.linear(x, (up * scales).T, b * scales)), (down / scales[:, None]).T)
        same = [torch.allclose(out, other, rtol=0, atol=1e-12) for other in (moved, scaled)]
        assert re.findall(r"True|False", line) == [str(x) for x in same]
    near(s["moved"], s["out"])


def test_solve_swiglu_width(scope: Scope) -> None:
    """7B's width is transformers' default for LLaMA; all four are the least multiples of 256 that reach 8C / 3."""
    from transformers import LlamaConfig

    s = scope("block/solve_swiglu_width.py")
    assert s["released"]["7B"] == (LlamaConfig().hidden_size, LlamaConfig().intermediate_size)
    for line, (C, width) in zip(printed("solve_swiglu_width")[1:], s["released"].values(), strict=True):
        assert int(line.split()[3]) == width == next(n for n in range(0, 10**5, 256) if 3 * n >= 8 * C)


def test_dropout_mode(scope: Scope) -> None:
    """In each mode as torch's own module; transformers' GPT-2, asked twice, says the same only in evaluation."""
    import transformers

    s = scope("block/dropout_mode.py")
    for way, stays_on in (("module", False), ("function, rate alone", True), ("function, rate if training", False)):
        block, theirs = s["Block"](way), nn.Dropout(0.5)
        for training in (True, False):
            torch.manual_seed(1)
            ours = block.train(training)(s["x"])
            torch.manual_seed(1)
            want = theirs.train(training or stays_on)(s["x"])
            assert ours.equal(want)
    gpt2 = transformers.GPT2Model(transformers.GPT2Config(n_layer=1, n_embd=8, n_head=2, vocab_size=9, n_positions=4))
    ids = torch.arange(4)[None]
    for training in (True, False):
        gpt2.train(training)
        assert gpt2(ids).last_hidden_state.equal(gpt2(ids).last_hidden_state) != training


def test_solve_parallel(scope: Scope) -> None:
    """Both blocks from torch's layer norm, attention and linear layers."""
    s = scope("block/solve_parallel.py")
    x = f64(s["x"])
    qkvo = [s[name] for name in ("Wq", "Wk", "Wv", "Wo")]

    def ffn(x: torch.Tensor) -> torch.Tensor:
        return F.relu(x @ f64(s["W_up"])) @ f64(s["W_down"])

    middle = x + head(norm_of(x), *qkvo)
    near(s["serial"], middle + ffn(norm_of(middle)))
    near(s["parallel"], x + head(norm_of(x), *qkvo) + ffn(norm_of(x)))
