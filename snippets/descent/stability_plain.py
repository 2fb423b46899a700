"""Where a learning rate becomes too large: found by trial, and by formula."""


def settles(lr, k, steps=2000):
    """Whether descent on k / 2 * w^2 ends nearer to the minimum than it began."""
    w = 1.0
    for step in range(steps):
        w -= lr * k * w  # <-
        if abs(w) > 2:
            return False
    return abs(w) < 1


print("curvature  largest lr found    2 / k  steps at 1.9 / k")
for k in 0.5, 4.0, 25.0:
    low, high = 0.0, 100.0
    for halving in range(40):
        middle = (low + high) / 2
        if settles(middle, k):
            low = middle
        else:
            high = middle
    w, steps = 1.0, 0
    while abs(w) > 0.001:
        w, steps = w - 1.9 / k * k * w, steps + 1
    print(f"{k:9} {low:17.4f} {2 / k:8.4f} {steps:18}")
