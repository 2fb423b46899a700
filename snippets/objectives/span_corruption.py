"""Span corruption: a sentinel marks each gap, the target lists what was there."""


def corrupt(words, out):
    """Words and the places to take out -> encoder's input, decoder's target."""
    inputs, targets, names = [], [], iter(["<X>", "<Y>", "<Z>"])
    for i, word in enumerate(words):
        if i in out and i - 1 not in out:  # a span begins <-
            sentinel = next(names)
            inputs.append(sentinel)
            targets.append(sentinel)
        (targets if i in out else inputs).append(word)
    if len(words) - 1 not in out:
        targets.append(next(names))  # says that the last span is over
    return inputs, targets


def restore(inputs, targets):
    """Put the spans back where their sentinels stand."""
    spans, name = {}, None
    for word in targets:
        name = word if word.startswith("<") else name
        spans.setdefault(name, []).append(word)
    return [w for word in inputs for w in spans.get(word, [0, word])[1:]]


words = "Thank you for inviting me to your party last week.".split()
for out in ({2, 3, 8}, {1, 8, 9}):
    inputs, targets = corrupt(words, out)
    decoder = ["<start>", *targets[:-1]]
    print("encoder reads   ", *inputs)
    print("decoder reads   ", *decoder)
    print("decoder predicts", *targets)
    real = sum(not word.startswith("<") for word in targets)
    print(f"{len(targets)} losses: {real} words, {len(targets) - real} sentinels")
    print("put together again:", restore(inputs, targets) == words)
