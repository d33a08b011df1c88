"""Mentions: where the words for an event and its parties stand in a report, and which of them are names."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from legation.export.wording import sentence_ends
from legation.knowledge.folding import fold
from legation.knowledge.store import Knowledge
from legation.report.document import READ_BLOCKS

if TYPE_CHECKING:
    from legation.export.describe import Names
    from legation.extract.actor import Actor
    from legation.extract.event import Event
    from legation.extract.place import Place
    from legation.record import Span, Spans
    from legation.report.document import Document


class At(NamedTuple):
    """Where an event is told: its sentence (from 1) and offsets in the text; None for who isn't named there."""

    sentence: int
    actor: int | None
    recipient: int | None
    action: int
    is_together: bool  # by name, in one sentence


class Mentioned:
    """The mentions of one report."""

    def __init__(self, document: Document, names: Names) -> None:
        self._document = document
        self._names = names

    def is_in_lead(self, event: Event) -> bool:
        """Whether the words for an event begin in the first paragraph."""
        read = (block for block in self._document.blocks if block.kind == "paragraph")
        first = next(read, None)
        return first is not None and first.start <= event.evidence[0][0] < first.end

    def at(self, event: Event) -> At:
        """Where an event is told."""
        actors, recipients = self._names.actors_of(event.actors), self._names.actors_of(event.recipients)
        one, other = self._inside(actors[:1], event), self._inside(recipients[:1] or actors[1:2], event)
        taken = [span for span in (one, other) if span]
        # The words for the deed are what is left of the evidence without those for its parties.
        free = [span for span in event.evidence if not any(_touch(span, other_) for other_ in taken)]
        action = (free or event.evidence)[0][0]
        sentence = self.sentence(action)
        is_together = bool(taken) and all(self.sentence(start) == sentence for start, _ in taken)
        named = all(any(self.is_name(actor.name, span) for span in taken) for actor in (actors[:1] + recipients[:1]))
        return At(sentence, one and one[0], other and other[0], action, is_together and named)

    def sentence(self, offset: int) -> int:
        """The number of the sentence that a character of the text stands in, from 1."""
        return 1 + bisect_right(self._sentences, offset)

    def named(self, record: Actor | Place) -> Iterator[int]:
        """Where a record is mentioned by name, not by a pronoun or description."""
        return (start for start, end in record.mentions if self.is_name(record.name, (start, end)))

    def is_name(self, name: str, span: Span) -> bool:
        """Whether the words there are a name of what is called so, or a part of one."""
        words = " ".join(self._document.text[slice(*span)].split())
        if not words[:1].isupper() and not words.casefold().startswith("the "):
            return False
        if set(fold(words).split()) & set(fold(name).split()):
            return True
        return any(entry.name == name for entry in Knowledge.open().named(words))

    @cached_property
    def _sentences(self) -> list[int]:
        """Where each sentence but the first begins; a block that is read begins one."""
        text = self._document.text
        blocks = [block for block in self._document.blocks if block.kind in READ_BLOCKS]
        starts = {block.start for block in blocks[1:]}
        starts |= {end for block in blocks for end in sentence_ends(text, block.start, block.end)}
        return sorted(starts)

    def _inside(self, actors: Iterable[Actor], event: Event) -> Span | None:
        """The first mention of any of the actors among the words for the event."""
        spans: list[Span] = [span for actor in actors for span in actor.mentions if _touches(span, event.evidence)]
        return min(spans, default=None)


def _touches(span: Span, spans: Spans) -> bool:
    return any(_touch(span, other) for other in spans)


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
