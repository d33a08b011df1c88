"""How a network for relations learns from rows and scores them."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

import relation_data as data
from legation.extract.pair_encoder import Encoded, PairReader
from relation_network import Network
from relation_vocabulary import FIRST

LABELS = data.types() + data.modes()
TYPES = len(data.types())
BATCH = 32


class Learner:
    """A network with what reads for it, and how it learns."""

    def __init__(self, network: Network, reader: PairReader, seed: int) -> None:
        self.network, self.reader = network, reader
        self.random = random.Random(seed)  # noqa: S311
        self.names = data.Names(seed)
        torch.manual_seed(seed)

    def learn(
        self,
        rows: Sequence[data.Row],
        *,
        epochs: int,
        rate: float,
        rename: float,
        beside: float = 0.0,
        extra: Sequence[data.Row] = (),
        extra_share: float = 0.0,
        average: bool = False,
        log: str = "",
    ) -> None:
        """Go over the rows; each epoch adds another random part of `extra` rows. `average`: mean of the last epochs."""
        head = list(self.network.out.parameters())
        body = list(self.network.encoder.parameters())
        optimizer = torch.optim.AdamW(
            [{"params": body, "lr": rate}, {"params": head, "lr": rate * 10}], weight_decay=0.01
        )
        extras = int(extra_share * len(rows))
        steps = epochs * ((len(rows) + extras + BATCH - 1) // BATCH)
        warmup = max(1, steps // 10)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / warmup, max(0.0, (steps - step) / (steps - warmup)))
        )
        kept: list[dict[str, Tensor]] = []
        self.network.train()
        for epoch in range(epochs):
            began, total = time.time(), 0.0
            todo = [*rows, *(self.random.sample(list(extra), extras) if extras else [])]
            todo = [data.renamed(row, self.names) if self.random.random() < rename else row for row in todo]
            todo = [
                data.beside(row, self.random.choice(todo), self.random)
                if len(row.sentence) < 200 and self.random.random() < beside
                else row
                for row in todo
            ]
            for batch in self.batches(todo):
                loss = self.loss(batch)
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                total += loss.item() * len(batch)
            print(f"{log} epoch {epoch} loss {total / len(todo):.3f} {time.time() - began:.0f} s", flush=True)
            if average and epoch >= epochs - 3:
                kept.append({name: value.clone() for name, value in self.network.state_dict().items()})
        if kept:
            mean = {n: sum(s[n] for s in kept) / len(kept) for n in kept[0] if kept[0][n].is_floating_point()}
            self.network.load_state_dict({**kept[-1], **mean})

    def batches(self, rows: list[data.Row]) -> list[list[tuple[data.Row, Encoded]]]:
        """Random batches of sentences of like length."""
        encoded = [(row, self.reader.encode(row.sentence, row.actor, row.recipient)) for row in rows]
        encoded.sort(key=lambda item: len(item[1].pieces) + self.random.random() * 8)
        batches = [encoded[at : at + BATCH] for at in range(0, len(encoded), BATCH)]
        self.random.shuffle(batches)
        return batches

    def loss(self, batch: list[tuple[data.Row, Encoded]]) -> Tensor:
        """Cross entropy of the types (YIELD: of its two together) and of the modes within their type."""
        pieces, heads = tensors([encoded for _, encoded in batch])
        keep = torch.rand(pieces.shape) > 0.05  # words left out, never marks
        pieces = torch.where(keep | (pieces < len(FIRST)), pieces, torch.tensor(FIRST.index("[MASK]")))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = self.network(pieces, heads)
        scores = scores.float()
        logs = torch.log_softmax(scores[:, :TYPES], 1)
        losses = []
        names = data.types()
        for at, (row, _) in enumerate(batch):
            which = [names.index(t) for t in (data.YIELD if row.type == "YIELD" else (row.type,))]
            right = torch.logsumexp(logs[at, which], 0)
            smooth = 0.9 * right + 0.1 * logs[at].mean()
            losses.append(-row.weight * smooth)
            label = f"{row.type}/{row.mode}"
            if row.mode and label in LABELS:
                own = [n for n, name in enumerate(LABELS) if name.startswith(f"{row.type}/")]
                losses[-1] = losses[-1] - 0.3 * row.weight * (
                    scores[at, LABELS.index(label)] - torch.logsumexp(scores[at, own], 0)
                )
        return torch.stack(losses).mean()

    def scores(self, rows: Sequence[data.Row]) -> np.ndarray:
        """Scores of all labels for each row, n × labels."""
        self.network.eval()
        encoded = [self.reader.encode(row.sentence, row.actor, row.recipient) for row in rows]
        found = np.zeros((len(rows), len(LABELS)), np.float32)
        order = sorted(range(len(rows)), key=lambda n: len(encoded[n].pieces))
        with torch.no_grad():
            for at in range(0, len(order), 64):
                batch = order[at : at + 64]
                found[batch] = self.network(*tensors([encoded[n] for n in batch])).float().numpy()
        self.network.train()
        return found


def tensors(encoded: Sequence[Encoded]) -> tuple[Tensor, Tensor]:
    longest = max(len(one.pieces) for one in encoded)
    pieces = torch.tensor([[*one.pieces, *([0] * (longest - len(one.pieces)))] for one in encoded])
    return pieces, torch.tensor([[one.actor, one.recipient] for one in encoded])
