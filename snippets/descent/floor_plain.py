"""Why the learning rate falls: with noisy gradients a constant one gets stuck."""

from math import cos, pi

k, noise, steps = 1.0, 1.0, 400  # L = k / 2 * w^2, its gradient known up to noise


def cosine(step):
    """From 0.5 down to 0 along half a cosine."""
    return 0.5 * (1 + cos(pi * step / steps)) / 2


schedules = {
    "constant 0.5": lambda step: 0.5,
    "constant 0.01": lambda step: 0.01,
    "cosine from 0.5": cosine,
}
shown = 0, 5, 50, 200, 300, 400
print("mean of w^2 at step", *(f"{step:7}" for step in shown))
for name, rate in schedules.items():
    square = 25.0  # w starts at 5
    line = [square]
    for step in range(steps):
        lr = rate(step)
        square = (1 - lr * k) ** 2 * square + lr**2 * noise**2  # <-
        line.append(square)
    print(f"{name:19}", *(f"{line[step]:7.4f}" for step in shown))
