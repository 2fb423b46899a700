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
squares = {name: [25.0] for name in schedules}  # the mean of w^2; w starts at 5
for name, rate in schedules.items():
    for step in range(steps):
        lr, square = rate(step), squares[name][-1]
        square = (1 - lr * k) ** 2 * square + lr**2 * noise**2  # <-
        squares[name].append(square)

print("step", *(f"{name:>16}" for name in schedules))
for step in 0, 5, 10, 25, 50, 100, 150, 200, 250, 300, 350, 400:
    print(f"{step:4}", *(f"{line[step]:16.4f}" for line in squares.values()))
