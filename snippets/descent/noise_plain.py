"""How far batch gradients stray from the full gradient: every batch, counted."""

from itertools import combinations, product
from statistics import fmean as mean
from statistics import pstdev

examples = [-5.0, 1.0, 2.0, 4.0, 6.0, 10.0]  # gradients of six examples
print(f"full gradient {mean(examples):.2f}, noise of one {pstdev(examples):.3f}")

print("drawn with repetition")
for B in 1, 2, 4, 5:
    batches = [mean(batch) for batch in product(examples, repeat=B)]
    noise = pstdev(batches)  # <-
    print(f"  B = {B}, batches: {len(batches):5}", end=", ")
    print(f"mean {mean(batches):.2f}, noise {noise:.3f}", end=", ")
    print(f"times sqrt(B) {noise * B**0.5:.3f}")

print("drawn without repetition, as in an epoch")
for B in 1, 2, 4, 6:
    batches = [mean(batch) for batch in combinations(examples, B)]
    print(f"  B = {B}, batches: {len(batches):5}", end=", ")
    print(f"mean {mean(batches):.2f}, noise {pstdev(batches):.3f}")
