"""Sums of log-probabilities favour short sentences; a penalty corrects that."""

from math import log

finished = {  # probabilities by the model of snippets/generation/beam_plain.py
    "a house .": 0.4 * 0.9 * 0.45,
    "a house is wonderful .": 0.4 * 0.9 * 0.55 * 0.7,
    "the house is wonderful .": 0.6 * 0.45 * 0.55 * 0.7,
}

length = {sentence: len(sentence.split()) for sentence in finished}
print("sum of logs  divided by the length to the power of 0.6")
for sentence, p in finished.items():
    print(f"{log(p):11.3f}  {log(p) / length[sentence] ** 0.6:8.3f}  {sentence}")
for alpha in 0.0, 0.6, 1.0:
    best = max(finished, key=lambda s: log(finished[s]) / length[s] ** alpha)  # <-
    print(f"power {alpha}: {best}")
