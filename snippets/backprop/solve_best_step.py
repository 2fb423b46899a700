"""The best step: small enough for the curve, large enough for the rounding."""

w, slope = 1.0, 3.0  # of w cubed, at 1
steps = [float(f"1e-{k}") for k in range(1, 15)]

cube = lambda w: w * w * w
one_sided = {h: abs((cube(w + h) - cube(w)) / h - slope) for h in steps}
central = {
    h: abs((cube(w + h) - cube(w - h)) / (2 * h) - slope) for h in steps
}  # <-

for name, errors in (("one-sided", one_sided), ("central", central)):
    best = min(errors, key=errors.get)
    print(f"{name:9}: best step {best:.0e}", end=", ")
    print(f"error below 1e-7: {errors[best] < 1e-7}", end=", ")
    print(f"below 1e-9: {errors[best] < 1e-9}")
print(f"central, step 1e-13: error above 1e-5: {central[1e-13] > 1e-5}")
