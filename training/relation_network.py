"""The relation model as torch sees it: a MiniLM cut short, its vocabulary pruned, with marks around both actors."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel


class Network(nn.Module):
    """Pieces of marked sentences in; scores of the labels out, types first and then modes."""

    def __init__(self, encoder: BertModel, labels: int) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.dropout = nn.Dropout(0.2)
        self.out = nn.Linear(3 * width, labels)

    def forward(self, pieces: Tensor, heads: Tensor) -> Tensor:
        """`pieces` b × t with 0 as padding, `heads` b × 2: where the marks before actor and recipient stand."""
        mask = (pieces != 0).to(torch.int64)
        hidden = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state
        marked = hidden.gather(1, heads[:, :, None].expand(-1, -1, hidden.shape[2]))
        weights = mask[:, :, None].to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        return self.out(self.dropout(torch.cat([marked[:, 0], marked[:, 1], mean], 1)))


def cut(encoder: BertModel, kept: list[int], layers: list[int], longest: int) -> BertModel:
    """A BERT with only those rows of the vocabulary (padding first), those layers and `longest` positions."""
    config = BertConfig(
        **{
            **encoder.config.to_dict(),
            "vocab_size": len(kept),
            "num_hidden_layers": len(layers),
            "max_position_embeddings": longest,
        }
    )
    small = BertModel(config, add_pooling_layer=False)
    with torch.no_grad():
        small.embeddings.word_embeddings.weight.copy_(encoder.embeddings.word_embeddings.weight[kept])
        small.embeddings.position_embeddings.weight.copy_(encoder.embeddings.position_embeddings.weight[:longest])
        small.embeddings.token_type_embeddings.load_state_dict(encoder.embeddings.token_type_embeddings.state_dict())
        small.embeddings.LayerNorm.load_state_dict(encoder.embeddings.LayerNorm.state_dict())
        for to, at in enumerate(layers):
            small.encoder.layer[to].load_state_dict(encoder.encoder.layer[at].state_dict())
    return small
