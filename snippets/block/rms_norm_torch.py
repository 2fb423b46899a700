"""RMSNorm as PyTorch has it, against its LayerNorm."""

import torch
from torch.nn.functional import layer_norm

x = torch.tensor([[1.0, 2.0, 3.0, 6.0], [-2.0, 0.5, 0.5, 1.0]])  # (2, 4)
gain = torch.tensor([1.0, 1.0, 2.0, 1.0])  # (4,)
T, C = x.shape
eps = 1e-6
rms_norm = lambda x: torch.nn.functional.rms_norm(x, (C,), gain, eps)

y = rms_norm(x)  # (T, C) <-
for t, token in enumerate(y.tolist()):
    print(f"token {t + 1}: {' '.join(f'{c:6.3f}' for c in token)}")
for name, token in {"times 100": 100 * x[0], "10 added to each": x[0] + 10}.items():
    print(f"{name:17} {' '.join(f'{c:6.3f}' for c in rms_norm(token).tolist())}")
for t in range(T):
    other = layer_norm(x[t], (C,), gain, eps=eps)  # (C,)
    same = torch.allclose(rms_norm(x[t]), other, rtol=0, atol=1e-6)
    print(f"token {t + 1}: mean {x[t].mean():.1f}, equals LayerNorm: {same}")
