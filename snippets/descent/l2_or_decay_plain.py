"""A penalty in Adam's gradient decays weights unequally; AdamW decays all alike."""

lr, beta1, beta2, eps, decay = 0.001, 0.9, 0.999, 1e-8, 0.1


def run(size, penalty, pull, steps=2000):
    """A weight that starts at 1 under gradients +size, -size, +size, ..."""
    w, m, v = 1.0, 0.0, 0.0
    for t in range(1, steps + 1):
        g = (size if t % 2 else -size) + penalty * w
        w -= lr * pull * w  # <-
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w -= lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    return w


print("size of gradients    Adam  Adam, L2 penalty  AdamW")
for size in 0.01, 0.1, 1.0, 10.0:
    ends = run(size, 0, 0), run(size, decay, 0), run(size, 0, decay)
    print(f"{size:17} {ends[0]:7.3f} {ends[1]:17.3f} {ends[2]:6.3f}")
print(f"(1 - lr * decay)^2000 = {(1 - lr * decay) ** 2000:.3f}")
