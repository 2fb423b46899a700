"""The chapter Backpropagation, held against torch's autograd and gradcheck, its counters, scipy and closed forms."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from tools.snippets import SNIPPETS, run

Scope = Callable[[str], dict[str, Any]]


def f64(value: Any, grad: bool = False) -> torch.Tensor:
    """Lists, arrays and tensors as float64 tensors, asking for a gradient or not."""
    value = value.detach() if isinstance(value, torch.Tensor) else value
    return torch.tensor(np.asarray(value), dtype=torch.float64, requires_grad=grad)


def close(got: Any, want: Any, atol: float = 1e-12) -> None:
    """Both the same shape and equal to `atol`."""
    torch.testing.assert_close(f64(got), f64(want), atol=atol, rtol=0)


def gradients(f: Callable[..., torch.Tensor], dy: Any, *inputs: Any) -> tuple[torch.Tensor, ...]:
    """What autograd finds for each input when dy arrives at the output of f."""
    given = [f64(v, grad=True) for v in inputs]
    assert torch.autograd.gradcheck(lambda *v: (f64(dy) * f(*v)).sum(), given)  # torch against its own differences
    found: tuple[torch.Tensor, ...] = torch.autograd.grad(f(*given), given, f64(dy))
    return found


# ---------------------------------------------------------------- what is a gradient?


def test_slope(scope: Scope) -> None:
    """The slope equals autograd's and scipy's; the last values have the errors that Taylor's formula says."""
    from scipy.differentiate import derivative
    from scipy.special import expit

    s = scope("backprop/slope.py")
    w = f64(s["w"], grad=True)
    loss = F.softplus(-2 * w)
    (slope,) = torch.autograd.grad(loss, w)
    close(s["slope"], slope)
    close(s["slope"], derivative(lambda w: np.log1p(np.exp(-2 * w)), s["w"]).df, 1e-9)
    close(s["loss"](s["w"]), loss)
    p = expit(2 * s["w"])
    second, third = 4 * p * (1 - p), -8 * p * (1 - p) * (2 * p - 1)
    assert s["one_sided"] - s["slope"] == pytest.approx(0.001 * second / 2, rel=1e-2)
    assert s["central"] - s["slope"] == pytest.approx(0.001**2 * third / 6, rel=1e-2)


def test_chain(scope: Scope) -> None:
    """All five gradients equal autograd's; so do the measured ones, to 1e-9."""
    s = scope("backprop/chain.py")
    x, w, b = (f64(s[n], grad=True) for n in "xwb")
    z = w * x + b
    a = torch.sigmoid(z)
    L = (a - s["y"]) ** 2
    want = torch.autograd.grad(L, (a, z, x, w, b))
    close([s[f"dL_d{n}"] for n in "azxwb"], [g.item() for g in want])
    close([s[f"measured_{n}"] for n in "xwb"], [g.item() for g in want[2:]], 1e-9)
    close([s["z"], s["a"], s["L"]], [z.item(), a.item(), L.item()])


def test_sensitivity(scope: Scope) -> None:
    """Gradients equal autograd's; the loss is a parabola, so Taylor's second term accounts for every difference."""
    s = scope("backprop/sensitivity.py")
    for y, want in ((1.0, s["grad_2"]), (1.125, s["grad"][1])):
        (grad,) = gradients(lambda w, y=y: (w @ f64(s["x"]) - y) ** 2, 1.0, s["w"])
        close(grad[1], want)
    for change in (-0.001, -0.01, -0.125):
        real = s["loss"]([5.0, 0.125 + change], 1.0) - s["loss"]([5.0, 0.125], 1.0)
        assert real == pytest.approx(s["grad_2"] * change + (4.0 * change) ** 2, abs=1e-12)
    last = run(SNIPPETS / "backprop/sensitivity.py").output.splitlines()[-1]
    assert [float(n) for n in last.split()] == [-0.125, 0.125, -0.125]  # the sign is wrong for the large step


def test_only_gradients(scope: Scope) -> None:
    """Gradients and both steps equal the closed forms of the square, of SGD and of Adam's first step."""
    text = run(SNIPPETS / "backprop/only_gradients.py").output
    s = scope("backprop/only_gradients.py")
    w, x = f64([0.5, 1.0]), f64(s["x"])
    grad = 2 * (w @ x - s["y"]) * x
    sgd = w - 0.1 * grad
    adam = w - 0.1 * grad / (grad.abs() + 1e-8)  # Kingma and Ba 2015, algorithm 1, at t = 1
    assert f"w = {w.tolist()}  w.grad = {grad.tolist()}" in text
    assert f"w = {w.tolist()}  w.grad = {(2 * grad).tolist()}" in text
    for new in (sgd, adam):
        assert f"w = {new[0]:.3f}, {new[1]:.3f}  w.grad = {grad.tolist()}" in text


def test_solve_best_step(scope: Scope) -> None:
    """The best steps lie within a factor of ten of the rules eps^(1/2) and eps^(1/3)."""
    s = scope("backprop/solve_best_step.py")
    eps = np.finfo(np.float64).eps
    for name, rule in (("one_sided", eps ** (1 / 2)), ("central", eps ** (1 / 3))):
        best = min(s[name], key=s[name].get)
        assert rule / 10 <= best <= rule * 10
        assert np.isclose(s[name][1e-1], {"one_sided": 0.31, "central": 0.01}[name])  # 3h + h^2 and h^2


# ---------------------------------------------------------------- autograd


def test_engine(scope: Scope) -> None:
    """The engine's gradients equal torch's; its order puts every node behind its inputs."""
    s = scope("backprop/engine.py")
    x, w, b = (f64(s[n].data, grad=True) for n in "xwb")
    z = w * x + b
    L = z * torch.tanh(z)
    want = torch.autograd.grad(L, (z, x, w, b))
    close([s[n].grad for n in "zxwb"], [g.item() for g in want])
    close(s["L"].data, L)
    order = s["topological"](s["L"], [])
    for node in order:
        assert all(order.index(source) < order.index(node) for source, _ in node.inputs)


def test_engine_on_random_graphs(scope: Scope) -> None:
    """On fifty random graphs of forty operations the engine's gradients equal torch's."""
    Value, topological = (scope("backprop/engine.py")[n] for n in ("Value", "topological"))
    random = np.random.RandomState(0)
    for _ in range(50):
        start = random.randn(4)
        ours, theirs = [Value(v) for v in start], [f64(v, grad=True) for v in start]
        for _ in range(40):
            i, j = random.randint(len(ours), size=2)
            match random.randint(3):
                case 0:
                    ours.append(ours[i] + ours[j])
                    theirs.append(theirs[i] + theirs[j])
                case 1:
                    ours.append((ours[i] * ours[j]).tanh())
                    theirs.append((theirs[i] * theirs[j]).tanh())
                case _:
                    ours.append(ours[i].tanh() * ours[j])
                    theirs.append(theirs[i].tanh() * theirs[j])
        ours[-1].grad = 1.0
        for node in reversed(topological(ours[-1], [])):
            for source, slope in node.inputs:
                source.grad += node.grad * slope
        want = torch.autograd.grad(theirs[-1], theirs[:4], allow_unused=True, materialize_grads=True)
        torch.testing.assert_close(f64([v.grad for v in ours[:4]]), torch.stack(want), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("tier", ["plain", "numpy", "torch"])
def test_network(scope: Scope, tier: str) -> None:
    """Loss and all nine gradients equal those of an nn.Sequential with mse_loss."""
    s, numpy = scope(f"backprop/network_{tier}.py"), scope("backprop/network_numpy.py")
    net = nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1)).double()
    state = {"0.weight": numpy["W1"].T, "0.bias": numpy["b1"], "2.weight": [numpy["w2"]], "2.bias": [numpy["b2"]]}
    net.load_state_dict({name: f64(v) for name, v in state.items()})
    loss = F.mse_loss(net(f64(numpy["X"]))[:, 0], f64(numpy["y"]))
    dW1, db1, dw2, db2 = torch.autograd.grad(loss, list(net.parameters()))
    got: tuple[Any, ...] = (s["W1"], s["b1"], s["w2"], s["b2"])
    if tier == "plain":
        numbers = np.vectorize(lambda value: value.grad)
        got = tuple(numbers(np.array(value)) for value in got)
    elif tier == "numpy":
        got = (s["dW1"], s["db1"], s["dw2"], s["db2"])
    else:
        got = tuple(W.grad for W in got)
    for ours, theirs in zip(got, (dW1.T, db1, dw2[0], db2[0]), strict=True):
        close(ours, theirs)
    close(s["L"].data if tier == "plain" else s["L"], loss)


def test_cost(scope: Scope) -> None:
    """Forward and backward counts equal those of torch's own FLOP counter, two FLOPs to a multiplication."""
    from torch.utils.flop_counter import FlopCounterMode

    run_counted = scope("backprop/cost.py")["run"]
    for C in (8, 32, 128):
        x = torch.zeros(16, C)
        W = [torch.zeros(C, C, requires_grad=True) for _ in range(4)]
        with FlopCounterMode(display=False) as forward:
            for w in W:
                x = torch.tanh(x @ w)
        with FlopCounterMode(display=False) as backward:
            x.sum().backward()
        assert run_counted(16, C, 4) == (forward.get_total_flops() / 2, backward.get_total_flops() / 2)


def test_solve_new_operations(scope: Scope) -> None:
    """The slope equals autograd's through torch.sigmoid."""
    s = scope("backprop/solve_new_operations.py")
    z = f64(0.8, grad=True)
    p = torch.sigmoid(z)
    (slope,) = torch.autograd.grad(p, z)
    close([s["p"].data, -s["minus_z"].grad], [p.item(), slope.item()])


# ---------------------------------------------------------------- by hand


def test_linear(scope: Scope) -> None:
    """All three gradients equal autograd's through torch.nn.functional.linear."""
    s = scope("backprop/linear.py")
    want = gradients(lambda x, W, b: F.linear(x, W.T, b), s["dy"], s["x"], s["W"], s["b"])
    for name, theirs in zip(("x", "W", "b"), want, strict=True):
        close(s["formula"][name], theirs)
        close(s["measured"](name), theirs, 1e-7)


def test_cross_entropy(scope: Scope) -> None:
    """The gradient equals autograd's through torch's cross-entropy, and its rows sum to 0."""
    s = scope("backprop/cross_entropy.py")
    (want,) = gradients(lambda z: F.cross_entropy(z, torch.as_tensor(s["y"])), 1.0, s["z"])
    close(s["dz"], want)
    close(s["measured"]("z"), want, 1e-7)
    close(s["dz"].sum(1), np.zeros(3))


def test_gelu(scope: Scope) -> None:
    """Values and slopes of both forms equal torch's on a grid, and the exact slope has scipy's minimum."""
    from scipy.optimize import minimize_scalar

    s = scope("backprop/gelu.py")
    z = np.linspace(-6, 6, 101)
    for name, gelu in (("none", s["exact"]), ("tanh", s["with_tanh"])):
        value, slope = gelu(z)
        (want,) = gradients(lambda t, name=name: F.gelu(t, approximate=name), np.ones(101), z)
        close(value, F.gelu(f64(z), approximate=name))
        close(slope, want)
    least = minimize_scalar(lambda z: s["exact"](np.array([z]))[0][0], bracket=(-1, -0.5)).x
    assert least == pytest.approx(-0.7518, abs=1e-3)  # where the slope changes its sign


def test_layer_norm(scope: Scope) -> None:
    """All three gradients equal autograd's through torch's layer_norm."""
    s = scope("backprop/layer_norm.py")
    want = gradients(lambda x, g, b: F.layer_norm(x, (4,), g, b, 1e-5), s["dy"], s["x"], s["g"], s["b"])
    for name, theirs in zip(("x", "g", "b"), want, strict=True):
        close(s["formula"][name], theirs)
        close(s["measured"](name), theirs, 1e-7)
    close(s["dx"].sum(1), np.zeros(3))


def test_rms_norm(scope: Scope) -> None:
    """Both gradients equal autograd's through torch's rms_norm."""
    s = scope("backprop/rms_norm.py")
    want = gradients(lambda x, g: F.rms_norm(x, (4,), g, 1e-6), s["dy"], s["x"], s["g"])
    for name, theirs in zip(("x", "g"), want, strict=True):
        close(s["formula"][name], theirs)
        close(s["measured"](name), theirs, 1e-7)


def test_embedding(scope: Scope) -> None:
    """The gradient equals autograd's through torch's embedding, and one_hot.T @ dy; the bug's does not."""
    s = scope("backprop/embedding.py")
    ids = torch.as_tensor(s["ids"])
    (want,) = gradients(lambda E: F.embedding(ids, E), s["dy"], s["E"])
    close(s["dE"], want)
    close(s["measured"]("E"), want, 1e-7)
    close(s["dE"], F.one_hot(ids, 4).double().T @ f64(s["dy"]))
    assert np.abs(s["bug"] - s["dE"]).max() > 0.4


def test_solve_swiglu(scope: Scope) -> None:
    """Both gradients equal autograd's through torch's silu."""
    s = scope("backprop/solve_swiglu.py")
    for got, want in zip(
        (s["dz"], s["du"]), gradients(lambda z, u: F.silu(z) * u, s["da"], s["z"], s["u"]), strict=True
    ):
        close(got, want)


def test_solve_norm_bug(scope: Scope) -> None:
    """The right gradient equals autograd's through torch's layer_norm without eps; the wrong one does not."""
    s = scope("backprop/solve_norm_bug.py")
    (want,) = gradients(lambda x: F.layer_norm(x, (4,), eps=0), s["dy"], s["x"])
    close(s["right"], want)
    assert np.abs(s["wrong"] - want.numpy()).max() > 0.1


# ---------------------------------------------------------------- attention and a block


def test_softmax_jacobian(scope: Scope) -> None:
    """The Jacobian and the product equal torch's."""
    s = scope("backprop/softmax_jacobian.py")
    z = f64(s["z"])
    J = torch.autograd.functional.jacobian(lambda z: z.softmax(0), z)
    assert isinstance(J, torch.Tensor)
    close(s["J"], J)
    close(s["dz"], torch.autograd.functional.vjp(lambda z: z.softmax(0), z, f64(s["dp"]))[1])


def test_attention(scope: Scope) -> None:
    """All three gradients equal autograd's through torch's attention, and a key bias gets none."""
    s = scope("backprop/attention.py")
    T = s["T"]

    def attend(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        scores = (q @ (k + b).T / s["D"] ** 0.5).masked_fill(torch.ones(T, T).triu(1).bool(), -torch.inf)
        return scores.softmax(1) @ v

    *want, of_bias = gradients(attend, s["dy"], s["q"], s["k"], s["v"], np.zeros(s["D"]))
    theirs = F.scaled_dot_product_attention(*(f64(s[n])[None] for n in "qkv"), is_causal=True)[0]
    close(s["shares"](s["q"], s["k"]) @ s["v"], theirs)
    for name, expected in zip("qkv", want, strict=True):
        close(s["formula"][name], expected)
        close(s["measured"](name), expected, 1e-7)
    close(of_bias, np.zeros(s["D"]))
    close(s["dk"].sum(0), of_bias)


class ByHand(torch.autograd.Function):  # type: ignore[misc]
    """The snippet's block as an operation of torch: its forward and its backward pass, nothing of autograd."""

    @staticmethod
    def forward(ctx: Any, s: dict[str, Any], *given: torch.Tensor) -> torch.Tensor:
        """The block's output; what the backward pass needs is kept."""
        named = {name: v.detach().numpy() for name, v in zip(s["given"], given, strict=True)}
        y, kept = s["forward"](**named)
        ctx.of = s, named, kept
        return torch.from_numpy(y)

    @staticmethod
    def backward(ctx: Any, *dy: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        """The snippet's gradients, in the order of the inputs."""
        s, named, kept = ctx.of
        grad = s["backward"](dy[0].numpy(), kept, **named)
        return (None, *(torch.from_numpy(grad[name]) for name in named))


def test_block_by_hand(scope: Scope) -> None:
    """Output and all thirteen gradients equal torch's TransformerEncoderLayer (pre-norm, causal) with its autograd."""
    s = scope("backprop/block_by_hand.py")
    C, g = s["C"], s["given"]
    layer = nn.TransformerEncoderLayer(C, s["H"], 4 * C, 0.0, nn.GELU("tanh"), norm_first=True).double()
    names = {
        "self_attn.in_proj_weight": ("Wqkv", True),
        "self_attn.in_proj_bias": ("bqkv", False),
        "self_attn.out_proj.weight": ("Wo", True),
        "self_attn.out_proj.bias": ("bo", False),
        "linear1.weight": ("Wup", True),
        "linear1.bias": ("bup", False),
        "linear2.weight": ("Wdown", True),
        "linear2.bias": ("bdown", False),
        "norm1.weight": ("g1", False),
        "norm1.bias": ("b1", False),
        "norm2.weight": ("g2", False),
        "norm2.bias": ("b2", False),
    }
    layer.load_state_dict({n: f64(g[ours].T if turned else g[ours]) for n, (ours, turned) in names.items()})
    x = f64(g["x"][:, None], grad=True)
    y = layer(x, src_mask=nn.Transformer.generate_square_subsequent_mask(s["T"], dtype=torch.float64), is_causal=True)
    close(s["forward"](**g)[0], y[:, 0], 1e-10)
    y.backward(f64(s["dy"][:, None]))
    assert x.grad is not None
    close(s["formula"]["x"], x.grad[:, 0], 1e-10)
    for name, W in layer.named_parameters():
        ours, turned = names[name]
        assert W.grad is not None
        close(s["formula"][ours], W.grad.T if turned else W.grad, 1e-10)
    close(s["formula"]["bqkv"][C : 2 * C], np.zeros(C), 1e-10)  # the key's bias


def test_block_by_hand_passes_gradcheck(scope: Scope) -> None:
    """The block's two passes, as one operation of torch, pass torch.autograd.gradcheck at other numbers."""
    s = scope("backprop/block_by_hand.py")
    random = np.random.RandomState(1)
    given = [f64(0.5 * random.randn(*np.shape(v)), grad=True) for v in s["given"].values()]
    assert torch.autograd.gradcheck(lambda *v: ByHand.apply(s, *v), given, atol=1e-7)


def test_solve_causal(scope: Scope) -> None:
    """Which vectors a token's loss reaches is what autograd finds through torch's attention."""
    s, text = scope("backprop/solve_causal.py"), run(SNIPPETS / "backprop/solve_causal.py").output
    q, k, v = (f64(s[n], grad=True) for n in "qkv")
    y = F.scaled_dot_product_attention(q[None], k[None], v[None], is_causal=True)[0]
    for t, row in enumerate(text.splitlines()):
        grads = torch.autograd.grad(y[t], (q, k, v), f64([1.0, -2.0, 0.5]), retain_graph=True)
        parts = []
        for name, d in zip(("query", "key", "value"), grads, strict=True):
            reached = [str(j) for j in range(4) if d[j].abs().max() > 1e-12]
            parts.append(f"{name} of {' '.join(reached) or 'none'}")
        assert row == f"loss at token {t}: " + "; ".join(parts)


# ---------------------------------------------------------------- depth and memory


def test_depth(scope: Scope) -> None:
    """Every printed norm equals autograd's in a torch network with the same draws."""
    s, text = scope("backprop/depth.py"), run(SNIPPETS / "backprop/depth.py").output
    for row, (name, (scale, residual, norm)) in zip(text.splitlines()[1:-1], s["runs"].items(), strict=True):
        h = f64(s["x"], grad=True)
        states = [h]
        for W in f64(scale * s["draws"]):
            u = F.rms_norm(h, (s["C"],), eps=0) if norm else h
            h = F.relu(F.linear(u, W.T)) + (h if residual else 0)
            states.append(h)
        grads = torch.autograd.grad(h, states, f64(s["top"]))
        norms = [grads[n].norm().item() / grads[-1].norm().item() for n in s["shown"]]
        assert row.startswith(name)
        assert [float(n) for n in row[14:].split()] == pytest.approx(norms, rel=0.06)
    close(s["norms"][-1], grads[0].norm(), 1e-10)


def test_depth_plain_factor_is_half_the_variance(scope: Scope) -> None:
    """Without residuals the squared norm changes by scale^2 / 2 a layer (He 2015, section 2.2), to 15 per cent."""
    s, text = scope("backprop/depth.py"), run(SNIPPETS / "backprop/depth.py").output
    for row, (_, (scale, residual, _)) in zip(text.splitlines()[1:-1], s["runs"].items(), strict=True):
        if not residual:
            factor = float(row.split()[-1]) ** (1 / s["N"])
            assert factor == pytest.approx(scale / 2**0.5, rel=0.15)
    assert text.endswith(f"plain, small {2.0**-15:.1e}; plain, large {2.0**15:.1e}\n")


def saved_by_nodes(y: torch.Tensor) -> dict[int, int]:
    """Bytes that the graph behind y holds, found by walking the nodes' own _saved attributes, not by hooks."""
    places, todo, seen = {}, [y.grad_fn], set()
    while todo:
        node = todo.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        for name in dir(node):
            if name.startswith("_saved") and isinstance(t := getattr(node, name), torch.Tensor):
                places[t.untyped_storage().data_ptr()] = t.untyped_storage().nbytes()
        todo += [below for below, _ in node.next_functions]
    return places


@pytest.mark.parametrize(("T", "fused"), [(32, False), (128, False), (32, True), (128, True)])
def test_kept(scope: Scope, T: int, fused: bool) -> None:
    """The hooks' count equals what the nodes of torch's graph say they hold, and the rule."""
    s = scope("backprop/kept.py")
    places = saved_by_nodes(s["block"](torch.ones(T, s["C"], requires_grad=True), fused))
    numbers = sum(n // 4 for place, n in places.items() if place not in s["weights"])
    assert numbers // T == 16 * s["C"] + 4 + s["H"] * (1 if fused else T)
    text = run(SNIPPETS / "backprop/kept.py").output
    assert f"{'fused' if fused else 'steps'}, T = {T}, per token: " in text
    assert f"sum {numbers // T:,}; by the rule {numbers // T:,}" in text


@pytest.mark.parametrize(("kind", "device"), [("steps", "meta"), ("fused", "cpu")])
def test_gpt2_memory(scope: Scope, kind: str, device: str) -> None:
    """A block of GPT-2 small's size keeps what the rule says, counted by hooks (in steps: without any arithmetic)."""
    s = scope("backprop/gpt2_memory.py")
    T, C, H = s["T"], s["C"], s["H"]
    kept: dict[int, int] = {}

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        kept[tensor.untyped_storage()._cdata] = tensor.untyped_storage().nbytes() // 4
        return tensor

    with torch.device(device), torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        block = nn.TransformerEncoderLayer(C, H, 4 * C, 0.0, F.gelu, norm_first=True)
        attention, x = block.self_attn, torch.ones(1, T, C, requires_grad=True)
        qkv = F.linear(block.norm1(x), attention.in_proj_weight, attention.in_proj_bias)
        q, k, v = qkv.view(1, T, 3, H, C // H).permute(2, 0, 3, 1, 4)
        if kind == "fused":
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            y = (q @ k.mT / 8 + torch.full((T, T), -torch.inf).triu(1)).softmax(3) @ v
        mid = x + attention.out_proj(y.transpose(1, 2).reshape(1, T, C))
        out = mid + block.linear2(F.gelu(block.linear1(block.norm2(mid))))
    weights = {W.untyped_storage()._cdata for W in block.parameters()}
    assert out.shape == x.shape
    assert sum(numbers for place, numbers in kept.items() if place not in weights) == s[kind]
    waiting = 12 * T * C  # with a checkpoint for each block, and one block open
    names = {"steps": ("attention in steps", "checkpoint, in steps"), "fused": ("fused attention", "checkpoint, fused")}
    assert [s["rows"][name] for name in names[kind]] == [12 * s[kind], waiting + s[kind]]


def test_gpt2_memory_weights_are_transformers() -> None:
    """The number of weights and of logits equal those of transformers' GPT-2."""
    from transformers import GPT2Config, GPT2LMHeadModel

    rows = run(SNIPPETS / "backprop/gpt2_memory.py").scope["rows"]
    with torch.device("meta"):
        model = GPT2LMHeadModel(GPT2Config())
    assert rows["all weights"] == model.num_parameters()
    assert rows["logits"] == 1024 * model.config.vocab_size


def test_checkpoint_by_hand(scope: Scope) -> None:
    """For every spacing the gradient equals autograd's, and arrays and layers are what Chen 2016 counts."""
    s = scope("backprop/checkpoint_by_hand.py")
    W = f64(s["W"], grad=True)
    h = f64(s["x"])
    for n in range(s["N"]):
        h = torch.tanh(h @ W[n])
    (want,) = torch.autograd.grad(h.sum(), W)
    for spacing in (2, 3, 4, 6, 9, 12, 18):
        dW, most, computed = s["gradient"](spacing)
        close(dW, want)
        assert (most, computed) == (36 // spacing + spacing, 72)


def test_checkpoint(scope: Scope) -> None:
    """Both gradients equal those of the chain written out in torch; the kept numbers equal a count by hand."""
    s, text = scope("backprop/checkpoint.py"), run(SNIPPETS / "backprop/checkpoint.py").output
    norm, up, _, down = s["parts"]
    given = [
        W.detach().clone().requires_grad_() for W in (norm.weight, norm.bias, *up.parameters(), *down.parameters())
    ]
    h = s["x"].clone()
    for _ in range(s["N"]):
        a = F.gelu(F.linear(F.layer_norm(h, (s["C"],), given[0], given[1]), given[2], given[3]))
        h = h + F.linear(a, given[4], given[5])
    want = torch.autograd.grad((h * h).sum(), given)
    flat = torch.cat([w.flatten() for w in want])
    for grad in s["grads"]:
        torch.testing.assert_close(grad, flat, rtol=1e-10, atol=1e-10)
    T, C, N = s["T"], s["C"], s["N"]
    everything = T * (N * (C + 2 + C + 4 * C + 4 * C) + C)  # h, mean and spread, norm, before and after GELU; last h
    assert f"kept: {everything:,} numbers between the passes, {N} blocks" in text
    assert f"checkpoints: {T * C * (N + 1):,} numbers between the passes, {2 * N} blocks" in text


def test_solve_sigmoid_depth(scope: Scope) -> None:
    """The gradient through twenty sigmoids equals autograd's, and 1/4 is a sigmoid's largest slope."""
    s = scope("backprop/solve_sigmoid_depth.py")
    h = f64(0.5, grad=True)
    a = h
    for _ in range(20):
        a = torch.sigmoid(a)
    (want,) = torch.autograd.grad(a, h)
    assert s["grad"] == pytest.approx(want.item(), rel=1e-10)
    z = f64(np.linspace(-9, 9, 1801), grad=True)
    (slopes,) = torch.autograd.grad(torch.sigmoid(z).sum(), z)
    assert slopes.max().item() == pytest.approx(0.25)
