"""The comparison's tables: current, and what they say of a model is what transformers' configuration of it says."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
import transformers as t

from tools import comparison
from tools.pairs import read
from tools.snippets import ROOT


@pytest.mark.parametrize("table", comparison.TABLES.values(), ids=comparison.TABLES)
def test_tables_are_current(table: Callable[[], str]) -> None:
    """Each committed table equals a fresh one."""
    committed = (ROOT / f"docs/_generated/{table.__name__}.md").read_text(encoding="utf-8")
    assert committed == table(), "Mend: python -m tools.tables"


def cells() -> dict[str, dict[str, str]]:
    """The table as column -> row -> cell."""
    lines = [[c.strip(" *") for c in line.strip("|\n").split("|")] for line in comparison.comparison().splitlines()]
    return {title: {row[0]: row[n] for row in lines[2:]} for n, title in enumerate(lines[0]) if n}


CONFIGS: dict[str, Any] = {
    "BERT base": t.BertConfig(),
    "GPT-2 small": t.GPT2Config(),
    "T5 base": t.T5Config(),
    "T5 v1.1 base": t.T5Config(feed_forward_proj="gated-gelu", tie_word_embeddings=False),
    "XLNet base": t.XLNetConfig(),
    "LLaMA 2 7B": t.LlamaConfig(rms_norm_eps=1e-5),
}


@pytest.mark.parametrize("title", CONFIGS)
def test_as_transformers_says(title: str) -> None:
    """Activation, eps and tying, told from the code, are those of transformers' configuration."""
    column, config = cells()[title], CONFIGS[title]
    function = next(
        getattr(config, n)
        for n in ("dense_act_fn", "hidden_act", "activation_function", "ff_activation")
        if hasattr(config, n)
    )
    words = {"gelu": "GELU (erf)", "gelu_new": "GELU (tanh)", "relu": "ReLU", "silu": "SiLU"}
    assert column["Activation"].startswith(words[function])
    assert column["Activation"].endswith("gated") == (title in ("T5 v1.1 base", "LLaMA 2 7B"))
    eps = next(
        getattr(config, n) for n in ("layer_norm_eps", "layer_norm_epsilon", "rms_norm_eps") if hasattr(config, n)
    )
    assert float(column["Norm"].rpartition(" ")[2].replace("\N{NON-BREAKING HYPHEN}", "-")) == eps
    # transformers 5 ties T5 v1.1 whatever is asked; the released configurations say that it is not tied
    tied = config.tie_word_embeddings and title != "T5 v1.1 base"
    assert (column["Head"] == "the embedding again") == tied


def test_direction_is_measured() -> None:
    """A GPT whose mask is taken away is called both-sided; one that sees neither all nor the left is refused."""
    torch.manual_seed(0)
    sizes = comparison.SIZES | {"P": 8}
    model = read("gpt", lambda source: source.replace(".tril()", ""))["GPT"](**sizes)
    assert comparison.direction(model) == "both sides"
    model = read("gpt", lambda source: source.replace(".tril()", ".triu()"))["GPT"](**sizes)
    with pytest.raises(ValueError, match="neither all nor the left"):
        comparison.direction(model)
