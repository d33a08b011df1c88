"""The encoder's scores and the rules' answers weighed together, and how both are measured."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

import relation_data as data

TYPES = data.types()
CLASSES = sorted({"YIELD" if name in data.YIELD else name for name in TYPES})
QUAD = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "ACCUSE": 3, "REQUEST": 3,
    "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "MOBILIZE": 4, "SANCTION": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip


def joined(scores: np.ndarray) -> np.ndarray:
    """Scores of sixteen types as log probabilities of the fifteen classes, CONCEDE and RETREAT as one."""
    logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    columns = [
        np.logaddexp.reduce(logs[:, [TYPES.index(t) for t in (data.YIELD if name == "YIELD" else (name,))]], axis=1)
        for name in CLASSES
    ]
    return np.stack(columns, 1)


def measure(gold: Sequence[str], logs: np.ndarray) -> tuple[float, float, float]:
    """Macro-F1 at fifteen types, four classes, two; the coarser ones follow from the finest."""
    told = [CLASSES[at] for at in logs.argmax(1)]
    views = (
        lambda name: name,
        lambda name: QUAD[name],
        lambda name: QUAD[name] > 2,
    )
    return tuple(macro_f1([view(g) for g in gold], [view(t) for t in told]) for view in views)  # type: ignore[return-value]


def macro_f1(gold: Sequence[object], told: Sequence[object]) -> float:
    found = []
    for name in set(gold):
        hits = sum(g == name and t == name for g, t in zip(gold, told, strict=True))
        found.append(2 * hits / max(1, sum(g == name for g in gold) + sum(t == name for t in told)))
    return float(np.mean(found))


FITS = (5, 4, 3, 2, 1, 0, -1)
TRUSTED = 4  # from this fit on a class has a weight of its own for the rules' answer


def features(told: Sequence[Sequence[dict[str, object]]]) -> np.ndarray:
    """For each pair and class the place in FITS of the best fit that the rules tell it with, else -1; n × classes."""
    best = np.full((len(told), len(CLASSES)), -1)
    for at, found in enumerate(told):
        for one in sorted(found, key=lambda one: int(one["fit"])):  # type: ignore[call-overload]
            name = "YIELD" if one["type"] in data.YIELD else str(one["type"])
            best[at, CLASSES.index(name)] = FITS.index(one["fit"])  # type: ignore[arg-type]
    return best


class Stack:
    """score = scale · log p + weight of the fit + bias of the class + trust in the rules' answer for the class."""

    def __init__(self, logs: np.ndarray, fits: np.ndarray, gold: Sequence[str], penalty: float = 2.0) -> None:
        import torch

        size = len(CLASSES)
        scale = torch.ones(1, requires_grad=True)
        fit = torch.zeros(len(FITS), requires_grad=True)
        bias = torch.zeros(size, requires_grad=True)
        trust = torch.zeros(size, requires_grad=True)
        everything = [scale, fit, bias, trust]
        optimizer = torch.optim.LBFGS(everything, max_iter=200, line_search_fn="strong_wolfe")
        x, f = torch.tensor(logs), torch.tensor(fits)
        y = torch.tensor([CLASSES.index(name) for name in gold])

        def loss() -> torch.Tensor:
            optimizer.zero_grad()
            padded = torch.cat([fit, torch.zeros(1)])
            sure = ((f >= 0) & (f <= FITS.index(TRUSTED))).to(x.dtype)
            scores = scale * x + padded[f] + bias + trust * sure
            value = torch.nn.functional.cross_entropy(scores, y, reduction="sum")
            value = value + penalty * sum((p**2).sum() for p in (fit / 2, bias, trust)) / 2
            value.backward()
            return value

        optimizer.step(loss)
        self.scale, self.fit, self.bias, self.trust = (p.detach().numpy() for p in everything)

    def apply(self, logs: np.ndarray, fits: np.ndarray) -> np.ndarray:
        """Log probabilities of the classes."""
        sure = (fits >= 0) & (fits <= FITS.index(TRUSTED))
        scores = self.scale * logs + np.append(self.fit, 0.0)[fits] + self.bias + self.trust * sure
        return scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)

    def as_json(self) -> dict[str, object]:
        return {
            "classes": CLASSES,
            "scale": round(float(self.scale[0]), 4),
            "fit": {str(name): round(float(value), 4) for name, value in zip(FITS, self.fit, strict=True)},
            "bias": {name: round(float(value), 4) for name, value in zip(CLASSES, self.bias, strict=True)},
            "trust": {name: round(float(value), 4) for name, value in zip(CLASSES, self.trust, strict=True)},
        }
