"""A mean that is taken already cannot be masked: the padding stays in it."""

import numpy as np

z = np.array([[0.0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 3, 0]])  # (3, 4) real positions
y = np.array([1, 2, 2])  # (3,)
z_pad, y_pad = np.array([4.0, 0, 0, 0]), 0  # each padded one; easy to predict
n_real, V = z.shape


def right(losses, mask):
    """Mask each position's loss (T,), then divide by the number of real ones."""
    return (losses * mask).sum() / mask.sum()  # <-


def mistaken(losses, mask):
    """Take the mean of all, then multiply that one number by the mask."""
    return (losses.mean() * mask).sum() / mask.sum()


def both(n_pad, z_pad):
    """Both forms and the plain mean for a batch with n_pad padded positions."""
    T = n_real + n_pad
    all_z = np.vstack([z] + [z_pad] * n_pad)  # (T, V)
    all_y = np.append(y, [y_pad] * n_pad).astype(int)  # (T,)
    losses = np.log(np.exp(all_z).sum(axis=1)) - all_z[np.arange(T), all_y]  # (T,)
    mask = (np.arange(T) < n_real).astype(float)  # (T,) 1 for real, 0 for padding
    return np.array([right(losses, mask), mistaken(losses, mask), losses.mean()])


print("padded  right  mistaken  plain mean")
for n_pad in [0, 1, 3, 9, 27]:
    print("{:6}  {:.3f}  {:8.3f}  {:10.3f}".format(n_pad, *both(n_pad, z_pad)))
h = 1e-6 * np.eye(V)[1]  # (V,) nudge one logit of the padding: 3 positions
slope = (both(3, z_pad + h) - both(3, z_pad - h)) / 2e-6  # (3,)
print(f"slope by a padded logit: right {slope[0]:.4f}, mistaken {slope[1]:.4f}")
