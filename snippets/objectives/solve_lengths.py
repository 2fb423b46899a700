"""How long text and target may be if T5's encoder is to read 512 tokens."""


def lengths(T):
    """T tokens of text -> what encoder and decoder get, each with one end token."""
    out = round(0.15 * T)
    spans = round(out / 3)
    return T - out + spans + 1, out + spans + 1  # the end token counts


T = 512
while lengths(T + 1)[0] <= 512:
    T += 1  # <-
encoder, decoder = lengths(T)
print(f"text {T}, encoder {encoder}, decoder {decoder}")
print(f"losses a token of text: {decoder / T:.2f}, causal: {(T - 1) / T:.2f}")
