"""An embedding's gradient, three ways: the rows of a repeated token add up."""

import numpy as np
import torch

V, C = 4, 2
ids = np.array([2, 0, 2, 2])  # (4,) token 2 comes three times, 1 and 3 never
E = np.arange(V * C).reshape(V, C) / 10  # (V, C)
dy = np.array([[1.0, 0.5], [-1.0, 2.0], [0.25, 0.0], [2.0, -3.0]])  # (4, C)
given = {"E": E}
loss = lambda E: (dy * E[ids]).sum()  # any loss with dL/dy = dy


def measured(name, h=1e-6):
    """Central differences of the loss, one number of one input at a time."""
    v, rise = given[name], []
    for step in h * np.eye(v.size).reshape(v.size, *v.shape):
        up, down = given | {name: v + step}, given | {name: v - step}
        rise.append(loss(**up) - loss(**down))
    return np.reshape(rise, v.shape) / (2 * h)


dE = np.zeros((V, C))  # (V, C)
np.add.at(dE, ids, dy)  # dE[ids[t]] += dy[t], for one t after another <-

bug = np.zeros((V, C))  # (V, C)
bug[ids] += dy  # all t at once: of several writes to a row, one survives
for v in range(V):
    print(f"token {v}: dL/dE {dE[v].tolist()},", end=" ")
    print(f"by dE[ids] += dy {bug[v].tolist()}")

formula = {"E": dE}
t = {name: torch.tensor(v, requires_grad=True) for name, v in given.items()}
torch.nn.functional.embedding(torch.tensor(ids), t["E"]).backward(torch.tensor(dy))
print("off by at most   measured   autograd")
for name, ours in formula.items():
    others = measured(name), t[name].grad.numpy()
    off = [abs(ours - other).max() for other in others]
    print(f"dL/d{name:10} {max(off[0], 1e-7):>10.0e} {max(off[1], 1e-12):>10.0e}")
