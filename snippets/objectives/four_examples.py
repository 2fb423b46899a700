"""One sentence as four training examples: what is read, asked and seen."""

words = "Thank you for inviting me to your party last week.".split()
chosen, T = ["for", "inviting", "last"], len(words)
order = [6, 0, 9, 4, 1, 7, 5, 8, 3, 2]  # the last three places are those of chosen


def causal():
    """Inputs, targets and what each place sees: here itself and those before."""
    return words[:-1], words[1:], [[j <= i for j in range(9)] for i in range(9)]


def masked():
    """Every place sees every place; the chosen are hidden and asked for."""
    inputs = [w if w not in chosen else "[MASK]" for w in words]
    return inputs, [w if w in chosen else "-" for w in words], [[True] * T] * T


def spans():
    """The encoder's places, then the decoder's, which see those and their past."""
    inputs = "Thank you <X> me to your party <Y> week.".split()
    inputs += "<start> <X> for inviting <Y> last".split()
    see = [[j < 9 or 9 <= j <= i for j in range(15)] for i in range(15)]
    return inputs, ["-"] * 9 + inputs[10:] + ["<Z>"], see


def permutation():
    """Content places, which see themselves; then query places, which do not."""
    turn, ask = [order.index(i) for i in range(T)], order[-3:]
    see = [[turn[j] <= turn[i] for j in range(T)] for i in range(T)]
    see += [[turn[j] < turn[i] for j in range(T)] for i in ask]  # <-
    return words, ["-"] * T + [words[i] for i in ask], see


for inputs, targets, see in (causal(), masked(), spans(), permutation()):
    asks = [row for row, target in zip(see, targets) if target != "-"]
    known = [sum(s and w in words for s, w in zip(row, inputs)) for row in asks]
    print("reads", *inputs)
    print("asks ", *targets)
    print(f"      {len(asks)} losses, words in view:", *known)
