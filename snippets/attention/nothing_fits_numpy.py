"""Softmax cannot answer "none of these": the shares sum to 1, whatever fits."""

import numpy as np

keys = ["[CLS]", "snow", "fell", "again"]
v = np.array(
    [[0.0, 0.0], [3.0, 1.0], [-2.0, 2.0], [1.0, -4.0]]
)  # (4, 2) the first says nothing
T, C = v.shape


def attend(scores):
    """Scores (T,) -> shares (T,), output (C,)."""
    e = np.exp(scores - scores.max())  # (T,)
    A = e / e.sum()  # (T,) <-
    return A, A @ v


print(
    "key                "
    + "".join(f"{key:>7}" for key in keys)
    + "    sum  length of the output"
)
for name, s in [
    ("one key fits", [0.0, 4.0, 0.0, 0.0]),
    ("none fits", [0.0, 0.0, 0.0, 0.0]),
    ("all far off", [-9.0, -9.0, -9.0, -9.0]),
    ("parked on the first", [5.0, 0.0, 0.0, 0.0]),
]:
    A, out = attend(np.array(s))
    length = np.linalg.norm(out)
    print(
        f"{name:19}"
        + "".join(f"{a:7.3f}" for a in A)
        + f"  {A.sum():.3f}  {length:.3f}"
    )
