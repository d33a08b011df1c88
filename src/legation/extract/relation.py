"""The relation of two given actors in one sentence: which of PLOVER's types the words tell between them.

The actors are given by their stretches, so that who they are need not be known: the words around tell what happens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from legation.extract.actor import ActorKind
from legation.extract.event import Event, find_events
from legation.extract.mention import Cast
from legation.extract.modality import Modality, modality
from legation.extract.reading import Reading
from legation.extract.trigger import Matcher, Trigger
from legation.knowledge.calibration import probability
from legation.record import Span
from legation.report.document import Block, Document
from legation.report.view import View

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from legation.knowledge.store import Knowledge

Bounds: TypeAlias = "tuple[int, int] | None"
_PROMISED = frozenset({"AID", "CONSULT", "COOPERATE", "RETREAT", "SUPPORT"})
# Whoever is given counts as somebody in public affairs.
_KIND: ActorKind = "state"


@dataclass(frozen=True, slots=True)
class Relation:
    """What the first actor does to the second. `probabilities` by type; they need not add up to one."""

    type: str
    mode: str | None
    modality: Modality
    probabilities: Mapping[str, float] = field(default_factory=dict)


def relation(doc: Doc, actor: Span, recipient: Bounds, *, knowledge: Knowledge) -> Relation | None:
    """The relation that a parsed sentence tells between two stretches of its text; None where it tells of none.

    Events between the two in this direction come first, then reciprocal ones, then those of one of them; where no
    event is told, the nearest trigger on the path between the two in the tree.
    """
    reading, ids = _reading(doc, actor, recipient, knowledge)
    events = [anchored.record for anchored in find_events(reading)]
    fitting = [(_fit(event, *ids), event) for event in events]
    best = max((fit for fit, _ in fitting), default=0)
    if best > 0:
        event = next(event for fit, event in fitting if fit == best)
        if event.modality == "future" and event.type in _PROMISED:
            # PLOVER's reduction: what is yet to be given or held is agreed to.
            return Relation("AGREE", None, event.modality, {"AGREE": event.confidence, **_probabilities(fitting)})
        return Relation(event.type, event.mode, event.modality, _probabilities(fitting))
    trigger = _on_the_path(reading, actor, recipient)
    if trigger is None:
        return None
    type_ = trigger.pattern.type
    return Relation(type_, trigger.pattern.mode, modality(trigger), {type_: probability("event", type_) / 2})


def _reading(doc: Doc, actor: Span, recipient: Bounds, knowledge: Knowledge) -> tuple[Reading, tuple[str, str | None]]:
    """A reading whose only actors are those given."""
    text = doc.text
    block = Block(kind="paragraph", start=0, end=len(text))
    document = Document(
        document="relation",
        text=text,
        published_basis="unknown",
        blocks=(block,) if text else (),
        evidence=((0, len(text)),),
        confidence=1.0,
    )
    cast = Cast(doc=doc, document=document.document, knowledge=knowledge)
    ids = [_mark(cast, name, bounds) for name, bounds in (("actor", actor), ("recipient", recipient))]
    reading = Reading(
        document=document,
        view=View.of(document),
        doc=doc,
        quotations=(),
        knowledge=knowledge,
        published=None,
        cast=cast,
    )
    return reading, (ids[0] or "", ids[1])


def _mark(cast: Cast, name: str, bounds: Bounds) -> str | None:
    words = cast.doc.char_span(*bounds, alignment_mode="expand") if bounds else None
    if words is None:
        return None
    role = cast.role(name, _KIND)
    cast.mark(words.start, words.end, "name", role.id)
    return role.id


def _fit(event: Event, actor: str, recipient: str | None) -> int:
    """How well an event tells of the two: 5 in full and in this direction, 0 of neither."""
    if recipient is None:
        return 5 if actor in event.actors else 0
    if actor in event.actors and recipient in event.recipients:
        return 5
    if actor in event.actors and recipient in event.actors:
        return 4
    if actor in event.actors:
        return 3
    if recipient in event.recipients:
        return 2
    return 1 if actor in event.recipients or recipient in event.actors else 0


def _probabilities(fitting: list[tuple[int, Event]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for fit, event in fitting:
        if fit:
            found[event.type] = max(found.get(event.type, 0.0), event.confidence * fit / 5)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _on_the_path(reading: Reading, actor: Span, recipient: Bounds) -> Trigger | None:
    """The first trigger on the way up from the recipient (else the actor) to where the two meet in the tree."""
    matcher = Matcher(reading)
    for bounds, other in ((recipient, actor), (actor, recipient)):
        words = reading.doc.char_span(*bounds, alignment_mode="expand") if bounds else None
        if words is None:
            continue
        for token in _above(words.root):
            trigger = matcher.at(token)
            if trigger is not None:
                return trigger
            if other and any(other[0] <= t.idx < other[1] for t in token.subtree):
                break
    return None


def _above(token: Token) -> list[Token]:
    return [token, *token.ancestors]
