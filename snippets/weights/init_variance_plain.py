"""A sum of n products has n times their variance; ReLU keeps half."""

from itertools import product

x = [1.0, -2.0, 0.5, 1.5]
n = len(x)
mean_x2 = sum(x_i**2 for x_i in x) / n
patterns = list(product([-1, 1], repeat=n))  # every way to choose n signs

print(f"mean of x^2: {mean_x2:.3f}")
results = {}
for name, variance in {"1": 1.0, "1/n": 1 / n, "2/n": 2 / n}.items():
    s = variance**0.5  # weights +s or -s, equally often: variance s^2
    z2 = a2 = 0.0
    for signs in patterns:
        z = sum(sign * s * x_i for sign, x_i in zip(signs, x))  # <-
        z2 += z**2 / len(patterns)
        a2 += max(z, 0.0) ** 2 / len(patterns)
    results[name] = z2, a2
    print(f"variance {name:3s}: mean of z^2 {z2:.3f}, of relu(z)^2 {a2:.3f}")
