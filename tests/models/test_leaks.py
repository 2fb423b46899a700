"""What each place of the four models can see: exactly no change and no gradient where a mask forbids it, else some.

The grids that are expected come from the definition of each mask, followed through the layers as sets of places;
they share no code with the models.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch

from tools.pairs import randomise, read

Change = Callable[[str], str]
N, T, V = 3, 7, 11
SIZES = {"V": V, "P": 9, "C": 12, "H": 3, "D": 4, "F": 20, "N": N}
SEEDS = range(4)


def same(source: str) -> str:
    """A source as it is."""
    return source


def build(name: str, seed: int, change: Change = same, **more: Any) -> Any:
    """A model of three layers in float64, every parameter random."""
    kind = {"bert": "BERT", "gpt": "GPT", "t5": "T5", "xlnet": "XLNet"}[name]
    takes = {"bert": "VPCHFN", "gpt": "VPCHFN", "t5": "VCHDFN", "xlnet": "VCHFN"}[name]
    model = read(name, change)[kind](**{size: SIZES[size] for size in takes}, **more)
    return randomise(model.double(), seed)


class Probe:
    """Takes hold of what a model's token embedding gives, call by call, as leaves that gradients can reach."""

    def __init__(self, model: Any) -> None:
        self.leaves: list[Any] = []
        self.hook = model.token.register_forward_hook(self.catch)

    def catch(self, module: Any, inputs: Any, output: Any) -> Any:
        """Put a leaf in the embedding's place."""
        self.leaves.append(output.detach().requires_grad_())
        return self.leaves[-1]

    def gradients(self, scores: Any) -> list[Any]:
        """For each call: 1 where the gradient of a row of scores with regard to a token is not exactly 0."""
        self.hook.remove()
        weights = torch.linspace(0.3, 1.7, scores.shape[-1], dtype=scores.dtype)
        rows = [
            torch.autograd.grad(row @ weights, self.leaves, retain_graph=True, allow_unused=True) for row in scores[0]
        ]
        grids = []
        for call, leaf in enumerate(self.leaves):
            nothing = torch.zeros_like(leaf)
            found = [nothing if row[call] is None else row[call] for row in rows]
            grids.append((torch.stack(found)[:, 0] != 0).any(-1).numpy())
        return grids


def changes(run: Callable[[Any], Any], ids: Any) -> Any:
    """1 where another token at a place (column) changes a row of scores in any bit."""
    with torch.no_grad():
        before = run(ids)[0]
        columns = []
        for j in range(ids.shape[1]):
            other = ids.clone()
            other[0, j] = (other[0, j] + 1) % V
            columns.append((run(other)[0] != before).any(-1))
    return torch.stack(columns, 1).numpy()


def tokens(seed: int, length: int = T) -> Any:
    """Random ids (1, length)."""
    return torch.randint(V, (1, length), generator=torch.Generator().manual_seed(seed + 50))


def padding(seed: int) -> Any:
    """1 for a token, 0 for padding, in one row; every seed another pattern, 0 none and 3 with padding in between."""
    real = torch.ones(1, T, dtype=torch.long)
    return [real, real.index_fill(1, torch.tensor([5, 6]), 0), real.index_fill(1, torch.tensor([0, 1]), 0),
            real.index_fill(1, torch.tensor([2, 6]), 0)][seed % 4]  # fmt: skip


def reach(see: Any, layers: int = N) -> Any:
    """Where a token gets to in some layers, by way of others, if each place also keeps what it has."""
    step = (see | np.eye(len(see), dtype=bool)).astype(int)
    return np.linalg.matrix_power(step, layers) > 0


Grids = Iterator[tuple[str, Any, Any]]  # what was tried, what was found, what should be; rows of padding left out


def bert(seed: int, change: Change = same) -> Grids:
    """Both sides, padding hidden from all; with segments."""
    model, ids, real = build("bert", seed, change), tokens(seed), padding(seed)
    segments = torch.tensor([[0] * 3 + [1] * 4])
    rows = real[0].bool().numpy()
    want = reach(np.tile(rows, (T, 1)))
    for name, two in (("one segment", None), ("two segments", segments)):
        probe = Probe(model)
        (grid,) = probe.gradients(model(ids, two, real))
        yield f"{name}, gradient", grid[rows], want[rows]
        yield f"{name}, change", changes(partial(model, segments=two, real=real), ids)[rows], want[rows]


def gpt(seed: int, change: Change = same) -> Grids:
    """Its own place and earlier ones, padding hidden; whole, and in parts with a cache."""
    model, ids, real = build("gpt", seed, change, post_norm=seed % 2 == 1), tokens(seed), padding(seed)
    rows = real[0].bool().numpy()
    want = reach(np.tril(np.tile(rows, (T, 1))))

    def parts(ids: Any) -> Any:
        cache: dict[Any, Any] = {}
        bounds = [0, 3, 4, T]
        return torch.cat([model(ids[:, a:b], real[:, :b], cache) for a, b in pairwise(bounds)], 1)

    runs: dict[str, Callable[[Any], Any]] = {"whole": partial(model, real=real), "in parts": parts}
    for name, run in runs.items():
        probe = Probe(model)
        grid = np.concatenate(probe.gradients(run(ids)), 1)
        yield f"{name}, gradient", grid[rows], want[rows]
        yield f"{name}, change", changes(run, ids)[rows], want[rows]


def t5(seed: int, change: Change = same) -> Grids:
    """The encoder sees all of its text, the decoder all of that and its own past."""
    U = 5
    model, ids, inputs, real = build("t5", seed, change, gated=seed % 2 == 1), tokens(seed), tokens(seed + 9, U), None
    real = padding(seed)
    rows = real[0].bool().numpy()
    probe = Probe(model)
    encoder, decoder = probe.gradients(model(ids, inputs, real))
    text, past = np.tile(rows, (U, 1)), np.tril(np.ones((U, U), bool))
    yield "cross-attention, gradient", encoder, text
    yield "decoder, gradient", decoder, past
    yield "cross-attention, change", changes(lambda i: model(i, inputs, real), ids), text
    yield "decoder, change", changes(lambda i: model(ids, i, real), inputs), past
    see = real[:, None, None] == 1
    want = reach(np.tile(rows, (T, 1)))
    yield "encoder, change", changes(lambda i: model.stack(i, see), ids)[rows], want[rows]


def orders(seed: int) -> Iterator[tuple[str, Any]]:
    """What the content stream may see beside itself: random orders, with padding too, and any random grid."""
    random = np.random.default_rng(seed)
    for n in range(3):
        turn = random.permutation(T)
        yield f"order {n}", turn[None] < turn[:, None]
    real = padding(seed)[0].bool().numpy()
    yield "order and padding", (turn[None] < turn[:, None]) & real
    yield "any grid", random.random((T, T)) < 0.3
    yield "nothing hidden", np.ones((T, T), bool)


def xlnet(seed: int, change: Change = same) -> Grids:
    """Both streams: a content place keeps its own token, a query place never had it; with segments, with memory."""
    model, ids = build("xlnet", seed, change), tokens(seed)
    segments = torch.tensor([[0] * 3 + [1] * 4]) if seed % 2 else None
    for name, see in orders(seed):
        hidden = torch.tensor(~see)[None]
        content = reach(see)
        some = see.any(1)  # a target that may see nothing sees everything: its scores are all equally low
        targets = torch.tensor(np.flatnonzero(some))[None]
        # a query place gathers, layer by layer, what the content places that it sees had one layer earlier
        query = np.any([(see.astype(int) @ reach(see, n)) > 0 for n in range(N)], 0)[some]
        for stream, at, want in (("content", None, content), ("query", targets, query)):
            probe = Probe(model)
            (grid,) = probe.gradients(model(ids, segments, hidden, at))
            yield f"{name}, {stream}, gradient", grid, want
            run = partial(model, segments=segments, hidden=hidden, targets=at)
            yield f"{name}, {stream}, change", changes(run, ids), want

    def after(first: Any, second: Any, see: Any, at: Any) -> Any:
        memory: dict[Any, Any] = {}
        model(first, segments, torch.tensor(~see)[None], memory=memory)
        return model(second, segments, torch.tensor(~see)[None], at, memory)

    other, everything = tokens(seed + 5), torch.arange(T)[None]
    see = dict(orders(seed))["order 0"]
    content = reach(see)
    query = np.any([(see.astype(int) @ reach(see, n)) > 0 for n in range(N)], 0)
    for stream, at, want in (("content", None, content), ("query", everything, query)):
        run = partial(after, second=other, see=see, at=at)
        yield f"memory, {stream}, change", changes(run, ids), np.ones((T, T), bool)
        run = partial(after, ids, see=see, at=at)
        yield f"behind memory, {stream}, change", changes(run, other), want
        probe = Probe(model)
        past, now = probe.gradients(after(ids, other, see, at))
        yield f"behind memory, {stream}, gradient", now, want
        yield f"memory, {stream}, gradient is stopped", past, np.zeros((T, T), bool)


MODELS: Mapping[str, Callable[..., Grids]] = {"bert": bert, "gpt": gpt, "t5": t5, "xlnet": xlnet}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", MODELS)
def test_leaks(name: str, seed: int, record_property: Callable[[str, object], None]) -> None:
    """For each pair of places: exactly 0 where the mask forbids it, something else where it does not."""
    pairs = 0
    for tried, got, want in MODELS[name](seed):
        assert np.array_equal(got, want), f"{tried}\n{got.astype(int)}\nshould be\n{want.astype(int)}"
        pairs += want.size
    record_property("leak_pairs", pairs)


BROKEN = {
    "gpt: one place too far": ("gpt", "torch.ones(S, S).tril()", "torch.ones(S, S).tril(1)"),
    "gpt: one place too few": ("gpt", "torch.ones(S, S).tril()", "torch.ones(S, S).tril(-1)"),
    "gpt: padding in view": ("gpt", "see & (real[:, None, None] == 1)", "see & (real[:, None, None] >= 0)"),
    "bert: padding in view": ("bert", "real[:, None, None] == 1", "real[:, None, None] >= 0"),
    "bert: causal": ("bert", "real[:, None, None] == 1",
                     "(real[:, None, None] == 1) & (0 < torch.ones(2 * ids.shape[-1:]).tril())"),
    "t5: decoder one place too far": ("t5", "torch.ones(T, T).tril() == 1", "torch.ones(T, T).tril(1) == 1"),
    "t5: padding in view of cross-attention": ("t5", "read, 0, seen)", "read, 0, seen | True)"),
    "t5: padding in view of the encoder": ("t5", "if side else see_read  #", "if side else see_read | True  #"),
    "t5: causal encoder": ("t5", "if side else see_read  #", "if side else see_read & (ahead <= 0)  #"),
    "xlnet: a query sees its own token": ("xlnet", "other[at], see[at])", "other[at], (see | (steps == S))[at])"),
    "xlnet: the content forgets itself": ("xlnet", "see | (steps == S))", "see)"),
    "xlnet: hidden the other way round": ("xlnet", "hidden == 0", "hidden == 1"),
    "xlnet: queries read one layer ahead": ("xlnet", "g = block(g, read,",
                                            "g = block(g, torch.cat([read[:, : S - T], x], 1),"),
    "xlnet: memory out of view": ("xlnet", "value=True", "value=False"),
    "xlnet: memory keeps its gradient": ("xlnet", "read.detach()", "read"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_mask_is_noticed(what: str) -> None:
    """Each mask changed by one, or turned off, makes a grid differ."""
    name, old, new = BROKEN[what]

    def change(source: str) -> str:
        assert source.count(old) == 1, (what, source.count(old))
        return source.replace(old, new)

    tried = (grids for seed in SEEDS for grids in MODELS[name](seed, change))
    assert any(not np.array_equal(got, want) for _, got, want in tried), what


def test_a_target_that_sees_nothing_sees_all() -> None:
    """Where every score is equally low the softmax is even: the first place of an order must not be a target.

    transformers' XLNet does the same; with memory in view nothing leaks.
    """
    model, ids = build("xlnet", 0), tokens(0)
    turn = torch.arange(T)
    hidden = (turn[:, None] <= turn)[None]
    probe = Probe(model)
    (grid,) = probe.gradients(model(ids, None, hidden, torch.tensor([[0]])))
    assert grid.all()
    memory: dict[Any, Any] = {}
    model(tokens(1), None, hidden, memory=memory)
    probe = Probe(model)
    (grid,) = probe.gradients(model(ids, None, hidden, torch.tensor([[0]]), memory))
    assert not grid.any()
