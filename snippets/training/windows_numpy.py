"""One window of T + 1 tokens is T exercises: each token is once the target."""

import numpy as np

text = "Now is better than never."
letters = sorted(set(text))
ids = np.array([letters.index(letter) for letter in text])

T = 5
B = len(ids) - T  # windows
windows = np.lib.stride_tricks.sliding_window_view(ids, T + 1)  # (B, T + 1)
x = windows[:, :-1]  # (B, T)
y = windows[:, 1:]  # (B, T) <-

for t in range(T):
    seen, target = (
        ("".join(letters[i] for i in part))
        for part in (x[0, : t + 1], y[0, t : t + 1])
    )
    print(f"after {seen!r:8} comes {target!r}")
print(f"{len(ids)} letters: {B} windows, {B * T} targets")
same = np.array_equal(x[1:], y[:-1])
print("the inputs of each window are the targets of the window before:", same)
