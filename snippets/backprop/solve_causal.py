"""Which token's vector can learn from which token's loss, under a causal mask?"""

import numpy as np

T, D = 4, 3
q, k, v = np.sin(np.arange(3.0 * T * D) ** 2).reshape(3, T, D)
e = np.tril(np.exp(q @ k.T / D**0.5))  # (T, T)
A = e / e.sum(1, keepdims=True)  # (T, T)

for t in range(T):
    dy = np.zeros((T, D))  # (T, D)
    dy[t] = [1.0, -2.0, 0.5]  # a loss at token t alone
    dA = dy @ v.T  # (T, T)
    dS = A * (dA - (dA * A).sum(1, keepdims=True))  # (T, T) <-
    gradients = {"query": dS @ k, "key": dS.T @ q, "value": A.T @ dy}
    parts = []
    for name, d in gradients.items():
        reached = [str(j) for j in range(T) if abs(d[j]).max() > 1e-12]
        parts.append(f"{name} of {' '.join(reached) or 'none'}")
    print(f"loss at token {t}:", "; ".join(parts))
