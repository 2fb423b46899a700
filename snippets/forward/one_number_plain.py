"""The loss reads one probability; its slope is the prediction minus the target."""

from math import exp, log

p_A = [0.50, 0.48, 0.01, 0.01]  # (4,) one rival
p_B = [0.50, 0.17, 0.17, 0.16]  # (4,) three rivals
target = [1.0, 0.0, 0.0, 0.0]  # (4,) the first token came


def loss(z):
    """Cross-entropy of scores (V,) when the first token came."""
    return log(sum(exp(z_u) for z_u in z)) - z[0]  # <-


def slope(z, u, h=1e-5):
    """How the loss changes with score u, measured."""
    up, down = [*z], [*z]
    up[u], down[u] = z[u] + h, z[u] - h
    return (loss(up) - loss(down)) / (2 * h)


for name, p in [("A", p_A), ("B", p_B)]:
    z = [log(p_u) for p_u in p]  # (4,) scores that give p
    difference = [p_u - t_u for p_u, t_u in zip(p, target)]  # (4,)
    slopes = [slope(z, u) for u in range(4)]  # (4,)
    squares = sum(d**2 for d in difference)
    print(f"{name}: loss {loss(z):.4f}, squared differences {squares:.4f}")
    print("   prediction minus target:", *(f"{d:6.3f}" for d in difference))
    print("   slope by each score:    ", *(f"{s:6.3f}" for s in slopes))
