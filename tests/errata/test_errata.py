"""Each mistake of docs/_data/errata.yaml, made on purpose: a check passes what is right and fails on the mistake."""

import copy
import functools
import itertools
from collections.abc import Callable
from typing import Any

import pytest
import torch
import transformers
from torch import nn
from torch.nn import functional as F

from tools.audit import errata
from tools.pairs import VARIANTS, config

Scope = Callable[[str], dict[str, Any]]
SIZES = {"seed": 3, "V": 17, "P": 20, "H": 4, "D": 3, "C": 12, "F": 21, "N": 2}


def tells(check: Callable[[Any], None], right: Any, mistake: Any) -> None:
    """Fail unless the check passes what is right and fails on the mistake, by an assertion and not by a crash."""
    check(right)
    with pytest.raises(AssertionError):
        check(mistake)


def close(got: Any, want: Any, atol: float = 1e-6) -> None:
    """Both the same shape and equal to `atol`."""
    torch.testing.assert_close(torch.as_tensor(got), torch.as_tensor(want), atol=atol, rtol=0)


def test_each_has_a_test_of_its_own() -> None:
    """No two errata name one test, and each test here belongs to one."""
    named = [row["test"] for row in errata()]
    assert len(set(named)) == len(named)
    here = {f"tests/errata/test_errata.py::{name}" for name in globals() if name.startswith("test_")}
    assert here - set(named) == {"tests/errata/test_errata.py::test_each_has_a_test_of_its_own"}


def test_masked_mean() -> None:
    """What stands at a padded place has no influence on the loss, which is torch's mean over the other places."""

    def check(loss: Callable[..., torch.Tensor]) -> None:
        torch.manual_seed(0)
        logits, labels = torch.randn(6, 5), torch.randint(5, (6,))
        mask = torch.tensor([1.0, 1, 1, 1, 0, 0])
        other = logits.clone()
        other[4:] += torch.randn(2, 5)
        close(loss(logits, labels, torch.ones(6)), F.cross_entropy(logits, labels))
        close(loss(other, labels, mask), loss(logits, labels, mask))
        close(loss(logits, labels, mask), F.cross_entropy(logits[:4], labels[:4]))

    def mean_first(logits: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return (F.cross_entropy(logits, labels) * mask).sum() / mask.sum()

    def one_a_place(logits: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return (F.cross_entropy(logits, labels, reduction="none") * mask).sum() / mask.sum()

    tells(check, one_a_place, mean_first)


def test_norm_place() -> None:
    """LayerNorm(x + Sublayer(x)) is torch's encoder layer with norm_first=False, and not the pre-norm block."""
    torch.manual_seed(0)
    layer = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True).double()
    x = torch.randn(1, 5, 8, dtype=torch.float64)
    parts = (
        (layer.norm1, lambda x: layer.self_attn(x, x, x)[0]),
        (layer.norm2, lambda x: layer.linear2(torch.relu(layer.linear1(x)))),
    )

    def paper(x: torch.Tensor, norm: Any, part: Any) -> torch.Tensor:
        out: torch.Tensor = norm(x + part(x))
        return out

    def code(x: torch.Tensor, norm: Any, part: Any) -> torch.Tensor:
        return x + part(norm(x))

    def check(block: Callable[..., torch.Tensor]) -> None:
        close(functools.reduce(lambda x, part: block(x, *part), parts, x), layer(x), 1e-12)

    tells(check, paper, code)


def test_dropout_in_evaluation() -> None:
    """In evaluation attention says the same twice, and the same as without dropout."""

    class Attention(nn.Module):  # type: ignore[misc]
        def __init__(self, careful: bool) -> None:
            super().__init__()
            self.careful = careful

        def forward(self, q: torch.Tensor) -> torch.Tensor:
            rate = 0.5 if self.training or not self.careful else 0.0
            return F.scaled_dot_product_attention(q, q, q, dropout_p=rate)

    def check(attention: nn.Module) -> None:
        torch.manual_seed(0)
        q = torch.randn(1, 2, 9, 4)
        close(attention.eval()(q), attention(q))
        close(attention(q), F.scaled_dot_product_attention(q, q, q))
        assert not attention.train()(q).equal(attention(q))

    tells(check, Attention(careful=True), Attention(careful=False))


def test_t5_scaled() -> None:
    """The attention weights of transformers' T5, from its own queries, keys and position table: without a division."""
    sizes = {"vocab_size": 9, "d_model": 16, "num_heads": 2, "d_kv": 8, "d_ff": 8, "num_layers": 1}
    torch.manual_seed(0)
    model = transformers.T5Model(config(transformers.T5Config, **sizes)).eval()
    for parameter in model.parameters():
        nn.init.normal_(parameter)
    encoder = model.encoder
    ids = torch.arange(7)[None]
    theirs = encoder(ids, output_attentions=True).attentions[0]
    layer = encoder.block[0].layer[0]
    x = layer.layer_norm(encoder.embed_tokens(ids))
    q, k = (f(x).unflatten(-1, (2, 8)).transpose(1, 2) for f in (layer.SelfAttention.q, layer.SelfAttention.k))
    position = layer.SelfAttention.compute_bias(7, 7)

    def check(scale: float) -> None:
        close(torch.softmax(scale * q @ k.transpose(2, 3) + position, -1), theirs, 1e-5)

    tells(check, 1.0, 8**-0.5)


def test_t5_counted_like_bert() -> None:
    """The matrices of T5-base's blocks, as transformers has them; the formula of one stack is right for BERT only."""
    with torch.device("meta"):
        bert = transformers.BertModel(config(transformers.BertConfig), add_pooling_layer=False)
        shape = {"d_model": 768, "d_ff": 3072, "num_heads": 12, "num_layers": 12}
        t5 = transformers.T5Model(config(transformers.T5Config, **shape))

    def matrices(*parts: nn.Module) -> int:
        found = [p for part in parts for name, p in part.named_parameters() if p.dim() == 2 and "relative" not in name]
        return sum(p.numel() for p in found)

    def one_stack(N: int = 12, C: int = 768, F: int = 3072) -> int:
        return N * (4 * C * C + 2 * C * F)

    def both_stacks(N: int = 12, C: int = 768, F: int = 3072) -> int:
        return one_stack() + N * (8 * C * C + 2 * C * F)

    def check(count: Callable[[], int]) -> None:
        assert count() == matrices(t5.encoder.block, t5.decoder.block)

    tells(check, both_stacks, one_stack)
    assert one_stack() == matrices(bert.encoder) == 84_934_656  # what the table says of both
    assert both_stacks() == 198_180_864 and t5.num_parameters() == 222_903_552


@pytest.mark.parametrize(
    ("shape", "released", "paper"),
    [
        ((12, 768), 124_439_808, 117e6),
        ((24, 1024), 354_823_168, 345e6),
        ((36, 1280), 774_030_080, 762e6),
        ((48, 1600), 1_557_611_200, 1542e6),
    ],
)
def test_gpt2_117m(shape: tuple[int, int], released: int, paper: float) -> None:
    """A published size is the count of transformers' GPT-2 of that shape, rounded to what was printed."""
    N, C = shape
    with torch.device("meta"):
        model = transformers.GPT2LMHeadModel(config(transformers.GPT2Config, n_layer=N, n_embd=C, n_head=C // 64))
        gpt1s_words = transformers.GPT2LMHeadModel(
            config(transformers.GPT2Config, n_layer=N, n_embd=C, n_head=C // 64, vocab_size=40_478)
        )

    def check(size: float) -> None:
        assert abs(model.num_parameters() - size) < 5e5

    tells(check, released, paper)
    assert model.num_parameters() == released
    assert round(gpt1s_words.num_parameters(), -6) == paper  # our inference on where the wrong figures come from


def test_t5_large_770m() -> None:
    """About 770 million is T5-large with a head of its own, which it does not have; small and base fit a tied head."""
    large = {"d_model": 1024, "d_ff": 4096, "num_heads": 16, "num_layers": 24}
    base = {"d_model": 768, "d_ff": 3072, "num_heads": 12, "num_layers": 12}
    small = {"d_model": 512, "d_ff": 2048, "num_heads": 8, "num_layers": 6}

    def count(**shape: Any) -> int:
        with torch.device("meta"):
            return int(transformers.T5Model(config(transformers.T5Config, **shape)).num_parameters())

    def check(size: float) -> None:
        assert abs(count(**large) / size - 1) < 0.02

    tells(check, 737_668_096, 770e6)
    assert count(**large) == 737_668_096 and count(**large) + 32_128 * 1024 == 770_567_168
    assert abs(count(**base) / 220e6 - 1) < 0.02 and abs(count(**small) / 60e6 - 1) < 0.02


def test_accumulated_means() -> None:
    """The gradient of parts equals that of the whole batch, when they hold unequal numbers of targets too."""
    torch.manual_seed(0)
    start, labels = torch.randn(6, 4), torch.randint(4, (6,))
    whole = start.clone().requires_grad_()
    F.cross_entropy(whole, labels).backward()

    def check(share: Callable[[torch.Tensor, int], torch.Tensor]) -> None:
        parts = start.clone().requires_grad_()
        for rows in (slice(0, 5), slice(5, 6)):
            losses = F.cross_entropy(parts[rows], labels[rows], reduction="none")
            share(losses, 2).backward()
        close(parts.grad, whole.grad)

    tells(check, lambda losses, parts: losses.sum() / 6, lambda losses, parts: losses.mean() / parts)


def test_biases_and_non_linearity() -> None:
    """Not affine: some square of inputs breaks f(x + y) - f(x) - f(y) + f(0) = 0. Biases alone never do."""
    torch.manual_seed(0)

    def check(network: nn.Module) -> None:
        x, y = torch.randn(2, 100, 3, dtype=torch.float64)
        bent = network(x + y) - network(x) - network(y) + network(torch.zeros_like(x))
        assert bent.abs().max() > 1e-6

    def network(bias: bool, bends: bool) -> nn.Module:
        layers = [nn.Linear(3, 3, bias=bias) for _ in range(4)]
        between = [nn.ReLU() if bends else nn.Identity() for _ in range(4)]
        return nn.Sequential(*itertools.chain(*zip(layers, between, strict=True))).double()

    tells(check, network(bias=False, bends=True), network(bias=True, bends=False))


def test_xlnet_shuffles() -> None:
    """With an order of prediction, transformers' XLNet still reads each token at its place in the text.

    In one block, the token whose turn is last sees all others, so it gets what it gets without any order, and the one
    whose turn is first sees none. Shuffled words read from left to right give the last the same company at other
    distances, and something else.
    """
    sizes = {"vocab_size": 9, "d_model": 8, "n_layer": 1, "n_head": 2, "d_inner": 8, "dropout": 0.0}
    torch.manual_seed(0)
    model = transformers.XLNetLMHeadModel(config(transformers.XLNetConfig, **sizes)).double().eval()
    for parameter in model.parameters():
        nn.init.normal_(parameter)
    ids, order = torch.tensor([[5, 1, 7, 3]]), [2, 0, 3, 1]
    turn = torch.tensor([order.index(place) for place in range(4)])

    def unseen(turn: torch.Tensor) -> torch.Tensor:
        return (turn[:, None] < turn[None, :]).double()[None]  # (1, T, T), 1 where a place must not see

    def masked(ids: torch.Tensor) -> torch.Tensor:
        return model(ids, perm_mask=unseen(turn)).logits[0]

    def shuffled(ids: torch.Tensor) -> torch.Tensor:
        return model(ids[:, order], perm_mask=unseen(torch.arange(4))).logits[0][turn]

    def check(read: Callable[[torch.Tensor], torch.Tensor]) -> None:
        first, last = order[0], order[-1]
        others = ids.clone()
        others[0, order[1:]] = 8
        close(read(others)[first], read(ids)[first], 1e-12)
        close(read(ids)[last], model(ids).logits[0, last], 1e-12)

    tells(check, masked, shuffled)


def test_our_t5_tables(scope: Scope) -> None:
    """Each table of positions lands on its side, in whatever order a file lists them."""
    variant = next(variant for variant in VARIANTS if variant.snippet == "t5")
    theirs = variant.theirs(SIZES)
    state = dict(sorted(theirs.state_dict().items()))  # the decoder's first
    tables = [name for name in state if "SelfAttention.relative_attention_bias" in name]
    stacks = [
        stack.block[0].layer[0].SelfAttention.relative_attention_bias.weight
        for stack in (theirs.encoder, theirs.decoder)
    ]

    def by_name(state: dict[str, Any]) -> Any:
        return scope("models/load_t5.py")["convert"](copy.copy(state), gated=False)["relative"]

    def by_order(state: dict[str, Any]) -> Any:
        return [state[name] for name in tables]

    def check(load: Callable[[dict[str, Any]], Any]) -> None:
        for got, want in zip(load(state), stacks, strict=True):
            close(got, want.detach())

    tells(check, by_name, by_order)
