"""The statement tagger as torch sees it: a small BERT with features added to its input, a CRF and links behind it."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

LABELS = 7  # outside, then begin and inside of source, cue and content
LINK = 48  # size of the vectors that tie a content to its cue and a cue to its source
NEVER = -1e4


class Network(nn.Module):
    """Pieces and features of windows in; for each piece 7 emissions and 4 link vectors out, side by side."""

    def __init__(self, encoder: nn.Module, sizes: list[int]) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size  # type: ignore[union-attr]
        self.features = nn.ModuleList(nn.Embedding(size, width, padding_idx=None) for size in sizes)
        for table in self.features:
            nn.init.normal_(table.weight, std=0.02)  # type: ignore[arg-type]
        self.dropout = nn.Dropout(0.1)
        self.out = nn.Linear(width, LABELS + 4 * LINK)

    def forward(self, pieces: Tensor, columns: Tensor, mask: Tensor | None = None) -> Tensor:
        """`pieces` b × t, `columns` b × t × 7 (numbers of each feature plus one; 0 at marks of the window)."""
        embedded = self.encoder.embeddings.word_embeddings(pieces)  # type: ignore[union-attr]
        for number, table in enumerate(self.features):
            embedded = embedded + table(columns[..., number])
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return self.out(self.dropout(hidden))  # type: ignore[no-any-return]


def allowed() -> Tensor:
    """0 where a label may follow another, else a large negative number: an inside follows its begin or inside only."""
    table = torch.zeros(LABELS, LABELS)
    for inside in (2, 4, 6):
        for before in range(LABELS):
            if before not in {inside - 1, inside}:
                table[before, inside] = NEVER
    return table


class Chain(nn.Module):
    """A linear-chain CRF."""

    def __init__(self) -> None:
        super().__init__()
        self.transitions = nn.Parameter(torch.zeros(LABELS, LABELS))
        self.register_buffer("allowed", allowed())

    def table(self) -> Tensor:
        """Scores of each label after each other."""
        return self.transitions + self.allowed  # type: ignore[operator]

    def loss(self, emissions: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Mean negative log likelihood a word; b × n × 7, b × n, b × n with words first and padding last."""
        table = self.table()
        picked = emissions.gather(2, labels[..., None])[..., 0]
        gold = (picked * mask).sum(1)
        steps = table[labels[:, :-1], labels[:, 1:]]
        gold = gold + (steps * mask[:, 1:]).sum(1)
        alpha = emissions[:, 0]
        for n in range(1, emissions.shape[1]):
            following = torch.logsumexp(alpha[:, :, None] + table[None], 1) + emissions[:, n]
            alpha = torch.where(mask[:, n : n + 1] > 0, following, alpha)
        return (torch.logsumexp(alpha, 1) - gold).sum() / mask.sum()


def link_loss(query: Tensor, key: Tensor, target: Tensor, mask: Tensor) -> Tensor:
    """Cross entropy of each word's link; target 0 is the window's first piece (nothing), -1 no word to be linked."""
    scores = query @ key.transpose(1, 2) / LINK**0.5
    scores = scores.masked_fill(mask[:, None] == 0, NEVER)
    if (target >= 0).sum() == 0:
        return scores.sum() * 0
    return nn.functional.cross_entropy(scores.flatten(0, 1), target.flatten(), ignore_index=-1)


def split(out: Tensor) -> tuple[Tensor, list[Any]]:
    """Emissions and the four link vectors."""
    return out[..., :LABELS], list(out[..., LABELS:].split(LINK, -1))
