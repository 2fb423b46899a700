"""A tied matrix does two jobs; its gradient is the sum of both."""

import numpy as np

ids, targets = np.array([0, 1]), np.array([1, 2])  # no token 3
E = np.array([[0.5, -0.2], [0.3, 0.8], [-0.6, 0.4], [0.9, 0.1]])  # (4, 2)
V, C = E.shape
T = len(ids)


def loss_and_p(E_in, E_out):
    """Cross-entropy, and probabilities (T, V); both matrices are (V, C)."""
    z = E_in[ids] @ E_out.T  # (T, V) look up, then score
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)  # (T, V)
    return -np.log(p[range(T), targets]).mean(), p


L, p = loss_and_p(E, E)
dz = (p - np.eye(V)[targets]) / T  # (T, V)
as_input = np.zeros((V, C))  # (V, C)
np.add.at(as_input, ids, dz @ E)
as_output = dz.T @ E[ids]  # (V, C)
grad = as_input + as_output  # (V, C) <-

print("            as input       as output            tied")
for v in range(V):
    rows = np.concatenate([as_input[v], as_output[v], grad[v]])  # (3 * C,)
    print(f"token {v}:" + "".join(f"{g:8.3f}" for g in rows))
h = 1e-6  # nudge each number of the one matrix, and see the loss move
slopes = np.zeros((V, C))  # (V, C)
for v, c in np.ndindex(V, C):
    for sign in [1, -1]:
        nudged = E.copy()  # (V, C)
        nudged[v, c] += sign * h
        slopes[v, c] += sign * loss_and_p(nudged, nudged)[0] / (2 * h)
print(f"tied gradient is the sum: {np.allclose(slopes, grad, atol=1e-6)}")
saved = 50257 * 768
print(f"GPT-2 small: {saved:,} saved, {124439808 + saved:,} without tying")
