"""Edit the first or the last word: whose output changes, masked and not?"""

import numpy as np

words = ["the", "bank", "is", "steep"]
x = np.array([[0.5, 1.0], [1.0, -0.5], [-0.5, 0.5], [1.5, 1.0]])  # (4, 2)
T, C = x.shape


def attention(x, may_see):
    """One head; queries, keys and values are x: (T, C) -> (T, T), (T, C)."""
    scores = np.where(may_see, x @ x.T / C**0.5, -np.inf)  # (T, T)
    e = np.exp(scores - scores.max(1, keepdims=True))  # (T, T)
    A = e / e.sum(1, keepdims=True)  # (T, T)
    return A, A @ x


all_see_all = np.ones((T, T)) == 1  # (T, T)
causal = np.tril(all_see_all)  # (T, T) each sees itself and those before it <-
for name, may_see in [
    ("no mask, as in BERT", all_see_all),
    ("causal mask, as in GPT", causal),
]:
    A, out = attention(x, may_see)
    for i in [0, T - 1]:
        edited = x.copy()  # (T, C)
        edited[i] = [-2.0, 3.0]
        _, after = attention(edited, may_see)
        changed = (after != out).any(1)  # (T,)
        print(
            f'{name}: "{words[i]}" edited, outputs that change:',
            *np.array(words)[changed],
        )
    print(
        f"{name}: share of attention on itself:",
        *(f"{a:.2f}" for a in A.diagonal()),
    )
