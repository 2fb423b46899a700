"""A module lists its parameters: no attention weight is among them."""

import torch

words = ["the", "cat", "dog", "sat"]
model = torch.nn.ParameterDict(
    {
        "E": torch.tensor([[0.2, -0.4], [1.5, 0.3], [-0.6, 1.2], [0.8, 0.9]]),
        "Wq": torch.tensor([[1.0, -0.5], [0.5, 1.0]]),  # makes queries
        "Wk": torch.tensor([[0.8, 0.3], [-0.2, 0.6]]),  # makes keys
    }
)
V, C = model.E.shape
D = model.Wk.shape[1]
before = {name: W.clone() for name, W in model.state_dict().items()}

for text in ["the cat sat", "the dog sat"]:
    ids = [words.index(word) for word in text.split()]
    x = model.E[ids]  # (3, C)
    q = x[-1] @ model.Wq  # (D,) query of the last token
    k = x @ model.Wk  # (3, D)
    A = torch.softmax(k @ q / D**0.5, dim=0)  # (3,) attention weights <-
    shown = [model.Wk[0], k[1], A]
    row, key, shares = ([round(v, 2) for v in t.tolist()] for t in shown)
    print(f"{text}:")
    print(f"  parameter, Wk[0]:              {row}")
    print(f"  activation, key of token 2:    {key}")
    print(f"  attention weights of token 3:  {shares}")

same = all(torch.equal(model[name], before[name]) for name in before)
count = sum(W.numel() for W in model.parameters())
print(f"parameters: {count} numbers, unchanged: {same}")
