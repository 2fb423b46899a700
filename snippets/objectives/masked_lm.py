"""Masked language model: 15% of the tokens are chosen, and most of those hidden."""

from random import Random


def corrupt(tokens, vocabulary, random):
    """T tokens -> T inputs, and T labels that are None where nothing is asked."""
    inputs, labels = list(tokens), [None] * len(tokens)
    for i, token in enumerate(tokens):
        if random() < 0.15:  # <-
            labels[i], lot = token, random()
            if lot < 0.8:  # <-
                inputs[i] = "[MASK]"
            elif lot < 0.9:
                inputs[i] = vocabulary[int(random() * len(vocabulary))]
    return inputs, labels


random = Random(12).random  # the same numbers on every machine
words = "Thank you for inviting me to your party last week.".split()
for epoch in range(3):
    inputs, labels = corrupt(words, "apple blue car door".split(), random)
    print("reads ", *inputs)
    print("asks  ", *(f"{i}: {word}" for i, word in enumerate(labels) if word))

T, V = 200_000, 30522
tokens = [i % V for i in range(T)]
inputs, labels = corrupt(tokens, range(V), random)
asked = [i for i in range(T) if labels[i] is not None]
masked = sum(inputs[i] == "[MASK]" for i in asked)
kept = sum(inputs[i] == tokens[i] for i in asked)
random_words = len(asked) - masked - kept
print(f"of {T:,}, asked {len(asked):,}: {len(asked) / T:.2%}")
for name, n in (("[MASK]", masked), ("random", random_words), ("kept", kept)):
    print(f"  {name:8}{n:7,}: {n / len(asked):.2%} of these")
changed = sum(inputs[i] != tokens[i] for i in range(T) if labels[i] is None)
print("changed where nothing is asked:", changed)
