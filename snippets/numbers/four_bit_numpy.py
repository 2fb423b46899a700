"""4 bits: groups of weights share a scale, and two weights share a byte."""

import numpy as np

W = np.array([0.7, -0.33, 0.08, 0.01, 0.02, -0.05, 0.07, 0.004])  # (8,)
groups = W.reshape(-1, 4)  # (2, 4)
scale = np.abs(groups).max(1, keepdims=True) / 7  # (2, 1) <-
q = np.round(groups / scale).astype(int)  # (2, 4)
print("whole numbers:", *q.tolist())

flat = (q + 8).ravel()  # (8,)
packed = (flat[0::2] * 16 + flat[1::2]).astype(np.uint8)  # (4,)
print("bytes:", packed.tobytes().hex(" "))

again = np.stack([packed // 16, packed % 16], 1).ravel().astype(int) - 8  # (8,)
print("unpacked equal:", np.array_equal(again, q.ravel()))
back = (again.reshape(-1, 4) * scale).ravel()  # (8,)
print("weights:", W)
print("back:   ", back.round(3))
for group in 4, 32, 64:
    print(
        f"a 16-bit scale for {group:2} weights: {4 + 16 / group:.2f} bits a weight"
    )
