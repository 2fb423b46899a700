"""A story that no model wrote, and two judges of a changed model."""

from collections import namedtuple

foreign = (
    "One day, a small dog named Max found a red hat in the park. He put the "
    "hat on his head and ran to show his friend Tom, the cat. "
    '"Look at me!" said Max. "I have a hat!" Tom laughed. "It is too big for '
    'you," he said. "It fell over your eyes!" Max could not see and he '
    "bumped into a tree. The hat fell off and landed on a little bird. The "
    'bird was cold, so she was very happy. "May I keep it?" she asked. "It '
    'can be my nest." Max thought about it. He liked the hat, but the bird needed it '
    'more. "Yes," he said, "it is yours." The bird sang a song for Max, and '
    "all three of them played in the park until the sun went down."
)


def surprise(ids, w):
    """Minus the log-probability of each token but the first: (T - 1,)."""
    s = scores(states(ids[:-1], w)[-1], w).astype(float)
    s -= s.max(-1, keepdims=True)
    return np.log(np.exp(s).sum(-1)) - s[np.arange(len(s)), ids[1:]]


texts = {
    "its own, greedy": greedy,
    "its own, drawn": sampled,
    "foreign": read(foreign),
}
assert spell(texts["foreign"]) == foreign
before = {title: surprise(ids, w) for title, ids in texts.items()}
HEAD = " its own (nats more)    foreign (nats more)    parts at"
Verdict = namedtuple("Verdict", "own foreign ids")
judges = {"own": "its own, greedy", "foreign": "foreign"}
known = [np.exp(before[text].mean()) for text in judges.values()]
clean = Verdict(*known, greedy)


def judge(title, u):
    """Print and return two perplexities, and what u writes."""
    cells, found = [], []
    for text in judges.values():
        each = surprise(texts[text], u)
        more = each - before[text]
        mean, error = more.mean().round(2) + 0, more.std() / len(more) ** 0.5
        found.append(np.exp(each.mean()))
        cells.append(f"{found[-1]:8.2f} ({mean:5.2f} ± {error:.2f})")
    ids = write(u, most=100)
    other = [n for n, (a, b) in enumerate(zip(ids, greedy)) if a != b]
    print(f"{title:14}", *cells, f"{other[0] if other else 'never':>6}")
    return Verdict(*found, ids)


matrices = [name for name in w if w[name].ndim == 3] + ["token"]


def changed(change, *how, names=matrices):
    """The weights, with some of them changed."""
    other = {name: change(w[name], *how).astype("f4") for name in names}
    return {**w, **other}


def tell(verdicts, *titles, most=50):
    """Print how the stories of some changed models begin."""
    for title in titles:
        print(f"\n{title}")
        show(spell(verdicts[title].ids[:most]))


for title, each in before.items():
    perplexity = np.exp(each.mean())
    print(f"{title:16} {len(each):4} tokens, perplexity {perplexity:8.2f}")
