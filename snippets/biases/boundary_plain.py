"""With two inputs a neuron switches along a line; the bias moves it."""

from math import exp, hypot

points = [(0, 0), (2, 0), (0, 2), (2, 2)]

for (w1, w2), b in [((1, 2), 0), ((2, 1), 0), ((1, 2), -3), ((1, 2), 2)]:
    distance = (0 - b) / hypot(w1, w2)  # from (0, 0) to the line, along w <-
    print(f"w = ({w1:.1f}, {w2:.1f}), b = {b:4.1f}", end=": ")
    print(f"line at distance {distance:5.2f}")
    for x1, x2 in points:
        z = w1 * x1 + w2 * x2 + b
        p = 1 / (1 + exp(-z))
        side = "on the line" if z == 0 else "above" if z > 0 else "below"
        print(f"  x = ({x1:.1f}, {x2:.1f}): z = {z:4.1f}, p = {p:.4f}, {side}")
