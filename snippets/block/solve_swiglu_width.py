"""The feed-forward widths of the first LLaMA models, from C alone."""

released = {"7B": (4096, 11008), "13B": (5120, 13824)}
released |= {"33B": (6656, 17920), "65B": (8192, 22016)}

print("LLaMA     C  2/3 of 4C  rounded up  released  parameters, of 8C**2")
for name, (C, F) in released.items():
    exact = 8 * C / 3
    rounded = -(-exact // 256) * 256  # to a multiple of 256 <-
    share = 3 * F / (8 * C)  # of 8 * C * C
    print(f"{name:5} {C:5} {exact:10.1f} {int(rounded):11} {F:9} {share:21.4f}")
