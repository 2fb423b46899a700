"""The slope of a loss at one weight, measured with smaller and smaller steps."""

from math import exp, log


def loss(w, x=2.0):
    """Cross-entropy of a neuron with one input when the right answer is 1."""
    return log(1 + exp(-w * x))


w = 0.5
slope = -2 / (1 + exp(2 * w))  # by calculus
print(f"w = {w}, L = {loss(w):.6f}, slope by calculus {slope:.6f}")
print("step   one-sided  error     central    error")
for h in (1, 0.1, 0.01, 0.001):
    one_sided = (loss(w + h) - loss(w)) / h  # <-
    central = (loss(w + h) - loss(w - h)) / (2 * h)  # <-
    error_1, error_2 = abs(one_sided - slope), abs(central - slope)
    print(f"{h:<6g} {one_sided:.6f}  {error_1:.1e}", end="   ")
    print(f"{central:.6f}  {error_2:.1e}")

tiny = [(loss(w + h) - loss(w - h)) / (2 * h) for h in (1e-13, 1e-14, 1e-15)]
error = max(abs(t - slope) for t in tiny)
print(f"steps of 1e-13 to 1e-15: error above 1e-4: {error > 1e-4}")
