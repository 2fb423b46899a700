"""Arithmetic of a training run: about 6 operations a parameter and token."""

runs = {  # parameters, tokens, operations a parameter and token
    "BERT-large": (340e6, 1e6 * 256 * (0.9 * 128 + 0.1 * 512), 6),
    "XLNet-large": (361e6, 500e3 * 8192 * 512, 6),
    "T5-11B": (11e9, 1e6 * 2**11 * 512, 3),  # a token passes encoder or decoder
    "GPT-3": (175e9, 300e9, 6),
}
print("model         parameters    tokens  operations  days at 1e15 a second")
for name, (N, D, each) in runs.items():
    operations = each * N * D  # <-
    days = operations / 1e15 / 86400
    print(f"{name:12} {N:11.2e} {D:9.2e} {operations:11.2e} {days:10.1f}")
