"""Two affine layers are one affine layer; a ReLU between them prevents it."""

import numpy as np

X = np.array([[0.3, -1.2], [2.1, 0.7], [-0.4, 0.9], [1.1, 1.3]])  # (4, 2)
W1 = np.array([[0.5, -0.3], [1.1, 0.2], [-0.7, 0.8]])  # (3, 2)
b1 = np.array([0.1, -0.6, 0.3])  # (3,)
W2 = np.array([[0.9, -0.4, 0.6], [0.2, 0.7, -1.3]])  # (2, 3)
b2 = np.array([-0.2, 0.5])  # (2,)

two = (X @ W1.T + b1) @ W2.T + b2  # (4, 2)
W = W2 @ W1  # (2, 2) <-
b = W2 @ b1 + b2  # (2,) <-
one = X @ W.T + b  # (4, 2)
relu = np.maximum(X @ W1.T + b1, 0) @ W2.T + b2  # (4, 2)

for row in W:
    print("W =", " ".join(f"{w:6.3f}" for w in row))
print("b =", " ".join(f"{b_j:6.3f}" for b_j in b))
print(f"two layers - one layer:  below 1e-12: {abs(two - one).max() < 1e-12}")
print(f"with a ReLU - one layer: largest {abs(relu - one).max():.3f}")
