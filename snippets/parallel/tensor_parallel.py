"""Tensor parallel: two processes share one layer's columns, the next one's rows."""

import os
import subprocess
import sys
from datetime import timedelta

import torch
import torch.distributed as dist

torch.set_default_dtype(torch.float64)
T, C, F = 3, 4, 8
x = torch.sin(torch.arange(1.0 * T * C)).reshape(T, C)  # (T, C)
W1 = torch.cos(torch.arange(1.0 * C * F)).reshape(C, F)  # (C, F)
W2 = torch.cos(torch.arange(1.0 * F * C) * 0.7).reshape(F, C)  # (F, C)
whole = (x @ W1).relu() @ W2  # (T, C)


def work(rank):
    """What each of the two processes does with its half of both matrices."""
    columns, rows = W1.chunk(2, 1)[rank], W2.chunk(2, 0)[rank]
    a = (x @ columns).relu()  # (T, F // 2)
    parts = [torch.empty_like(a) for _ in range(2)]
    dist.all_gather(parts, a)  # only to look: the next layer does not need it
    gathered = torch.cat(parts, 1)  # (T, F)
    z = a @ rows  # (T, C), a part of each output's sum
    dist.all_reduce(z)  # the only exchange for both layers <-
    held = columns.numel() + rows.numel()
    if rank == 0:
        print(f"each process holds {held} of {W1.numel() + W2.numel()} weights")
        print(
            "columns, gathered:",
            bool((gathered - (x @ W1).relu()).abs().max() < 1e-10),
        )
        print("rows, added up:   ", bool((z - whole).abs().max() < 1e-10))
        print("first row of the output:", z[0].round(decimals=3).tolist())
        print(f"numbers exchanged for both layers: {z.numel()} of each process")


if "RANK" in os.environ:  # torchrun has started this process
    try:
        dist.init_process_group("gloo", timeout=timedelta(seconds=20))
    except dist.DistError as error:
        sys.exit(f"process {os.environ['RANK']} found no partner: {error}")
    work(dist.get_rank())
    dist.barrier()  # none leaves before the other is done
    dist.destroy_process_group()
else:  # plain python: let torchrun start this file twice
    run = "-m torch.distributed.run --standalone --nproc-per-node=2".split()
    run = [sys.executable, *run, __file__]
    done = subprocess.run(run, capture_output=True, text=True)
    print(done.stdout, end="")
    assert done.returncode == 0, done.stderr
