"""A computer stores text as bytes already: numbers from 0 to 255."""

from unicodedata import name

for character in ["c", "é", "\u732b", "\N{CAT}"]:
    ids = list(character.encode("utf-8"))  # <-
    print(f"{name(character):31} {ids}")

text = "a café"
ids = list(text.encode("utf-8"))
print(f"{len(text)} characters, {len(ids)} bytes: {ids}")
print(f"back to the same text: {bytes(ids).decode('utf-8') == text}")
