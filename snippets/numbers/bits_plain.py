"""One weight in float32: 32 bits, taken apart and put together again."""

import struct

for x in 1.0, -0.15625, 0.1, 3.0e38:
    (whole,) = struct.unpack(">I", struct.pack(">f", x))
    bits = f"{whole:032b}"
    sign, exponent, fraction = bits[0], bits[1:9], bits[9:]
    value = (
        (-1) ** int(sign)
        * (1 + int(fraction, 2) / 2**23)
        * 2.0 ** (int(exponent, 2) - 127)
    )  # <-
    print(f"{x:<9g} {sign} {exponent} {fraction}")
    print(f"          is {value:.10g}, off by {value - x:.1e}")
