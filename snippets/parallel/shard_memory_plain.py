"""Bytes that each process keeps when training state is divided in three stages."""

parameters, processes = 7.5e9, 64
weights, gradients, optimiser = (
    2,
    2,
    12,
)  # bytes a parameter, mixed precision with Adam

stages = {
    "all of it in each": weights + gradients + optimiser,
    "1: optimiser divided": weights + gradients + optimiser / processes,
    "2: and gradients": weights + (gradients + optimiser) / processes,
    "3: and weights": (weights + gradients + optimiser) / processes,  # <-
}
print(f"each of {processes} processes keeps")
for stage, each in stages.items():
    print(f"{stage:21} {parameters * each / 1e9:6.1f} GB")
