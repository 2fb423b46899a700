"""Oracles of the chapter Weights as numbers: numpy's and torch's formats, quantisers and pruning; safetensors."""

import io
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
import safetensors.torch
import torch
from torch.nn import functional as F
from torch.nn.utils import prune

from tools import tables
from tools.snippets import ROOT, SNIPPETS

Scope = Callable[[str], dict[str, Any]]


def printed(name: str) -> list[str]:
    """The lines that a snippet of this chapter printed."""
    return (SNIPPETS / f"numbers/{name}.out").read_text(encoding="utf-8").splitlines()


def test_bits(scope: Scope) -> None:
    """The bits are numpy's; the value is that of numpy's float32."""
    s = scope("numbers/bits_plain.py")
    assert np.float32(s["value"]) == s["value"] == np.float32(3.0e38)
    for line, x in zip(printed("bits_plain")[::2], (1.0, -0.15625, 0.1, 3.0e38), strict=True):
        assert "".join(line.split()[1:]) == f"{np.float32(x).view(np.uint32):032b}"


@pytest.mark.parametrize(
    ("name", "kind"), [("float32", torch.float32), ("bfloat16", torch.bfloat16), ("float16", torch.float16)]
)
def test_formats(scope: Scope, name: str, kind: torch.dtype) -> None:
    """Rounding equals torch's on 20,000 numbers of all sizes, on halves and at both ends; so do the limits."""
    s = scope("numbers/formats_plain.py")
    bits, info = s["formats"][name], torch.finfo(kind)
    rng = np.random.default_rng(0)
    x = np.concatenate([
        rng.standard_normal(10_000) * 10.0 ** rng.uniform(-9, 5, 10_000),
        np.arange(-5000, 5000) / 2,
        [info.max, info.max * 1.0001, info.max * (1 + info.eps), -info.max * (1 + info.eps)],
        [info.tiny, info.smallest_normal / 3, info.tiny * 2.0**-30, 0.0, 1e39, -1e39],
    ])  # fmt: skip
    want = torch.tensor(x, dtype=torch.float64).to(torch.float32).to(kind).double().numpy()
    got = np.array([s["round_to"](v, *bits) for v in torch.tensor(x).float().tolist()])
    assert np.array_equal(got, want)
    line = next(i for i, row in enumerate(printed("formats_plain")) if row.startswith(name))
    assert float(printed("formats_plain")[line].split()[-1]) == pytest.approx(info.max, rel=1e-4)
    assert float(printed("formats_plain")[line + 1].split()[-1]) == pytest.approx(info.eps, rel=0.02)


def test_formats_of_8_bits(scope: Scope) -> None:
    """The same rule gives torch's float8 with 5 bits of exponent."""
    s = scope("numbers/formats_plain.py")
    x = torch.linspace(-1000, 1000, 4001)
    want = x.to(torch.float8_e5m2).float()
    assert [s["round_to"](v, 5, 2) for v in x.tolist()] == want.tolist()


def test_swallowed(scope: Scope) -> None:
    """torch's float16 stays at 1 as well, and its float32 arrives."""
    for kind, arrives in ((torch.float16, False), (torch.float32, True)):
        w = torch.ones((), dtype=kind)
        for _ in range(1000):
            w = w + torch.tensor(1e-4, dtype=kind)
        assert (abs(float(w) - 1.1) < 1e-3) is arrives
        assert arrives or float(w) == 1.0
    assert scope("numbers/swallowed_numpy.py")["w"] == np.float16(1.1)


def test_int8(scope: Scope) -> None:
    """Both ways equal torch's fake_quantize, per tensor and per channel."""
    s = scope("numbers/int8_numpy.py")
    W = torch.tensor(s["W"], dtype=torch.float32)
    scale = float(np.abs(s["W"]).max() / 127)
    want = torch.fake_quantize_per_tensor_affine(W, scale, 0, -127, 127)
    assert np.allclose(s["quantise"](s["W"], scale) * scale, want, atol=1e-6)
    scales = W.abs().amax(1) / 127
    zero = torch.zeros(2, dtype=torch.int32)
    want = torch.fake_quantize_per_channel_affine(W, scales, zero, 0, -127, 127)
    assert np.allclose(s["back"], want, atol=1e-6)


def test_four_bit(scope: Scope) -> None:
    """Each group equals torch's fake_quantize with 4 bits; the bytes equal those from Python's own integers."""
    s = scope("numbers/four_bit_numpy.py")
    groups = torch.tensor(s["groups"], dtype=torch.float32)
    want = torch.fake_quantize_per_channel_affine(
        groups, groups.abs().amax(1) / 7, torch.zeros(2, dtype=torch.int32), 0, -7, 7
    )
    assert np.allclose(s["back"].reshape(2, 4), want, atol=1e-6)
    numbers = [int(n) + 8 for n in s["q"].ravel()]
    assert s["packed"].tobytes() == bytes.fromhex("".join(f"{n:x}" for n in numbers))


def test_layer_error(scope: Scope) -> None:
    """bfloat16 equals torch's to the bit, the rest its fake_quantize; so do the printed errors."""
    s = scope("numbers/layer_error_numpy.py")
    W, x = torch.tensor(s["W"]), torch.tensor(s["x"])
    assert torch.equal(torch.tensor(s["to_bfloat16"](s["W"])), W.float().bfloat16().float())
    rows = W.float().reshape(-1, 32)
    scales, zero = rows.abs().amax(1) / 7, torch.zeros(len(rows), dtype=torch.int32)
    four = torch.fake_quantize_per_channel_affine(rows, scales, zero, 0, -7, 7).reshape(W.shape)
    assert np.allclose(s["quantise"](s["W"], 4, 32), four, atol=1e-6)
    for name, V in {"bfloat16": W.bfloat16(), "float16": W.half(), "4 bits, groups of 32": four}.items():
        error = torch.linalg.norm((V.double() - W) @ x) / torch.linalg.norm(W @ x)
        line = next(row for row in printed("layer_error_numpy") if row.startswith(name))
        assert float(line.split()[-1]) == pytest.approx(float(error), rel=0.06)


def test_safetensors(scope: Scope) -> None:
    """The file equals the library's byte for byte; the library reads ours."""
    s = scope("numbers/safetensors_plain.py")
    tensors = {name: torch.tensor(numbers).reshape(shape) for name, (shape, numbers) in s["tensors"].items()}
    assert s["file"] == safetensors.torch.save(tensors)
    for name, value in safetensors.torch.load(s["file"]).items():
        assert torch.equal(value, tensors[name])


def test_safetensors_refuses_a_cut_file(scope: Scope) -> None:
    """A file that lacks its last byte is refused by the library."""
    with pytest.raises(safetensors.SafetensorError):
        safetensors.numpy.load(scope("numbers/safetensors_plain.py")["file"][:-1])


def test_pickle(scope: Scope, capsys: pytest.CaptureFixture[str]) -> None:
    """The file runs print when it is loaded; pickletools sees it before; torch.load refuses such files by default."""
    import pickletools

    s = scope("numbers/pickle_plain.py")
    capsys.readouterr()
    pickle.loads(s["file"])
    assert "printed by loading the file" in capsys.readouterr().out
    names = {op.name for op, _, _ in pickletools.genops(s["file"])}
    assert "REDUCE" in names
    safe = pickle.dumps({"weight": [0.5, -1.0]})
    assert s["Careful"](io.BytesIO(safe)).load() == {"weight": [0.5, -1.0]}
    buffer = io.BytesIO()
    torch.save({"weight": torch.zeros(2), "extra": s["Trap"]()}, buffer)
    buffer.seek(0)
    with pytest.raises(pickle.UnpicklingError, match="Weights only load failed"):
        torch.load(buffer)


def test_lora(scope: Scope) -> None:
    """Merged and unmerged equal torch's linear layers in a row; the rank is torch's; counts are nn.Linear's."""
    s = scope("numbers/lora_numpy.py")
    W, A, B, x = (torch.tensor(s[name]) for name in ("W", "A", "B", "x"))
    want = F.linear(x, W) + s["alpha"] / s["rank"] * F.linear(F.linear(x, A), B)
    assert np.allclose(s["layer"](s["x"]), want, atol=1e-12)
    assert np.allclose(s["merged"] @ s["x"], want, atol=1e-12)
    assert int(torch.linalg.matrix_rank(torch.tensor(s["merged"]) - W)) == s["rank"]
    thin = torch.nn.Linear(4096, 8, bias=False), torch.nn.Linear(8, 4096, bias=False)
    assert f"{sum(p.numel() for layer in thin for p in layer.parameters()):,}" in printed("lora_numpy")[-1]


def test_lora_train(scope: Scope) -> None:
    """The best change of rank 1 is known from the singular values: LoRA reaches it, the bias cannot."""
    s = scope("numbers/lora_train.py")
    change = s["target"] - s["W"]
    values = torch.linalg.svdvals(change)
    assert values[1] < 1e-12  # the change has rank 1, so nothing is left
    left = [float(row.split()[-1]) for row in printed("lora_train") if row.split()[-1][0].isdigit()]
    assert left[:2] == [0.0, 0.0]
    best_bias = (change - change.mean(1, keepdim=True)).square().mean()  # x is the identity: the mean over inputs
    assert left[2] == pytest.approx(float(best_bias), abs=2e-3)


def test_prune(scope: Scope) -> None:
    """The same weights stay as with torch's l1_unstructured; of each four, those of torch.topk; errors are torch's."""
    s = scope("numbers/prune_numpy.py")
    for share in (0.1, 0.5, 0.9):
        module = torch.nn.Linear(64, 64, bias=False).double()
        module.weight.data = torch.tensor(s["W"])
        prune.l1_unstructured(module, "weight", amount=int(share * s["W"].size))
        assert np.array_equal(s["prune"](s["W"], share), module.weight.detach().numpy())
    fours = torch.tensor(s["W"]).reshape(-1, 4)
    keep = torch.zeros_like(fours).scatter(1, fours.abs().topk(2, 1).indices, 1.0)
    assert np.array_equal(s["two_of_four"](s["W"]), (fours * keep).reshape(64, 64).numpy())


def test_memory(scope: Scope) -> None:
    """Parameters are those of transformers; 16 bytes are what torch's AdamW keeps, counted on a small layer."""
    s = scope("numbers/memory_plain.py")
    layer = torch.nn.Linear(100, 100, bias=False)  # its float32 weights stand for the copy
    optimiser = torch.optim.AdamW(layer.parameters())
    layer(torch.ones(1, 100)).sum().backward()
    optimiser.step()
    state = sum(t.numel() * t.element_size() for p in optimiser.state.values() for t in p.values() if t.numel() > 1)
    copy = layer.weight.numel() * layer.weight.element_size()
    sixteen = 2 * layer.weight.numel() * torch.bfloat16.itemsize  # weights and gradients
    assert (state + copy + sixteen) / layer.weight.numel() == s["a_parameter"] == tables.TRAIN
    models = tables.families()
    assert sum(p.numel() for p in models["GPT-2 small"].parameters()) == s["models"]["GPT-2 small"]
    assert sum(p.numel() for p in models["LLaMA 7B"].parameters()) == s["models"]["LLaMA-2 7B"]


def test_memory_by_model() -> None:
    """The committed table equals a fresh one."""
    committed = (ROOT / "docs/_generated/memory_by_model.md").read_text(encoding="utf-8")
    assert committed == tables.memory_by_model(), "Mend: python -m tools.tables"


def test_solve_bits(scope: Scope) -> None:
    """torch's bfloat16 of pi."""
    assert scope("numbers/solve_bits.py")["nearest"] == float(torch.tensor(np.pi).bfloat16())


def test_solve_header(scope: Scope) -> None:
    """The bytes found in a whole file of the library hold the tensor."""
    s = scope("numbers/solve_header.py")
    w = torch.arange(6.0).reshape(2, 3)
    file = safetensors.torch.save({"b": torch.zeros(3, dtype=torch.float16), "w": w})
    theirs = file[8 : 8 + int.from_bytes(file[:8], "little")].decode()
    import json

    start, end = (8 + len(theirs) + offset for offset in json.loads(theirs)["w"]["data_offsets"])
    assert np.array_equal(np.frombuffer(file[start:end], "<f4").reshape(2, 3), w)
    assert (s["start"], s["end"]) == (8 + len(s["header"]) + 6, 8 + len(s["header"]) + 30)


def test_solve_lora_count(scope: Scope) -> None:
    """Counted on transformers' own LLaMA: two thin matrices beside each of the four."""
    s = scope("numbers/solve_lora_count.py")
    model = tables.families()["LLaMA 7B"]
    shapes = [
        p.shape
        for name, p in model.named_parameters()
        if name.split(".")[-2] in ("q_proj", "k_proj", "v_proj", "o_proj")
    ]
    assert s["trained"] == sum(64 * (rows + columns) for rows, columns in shapes)
    assert s["total"] == sum(p.numel() for p in model.parameters())


def test_solve_fits(scope: Scope) -> None:
    """Each most, times its bytes, is the memory; known models fall on the right side."""
    s = scope("numbers/solve_fits.py")
    most = {way: s["memory"] / each for way, each in s["needs"].items()}
    assert most["run, float32"] < 6_738_415_616 < most["run, 16 bits"]
    assert most["train all with Adam, mixed precision"] == pytest.approx(24e9 / tables.TRAIN)
    assert s["needs"]["run, 4 bits, a 16-bit scale for 32"] == tables.HOLD["4 bits"]
