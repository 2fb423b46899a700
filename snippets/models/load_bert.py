"""Names in a checkpoint of transformers' BERT, turned into those of bert.py."""

import torch

NAMES = {
    "bert.": "",  # a file without the heads lacks this prefix
    "embeddings.word_embeddings": "token",
    "embeddings.position_embeddings": "position",
    "embeddings.token_type_embeddings": "segment",
    "embeddings.LayerNorm": "norm",
    "encoder.layer": "blocks",
    "attention.self.query": "attention.q",
    "attention.self.key": "attention.k",
    "attention.self.value": "attention.v",
    "attention.output.dense": "attention.o",
    "attention.output.LayerNorm": "attention_norm",
    "intermediate.dense": "feed.0",
    "output.dense": "feed.2",
    "output.LayerNorm": "feed_norm",
    "pooler.dense": "head_pool",
    "cls.seq_relationship": "head_pair",
    "cls.predictions.transform.dense": "head",
    "cls.predictions.transform.LayerNorm": "head_norm",
    "cls.predictions.bias": "head_bias",
    "gamma": "weight",  # in files of 2018
    "beta": "bias",
}


def convert(state):
    """A state_dict of BertForPreTraining -> one for BERT: only names change."""
    ours = {}
    for name, tensor in state.items():
        for old, new in NAMES.items():
            name = name.replace(old, new)  # <-
        # tied to the token embedding, and a list 0, 1, 2, … that old files hold
        if "predictions.decoder" not in name and "position_ids" not in name:
            ours[name] = tensor
    return ours


names = """bert.embeddings.word_embeddings.weight bert.embeddings.position_ids
bert.encoder.layer.0.attention.self.query.bias
bert.encoder.layer.0.attention.output.LayerNorm.gamma
bert.encoder.layer.11.output.dense.weight cls.predictions.bias
cls.predictions.decoder.weight"""
for name in names.split():
    print(name, *convert({name: torch.zeros(1)}) or ["left out"], sep="\n  -> ")
