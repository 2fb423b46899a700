"""A LayerNorm gradient that forgets the mean and the spread is found out."""

import numpy as np

x = np.array([1.0, 2.0, 4.0, 9.0])  # (4,)
dy = np.array([1.0, 0.0, 0.0, 0.0])  # (4,)

s = x.std()
x_hat = (x - x.mean()) / s  # (4,)
right = (dy - dy.mean() - x_hat * (dy * x_hat).mean()) / s  # (4,) <-
wrong = dy / s  # (4,) as if mean and s did not depend on x

shift = np.ones(4)  # (4,) raise every number alike
stretch = x - x.mean()  # (4,) move every number away from the mean
for name, dx in (("right", right), ("wrong", wrong)):
    along = [abs(dx @ direction) for direction in (shift, stretch)]
    print(f"{name}: dx", " ".join(f"{n:6.3f}" for n in dx), end="   ")
    print(f"along a shift {max(along[0], 1e-12):.0e}", end=", ")
    print(f"along a stretch {max(along[1], 1e-12):.0e}")
