"""ALiBi: each head takes away a little more from a score for each step back."""

import numpy as np

H, T = 8, 5  # heads, tokens
slope = 2.0 ** (-8 * np.arange(1, H + 1) / H)  # (H,) nothing is learned <-
i, j = np.arange(T)[:, None], np.arange(T)[None]
bias = np.where(j <= i, slope[:, None, None] * (j - i), -np.inf)  # (H, T, T) <-
e = np.exp(bias)  # (H, T, T) as if every query and key were zero
A = e / e.sum(2, keepdims=True)  # (H, T, T)

print("slopes:", " ".join(f"{m:.4f}" for m in slope))
for h in [0, 3, 7]:
    added, weights = (" ".join(f"{n:6.3f}" for n in z[h, -1]) for z in (bias, A))
    print(f"head {h + 1}, last row: added {added}")
    print(f"        weights, scores 0 {weights}")
print("distance at which a share is halved, by head:")
print(" ".join(f"{d:.1f}" for d in np.log(2) / slope))
