# %% task: fix
# # An accent that fell apart
#
# `decode` takes a list of tokens, each of them bytes, and should return their text. Bytes that stand for no character
# become a replacement sign, as at the end of a text that was cut off. But here a whole é is lost, because it stands in
# two tokens. Mend it.

# %% starter
def decode(tokens):
    """The text of a list of tokens."""
    return "".join(token.decode("utf-8", errors="replace") for token in tokens)


print(decode([b"d", b"\xc3", b"\xa9j", b"\xc3\xa0"]))


# %% tests
def test_tokens_of_whole_characters():
    expect("decode([b'a', b' cat'])", "a cat", hint="rule")


def test_a_character_in_two_tokens():
    wrong = [("d\ufffd\ufffd", "alone"), ("d", "dropped"), ("dÃ©", "rule")]
    expect(r"decode([b'd', b'\xc3', b'\xa9'])", "dé", "alone", wrong)


def test_a_character_that_ends_inside_a_token():
    expect(r"decode([b'\xe7\x8c', b'\xabs'])", "猫s", hint="alone")


def test_a_text_that_was_cut_off():
    expect(r"decode([b'd', b'\xc3'])", "d\ufffd", "cut", [("d", "dropped")])


# %% hints
# alone: Neither of the two tokens is a character by itself. What must come first, joining or decoding?
# dropped: Bytes that cannot be read are to be shown, not left out.
# rule: A text is asked for. The rule that leads from bytes to text is UTF-8.
# cut: The last token may be the first half of a character. The text before it should still come.

# %% solution
def decode(tokens):
    """The text of a list of tokens."""
    return b"".join(tokens).decode("utf-8", errors="replace")


print(decode([b"d", b"\xc3", b"\xa9j", b"\xc3\xa0"]))

# %% why
# Tokens are pieces of bytes, and a piece may end inside a character. A program that shows a text token by token must
# wait until the character is complete.

# %% wrong: alone
def decode(tokens):
    text = ""
    for token in tokens:
        text += str(token, "utf-8", "replace")
    return text

# %% wrong: rule
def decode(tokens):
    return b"".join(tokens)

# %% wrong: dropped
def decode(tokens):
    return "".join(token.decode("utf-8", errors="ignore") for token in tokens)

# %% wrong: rule
def decode(tokens):
    return "".join(token.decode("latin-1") for token in tokens)

# %% wrong: cut
def decode(tokens):
    return b"".join(tokens).decode("utf-8")
