"""A leaky ReLU keeps more than half, so weights may be smaller."""

from itertools import product

x = [1.0, -2.0, 0.5, 1.5]
n, slope = len(x), 0.5
mean_x2 = sum(x_i**2 for x_i in x) / n
patterns = list(product([-1, 1], repeat=n))

print(f"mean of x^2: {mean_x2:.3f}")
results = {}
leaky = 2 / ((1 + slope**2) * n)  # <-
for name, variance in {"He": 2 / n, "leaky": leaky}.items():
    a2 = 0.0
    for signs in patterns:
        z = sum(sign * variance**0.5 * x_i for sign, x_i in zip(signs, x))
        a = z if z > 0 else slope * z
        a2 += a**2 / len(patterns)
    results[name] = a2
    print(f"{name:5s}: weight variance {variance:.3f}, mean of a^2 {a2:.3f}")
growth = (results["He"] / mean_x2) ** 50
print(f"He over 50 layers: variance times {growth:,.0f}")
