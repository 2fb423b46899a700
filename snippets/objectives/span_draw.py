"""How T5 draws its spans: 15% of the tokens, in spans of three on average."""

from math import comb
from random import Random


def parts(n, k, random):
    """Cut n things into k parts, none empty, each way as likely: k lengths."""
    cuts = sorted(sorted(range(1, n), key=lambda _: random())[: k - 1])
    return [end - start for start, end in zip([0] + cuts, cuts + [n])]  # <-


def draw(T, random):
    """T signs, # where a token goes out; the first stays."""
    out = min(max(round(0.15 * T), 1), T - 1)
    spans = max(round(out / 3), 1)
    pairs = zip(parts(T - out, spans, random), parts(out, spans, random))
    return "".join("." * kept + "#" * gone for kept, gone in pairs)


random, T = Random(0).random, 512
print(draw(80, random))
drawn = [draw(T, random) for _ in range(500)]
runs = [len(run) for signs in drawn for run in signs.split(".") if run]
out, spans = drawn[0].count("#"), drawn[0].count(".#")
print(f"{T} tokens: {out} go out in {spans} spans, mean {out / spans:.2f}")
print(
    f"encoder {T - out + spans}, decoder {out + spans}, {spans} sentinels in each"
)
print("span of  share drawn  share of all ways to cut")
for n in range(1, 7):
    share = comb(out - n - 1, spans - 2) / comb(out - 1, spans - 1)
    print(f"{n:7}{runs.count(n) / len(runs):13.3f}{share:17.3f}")
