"""One report on the road through the finders: its parse, and what the finders before have found.

Finders work in the reading text (`doc`, offsets `doc.text[start:end]`) and write records whose spans count in the
document's own text; `Reading.spans` carries the one to the other. `Anchored` keeps a record's place in the reading
text beside it, so that later finders need not find it again.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from legation.record import Record, Spans, merge_spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Span, Token

    from legation.extract.commitment import Commitment
    from legation.extract.conditional import Conditional
    from legation.extract.event import Event
    from legation.extract.mention import Cast
    from legation.extract.place import Place
    from legation.extract.quantity import Quantity
    from legation.extract.shift import Shift
    from legation.extract.statement import Statement
    from legation.extract.time import Time
    from legation.knowledge.store import Knowledge
    from legation.language.quotation import Quotation
    from legation.report.document import Document
    from legation.report.view import View

R = TypeVar("R", bound=Record, covariant=True)


@dataclass(frozen=True, slots=True)
class Anchored(Generic[R]):
    """A record with its `[start, end)` stretches in the reading text and the token it hangs on.

    `root` is the head noun of a time, quantity or place, the cue of a statement, the trigger of an event or
    commitment, the subordinator or modal of a conditional. For a statement `spans` are its content.
    """

    record: R
    spans: tuple[tuple[int, int], ...]
    root: int

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]

    def covers(self, offset: int) -> bool:
        """True if the reading offset lies inside one of the spans."""
        return any(start <= offset < end for start, end in self.spans)


@dataclass(slots=True)
class Reading:
    """What each finder is given; lists are filled in the order of the road."""

    document: Document
    view: View
    doc: Doc
    quotations: tuple[Quotation, ...]
    knowledge: Knowledge
    published: date | None
    cast: Cast
    times: list[Anchored[Time]] = field(default_factory=list)
    places: list[Anchored[Place]] = field(default_factory=list)
    quantities: list[Anchored[Quantity]] = field(default_factory=list)
    statements: list[Anchored[Statement]] = field(default_factory=list)
    events: list[Anchored[Event]] = field(default_factory=list)
    commitments: list[Anchored[Commitment]] = field(default_factory=list)
    conditionals: list[Anchored[Conditional]] = field(default_factory=list)
    shifts: list[Anchored[Shift]] = field(default_factory=list)
    _quoted: list[tuple[int, int]] | None = None

    @property
    def id(self) -> str:
        """The document's id, for the `document` field of records."""
        return self.document.document

    def spans(self, *stretches: tuple[int, int]) -> Spans:
        """Reading-text stretches as spans of the document's own text, in order, joined where they touch."""
        return merge_spans(span for start, end in stretches for span in self.view.spans(start, end))

    def spans_of(self, *parts: Token | Span) -> Spans:
        """The spans of tokens or token spans in the document's own text."""
        return self.spans(*(stretch(part) for part in parts))

    def quotation_at(self, offset: int) -> Quotation | None:
        """The innermost quotation around a reading offset."""
        inside = None
        for quotation in self.quotations:
            if quotation.start > offset:
                break
            if offset < quotation.end:
                inside = quotation
        return inside

    def statement_at(self, offset: int) -> Anchored[Statement] | None:
        """The innermost (shortest) statement whose content holds the reading offset: on whose word it stands."""
        holding = [s for s in self.statements if s.covers(offset)]
        return min(holding, key=lambda s: s.end - s.start, default=None)

    def actors_of(self, token: Token, *, create: bool = False) -> tuple[str, ...]:
        """Ids of the actors that the phrase headed by `token` names, conjuncts not included.

        With `create`, a phrase of people or a body without a name becomes an `unnamed` actor.
        """
        return self.cast.actors_of(token, create=create)


def stretch(part: Token | Span) -> tuple[int, int]:
    """The `[start, end)` of a token or token span in the reading text."""
    from spacy.tokens import Token as _Token

    if isinstance(part, _Token):
        return part.idx, part.idx + len(part)
    return part.start_char, part.end_char


def first_covering(items: list[Anchored[R]], offset: int) -> Anchored[R] | None:
    """The last of `items` (in order of their starts) that begins at or before `offset` and covers it."""
    at = bisect_right([item.start for item in items], offset) - 1
    return items[at] if at >= 0 and items[at].covers(offset) else None


def in_order(records: Iterable[Anchored[R]]) -> list[Anchored[R]]:
    """The records by their place in the text, doublets (equal ids) left out."""
    seen: dict[str, Anchored[R]] = {}
    for anchored in records:
        seen.setdefault(anchored.record.id, anchored)
    return sorted(seen.values(), key=lambda a: (a.start, a.end, a.record.id))
