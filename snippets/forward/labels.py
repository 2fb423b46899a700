"""Ids are labels: number the tokens anew, move the rows, and nothing changes."""

import numpy as np

words = ["the", "cat", "sat", "mat"]
E = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.5], [0.5, 0.5]])  # (4, 2)
W = np.array([[0.5, 2.0, -1.0, 1.0], [1.0, -1.0, 2.0, 0.0]])  # (2, 4)
V, C = E.shape
text = ["the", "cat", "sat"]
T = len(text)

order = [2, 0, 3, 1]  # new id v belongs to the word that had the id order[v]
renamed = [words[old] for old in order]  # (V,)
ids = [words.index(word) for word in text]  # (T,)
new_ids = [renamed.index(word) for word in text]  # (T,)
print(f"ids {ids}, renamed {new_ids}")

z = E[ids] @ W  # (T, V) scores for the next word
new_z = E[order][new_ids] @ W[:, order]  # (T, V) rows and columns moved along <-
for v, word in enumerate(words):
    new = new_z[-1, renamed.index(word)]
    print(f"score of {word} after {text[-1]}: {z[-1, v]:5.2f}, renamed {new:5.2f}")

w = 0.1  # a model that takes the id for a quantity
print(f"w * id of {text[-1]}: {w * ids[-1]:.2f}, renamed {w * new_ids[-1]:.2f}")
middle = words[(ids[0] + ids[2]) // 2]
new_middle = renamed[(new_ids[0] + new_ids[2]) // 2]
print(f"halfway between the and sat: {middle}, renamed {new_middle}")
