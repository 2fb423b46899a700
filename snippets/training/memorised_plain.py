"""How much a model copies: the longest part of its text that it has learnt from."""

import contextlib
import io

with contextlib.redirect_stdout(io.StringIO()):  # this module prints itself
    import this

text = "".join(this.d.get(letter, letter) for letter in this.s)
train = text[:700]
written = {  # what snippets/training/tiny_gpt.py wrote
    0: "BeautifulllTTCCCCCCCSSSSSSSSSSSS",
    50: "Beautiful th be th be be be that",
    400: "Beautiful is better than nested.",
}


def longest_copy(written, source):
    """The longest part of one text that stands in the other, letter by letter."""
    best = ""
    for i in range(len(written)):
        for j in range(i + len(best) + 1, len(written) + 1):
            if written[i:j] in source:
                best = written[i:j]  # <-
    return best


for step, sample in written.items():
    copy = longest_copy(sample, train)
    print(f"step {step:3}: {len(copy):2} of {len(sample)} letters: {copy!r}")
print("the whole line stands in the text:", written[400] in train)
