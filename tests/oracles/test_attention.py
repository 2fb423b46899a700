"""The chapter on attention, held against torch, autograd, transformers, scipy and closed forms."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from scipy.optimize import linprog
from scipy.special import log_softmax, softmax
from torch.nn import functional as F

Scope = Callable[[str], dict[str, Any]]
tiers = pytest.mark.parametrize


def f64(value: Any) -> torch.Tensor:
    """Lists, arrays and tensors as float64 tensors without a gradient."""
    value = value.detach() if isinstance(value, torch.Tensor) else value
    return torch.as_tensor(np.asarray(value), dtype=torch.float64)


def near(got: Any, want: Any, atol: float = 1e-12) -> None:
    """Fail unless both have one shape and agree within `atol`."""
    torch.testing.assert_close(f64(got), f64(want), rtol=0, atol=atol)


def sdpa(q: Any, k: Any, v: Any, **options: Any) -> torch.Tensor:
    """Torch's own attention, in float64."""
    q, k, v = f64(q), f64(k), f64(v)
    if q.dim() == 2:
        return F.scaled_dot_product_attention(q[None], k[None], v[None], **options)[0]
    return F.scaled_dot_product_attention(q, k, v, **options)


# ---------------------------------------------------------------- one head, many heads


@tiers("tier", ["plain", "numpy", "torch"])
def test_one_head(scope: Scope, tier: str) -> None:
    """Weights and outputs equal torch's scaled_dot_product_attention in float64."""
    s, atol = scope(f"attention/one_head_{tier}.py"), 1e-6 if tier == "torch" else 1e-12
    x, Wq, Wk, Wv = (f64(s[n]) for n in ("x", "Wq", "Wk", "Wv"))
    q, k, v = x @ Wq, x @ Wk, x @ Wv
    for name, want in zip("qkv", (q, k, v), strict=True):
        near(s[name], want, atol)
    A, out = sdpa(q, k, torch.eye(3)), sdpa(q, k, v)
    near(s["A"], A[-1] if tier == "plain" else A, atol)  # the loop's last token
    near(s["out"], out[-1] if tier == "plain" else out, atol)


def test_scale(scope: Scope) -> None:
    """Variances are D and 1 (Vaswani 2017, footnote 4), within 4 %; a row of means equals scipy's and autograd's."""
    s = scope("attention/scale.py")
    for D, (plain, scaled) in s["results"].items():
        assert plain[0] == pytest.approx(D, rel=0.04)
        assert scaled[0] == pytest.approx(1, rel=0.04)
    z = f64(s["s"]) / 16  # the last and largest: D = 256
    A = softmax(z.numpy(), axis=1)
    largest, bits, gradient = s["facts"](z.numpy())
    assert largest == pytest.approx(A.max(1).mean())
    assert bits == pytest.approx(-(A * log_softmax(z.numpy(), axis=1)).sum(1).mean() / np.log(2))
    J = torch.func.vmap(torch.func.jacrev(lambda row: row.softmax(0)))(z)
    assert gradient == pytest.approx(torch.einsum("qjj->q", J).mean().item())
    assert s["results"][256][1][1:] == pytest.approx((largest, bits, gradient))


@tiers("tier", ["numpy", "torch"])
def test_many_heads(scope: Scope, tier: str) -> None:
    """Weights of each head and outputs equal torch.nn.MultiheadAttention with the same matrices."""
    s = scope(f"attention/many_heads_{tier}.py")
    C, H, x = s["C"], s["H"], f64(s["x"])
    layer = torch.nn.MultiheadAttention(C, H, bias=False).double()
    with torch.no_grad():
        layer.in_proj_weight[:] = torch.cat([f64(s[n]) for n in ("Wq", "Wk", "Wv")], dim=1).T
        layer.out_proj.weight[:] = f64(s["Wo"]).T
        out, A = layer(x, x, x, average_attn_weights=False)
    near(s["out"], out)
    near(s["A"], A)
    near(s["one_by_one"], out)
    Q, K, V = (f64(x @ f64(s[n])).reshape(3, H, -1).transpose(0, 1) for n in ("Wq", "Wk", "Wv"))
    near(s["out"], sdpa(Q, K, V).transpose(0, 1).reshape(3, C) @ f64(s["Wo"]))
    assert sum(p.numel() for p in layer.parameters()) == 4 * C * C


def test_cross_attention(scope: Scope) -> None:
    """Cross-attention equals torch's, with queries from one text and keys and values from the other."""
    s = scope("attention/cross_attention.py")
    source, target = f64(s["source"]), f64(s["target"])
    k, v = source @ f64(s["Wk"]), source @ f64(s["Wv"])
    near(s["out"], sdpa(target @ f64(s["Wq"]), k, v))
    near(s["shuffled"], s["out"])
    assert s["A"].shape == (s["T"], s["S"])


def test_solve_divide_by_d(scope: Scope) -> None:
    """The variance of scores divided by D is 1 / D; the last entropy equals scipy's."""
    s = scope("attention/solve_divide_by_d.py")
    assert s["s"].var() == pytest.approx(1 / 256, rel=0.04)
    near(s["A"], softmax(s["s"], axis=1))
    assert s["bits"] == pytest.approx(-(s["A"] * log_softmax(s["s"], axis=1)).sum(1).mean() / np.log(2))


# ---------------------------------------------------------------- masks


@tiers("tier", ["plain", "numpy", "torch"])
def test_causal_mask(scope: Scope, tier: str) -> None:
    """Weights and outputs, before and after the edit, equal torch's attention with is_causal."""
    s, atol = scope(f"attention/causal_mask_{tier}.py"), 1e-6 if tier == "torch" else 1e-12
    q, k, v = (f64(s[n]).reshape(4, 2) for n in "qkv")
    near(s["A"], sdpa(q, k, torch.eye(4), is_causal=True), atol)
    near(s["out"], sdpa(q, k, v, is_causal=True), atol)
    v = v.clone()
    v[-1] = 100
    near(s["after"], sdpa(q, k, v, is_causal=True), 1e-4 if tier == "torch" else 1e-12)


def test_four_masks(scope: Scope) -> None:
    """Each grid equals one built another way; the prefix mask as transformers' mask functions combine."""
    from transformers.masking_utils import causal_mask_function, or_masks

    s = scope("attention/four_masks.py")
    T, masks = s["T"], s["masks"]
    near(masks["causal"], torch.ones(T, T).tril())
    near(masks["padding"], torch.tensor([1, 1, 1, 1, 0, 0]).expand(T, T))
    prefix = or_masks(causal_mask_function, lambda b, h, i, j: j < s["prefix"])
    near(masks["prefix"], [[int(prefix(0, 0, torch.tensor(i), torch.tensor(j))) for j in range(T)] for i in range(T)])
    order = s["order"].tolist()
    for turn, token in enumerate(order):  # a token sees what was predicted up to its own turn
        assert np.flatnonzero(masks["permutation"][token]).tolist() == sorted(order[: turn + 1])


def test_four_masks_leak_nothing(scope: Scope) -> None:
    """Autograd through torch's attention with each mask finds a gradient exactly where the grid has a 1."""
    s = scope("attention/four_masks.py")
    T = s["T"]
    q, k, v = torch.sin(torch.arange(3 * T * 4, dtype=torch.float64) ** 2).reshape(3, T, 4)
    for mask in s["masks"].values():

        def head(v: torch.Tensor, mask: Any = mask) -> torch.Tensor:
            return sdpa_graph(q, k, v, torch.from_numpy(mask))

        J = torch.autograd.functional.jacobian(head, v)
        assert isinstance(J, torch.Tensor)
        assert ((J != 0).any(3).any(1).numpy() == mask).all()


def sdpa_graph(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Torch's attention, kept differentiable."""
    return F.scaled_dot_product_attention(q[None], k[None], v[None], attn_mask=mask)[0]


def test_both_directions(scope: Scope) -> None:
    """Shares and outputs equal torch's attention; the outputs that an edit changes are those that autograd finds."""
    s = scope("attention/both_directions_numpy.py")
    T = s["T"]
    for may_see, causal in [(s["all_see_all"], False), (s["causal"], True)]:
        A, out = s["attention"](s["x"], may_see)
        near(A, sdpa(s["x"], s["x"], torch.eye(T), is_causal=causal))
        near(out, sdpa(s["x"], s["x"], s["x"], is_causal=causal))
        x = f64(s["x"]).requires_grad_()
        total = F.scaled_dot_product_attention(x[None], x[None], x[None], is_causal=causal)[0].sum(1)
        for i in [0, T - 1]:
            moved = [bool(torch.autograd.grad(total[t], x, retain_graph=True)[0][i].any()) for t in range(T)]
            edited = s["x"].copy()
            edited[i] = [-2.0, 3.0]
            assert (s["attention"](edited, may_see)[1] != out).any(1).tolist() == moved
    assert s["changed"].tolist() == [False, False, False, True]


def test_mask_where(scope: Scope) -> None:
    """The right rule equals torch's attention under the mask; the wrong ones miss it by more than a tenth."""
    s = scope("attention/mask_where.py")
    scores, v = f64(s["scores"]), f64(s["v"])
    want = sdpa(torch.eye(3), scores.T, v, attn_mask=torch.ones(3, 3).tril() == 1, scale=1.0)
    right, *wrong = s["rules"].values()
    near(right(s["scores"]) @ s["v"], want)
    for rule in wrong:
        assert (f64(rule(s["scores"]) @ s["v"]) - want).abs().max() > 0.1


@tiers("tier", ["numpy", "torch"])
def test_leak(scope: Scope, tier: str) -> None:
    """Both grids equal what autograd finds through torch's attention: a lower triangle, and one diagonal more."""
    s = scope(f"attention/leak_{tier}.py")
    x, Wq, Wk, Wv = (f64(s[n]) for n in ("x", "Wq", "Wk", "Wv"))
    for diagonal in (0, 1):
        mask = torch.ones(5, 5).tril(diagonal) == 1

        def head(x: torch.Tensor, mask: torch.Tensor = mask) -> torch.Tensor:
            return sdpa_graph(x @ Wq, x @ Wk, x @ Wv, mask)

        J = torch.autograd.functional.jacobian(head, x)
        assert isinstance(J, torch.Tensor)
        near(s["moved"](diagonal), (J != 0).any(3).any(1))
        near(s["moved"](diagonal), mask)
        near(s["attention"](s["x"], diagonal), head(x), 1e-5 if tier == "torch" else 1e-12)


def small(kind: str, **sizes: Any) -> Any:
    """A model of transformers with two layers and random weights, in float64."""
    import transformers

    sizes = {"vocab_size": 50, "num_hidden_layers": 2, "hidden_size": 32, "num_attention_heads": 4, **sizes}
    if kind != "GPT2":
        sizes["intermediate_size"] = 64
    torch.manual_seed(0)
    return getattr(transformers, f"{kind}Model")(getattr(transformers, f"{kind}Config")(**sizes)).double().eval()


@tiers(("kind", "leaks"), [("GPT2", False), ("Llama", False), ("Bert", True)])
def test_leak_real_models(kind: str, leaks: bool) -> None:
    """A change of the last token moves earlier outputs of BERT, and leaves those of GPT-2 and LLaMA as they were."""
    model = small(kind)
    ids = torch.tensor([[3, 1, 4, 1, 5, 9]])
    edited = torch.cat([ids[:, :-1], torch.tensor([[7]])], dim=1)
    with torch.no_grad():
        change = (model(ids).last_hidden_state - model(edited).last_hidden_state)[0].abs().amax(1)
    assert change[-1] > 0.01
    assert (change[:-1] > 1e-3).all() if leaks else not change[:-1].any()


def test_empty_row(scope: Scope) -> None:
    """The other rows equal scipy's softmax of what may be seen; nan, 1/3 and 0 are what each remedy gives."""
    s = scope("attention/empty_row.py")
    for i in (1, 2):
        near(s["A"][i, :i], softmax(s["scores"][i, :i].numpy()), 1e-6)
    assert s["infinite"].softmax(1)[0].isnan().all()
    near(s["large"].softmax(1)[0], [1 / 3] * 3, 1e-6)
    near(s["large"].softmax(1)[1:], s["infinite"].softmax(1)[1:], 1e-6)
    assert not s["A"][0].any()


def test_solve_sliding_window(scope: Scope) -> None:
    """The mask equals transformers' sliding-window mask function; the reach its formula."""
    from transformers.masking_utils import sliding_window_causal_mask_function

    s = scope("attention/solve_sliding_window.py")
    rule = sliding_window_causal_mask_function(s["w"])
    grid = [[bool(rule(0, 0, torch.tensor(i), torch.tensor(j))) for j in range(s["T"])] for i in range(s["T"])]
    assert (s["mask"] == np.array(grid)).all()
    power = np.linalg.matrix_power(s["mask"].astype(int), s["N"]) > 0
    assert (s["reach"] == power).all()
    assert s["reach"][-1].sum() == s["N"] * (s["w"] - 1) + 1


# ---------------------------------------------------------------- position


def test_order_blind(scope: Scope) -> None:
    """All heads equal torch's attention; torch's too is blind to the order without a mask, and not with one."""
    s = scope("attention/order_blind.py")
    x, Wq, Wk, Wv = (f64(s[n]) for n in ("x", "Wq", "Wk", "Wv"))

    def head(x: torch.Tensor, causal: bool) -> torch.Tensor:
        return sdpa(x @ Wq, x @ Wk, x @ Wv, is_causal=causal)

    near(s["attention"](s["x"]), head(x, False))
    near(s["attention"](s["x"], causal=True), head(x, True))
    order = s["order"]
    near(head(x[order], False), head(x, False)[order])
    assert (head(x[order], True) - head(x, True)[order]).abs().max() > 1
    earlier = s["earlier"]
    near(head(x[earlier], True)[-1], head(x, True)[-1])
    near(s["b"], head(head(x[earlier], True), True))


def test_order_blind_real_model() -> None:
    """BERT of transformers, its position embeddings set to 0, gives shuffled outputs for a shuffled text."""
    model = small("Bert")
    ids, order = torch.tensor([[3, 1, 4, 15, 9, 2]]), [3, 0, 5, 4, 2, 1]
    with torch.no_grad():
        with_positions = model(ids[:, order]).last_hidden_state - model(ids).last_hidden_state[:, order]
        model.embeddings.position_embeddings.weight.zero_()
        near(model(ids[:, order]).last_hidden_state, model(ids).last_hidden_state[:, order])
    assert with_positions.abs().max() > 0.01


@tiers("tier", ["plain", "numpy"])
def test_sinusoids(scope: Scope, tier: str) -> None:
    """The table holds the columns of transformers' own sinusoids; the dot product is a sum of cosines."""
    from transformers.models.marian.modeling_marian import MarianSinusoidalPositionalEmbedding

    s = scope(f"attention/sinusoids_{tier}.py")
    P, C = s["P"], s["C"]
    table = f64(s["table"])
    theirs = MarianSinusoidalPositionalEmbedding(P, C)
    theirs.weight = torch.nn.Parameter(theirs.create_weight(), requires_grad=False)
    want = theirs(torch.Size((1, P))).squeeze(0)
    near(table[:, 0::2], want[:, : C // 2], 1e-5)
    near(table[:, 1::2], want[:, C // 2 :], 1e-5)
    turn = 1 / 10000 ** (torch.arange(0, C, 2, dtype=torch.float64) / C)
    for t in range(P - 7):  # a step of 7 turns each pair by 7 times its angle, wherever it starts
        pair = torch.view_as_complex(table.reshape(P, C // 2, 2))
        near(torch.view_as_real(pair[t] * torch.polar(torch.ones(C // 2).double(), -7 * turn)),
             torch.view_as_real(pair[t + 7]))  # fmt: skip


def test_learned_positions(scope: Scope) -> None:
    """The sum equals two torch embeddings; transformers' GPT-2 has as many position numbers."""
    from transformers import GPT2Config, GPT2Model

    s = scope("attention/learned_positions.py")
    ids = torch.tensor([1, 0, 1])
    near(s["x"], F.embedding(ids, f64(s["E"])) + F.embedding(torch.arange(3), f64(s["E_pos"])))
    with torch.device("meta"):
        model = GPT2Model(GPT2Config())
    assert model.wpe.weight.numel() == 1024 * 768
    assert model.num_parameters() == 124_439_808
    with pytest.raises(IndexError):
        s["embed"]([0] * 7)


def test_relative_buckets(scope: Scope) -> None:
    """Every distance from -600 to 600 falls into the bucket that transformers' T5 gives it, both ways and one way."""
    from transformers import T5Config, T5ForConditionalGeneration
    from transformers.models.t5.modeling_t5 import T5Attention

    s = scope("attention/relative_buckets.py")
    distances = torch.arange(-600, 601)
    for both in (True, False):
        theirs = T5Attention._relative_position_bucket(distances, both, s["buckets"], s["farthest"])
        assert [s["bucket"](d, both) for d in distances.tolist()] == theirs.tolist()
    sizes = {"d_model": 768, "d_ff": 3072, "num_heads": 12, "num_layers": 12}
    with torch.device("meta"):
        model = T5ForConditionalGeneration(T5Config(**sizes))
    table = model.encoder.block[0].layer[0].SelfAttention.relative_attention_bias.weight
    assert table.numel() == s["buckets"] * s["H"]


@tiers("tier", ["plain", "numpy"])
def test_rotary(scope: Scope, tier: str) -> None:
    """Scores equal those of transformers' LLaMA rotation, and a rotation matrix of scipy's matrix exponential."""
    from scipy.linalg import expm
    from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

    s = scope(f"attention/rotary_{tier}.py")
    q, k = (f64(scope("attention/rotary_numpy.py")[n]) for n in "qk")
    D = len(q)
    turn = 1 / 10000 ** (torch.arange(0, D, 2, dtype=torch.float64) / D)
    spin = torch.zeros(D, D, dtype=torch.float64)  # of its exponential each pair turns
    for i in range(D // 2):
        spin[i + D // 2, i], spin[i, i + D // 2] = turn[i], -turn[i]
    for m, n in [(0, 0), (3, 0), (0, 3), (1003, 1000), (17, 5)]:
        angle = torch.stack([m * turn, n * turn]).repeat(1, 2)
        x = torch.stack([q, k])[None, None]
        turned = apply_rotary_pos_emb(x, x, angle.cos()[None], angle.sin()[None])[0][0, 0]
        near(s["score"](m, n), turned[0] @ turned[1])
        near(s["score"](m, n), q @ f64(expm((n - m) * spin.numpy())) @ k)


def test_alibi(scope: Scope) -> None:
    """Slopes and weights equal those of transformers' BLOOM, whose bias differs by a constant in each row."""
    from transformers.models.bloom.modeling_bloom import build_alibi_tensor

    s = scope("attention/alibi.py")
    H, T = s["H"], s["T"]
    theirs = build_alibi_tensor(torch.ones(1, T), H, torch.float64).reshape(H, 1, T)
    near(s["slope"], theirs[:, 0, 1])
    zeros = torch.zeros(1, H, T, 2, dtype=torch.float64)
    mask = theirs + torch.full((T, T), float("-inf")).double().triu(1)
    near(s["A"], F.scaled_dot_product_attention(zeros, zeros, torch.eye(T).double().expand(1, H, T, T), mask[None])[0])
    for heads in (2, 4, 16):  # the rule for other powers of two; transformers computes it in float32
        theirs = build_alibi_tensor(torch.ones(1, 2), heads, torch.float64)[:, 0, 1]
        near(2.0 ** (-8 * np.arange(1, heads + 1) / heads), theirs, 1e-7)


def test_solve_previous_token(scope: Scope) -> None:
    """The weights equal torch's attention with the same scores; with strength 50 the output is the token before."""
    s = scope("attention/solve_previous_token.py")
    eye = torch.eye(4).double()
    near(s["out"], sdpa(eye @ f64(s["Wq"]), eye, s["x"], is_causal=True, scale=1.0))
    near(s["out"][1:], s["x"][:-1])


def test_solve_rotary_layout(scope: Scope) -> None:
    """Neighbours and reordered halves equal a complex product; halves without reordering do not."""
    s = scope("attention/solve_rotary_layout.py")
    q, k = (torch.view_as_complex(f64(s[n]).reshape(-1, 2)) for n in "qk")
    turn = 1 / 10000 ** (torch.arange(0, s["D"], 2, dtype=torch.float64) / s["D"])
    want = (q * torch.polar(torch.ones(3).double(), 3 * turn) * k.conj()).sum().real
    near(s["right"], want)
    near(s["mended"], want)
    assert abs(float(s["wrong"] - want)) > 0.5


# ---------------------------------------------------------------- not an explanation


def test_not_parameters(scope: Scope) -> None:
    """No stored shape depends on T; the last weights equal torch's attention by hand."""
    s = scope("attention/not_parameters.py")
    C, H, T, x = s["C"], s["H"], 300, f64(s["x"])[0]
    layer = s["layer"]
    assert {tuple(p.shape) for p in layer.parameters()} == {(3 * C, C), (C, C)}
    q, k, _ = (x @ f64(layer.in_proj_weight).T).reshape(T, 3, H, C // H).permute(1, 2, 0, 3)
    near(s["A"][0], sdpa(q, k, torch.eye(T).expand(H, T, T)))


def test_equal_values(scope: Scope) -> None:
    """Both outputs equal torch's attention; a rise of good's score and a fall of fine's makes the swapped weights."""
    s = scope("attention/equal_values_plain.py")
    scores, v = f64(s["scores"]), f64(s["v"])
    near(s["A"], scores.softmax(0))
    near(s["swapped"], scores[[2, 1, 0, 3, 4]].softmax(0))
    want = sdpa(torch.ones(1, 1), scores[:, None], v, scale=1.0)[0]
    for row in (s["A"], s["swapped"]):
        near(s["output"](row), want)


def test_nothing_fits(scope: Scope) -> None:
    """Shares and outputs equal torch's attention; none is 0, and all scores moved together change nothing."""
    s = scope("attention/nothing_fits_numpy.py")
    for scores in ([0.0, 4, 0, 0], [0.0, 0, 0, 0], [-9.0, -9, -9, -9], [5.0, 0, 0, 0]):
        A, out = s["attend"](np.array(scores))
        near(A, softmax(scores))
        near(out, sdpa(torch.ones(1, 1), f64(scores)[:, None], s["v"], scale=1.0)[0])
        near(s["attend"](np.array(scores) + 7)[0], A)
        assert (A > 0).all() and A.sum() == pytest.approx(1)
    assert np.linalg.norm(out) < 0.05 * np.linalg.norm(s["v"], axis=1).max()  # parked: next to nothing is handed over


def test_other_weights(scope: Scope) -> None:
    """A linear programme finds weights with the same output too, with less of token 1 than the snippet's."""
    s = scope("attention/other_weights.py")
    q, k, v = (f64(s[n]) for n in "qkv")
    near(s["A"], sdpa(q[None], k, torch.eye(6))[0])
    near(s["A"] @ s["v"], sdpa(q[None], k, v)[0])
    near(s["other"] @ s["v"], sdpa(q[None], k, v)[0])
    assert s["other"].min() > 0
    assert s["other"].sum() == pytest.approx(1)
    found = linprog([1, 0, 0, 0, 0, 0], A_eq=s["rules"].T, b_eq=s["rules"].T @ s["A"], bounds=(0, 1))
    assert found.success
    assert found.fun <= s["other"][0] < s["A"][0] - 0.5
    assert len(s["free"]) == 6 - np.linalg.matrix_rank(s["rules"])


def test_removal(scope: Scope) -> None:
    """Shares are a sum that gives the prediction; each absence equals torch's attention under a mask."""
    s = scope("attention/removal.py")
    scores, v, w = f64(s["scores"]), f64(s["v"]), f64(s["w"])
    near(s["share"], scores.softmax(0) * (v @ w))
    near(s["share"].sum(), s["y"])
    for j in range(4):
        mask = (torch.arange(4) != j)[None]
        rest = [i for i in range(4) if i != j]
        without = sdpa(torch.ones(1, 1), scores[:, None], v, attn_mask=mask, scale=1.0)[0] @ w
        near(s["predict"](scores[rest], v[rest])[1], without)


# ---------------------------------------------------------------- cost


@tiers("T", [256, 1024])
def test_count_cost(scope: Scope, T: int) -> None:
    """Half of the floating-point operations that torch counts in its own attention layer are our multiplications."""
    from torch.utils.flop_counter import FlopCounterMode

    s = scope("attention/count_cost.py")
    C, H, D = s["C"], s["H"], s["D"]
    projections, scores_and_mix, numbers = s["cost"](T)
    with torch.device("meta"), FlopCounterMode(display=False) as counted:
        x, W = torch.empty(T, C), torch.empty(C, C)
        for _ in range(4):
            x @ W
    assert counted.get_total_flops() == 2 * projections
    with torch.device("meta"), FlopCounterMode(display=False) as counted:
        q = torch.empty(1, H, T, D)
        scores = q @ q.transpose(2, 3)
        scores @ q
    assert counted.get_total_flops() == 2 * scores_and_mix
    assert scores.numel() == numbers


def test_streaming_softmax(scope: Scope) -> None:
    """Maximum, sum and mean equal scipy's softmax of the whole row, and torch's logsumexp."""
    s = scope("attention/streaming_softmax.py")
    assert s["out"] == pytest.approx(softmax(s["scores"]) @ np.array(s["v"]), abs=1e-12)
    assert s["m"] + np.log(s["total"]) == pytest.approx(torch.logsumexp(f64(s["scores"]), 0).item(), abs=1e-12)


def test_tiled_attention(scope: Scope) -> None:
    """Naive and tiled equal torch's causal attention; so does every size of tile that divides T."""
    s = scope("attention/tiled_attention.py")
    want = sdpa(s["q"], s["k"], s["v"], is_causal=True)
    near(s["a"], want)
    assert s["made"]["naive"] == [96 * 96]
    assert s["made"]["tiled"][:21] == [16 * 16] * np.tril(np.ones((6, 6), int)).sum()  # 96 / 16 = 6 on each side
    for size in (1, 8, 16, 48, 96):
        near(s["tiled"](s["q"], s["k"], s["v"], size), want)


def test_kv_cache(scope: Scope) -> None:
    """Each vector follows from torch's attention over all before it; counts equal their closed forms."""
    s = scope("attention/kv_cache.py")
    C = s["C"]
    Wq, Wk, Wv, Wo = (f64(s[n]) for n in ("Wq", "Wk", "Wv", "Wo"))
    T = 64
    for cached in (True, False):
        x, count = s["generate"](T, cached)
        x = f64(x)
        want = torch.tanh(sdpa(x[:-1] @ Wq, x[:-1] @ Wk, x[:-1] @ Wv, is_causal=True) @ Wo)
        near(x[1:], want, 1e-9)
        made = T - 1 if cached else T * (T - 1) // 2  # keys and values that were computed
        assert count == 2 * made * C * C + (T - 1) * 2 * C * C + 2 * C * T * (T - 1) // 2


def test_kv_cache_real_model() -> None:
    """LLaMA of transformers, with grouped heads: one token at a time with its cache equals the whole text at once."""
    model = small("Llama", num_key_value_heads=2)
    ids, outs = torch.tensor([[3, 1, 4, 15, 9, 2]]), []
    cache: Any = None
    with torch.no_grad():
        for t in range(6):
            step = model(ids[:, t : t + 1], past_key_values=cache, use_cache=True)
            cache = step.past_key_values
            outs.append(step.last_hidden_state)
        near(torch.cat(outs, dim=1), model(ids).last_hidden_state)
    keys = cache.layers[0].keys
    assert keys.shape == (1, 2, 6, 8)  # two heads of keys for four of queries


@tiers("tier", ["numpy", "torch"])
def test_grouped_query(scope: Scope, tier: str) -> None:
    """The last and every other grouping equal torch's attention with enable_gqa; the cache that of LLaMA-2 70B."""
    s = scope(f"attention/grouped_query_{tier}.py")
    first = scope("attention/grouped_query_numpy.py")
    q, kv = f64(first["q"])[None], f64(first["kv"])[:, None]
    k, v = kv[:, :, :1]
    near(np.asarray(s["out"]), F.scaled_dot_product_attention(q, k, v, enable_gqa=True)[0])
    from tools.snippets import SNIPPETS, run

    printed = run(SNIPPETS / f"attention/grouped_query_{tier}.py").output.splitlines()
    for row, G in zip(printed, (4, 2, 1), strict=False):
        k, v = kv[:, :, :G]
        want = F.scaled_dot_product_attention(q, k, v, enable_gqa=True)[0, :, -1, 0]
        near([float(n) for n in row.partition("last row:")[2].split()], want, 6e-4)


def llama_2_70b(heads: int = 8) -> Any:
    """LLaMA-2 70B's shape in transformers' own code, without memory for its weights."""
    from transformers import LlamaConfig, LlamaForCausalLM

    sizes = {"vocab_size": 32000, "hidden_size": 8192, "intermediate_size": 28672, "num_hidden_layers": 80}
    with torch.device("meta"):
        return LlamaForCausalLM(LlamaConfig(**sizes, num_attention_heads=64, num_key_value_heads=heads))


def test_grouped_query_cache_of_llama(scope: Scope) -> None:
    """Bytes a token equal the outputs of all key and value layers of transformers' model, in 16 bits."""
    s = scope("attention/grouped_query_numpy.py")
    for heads in (64, 8, 1):
        layers = llama_2_70b(heads).model.layers
        numbers = sum(n.self_attn.k_proj.out_features + n.self_attn.v_proj.out_features for n in layers)
        assert 2 * numbers == 2 * s["N"] * heads * s["D"] * 2
    assert s["per_token"] == 40_960  # one head, the last row


def test_solve_cache_size(scope: Scope) -> None:
    """The model's size is transformers' count; the batch found is the smallest whose caches are larger."""
    s = scope("attention/solve_cache_size.py")
    assert s["weights"] == 2 * llama_2_70b().num_parameters()
    assert s["B"] * s["cache"] > s["weights"] >= (s["B"] - 1) * s["cache"]
    assert s["D"] == llama_2_70b().config.head_dim
