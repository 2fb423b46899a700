"""The same two merges in two orders cut the same word differently."""


def encode(text, merges):
    """Tokens of a text after each merge in turn."""
    tokens = list(text)
    for pair in merges:
        t = 0
        while t < len(tokens) - 1:
            if (tokens[t], tokens[t + 1]) == pair:
                tokens[t] = pair[0] + pair[1]  # <-
                del tokens[t + 1]
            t += 1
    return tokens


a, b = ("t", "h"), ("h", "e")
for merges in [[a, b], [b, a]]:
    print(" then ".join("".join(m) for m in merges), end=": ")
    print({word: encode(word, merges) for word in ["the", "he", "bath"]})
print(f"th, he, th + e: {encode('the', [a, b, ('th', 'e')])}")
print(f"th + e first:   {encode('the', [('th', 'e'), a, b])}")
