# %% task: fill
# # Which one is the gate?
#
# SwiGLU has two matrices in front, both of shape (C, F). One product goes through SiLU, $z / (1 + e^{-z})$, and
# multiplies the other, entry by entry:
#
# $$
# \act{a} = \operatorname{SiLU}(\act{x}\weight{W_{\text{gate}}}) \odot \act{x}\weight{W_{\text{up}}}
# $$
#
# Write `gated`, which takes `x` of shape (T, C) and the two matrices, and returns these activations, (T, F).

# %% starter
import numpy as np


def gated(x, W_gate, W_up):
    """SwiGLU's activations: (T, C), twice (C, F) -> (T, F)."""
    return None


print(gated(np.ones((1, 1)), np.array([[2.0, -1.0]]), np.array([[3.0, 4.0]])))


# %% tests
def test_a_gate_of_zero_lets_nothing_pass():
    expect(
        "gated(np.eye(2), np.zeros((2, 3)), np.ones((2, 3)))",
        [[0, 0, 0], [0, 0, 0]],
        hint="product",
        but=[([[0.5] * 3] * 2, "silu"), ([[1] * 3] * 2, "product")],
    )


def test_one_channel():
    expect(
        "gated(np.ones((1, 1)), np.array([[2.0, -1.0]]), np.array([[3.0, 4.0]]))",
        [[5.284782, -1.075766]],
        hint="silu",
        but=[([[5.715445, -3.928055]], "gate"), ([[5.034147, -1.056417]], "gate")],
    )


def test_two_tokens_of_two_channels():
    expect(
        "gated(np.array([[1.0, 2.0], [0.0, -1.0]]), np.eye(2), np.ones((2, 2)))",
        [[2.193176, 5.284782], [0, 0.268941]],
        hint="product",
    )


# %% hints
# product: Two products of matrices with `@`, then one product entry by entry.
# silu: SiLU is z times the sigmoid of z. With only one of the two factors it is another function.
# gate: SiLU belongs to the gate's product alone. The other product passes as it is.

# %% solution
import numpy as np


def gated(x, W_gate, W_up):
    """SwiGLU's activations: (T, C), twice (C, F) -> (T, F)."""
    z = x @ W_gate
    return z / (1 + np.exp(-z)) * (x @ W_up)


print(gated(np.ones((1, 1)), np.array([[2.0, -1.0]]), np.array([[3.0, 4.0]])))

# %% why
# Both matrices have the same shape, so loading them in the wrong order raises no error. Which of two names means the
# gate has to be looked up for each model.

# %% wrong: gate
import numpy as np


def gated(x, W_gate, W_up):
    z = x @ W_up
    return z / (1 + np.exp(-z)) * (x @ W_gate)

# %% wrong: gate
import numpy as np


def gated(x, W_gate, W_up):
    z, u = x @ W_gate, x @ W_up
    return z / (1 + np.exp(-z)) * u / (1 + np.exp(-u))

# %% wrong: silu
import numpy as np


def gated(x, W_gate, W_up):
    return 1 / (1 + np.exp(-x @ W_gate)) * (x @ W_up)

# %% wrong: silu
import numpy as np


def gated(x, W_gate, W_up):
    return np.maximum(x @ W_gate, 0) * (x @ W_up)

# %% wrong: product
import numpy as np


def gated(x, W_gate, W_up):
    z = x @ W_gate
    return z / (1 + np.exp(-z)) + x @ W_up

# %% wrong: silu
import numpy as np


def gated(x, W_gate, W_up):
    return (x @ W_gate) * (x @ W_up)
