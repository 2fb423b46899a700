"""Oracles of the chapter Beyond one machine: torchrun, torch in one process, its FLOP counter, papers' figures."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from tools.snippets import SNIPPETS, difference

Scope = Callable[[str], dict[str, Any]]
PROGRAMS = ("data_parallel", "sharded", "tensor_parallel")


def printed(name: str) -> str:
    """What a snippet of this chapter printed."""
    return (SNIPPETS / f"parallel/{name}.out").read_text(encoding="utf-8")


# ---------------------------------------------------------------- the programs of several processes


@pytest.mark.parametrize("name", PROGRAMS)
def test_under_torchrun(name: str) -> None:
    """Started by torchrun, as the page shows, each prints what it prints under plain python, and ends."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    done = subprocess.run(
        [*command, str(SNIPPETS / f"parallel/{name}.py")], capture_output=True, text=True, timeout=60, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert not difference(done.stdout, printed(name))


def alone(name: str, port: int) -> subprocess.CompletedProcess[str]:
    """One process of two, started by hand at a port."""
    env = dict(os.environ, RANK="0", WORLD_SIZE="2", MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    command = [sys.executable, str(SNIPPETS / f"parallel/{name}.py")]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, encoding="utf-8")


def test_port_taken() -> None:
    """Where the port is in use, one line says so, and the exit code is not 0."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = alone("data_parallel", taken.getsockname()[1])
    assert done.returncode == 1
    assert re.search(r"process 0 found no partner: .*address already in use", done.stderr), done.stderr
    assert "Traceback" not in done.stderr


def test_partner_missing(tmp_path: Path) -> None:
    """Where the second process never comes, it gives up at its time limit with one line (a shortened limit here)."""
    source = (SNIPPETS / "parallel/data_parallel.py").read_text(encoding="utf-8")
    assert source.count("seconds=20") == 1
    short = tmp_path / "short.py"
    short.write_text(source.replace("seconds=20", "seconds=2"), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = dict(os.environ, RANK="0", WORLD_SIZE="2", MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    done = subprocess.run(
        [sys.executable, str(short)], env=env, capture_output=True, text=True, timeout=60, encoding="utf-8"
    )
    assert done.returncode == 1
    assert "process 0 found no partner: " in done.stderr and "1/2 clients joined" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr


def test_data_parallel(scope: Scope) -> None:
    """The printed gradients are those of a torch.nn.Linear with mean squared error, of the halves and of the whole."""
    s = scope("parallel/data_parallel.py")
    layer = nn.Linear(3, 1, bias=False).double()
    layer.weight.data = s["w"].detach()[None]
    rows = {"half 0": slice(0, 4), "half 1": slice(4, 8), "mean": slice(0, 8)}
    for line, part in zip(printed("data_parallel").splitlines(), rows.values(), strict=False):
        layer.zero_grad()
        nn.functional.mse_loss(layer(s["x"][part])[:, 0], s["y"][part]).backward()
        assert layer.weight.grad is not None
        got = [float(n) for n in re.findall(r"-?\d+\.\d+", line)]
        assert np.allclose(got, layer.weight.grad[0], atol=5.1e-4)
    assert "the whole batch's, to 1e-10: True" in printed("data_parallel")


def test_sharded(scope: Scope) -> None:
    """Sizes are those of the layers in float64, whole and halved; that gradients agree was printed by the run."""
    s = scope("parallel/sharded.py")
    size = sum(p.numel() * 8 for p in s["whole"].parameters())
    lines = [[int(n) for n in re.findall(r"\d+", line)] for line in printed("sharded").splitlines()]
    assert lines[0] == [size, size, 2 * size]
    assert lines[1] == [size // 2, size // 2, size]
    assert "same gradients, to 1e-10: True" in printed("sharded")


def test_tensor_parallel(scope: Scope) -> None:
    """The printed row equals torch's linear layers in one process."""
    s = scope("parallel/tensor_parallel.py")
    want = nn.functional.linear(nn.functional.linear(s["x"], s["W1"].T).relu(), s["W2"].T)
    line = next(row for row in printed("tensor_parallel").splitlines() if row.startswith("first row"))
    assert np.allclose([float(n) for n in re.findall(r"-?\d+\.\d+", line)], want[0], atol=5.1e-4)
    assert printed("tensor_parallel").count("True") == 2


# ---------------------------------------------------------------- on paper


def test_ring(scope: Scope) -> None:
    """Every process ends with numpy's sums, and sends 2 (P - 1) / P of its data."""
    s = scope("parallel/ring_plain.py")
    start = np.array([[1, 2, 3, 4], [10, 20, 30, 40], [100, 200, 300, 400], [5, 6, 7, 8]])
    assert s["numbers"] == [start.sum(0).tolist()] * 4
    assert s["sent"] == [2 * (s["P"] - 1)] * 4  # each piece is 1 / P of the data


def test_uneven(scope: Scope) -> None:
    """The right mean is torch's over all tokens; the wrong one is what equal weights of the processes give."""
    s = scope("parallel/uneven_plain.py")
    every = torch.tensor([x for part in s["losses"] for x in part], dtype=torch.float64)
    assert s["right"] == float(every.mean())
    assert s["wrong"] == float(np.mean([np.mean(part) for part in s["losses"]])) != s["right"]


def test_shard_memory() -> None:
    """The paper's figures for this model: 120, 31.4, 16.6 and 1.9 GB (Rajbhandari 2020, Figure 1)."""
    assert re.findall(r"([\d.]+) GB", printed("shard_memory_plain")) == ["120.0", "31.4", "16.6", "1.9"]


def test_columns_rows(scope: Scope) -> None:
    """Both ways equal torch's product; and ReLU may stand behind columns, not between parts of a sum."""
    s = scope("parallel/columns_rows_numpy.py")
    x, W = torch.tensor(s["x"]), torch.tensor(s["W"])
    assert np.array_equal(s["z"], x @ W)
    assert torch.equal(torch.cat([(x @ part).relu() for part in W.chunk(2, 1)]), (x @ W).relu())


@pytest.mark.parametrize("micro", [1, 4, 8, 26])
def test_pipeline(scope: Scope, micro: int) -> None:
    """Counted in the schedule itself: the bubble is (P - 1) / (m + P - 1); each stage waits for the one before."""
    s = scope("parallel/pipeline_plain.py")
    if micro > 8:  # the schedule names backward passes with eight letters
        assert 1 - 2 * micro / (2 * (micro + s["P"] - 1)) == pytest.approx((s["P"] - 1) / (micro + s["P"] - 1))
        return
    grid = s["schedule"](micro)
    cells = [cell for row in grid for cell in row]
    assert cells.count(".") / len(cells) == pytest.approx((s["P"] - 1) / (micro + s["P"] - 1))
    for m in range(micro):
        forward = [row.index(str(m)) for row in grid]
        backward = [row.index("abcdefgh"[m]) for row in grid]
        assert forward == sorted(set(forward)) and backward == sorted(set(backward), reverse=True)
        assert max(forward) < min(backward)


def test_six(scope: Scope) -> None:
    """torch's own counter of operations finds the same, forward and backward."""
    from torch.utils.flop_counter import FlopCounterMode

    s = scope("parallel/six_numpy.py")
    x = torch.ones(s["T"], s["C"], requires_grad=True)
    W = torch.ones(s["C"], s["F"], requires_grad=True)
    with FlopCounterMode(display=False) as counter:
        (x @ W).sum().backward()
    assert counter.get_total_flops() == s["count"] == 6 * s["T"] * W.numel()


def test_training_cost(scope: Scope) -> None:
    """GPT-3 within 1 %, T5-11B within 6 % of Brown 2020, Table D.1; sizes within 1.5 % of transformers'."""
    from transformers import BertConfig, BertForMaskedLM, XLNetConfig, XLNetLMHeadModel

    s = scope("parallel/training_cost.py")
    cost = {name: each * N * D for name, (N, D, each) in s["runs"].items()}
    assert cost["GPT-3"] == pytest.approx(3.14e23, rel=0.01)
    assert cost["T5-11B"] == pytest.approx(3.30e22, rel=0.06)
    assert 5.33e20 / cost["BERT-large"] == pytest.approx(6, rel=0.03)
    with torch.device("meta"):
        large = {"hidden_size": 1024, "num_hidden_layers": 24, "num_attention_heads": 16, "intermediate_size": 4096}
        bert = BertForMaskedLM(BertConfig(**large))
        xlnet = XLNetLMHeadModel(XLNetConfig())  # the default is the large one
    for name, model in {"BERT-large": bert, "XLNet-large": xlnet}.items():
        assert s["runs"][name][0] == pytest.approx(sum(p.numel() for p in model.parameters()), rel=0.015)


def test_solve_bubble(scope: Scope) -> None:
    """The least whole number of at least 9 (P - 1), since P - 1 must be under a tenth of m + P - 1."""
    for line in printed("solve_bubble").splitlines():
        stages, micro = map(int, re.findall(r"\d+", line))
        assert (stages - 1) / (micro + stages - 1) < 0.1 <= (stages - 1) / (micro - 1 + stages - 1) + 1e-12


def test_days() -> None:
    """34 days, as Narayanan 2021 (section 5.1) computes for this machine."""
    assert "8, with one more forward pass: 34 days" in printed("days_plain").splitlines()


def test_solve_own(scope: Scope) -> None:
    """Days times the rate give the operations back: 6 N D, for GPT-3 within 1 % of Brown 2020, Table D.1."""
    s = scope("parallel/solve_own.py")
    assert s["days"] * 86400 * s["rate"] == pytest.approx(3.14e23, rel=0.01)
    first = float(re.findall(r"([\d.]+) days", printed("solve_own"))[0])
    assert first * 86400 * s["rate"] == pytest.approx(6 * 124_439_808 * 10e9, rel=0.05)


def test_solve_cut(scope: Scope) -> None:
    """Both orders equal torch's linear layers; sizes are T C, 4 T C and T C / 2."""
    s = scope("parallel/solve_cut.py")
    x, W1, W2 = (torch.tensor(s[name]) for name in ("x", "W1", "W2"))
    want = nn.functional.linear(nn.functional.linear(x, W1.T).relu(), W2.T)
    assert np.allclose(sum(s["z"]), want, atol=1e-12)
    assert np.allclose(np.concatenate(s["halves"], 1), want, atol=1e-12)
    TC = s["T"] * s["C"]
    assert (s["z"][0].size, s["parts"][0].size, s["halves"][0].size) == (TC, 4 * TC, TC // 2)


def test_solve_ring(scope: Scope) -> None:
    """The formula, counted in the ring of the page for four processes, and its limit of twice the data."""
    ring = scope("parallel/ring_plain.py")
    assert ring["sent"][0] / ring["P"] == 2 * (4 - 1) / 4
    s = scope("parallel/solve_ring.py")
    assert s["sent"] < 2 * s["size"]
