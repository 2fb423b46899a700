"""RMSNorm: divide by the root mean square, subtract nothing, add nothing."""

import numpy as np

x = np.array([[1.0, 2.0, 3.0, 6.0], [-2.0, 0.5, 0.5, 1.0]])  # (2, 4)
gain = np.array([1.0, 1.0, 2.0, 1.0])  # (4,)
T, C = x.shape
eps = 1e-6


def rms_norm(x):
    """Each row by its root mean square: (..., C) -> (..., C)."""
    rms = np.sqrt((x**2).mean(-1, keepdims=True) + eps)
    return x / rms * gain  # <-


def layer_norm(x):
    """The same after its mean is taken away: (..., C) -> (..., C)."""
    return rms_norm(x - x.mean(-1, keepdims=True))


y = rms_norm(x)  # (T, C)
for t, token in enumerate(y):
    print(f"token {t + 1}: {' '.join(f'{c:6.3f}' for c in token)}")
for name, token in {"times 100": 100 * x[0], "10 added to each": x[0] + 10}.items():
    print(f"{name:17} {' '.join(f'{c:6.3f}' for c in rms_norm(token))}")
for t in range(T):
    same = np.allclose(rms_norm(x[t]), layer_norm(x[t]), rtol=0, atol=1e-6)
    print(f"token {t + 1}: mean {x[t].mean():.1f}, equals LayerNorm: {same}")
