# ---
# description: A trained encoder opened up, with our own BERT holding its weights.
# weights: [minilm]
# limit: 60
# ---

# %% [markdown]
# # What is inside a real encoder?
#
# [TIME]
#
# Draft.
#
# [LAB]
#
# ## Load
#
# A formula $\weight{W} x$ and a [link](../models/bert.md).
#
# !!! warning "Common misreading"
#
#     Text.

# %%
# --8<-- "docs/labs/weights/minilm.py"

# %%
# --8<-- "models/bert.py"

# %%
# --8<-- "models/load_bert.py"

# %%
bert = BERT(V=30522, P=512, C=384, H=12, F=1536, N=6)
print(bert.load_state_dict(convert(state), strict=False))

# %%
#| fig-alt: The spread of every kind of weight grows with the layer.
#| fig-cap: Every kind of weight.
import matplotlib.pyplot as plt

figure, plot = plt.subplots(figsize=(6, 3.2))
plot.plot([1, 2, 3], "C0", label="weights")
plot.plot([1, 3, 3], "C1--", label="biases")
plot.legend()
plot.set_xlabel("layer")
plt.show()

# %% [markdown]
# Next: [BERT](../models/bert.md)
