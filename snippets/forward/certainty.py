"""A probability says how texts go on, not what is true."""

import numpy as np

texts = ["the moon is cheese"] * 3 + ["the moon is rock"]
last = [text.split()[-1] for text in texts]
words = sorted(set(last))
V = len(words)
counts = np.array([last.count(word) for word in words])  # (V,)
z = np.log(counts)  # (V,) the logits that fit these texts best

for scale in [1, 2, 4]:
    p = np.exp(scale * z) / np.exp(scale * z).sum()  # (V,) <-
    shares = ", ".join(f"{word} {share:.3f}" for word, share in zip(words, p))
    print(f"logits x {scale}: {shares}")
