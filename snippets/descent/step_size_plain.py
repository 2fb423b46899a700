"""Adam's step follows the gradient's sign and steadiness, not its size."""

lr, beta1, beta2, eps = 0.01, 0.9, 0.999, 1e-8


def change(gradients):
    """How far the last step of Adam moves, for a list of gradients."""
    m = v = 0.0
    for t, g in enumerate(gradients, 1):
        m = beta1 * m + (1 - beta1) * g  # <-
        v = beta2 * v + (1 - beta2) * g**2
        d = m / (1 - beta1**t) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    return -lr * d


n = 999
cases = {
    "0.001, always": [0.001] * n,
    "1, always": [1.0] * n,
    "1000, always": [1000.0] * n,
    "1, -1, 1, -1, ...": [1.0, -1.0] * (n // 2) + [1.0],
    "0 but for each 10th": ([0.0] * 9 + [1.0]) * (n // 10) + [0.0] * 9,
    "1, then one of 1000": [1.0] * n + [1000.0],
}
print("gradient              last step of SGD  last step of Adam")
for name, gradients in cases.items():
    print(f"{name:20} {-lr * gradients[-1]:17.6f} {change(gradients):18.6f}")
