"""With momentum the largest stable learning rate is 2 (1 + mu) / k."""


def settles(lr, mu, k=4.0, steps=3000):
    """Whether descent with momentum on k / 2 * w^2 comes nearer to 0."""
    w, m = 1.0, 0.0
    for step in range(steps):
        m = mu * m + k * w
        w -= lr * m  # <-
        if abs(w) > 100:
            return False
    return abs(w) < 0.1


print(" mu  largest lr found  2 (1 + mu) / k")
for mu in 0.0, 0.5, 0.9:
    low, high = 0.0, 4.0
    for halving in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if settles(middle, mu) else (low, middle)
    print(f"{mu:3} {low:17.3f} {2 * (1 + mu) / 4.0:15.3f}")
