"""The gradient of softmax and cross-entropy is p minus one-hot, three ways."""

import numpy as np
import torch

T, V = 3, 4
z = np.array([[2.0, 0.0, 1.0, -1.0], [0.0, 3.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0]])
y = np.array([2, 1, 0])  # (T,) the token that came, at each position
given = {"z": z}
softmax = lambda z: np.exp(z) / np.exp(z).sum(1, keepdims=True)  # of each row
loss = lambda z: -np.log(softmax(z)[np.arange(T), y]).mean()


def measured(name, h=1e-6):
    """Central differences of the loss, one number of one input at a time."""
    v, rise = given[name], []
    for step in h * np.eye(v.size).reshape(v.size, *v.shape):
        up, down = given | {name: v + step}, given | {name: v - step}
        rise.append(loss(**up) - loss(**down))
    return np.reshape(rise, v.shape) / (2 * h)


p, one_hot = softmax(z), np.eye(V)[y]  # (T, V)
dz = (p - one_hot) / T  # (T, V) <-

formula = {"z": dz}
t = {name: torch.tensor(v, requires_grad=True) for name, v in given.items()}
torch.nn.functional.cross_entropy(t["z"], torch.tensor(y)).backward()
for target, p_t, dz_t in zip(y, p, dz):
    print(f"target {target}   p", " ".join(f"{n:6.3f}" for n in p_t), end="   ")
    print("dL/dz", " ".join(f"{n:6.3f}" for n in dz_t))
print("off by at most   measured   autograd")
for name, ours in formula.items():
    others = measured(name), t[name].grad.numpy()
    off = [abs(ours - other).max() for other in others]
    print(f"dL/d{name:10} {max(off[0], 1e-7):>10.0e} {max(off[1], 1e-12):>10.0e}")
