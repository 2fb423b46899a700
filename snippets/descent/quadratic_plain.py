"""Gradient descent on a parabola with five learning rates."""

k, lowest = 4.0, 3.0  # L = k / 2 * (w - 3)^2: its curvature is k, its minimum at 3

print("  lr  factor  w at step 0, 1, 2, ...")
for lr in 0.02, 0.2, 0.45, 0.5, 0.55:
    w = 0.0
    path = [w]
    for step in range(6):
        gradient = k * (w - lowest)
        w = w - lr * gradient  # <-
        path.append(w)
    factor = (path[2] - lowest) / (path[1] - lowest)
    print(f"{lr:4} {factor:7.2f}", *(f"{w:6.2f}" for w in path))
