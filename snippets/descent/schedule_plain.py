"""Linear warm-up, then half a cosine down to a tenth."""

from math import cos, pi

peak, lowest, warm, steps = 6e-4, 6e-5, 20, 200


def rate(step):
    """The learning rate of a step; the first is step 0."""
    if step < warm:
        return peak * (step + 1) / warm
    done = min(1, (step - warm) / (steps - warm))  # from 0 to 1
    return lowest + (peak - lowest) * (1 + cos(pi * done)) / 2  # <-


for step in 0, 1, 4, 9, 14, 19, 20, 40, 65, 90, 110, 130, 155, 180, 199, 200, 220:
    print(f"step {step:3}: lr {rate(step):.6f}")
