"""Parameters stay; activations and attention weights follow the input."""

import numpy as np

words = ["the", "cat", "dog", "sat"]
E = np.array([[0.2, -0.4], [1.5, 0.3], [-0.6, 1.2], [0.8, 0.9]])  # (4, 2)
Wq = np.array([[1.0, -0.5], [0.5, 1.0]])  # (2, 2) makes queries
Wk = np.array([[0.8, 0.3], [-0.2, 0.6]])  # (2, 2) makes keys
V, C = E.shape
D = Wk.shape[1]
before = [W.copy() for W in (E, Wq, Wk)]

for text in ["the cat sat", "the dog sat"]:
    ids = [words.index(word) for word in text.split()]
    x = E[ids]  # (3, C)
    q = x[-1] @ Wq  # (D,) query of the last token
    k = x @ Wk  # (3, D)
    scores = k @ q / D**0.5  # (3,)
    e = np.exp(scores)  # (3,)
    A = e / e.sum()  # (3,) attention weights <-
    print(f"{text}:")
    print(f"  parameter, Wk[0]:              {Wk[0].tolist()}")
    print(f"  activation, key of token 2:    {np.round(k[1], 2).tolist()}")
    print(f"  attention weights of token 3:  {np.round(A, 2).tolist()}")

same = all(np.array_equal(W, old) for W, old in zip((E, Wq, Wk), before))
print(f"parameters: {E.size + Wq.size + Wk.size} numbers, unchanged: {same}")
