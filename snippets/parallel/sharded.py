"""Sharded parameters: each process keeps half of all that training needs."""

import copy
import os
import subprocess
import sys
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
x = torch.cos(torch.arange(512.0)).reshape(8, 64)  # (8, 64)
whole = nn.Sequential(*(nn.Linear(64, 64, bias=False) for _ in range(4)))


def train(model, x):
    """One step of Adam; the bytes of weights, gradients and averages kept here."""
    optimiser = torch.optim.Adam(model.parameters())
    model(x).square().mean().backward()
    optimiser.step()
    kept = [0, 0, 0]
    for p in model.parameters():
        for i, t in (0, p), (1, p.grad), (2, optimiser.state[p]["exp_avg"]):
            kept[i] += (1 + (i == 2)) * getattr(t, "_local_tensor", t).nbytes
    return kept


def work(rank):
    """What each of the two processes does."""
    model, mesh = copy.deepcopy(whole), init_device_mesh("cpu", (2,))
    for part in (*model, model):
        fully_shard(part, mesh=mesh)  # <-
    kept = {"whole": train(whole, x), "half": train(model, x.chunk(2)[rank])}
    pairs = zip(model.parameters(), whole.parameters())
    error = max((p.grad.full_tensor() - q.grad).abs().max() for p, q in pairs)
    if rank == 0:
        for name, numbers in kept.items():
            print(f"{name}: weights, gradients, averages: {numbers} bytes")
        print("same gradients, to 1e-10:", bool(error < 1e-10), flush=True)


if "RANK" in os.environ:  # torchrun has started this process
    try:
        dist.init_process_group("gloo", timeout=timedelta(seconds=20))
    except dist.DistError as error:
        sys.exit(f"process {os.environ['RANK']} found no partner: {error}")
    work(dist.get_rank())
    dist.barrier()  # none leaves before the other is done
    os._exit(0)  # at once: threads that FSDP leaves can abort a slow end
else:  # plain python: let torchrun start this file twice
    run = "-m torch.distributed.run --standalone --nproc-per-node=2".split()
    run = [sys.executable, *run, __file__]
    done = subprocess.run(run, capture_output=True, text=True)
    print(done.stdout, end="")
    assert done.returncode == 0, done.stderr
