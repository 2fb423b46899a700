"""A loss that is too good to be true: each target is the input itself."""

import contextlib
import io

import numpy as np

with contextlib.redirect_stdout(io.StringIO()):  # this module prints itself
    import this

text = "".join(this.d.get(letter, letter) for letter in this.s)
letters = sorted(set(text))
V, T = len(letters), 700
ids = np.array([letters.index(letter) for letter in text])[: T + 1]

for name, y in ("targets = inputs", ids[:-1]), ("targets = next letters", ids[1:]):
    x = ids[:-1]  # (T,)
    W = np.zeros((V, V))  # (V, V)
    for step in range(200):
        p = np.exp(W[x]) / np.exp(W[x]).sum(1, keepdims=True)  # (T, V)
        g = (p - np.eye(V)[y]) / T  # (T, V)
        np.add.at(W, x, -20 * g)  # <-
    L = -np.log(p[np.arange(T), y]).mean()
    print(f"{name:22}  loss {L:.2f}  perplexity {np.exp(L):.2f}")
