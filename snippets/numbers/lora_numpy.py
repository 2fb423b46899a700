"""LoRA: a change of low rank beside a frozen matrix, which can be added into it."""

import numpy as np

C, rank, alpha = 6, 2, 4.0
rng = np.random.default_rng(0)
W = rng.standard_normal((C, C))  # (C, C), frozen
A = rng.standard_normal((rank, C))  # (rank, C)
B = np.zeros(
    (C, rank)
)  # (C, rank), so that training starts from the model as it is
x = rng.standard_normal(C)  # (C,)


def layer(x):
    """The frozen layer and beside it the two thin ones."""
    return W @ x + alpha / rank * (B @ (A @ x))  # <-


print("at the start, same output:", np.array_equal(layer(x), W @ x))
B = rng.standard_normal((C, rank))  # (C, rank), as if trained
merged = W + alpha / rank * B @ A  # (C, C)
print(
    "merged equals unmerged, to 1e-12:",
    np.allclose(layer(x), merged @ x, atol=1e-12),
)
print("rank of the change:", np.linalg.matrix_rank(merged - W))
print(f"trained: {A.size + B.size} numbers beside {W.size} frozen ones")
for name, C in ("GPT-2 small", 768), ("LLaMA 7B", 4096):
    print(f"{name}, one C x C matrix at rank 8: {2 * 8 * C:,} of {C * C:,}")
