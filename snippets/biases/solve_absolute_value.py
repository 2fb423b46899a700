"""How well can ReLUs on one input fit y = |x - 1| without biases?"""

import numpy as np

x = np.linspace(-2, 2, 401)  # (401,)
y = abs(x - 1)  # (401,)


def relu(z):
    """max(0, z): an array -> the same shape."""
    return np.maximum(z, 0)


# Without a bias, relu(w * x) is |w| * relu(x) or |w| * relu(-x): two shapes only.
bare = np.stack([relu(x), relu(-x)], axis=1)  # (401, 2)
slopes = np.linalg.lstsq(bare, y, rcond=None)[0]  # (2,) the best mix of the two
p = bare @ slopes  # (401,) <-
print(f"no bias: best slopes {slopes[0]:.3f} and {slopes[1]:.3f}", end=", ")
print(f"mean squared error {((p - y) ** 2).mean():.3f}, p(0) = {p[200]:.3f}")

with_bias = relu(x - 1) + relu(1 - x)  # (401,) <-
print(f"two biases: mean squared error {((with_bias - y) ** 2).mean():.3f}")

constant = np.stack([relu(x), relu(-x), np.ones(401)], axis=1)  # (401, 3)
p = constant @ np.linalg.lstsq(constant, y, rcond=None)[0]  # (401,)
print(f"output bias only: mean squared error {((p - y) ** 2).mean():.3f}")
