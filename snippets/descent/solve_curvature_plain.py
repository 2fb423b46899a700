"""Three losses of a run are enough to read off the curvature."""

lr = 0.05
losses = [8.0, 2.88, 1.0368]

shrinks = (losses[1] / losses[0]) ** 0.5  # of the distance, a step
print(f"loss ratios {losses[1] / losses[0]:.2f}, {losses[2] / losses[1]:.2f}")
for factor in shrinks, -shrinks:
    k = (1 - factor) / lr  # <-
    print(f"factor {factor:4.1f}: curvature {k:4.1f}, limit {2 / k:.4f}", end=", ")
    print(f"best lr {1 / k:.4f}")
