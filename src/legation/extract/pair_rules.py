"""What the trigger table reads between two given actors of one sentence: the rules' half of `relation`.

The actors are given by their stretches, so that who they are need not be known: the words around tell what happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from legation.extract.actor import ActorKind
from legation.extract.event import Event, find_events
from legation.extract.mention import Cast
from legation.extract.modality import Modality, modality
from legation.extract.reading import Reading
from legation.extract.trigger import Matcher, Trigger
from legation.report.document import Block, Document
from legation.report.view import View

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from legation.knowledge.store import Knowledge

Bounds: TypeAlias = "tuple[int, int] | None"
# PLOVER's reduction: what is yet to be given or held is agreed to.
REDUCED_TO_AGREE = frozenset({"AID", "CONSULT", "COOPERATE", "RETREAT", "SUPPORT"})
ON_THE_PATH = -1  # the fit of a trigger between the two that makes no event
# Whoever is given counts as somebody in public affairs.
_KIND: ActorKind = "state"


@dataclass(frozen=True, slots=True)
class Told:
    """An event that the rules find in the sentence, and how well it tells of the two actors.

    `fit` is 5 for the two in full and in this direction, 4 for both as doers, 3 for the first as doer only, 2 for the
    second as recipient only, 1 for the wrong way round, 0 for neither; -1 for a trigger on the path between the two
    that makes no event.
    """

    type: str
    mode: str | None
    modality: Modality
    fit: int


def told(doc: Doc, actor: Bounds, recipient: Bounds, *, knowledge: Knowledge) -> list[Told]:
    """What the rules read in a parsed sentence, the best fit first, then in the order of the text."""
    reading, ids = _reading(doc, actor, recipient, knowledge)
    found = [_reduced(anchored.record, _fit(anchored.record, *ids)) for anchored in find_events(reading)]
    trigger = _on_the_path(reading, actor, recipient)
    if trigger is not None:
        found.append(Told(trigger.pattern.type, trigger.pattern.mode, modality(trigger), ON_THE_PATH))
    return sorted(found, key=lambda one: -one.fit)


def _reduced(event: Event, fit: int) -> Told:
    if event.modality == "future" and event.type in REDUCED_TO_AGREE:
        # What is promised is still to come, the promise is there.
        return Told("AGREE", None, "occurred", fit)
    return Told(event.type, event.mode, event.modality, fit)


def _reading(
    doc: Doc, actor: Bounds, recipient: Bounds, knowledge: Knowledge
) -> tuple[Reading, tuple[str, str | None]]:
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


def _on_the_path(reading: Reading, actor: Bounds, recipient: Bounds) -> Trigger | None:
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
