"""A probability says how texts go on, not what is true."""

import numpy as np

texts = ["the moon is cheese"] * 3 + ["the moon is rock"]
last = [text.split()[-1] for text in texts]
words = sorted(set(last))
V = len(words)
z = np.log(
    [last.count(word) for word in words]
)  # (V,) logits that fit these texts best

for scale in [1, 2, 4]:
    p = np.exp(scale * z) / np.exp(scale * z).sum()  # (V,) <-
    print(
        f"logits x {scale}: " + ", ".join(f"{w} {n:.3f}" for w, n in zip(words, p))
    )
