"""Autograd adds both uses by itself when one tensor does both jobs."""

import torch

ids, targets = torch.tensor([0, 1]), torch.tensor([1, 2])  # no token 3
start = torch.tensor([[0.5, -0.2], [0.3, 0.8], [-0.6, 0.4], [0.9, 0.1]])  # (4, 2)
V, C = start.shape


def loss(E_in, E_out):
    """Cross-entropy, one number, of next tokens; both matrices are (V, C)."""
    return torch.nn.functional.cross_entropy(E_in[ids] @ E_out.T, targets)


E_in = start.clone().requires_grad_()  # (V, C)
E_out = start.clone().requires_grad_()  # (V, C)
loss(E_in, E_out).backward()  # two matrices that happen to be equal
as_input, as_output = E_in.grad, E_out.grad  # (V, C)

E = start.clone().requires_grad_()  # (V, C)
loss(E, E).backward()  # one matrix, two jobs <-
grad = E.grad  # (V, C)

print("            as input       as output            tied")
for v in range(V):
    rows = torch.cat([as_input[v], as_output[v], grad[v]])  # (3 * C,)
    print(f"token {v}:" + "".join(f"{g:8.3f}" for g in rows.tolist()))
same = torch.allclose(as_input + as_output, grad, atol=1e-6)
print(f"tied gradient is the sum: {same}")
saved = 50257 * 768
print(f"GPT-2 small: {saved:,} saved, {124439808 + saved:,} without tying")
