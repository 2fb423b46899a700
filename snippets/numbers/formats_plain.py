"""Round a number to a format, given its bits for exponent and fraction."""

from math import frexp, inf

formats = {"float32": (8, 23), "bfloat16": (8, 7), "float16": (5, 10)}


def round_to(x, exponent_bits, fraction_bits):
    """The nearest number of the format; of two that are as near, the even one."""
    bias = 2 ** (exponent_bits - 1) - 1
    if x == 0 or abs(x) == inf:
        return x
    exponent = max(frexp(x)[1] - 1, 1 - bias)  # below, numbers lie evenly spaced
    step = 2.0 ** (exponent - fraction_bits)
    rounded = round(x / step) * step  # Python rounds halves to even <-
    largest = (2 - 2.0**-fraction_bits) * 2.0**bias
    return rounded if abs(rounded) <= largest else inf * (1 if x > 0 else -1)


for name, (e, f) in formats.items():
    bias = 2 ** (e - 1) - 1
    largest = (2 - 2.0**-f) * 2.0**bias
    print(f"{name}: 1 + {e} + {f} = {1 + e + f} bits, largest {largest:.5g}")
    smallest, step = 2.0 ** (1 - bias - f), 2.0**-f
    print(f"  smallest above 0: {smallest:.1e}, next above 1: 1 + {step:.1e}")
for x in 0.1, 3.14159265, 70000.0, 1e-6, 1e-9:
    rounded = [f"{round_to(x, *bits):.9g}" for bits in formats.values()]
    print(f"{x:<10g} ->", "  ".join(rounded))
print("halves go to the even neighbour:", round_to(257, 8, 7), round_to(259, 8, 7))
