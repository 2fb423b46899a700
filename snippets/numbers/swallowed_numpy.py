"""Small steps vanish in 16 bits: why training keeps its weights in 32 as well."""

import numpy as np

step = 1e-4  # a learning rate times a gradient
for kind in np.float16, np.float32:
    w = kind(1.0)
    for _ in range(1000):
        w = w + kind(step)  # <-
    print(f"{kind.__name__}: 1 + 1000 steps of {step} = {w:.4f}")

copy = np.float32(1.0)
for _ in range(1000):
    copy = copy + np.float32(step)
    w = np.float16(copy)  # what the forward pass uses
print(f"float16, made from a float32 copy at each step: {w:.4f}")
