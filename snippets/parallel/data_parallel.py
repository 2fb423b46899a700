"""Data parallel: two processes with half a batch each end up with one gradient."""

import os
import subprocess
import sys
from datetime import timedelta

import torch
import torch.distributed as dist

torch.set_default_dtype(torch.float64)
x = torch.cos(torch.arange(24.0)).reshape(8, 3)  # (8, 3)
y = x.sin().sum(1)  # (8,)
w = torch.tensor([0.5, -1.0, 2.0], requires_grad=True)  # (3,)


def gradient(rows):
    """The gradient of the mean squared error over some rows of the batch: (3,)."""
    return torch.autograd.grad((x[rows] @ w - y[rows]).square().mean(), w)[0]


def work(rank):
    """What each of the two processes does."""
    halves = slice(0, 4), slice(4, 8)
    g = gradient(halves[rank])  # (3,), of its own half
    dist.all_reduce(g)  # the sum over both processes, in each of them <-
    g = g / 2  # (3,)
    error = (g - gradient(slice(0, 8))).abs().max()
    if rank == 0:
        for number, half in enumerate(halves):
            print(
                f"gradient of half {number}:",
                gradient(half).round(decimals=3).tolist(),
            )
        print("mean of both:      ", g.round(decimals=3).tolist())
        print("the whole batch's, to 1e-10:", bool(error < 1e-10))


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
