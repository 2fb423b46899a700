"""Pi in bfloat16 by hand: seven bits behind the first, and the nearest of two."""

from math import pi

exponent = 1  # pi lies between 2 and 4
step = 2.0**exponent / 2**7  # the distance of neighbours there
below = int(pi / step) * step  # <-
above = below + step
nearest = below if pi - below < above - pi else above
print(f"neighbours: {below} and {above}, {step} apart")
print(f"nearest: {nearest}, off by {abs(nearest - pi) / pi:.3%}")
