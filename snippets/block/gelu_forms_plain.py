"""Two formulas are both called GELU: where do they differ most, and by how much?"""

from math import erf, exp, pi, sqrt, tanh

exact = lambda z: z * (1 + erf(z / sqrt(2))) / 2
approximate = lambda z: z * (1 + tanh(sqrt(2 / pi) * (z + 0.044715 * z**3))) / 2
sigmoid = lambda z: z / (1 + exp(-1.702 * z))
difference = lambda z, form: abs(form(z) - exact(z))  # <-


def largest(form):
    """Where a form is furthest from the exact one: a grid, then finer grids."""
    z, step = 0.0, 0.01
    grid = range(-600, 601)
    while step > 1e-9:
        z = max((z + i * step for i in grid), key=lambda z: difference(z, form))
        step, grid = step / 10, range(-20, 21)
    return abs(z)


for name, form in {"tanh": approximate, "sigmoid": sigmoid}.items():
    z = largest(form)
    print(f"{name:7} differs by at most {difference(z, form):.3e} at |z| = {z:.2f}")

print("\n    z   exact       tanh        difference")
for z in (-2.7, -1, 1, 2.7, 6):
    print(f"{z:5.1f} {exact(z):10.6f} {approximate(z):10.6f}", end=" ")
    print(f"{difference(z, approximate):9.1e}")
