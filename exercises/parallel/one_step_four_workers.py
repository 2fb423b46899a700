# %% task: fix
# # Four workers, one step
#
# Each of P workers has a copy of the weights `w` (C) and the gradient of the mean loss over its own share of the
# batch; the shares are equally large. `step` takes `w`, the gradients (P, C), a row for each worker, and `lr`. It
# should return the weights (C) after the step that one worker with the whole batch would take. The step is too long.
# Mend it.

# %% starter
import numpy as np


def step(w, gradients, lr):
    """The weights after one step with the gradient of the whole batch."""
    g = gradients.sum(axis=0)  # all-reduce: the sum, in each worker
    return w - lr * g


gradients = np.array([[2.0, 4.0], [6.0, 0.0], [1.0, 3.0], [3.0, 1.0]])
print(step(np.array([1.0, 1.0]), gradients, 0.1))


# %% tests
def test_one_worker():
    expect(
        "step(np.array([1.0, 1.0]), np.array([[2.0, 4.0]]), 0.1)",
        [0.8, 0.6],
        hint="number",
        but=[([0.7, 0.7], "axis")],
    )


def test_two_that_agree():
    expect(
        "step(np.array([1.0, 1.0]), np.array([[2.0, 4.0], [2.0, 4.0]]), 0.1)",
        [0.8, 0.6],
        hint="agree",
    )


def test_two_that_differ():
    expect(
        "step(np.array([1.0, 0.0]), np.array([[3.0, 0.0], [0.0, 4.0]]), 1.0)",
        [-0.5, -2.0],
        hint="own",
    )


# %% hints
# agree: If two workers have the same gradient, the whole batch has it too. What must come behind the sum?
# number: Divide by the number of workers, which is the number of rows. It need not be 4, nor the number of weights.
# axis: Each weight has a gradient of its own. Only the workers are averaged.
# own: The shares differ, so the gradients of all workers must come in.

# %% solution
import numpy as np


def step(w, gradients, lr):
    """The weights after one step with the gradient of the whole batch."""
    g = gradients.sum(axis=0)  # all-reduce: the sum, in each worker
    return w - lr * g / len(gradients)


gradients = np.array([[2.0, 4.0], [6.0, 0.0], [1.0, 3.0], [3.0, 1.0]])
print(step(np.array([1.0, 1.0]), gradients, 0.1))

# %% why
# With the sum, four workers take steps four times as long: plain descent then behaves as if the learning rate had
# been raised. With Adam it hardly shows, since its steps do not depend on how large all gradients are.

# %% wrong: agree
import numpy as np


def step(w, gradients, lr):
    for g in gradients:
        w = w - lr * g
    return w

# %% wrong: number
import numpy as np


def step(w, gradients, lr):
    return w - lr * gradients.sum(axis=0) / 4

# %% wrong: number
import numpy as np


def step(w, gradients, lr):
    return w - lr * gradients.sum(axis=0) / len(w)

# %% wrong: axis
import numpy as np


def step(w, gradients, lr):
    return w - lr * gradients.mean()

# %% wrong: own
import numpy as np


def step(w, gradients, lr):
    return w - lr * gradients[0]
