"""Of all directions, which lowers the loss most? It depends on how far you go."""

import numpy as np

H = np.array([[13.0, 12.0], [12.0, 13.0]])  # (2, 2) curvatures of the bowl
w = np.array([3.0, 1.0])  # (2,)


def loss(w):
    """w (n, 2) -> (n,): half of w H w, a bowl with its minimum 0 at (0, 0)."""
    return np.einsum("ni,ij,nj->n", w, H, w) / 2


g = H @ w  # (2,)
degrees = np.arange(0, 360)
turn = np.radians(degrees)  # (360,)
ways = np.stack([np.cos(turn), np.sin(turn)], 1)  # (360, 2)
angle = lambda v: np.degrees(np.arctan2(v[1], v[0])) % 360

print(f"gradient {g}, loss {loss(w[None])[0]:.1f}")
print(f"against the gradient: {angle(-g):.1f} degrees")
print(f"to the minimum:       {angle(-w):.1f} degrees")
for far in 0.001, 0.1, 1.0, 3.0:
    losses = loss(w + far * ways)  # (360,) <-
    best = losses.argmin()
    down = loss((w - far * g / np.linalg.norm(g))[None])[0]
    print(f"step of {far:5}: best {degrees[best]} degrees", end=", ")
    print(f"loss {losses.min():6.2f}; against the gradient {down:6.2f}")
