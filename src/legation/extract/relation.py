"""The relation of two given actors in one sentence: which of PLOVER's types the words tell between them.

Two readers answer: the trigger table (`pair_rules`) and a small encoder (`pair_encoder`). What each says of each class
is weighed by a few numbers, found on sentences that the encoder had not learnt from (docs/decisions/0011-relation.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from legation.errors import InputError
from legation.extract import pair_encoder
from legation.extract.modality import Modality, of_clause
from legation.extract.pair_rules import Bounds, Told, told
from legation.language import parse
from legation.language.clause import governing_verb

if TYPE_CHECKING:
    import numpy.typing as npt
    from spacy.tokens import Doc

    from legation.extract.pair_encoder import PairEncoder
    from legation.knowledge.store import Knowledge

    Floats: TypeAlias = npt.NDArray[np.float64]

Asked: TypeAlias = "tuple[str, Bounds, Bounds]"

# The pairs that the weights were found on know these two as one class.
_YIELD = ("CONCEDE", "RETREAT")
_SURE_FIT = 4  # from here on the rules' answer counts by how well it is to be trusted for its class
_TELLS_MODE = 3  # from here on the rules know the parties well enough to say by what means
_SURE_MODE = 0.6
_DIGITS = 4  # of probabilities


@dataclass(frozen=True, slots=True)
class Relation:
    """What the first actor does to the second.

    `probabilities` are calibrated, add up to one and go from the likeliest down, over fifteen types: CONCEDE and
    RETREAT are one class here, which stands under whichever of the two the words tell rather.
    """

    type: str
    mode: str | None
    modality: Modality
    probabilities: Mapping[str, float] = field(default_factory=dict)


def relations(asked: Sequence[Asked], *, knowledge: Knowledge) -> Iterator[Relation]:
    """One relation for each (sentence, actor, recipient), in order.

    Stretches are `[start, end)` in code points of the sentence, None for a party that it does not name. Raises
    InputError for a stretch that does not lie in its sentence. A sentence that is read for several pairs is parsed
    once if they follow each other.
    """
    for pair in asked:
        _check(*pair)
    encoder = pair_encoder.load()
    docs = parse.parse([text for n, (text, *_) in enumerate(asked) if not n or asked[n - 1][0] != text], names=False)
    doc: Doc | None = None
    for sentence, actor, recipient in asked:
        if doc is None or doc.text != sentence:
            doc = next(docs)
        found = told(doc, actor, recipient, knowledge=knowledge)
        yield _weighed(doc, actor, recipient, found, encoder)


def _check(sentence: str, actor: Bounds, recipient: Bounds) -> None:
    for name, span in (("actor", actor), ("recipient", recipient)):
        if span is not None and not 0 <= span[0] < span[1] <= len(sentence):
            raise InputError(
                f"the {name}'s stretch {tuple(span)} does not lie in a sentence of {len(sentence)} characters",
                mend="give (start, end) in code points of the sentence",
            )


def _weighed(doc: Doc, actor: Bounds, recipient: Bounds, found: list[Told], encoder: PairEncoder) -> Relation:
    scores = encoder.scores(doc.text, actor, recipient)
    types = dict(zip(encoder.types, scores.astype(np.float64), strict=False))
    by_class = _probabilities(types, found, encoder)
    likeliest = max(by_class, key=lambda name: by_class[name])
    type_ = _which_yield(types, found) if likeliest == "YIELD" else likeliest
    named = {_which_yield(types, found) if name == "YIELD" else name: value for name, value in by_class.items()}
    same = [one for one in found if one.type == type_]
    return Relation(
        type=type_,
        mode=_mode(type_, same, scores, encoder),
        modality=same[0].modality if same else _modality(doc, actor, recipient),
        probabilities=_rounded(named),
    )


def _probabilities(types: Mapping[str, float], found: list[Told], encoder: PairEncoder) -> dict[str, float]:
    """The probability of each class: scale x log p of the encoder, plus what the rules' fit adds, plus biases."""
    weights = encoder.stack
    best: dict[str, int] = {}
    for one in found:
        best.setdefault("YIELD" if one.type in _YIELD else one.type, one.fit)
    total = np.logaddexp.reduce(list(types.values()))
    scores = {}
    for name in weights["classes"]:
        members = [types[t] for t in (_YIELD if name == "YIELD" else (name,))]
        score = weights["scale"] * (np.logaddexp.reduce(members) - total) + weights["bias"][name]
        if name in best:
            score += weights["fit"][str(best[name])]
            score += weights["trust"][name] if best[name] >= _SURE_FIT else 0.0
        scores[name] = float(score)
    total = np.logaddexp.reduce(list(scores.values()))
    return {name: float(np.exp(score - total)) for name, score in scores.items()}


def _rounded(probabilities: Mapping[str, float]) -> dict[str, float]:
    """From the likeliest down; the first takes what rounding leaves over, so that they add up to one."""
    ordered = sorted(probabilities.items(), key=lambda item: (-item[1], item[0]))
    rest = {name: round(value, _DIGITS) for name, value in ordered[1:]}
    return {ordered[0][0]: round(1.0 - sum(rest.values()), _DIGITS), **rest}


def _which_yield(types: Mapping[str, float], found: list[Told]) -> str:
    """CONCEDE or RETREAT: what the rules tell of these two, else what the encoder holds likelier."""
    by_rules = next((one.type for one in found if one.type in _YIELD), None)
    return by_rules or max(_YIELD, key=lambda name: types[name])


def _mode(type_: str, same: list[Told], scores: npt.NDArray[np.float32], encoder: PairEncoder) -> str | None:
    """The rules' mode where they tell of the type, else the encoder's if it is sure of one."""
    by_rules = next((one.mode for one in same if one.mode and one.fit >= _TELLS_MODE), None)
    if by_rules is not None:
        return by_rules
    own = [n for n, label in enumerate(encoder.labels) if label.startswith(f"{type_}/")]
    if not own:
        return None
    logs = scores[own] - np.logaddexp.reduce(scores[own])
    best = int(logs.argmax())
    return encoder.labels[own[best]].split("/")[1] if np.exp(logs[best]) >= _SURE_MODE else None


def _modality(doc: Doc, actor: Bounds, recipient: Bounds) -> Modality:
    """Where no trigger tells the type: the modality of the clause that holds the recipient, else the actor."""
    for bounds in (recipient, actor):
        words = doc.char_span(*bounds, alignment_mode="expand") if bounds else None
        verb = governing_verb(words.root) if words is not None else None
        if verb is not None:
            return of_clause(verb)
    return "occurred"
