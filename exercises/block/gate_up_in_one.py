# %% task: fill
# # Gate and up in one matrix
#
# Some checkpoints keep SwiGLU's two matrices side by side in one, $\weight{W}$, of shape (C, 2F): the first $F$ columns
# are $\weight{W_{\text{gate}}}$, the last $F$ are $\weight{W_{\text{up}}}$. `gated` takes `x`, shape (T, C), and this
# matrix. It returns the activations, (T, F), where SiLU of $z$ is $z / (1 + e^{-z})$:
#
# $$
# \act{a} = \operatorname{SiLU}(\act{x}\,\weight{W_{\text{gate}}}) \odot \act{x}\,\weight{W_{\text{up}}}
# $$

# %% starter
import numpy as np


def gated(x, W):
    """SwiGLU's activations: (T, C), (C, 2F) -> (T, F)."""
    return None


print(gated(np.ones((1, 1)), np.array([[2.0, -1.0, 3.0, 4.0]])))


# %% tests
def test_one_channel():
    wrong = [([[5.715445, -3.928055]], "gate"), ([[5.034147, -1.056417]], "gate")]
    wrong += [([[-1.761594, 11.43089]], "halves"), ([[6, -4]], "silu")]
    wrong += [([[2.642391, 1.075766]], "silu"), ([[0.715218, -2.924234]], "silu")]
    wrong += [([[4.761594, 3.731059]], "product")]
    expect(
        "gated(np.ones((1, 1)), np.array([[2.0, -1.0, 3.0, 4.0]]))",
        [[5.284782, -1.075766]],
        hint="halves",
        but=wrong,
    )


def test_two_tokens_of_two_channels():
    expect(
        "gated(np.array([[1.0, 2.0], [0.0, -1.0]]), np.hstack([np.eye(2)] * 2))",
        [[0.731059, 3.523188], [0, 0.268941]],
        hint="halves",
    )


# %% hints
# halves: `x @ W` holds both products, (T, 2F). Which of its columns are the gate's, and which are the others?
# gate: SiLU belongs to the gate's product alone. The other product passes as it is.
# silu: SiLU is z times the sigmoid of z. With only one of the two factors it is another function.
# product: The two halves are multiplied, entry by entry.

# %% solution
import numpy as np


def gated(x, W):
    """SwiGLU's activations: (T, C), (C, 2F) -> (T, F)."""
    F = W.shape[1] // 2
    gate, up = x @ W[:, :F], x @ W[:, F:]
    return gate / (1 + np.exp(-gate)) * up


print(gated(np.ones((1, 1)), np.array([[2.0, -1.0, 3.0, 4.0]])))

# %% why
# In `transformers`, Phi-3 keeps the halves in this order; gpt-oss keeps gate and up in turns, column by column. Any
# split has the right shape, so which is which must be looked up for each model.

# %% wrong: gate
import numpy as np


def gated(x, W):
    up, gate = np.split(x @ W, 2, axis=1)
    return gate / (1 + np.exp(-gate)) * up

# %% wrong: gate
import numpy as np


def gated(x, W):
    gate, up = np.split(x @ W, 2, axis=1)
    return gate / (1 + np.exp(-gate)) * up / (1 + np.exp(-up))

# %% wrong: halves
import numpy as np


def gated(x, W):
    z = x @ W
    gate, up = z[:, ::2], z[:, 1::2]
    return gate / (1 + np.exp(-gate)) * up

# %% wrong: silu
import numpy as np


def gated(x, W):
    gate, up = np.split(x @ W, 2, axis=1)
    return up / (1 + np.exp(-gate))

# %% wrong: silu
import numpy as np


def gated(x, W):
    gate, up = np.split(x @ W, 2, axis=1)
    return gate * up

# %% wrong: product
import numpy as np


def gated(x, W):
    gate, up = np.split(x @ W, 2, axis=1)
    return gate / (1 + np.exp(-gate)) + up

# %% wrong: halves
import numpy as np


def gated(x, W):
    z = x @ W
    return z / (1 + np.exp(-z))
