# %% task: fix
# # A merge that changes the outputs
#
# LoRA leaves a matrix `W` as it was and adds the product of two thin ones, `B` with r columns and `A` with r rows,
# times $\alpha / r$. `merge` takes `W` (F, C), `A` (r, C), `B` (F, r) and `alpha`, and returns one matrix (F, C) that
# does the work of all three. The two printed lines should be the same. Mend `merge`.

# %% starter
import numpy as np


def merge(W, A, B, alpha):
    """The matrix that equals W with the change of LoRA beside it."""
    return W + alpha * B @ A


x, W = np.array([1.0, 2.0]), np.array([[1.0, 0.0], [0.0, 1.0]])
A, B = np.array([[1.0, 1.0], [0.0, 1.0]]), np.array([[0.5, 0.0], [0.0, 1.0]])
print("merged:  ", merge(W, A, B, 4.0) @ x)
print("unmerged:", W @ x + 4.0 / 2 * (B @ (A @ x)))


# %% tests
def test_rank_1():
    expect(
        "merge(np.eye(2), np.array([[1.0, 3.0]]), np.array([[2.0], [0.0]]), 2.0)",
        [[5.0, 12.0], [0.0, 1.0]],
        hint="rank",
        but=[([[5, 4], [4, 5]], "order"), ([[6, 12], [0, 2]], "change")],
    )


def test_rank_2():
    expect(
        "merge(np.zeros((1, 2)), np.ones((2, 2)), np.array([[1.0, 2.0]]), 6.0)",
        [[9.0, 9.0]],
        hint="rank",
    )


# %% hints
# rank: By which number is `alpha` divided, and which of the shapes has it?
# order: The product of `A` and `B` in this order has another shape, and NumPy stretches it to fit. Which order gives
#   (F, C)?
# change: Only the change is scaled. `W` stays as it was.

# %% solution
import numpy as np


def merge(W, A, B, alpha):
    """The matrix that equals W with the change of LoRA beside it."""
    return W + alpha / A.shape[0] * B @ A


x, W = np.array([1.0, 2.0]), np.array([[1.0, 0.0], [0.0, 1.0]])
A, B = np.array([[1.0, 1.0], [0.0, 1.0]]), np.array([[0.5, 0.0], [0.0, 1.0]])
print("merged:  ", merge(W, A, B, 4.0) @ x)
print("unmerged:", W @ x + 4.0 / 2 * (B @ (A @ x)))

# %% why
# At rank 1 the mistake does not show, at rank 8 the change is eight times too strong. Nor can it be seen from the
# shapes. Compare the outputs of a merged model with those before, as the two printed lines do.

# %% wrong: rank
import numpy as np


def merge(W, A, B, alpha):
    return W + alpha / 2 * B @ A

# %% wrong: rank
import numpy as np


def merge(W, A, B, alpha):
    return W + alpha / A.shape[1] * B @ A

# %% wrong: order
import numpy as np


def merge(W, A, B, alpha):
    return W + alpha / A.shape[0] * (A @ B)

# %% wrong: change
import numpy as np


def merge(W, A, B, alpha):
    return (W + B @ A) * alpha / A.shape[0]
