"""LayerNorm as PyTorch has it: one module, which holds the gain and the bias."""

import torch

x = torch.tensor([[1.0, 2.0, 3.0, 6.0], [-2.0, 0.5, 0.5, 3.0]])  # (2, 4)
T, C = x.shape

layer_norm = torch.nn.LayerNorm(C, eps=1e-5)
with torch.no_grad():
    layer_norm.weight.copy_(torch.tensor([1.0, 2.0, 1.0, 1.0]))  # the gain
    layer_norm.bias.copy_(torch.tensor([0.0, 0.0, 0.0, 5.0]))
    y = layer_norm(x)  # (T, C) <-
    for t, token in enumerate(y.tolist()):
        print(f"token {t + 1}: {' '.join(f'{c:6.3f}' for c in token)}")

    wide = {
        "10 added to each": x[0] + 10,
        "times 100": 100 * x[0],
        "times -1": -x[0],
    }
    for name, token in wide.items():
        normed = layer_norm(token).tolist()  # (C,)
        print(f"{name:17} {' '.join(f'{c:6.3f}' for c in normed)}")
