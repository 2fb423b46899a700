"""A softmax average in one pass: keep a maximum, a sum and a mean, no row."""

from math import exp, inf

scores = [1.0, 3.0, -2.0, 1000.0, 998.0, 0.5]  # exp(1000) would overflow
v = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]

m, total, out = -inf, 0.0, 0.0  # maximum, sum of exponentials, mean so far
for s, value in zip(scores, v):
    new = max(m, s)
    old = total * exp(m - new)  # the sum so far, in terms of the new maximum <-
    total = old + exp(s - new)  # <-
    out = (out * old + value * exp(s - new)) / total  # <-
    m = new
    print(f"score {s:6.1f}: maximum {m:6.1f}, sum {total:.6f}, mean {out:.6f}")

e = [exp(s - max(scores)) for s in scores]  # (6,) the whole row at once
whole = sum(e_j * value for e_j, value in zip(e, v)) / sum(e)
print(f"the whole row at once: sum {sum(e):.6f}, mean {whole:.6f}")
print(f"equal to 1e-12: {abs(out - whole) < 1e-12}")
