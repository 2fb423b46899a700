"""Windows split at random are no validation: they overlap with training."""

import random

letters, T = 856, 32
windows = [set(range(i, i + T + 1)) for i in range(letters - T)]
random.seed(0)
random.shuffle(windows)
train, validation = windows[:700], windows[700:]
seen = set().union(*train)
hidden = [len(window - seen) for window in validation]  # <-
print(f"random windows: {len(validation)} for validation")
print(f"with a letter that training has not seen: {sum(n > 0 for n in hidden)}")

windows = [set(range(i, i + T + 1)) for i in range(letters - T)]
train = [w for w in windows if max(w) < 700]
validation = [w for w in windows if min(w) >= 700]
seen = set().union(*train)
print(f"split at letter 700: {len(validation)} for validation")
hidden = [len(window - seen) for window in validation]
print(f"with a letter that training has not seen: {sum(n > 0 for n in hidden)}")
