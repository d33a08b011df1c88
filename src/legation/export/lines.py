"""Lines: what one report says, one thing a line, and the sections of a brief that they fall into.

What happened, what is to come and what only might be never stand in one list; each line says on whose word it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias, TypeVar

import msgspec

from legation.export.describe import (
    Names,
    commitment_line,
    describe,
    event_line,
    evidence_of,
    review_in_words,
    statement_verb,
    words_of,
)  # fmt: skip
from legation.export.wording import capitalised, date_in_words, in_marks
from legation.extract.commitment import Commitment
from legation.extract.conditional import Conditional
from legation.extract.event import Event
from legation.extract.shift import Shift
from legation.extract.statement import Statement
from legation.extract.time import Time
from legation.knowledge.labels import labels
from legation.ledger.period import bounds
from legation.record import Record, Spans

R = TypeVar("R", bound=Record)
Key: TypeAlias = Literal["acts", "stands", "said", "due", "follows", "shifted"]
# Sections that only many reports have.
AcrossKey: TypeAlias = Literal[
    "happenings", "history", "chain", "found", "new", "contradicted", "arranged", "changed", "turned", "noted", "next"
]
Keyed: TypeAlias = "tuple[Hashable, Line]"
NamesOf: TypeAlias = Callable[[Record], Names]

TITLES: dict[Key, str] = {
    "acts": "Who meets or acts",
    "stands": "What stands between them",
    "said": "Who said what",
    "due": "What is due",
    "follows": "What follows from what",
    "shifted": "Who has shifted",
}
_MODALITIES = ("future", "ongoing", "occurred", "hypothetical", "negated", "historical")
_NO_DAY = "No day given"
_NOBODY_NAMED = "Speaker not named"
_DOUBTFUL = 0.5
_MOST_QUOTES = 3


class Quote(msgspec.Struct, frozen=True):
    """The report's words, in one line, and where they stand in its text."""

    words: str
    spans: Spans
    source: str | None = None  # which report, where a line has words of several


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a report says. `group` is the heading it stands under within its section."""

    text: str
    group: str = ""
    status: str | None = None
    date: str | None = None
    details: tuple[str, ...] = ()  # place, terms, doubt
    by: str | None = None  # on whose word; None: the report's own
    source: str | None = None  # which report, where the brief is of many
    quotes: tuple[Quote, ...] = ()
    records: tuple[str, ...] = ()  # ids; several where the report tells it several times
    document: str

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands behind the text: date, details, status, on whose word, and which report."""
        by = f"according to {self.by}" if self.by else None
        return tuple(note for note in (self.date, *self.details, self.status, by, self.source) if note)


class Section(msgspec.Struct, frozen=True):
    """The lines of one question; those of one group stand together."""

    key: Key | AcrossKey
    title: str
    lines: tuple[Line, ...]


def sections(
    found: Sequence[Record],
    names_of: NamesOf,
    *,
    published: str | None,
    sources: Mapping[str, str] | None = None,
    only: Key | None = None,
) -> tuple[Section, ...]:
    """The sections that have lines, in their order, or `only` one of them.

    `published`: the day from which on something is due; `sources`: by document, where the brief is of several.
    """  # fmt: skip
    make = _Maker(names_of, sources or {})
    events = _of(found, Event)
    by_modality = (event for modality in _MODALITIES for event in events if event.modality == modality)
    # Made in the order in which they are read: what a person is, is said where they first come up.
    lines: dict[Key, list[Line]] = {
        "acts": _merged(map(make.event, by_modality)),
        "stands": _grouped(_merged(map(make.commitment, _of(found, Commitment)))),
        "said": _grouped(make.statement(statement) for statement in _of(found, Statement)),
        "due": list(make.due(events, _of(found, Time), published, with_undated=only == "due")),
        "follows": [make.conditional(conditional) for conditional in _of(found, Conditional)],
        "shifted": _merged(map(make.shift, _of(found, Shift))),
    }
    keys = [only] if only else TITLES
    return tuple(Section(key, TITLES[key], tuple(lines[key])) for key in keys if lines[key])


def _of(found: Iterable[Record], kind: type[R]) -> list[R]:
    return [record for record in found if isinstance(record, kind)]


def _merged(keyed: Iterable[Keyed]) -> list[Line]:
    """Lines that say the same of the same report in one, with the words of each."""
    merged: dict[Hashable, Line] = {}
    for key, line in keyed:
        first = merged.get(key)
        if first:
            quotes = tuple(dict.fromkeys((*first.quotes, *line.quotes)))[:_MOST_QUOTES]
            line = msgspec.structs.replace(first, quotes=quotes, records=(*first.records, *line.records))
        merged[key] = line
    return list(merged.values())


def _grouped(lines: Iterable[Line]) -> list[Line]:
    """The lines of one group together, groups as they first come up."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.group, []).append(line)
    return [line for group in groups.values() for line in group]


class _Maker:
    """Makes the lines of one brief; those that may say the same with a key that tells."""

    def __init__(self, names_of: NamesOf, sources: Mapping[str, str]) -> None:
        self._names_of = names_of
        self._sources = sources

    def event(self, event: Event) -> Keyed:
        """Who did, does or will do what to whom, under its modality."""
        names = self._names_of(event)
        text = event_line(event, names)
        details = (names.place(event.place), names.amounts(event.quantities))
        group = labels().modality[event.modality].group
        line = self._line(event, text, group=group, date=event.date, details=details)
        told = (event.type, event.mode, event.modality, frozenset(event.actors), frozenset(event.recipients))
        return (event.document, *told, line.notes), line

    def commitment(self, commitment: Commitment) -> Keyed:
        """Between whom, what, on what terms and in what condition.

        Of one report, the line says it all; of many, each report's entry stands under what it is an entry of.
        """
        names = self._names_of(commitment)
        status = labels().status[commitment.status]
        terms = (names.amounts(commitment.quantities),)
        between = commitment_line(commitment, names)
        if self._sources:
            line = self._line(commitment, status, group=between, date=commitment.as_of, details=terms)
        else:
            line = self._line(commitment, between, status=status, details=terms)
        parties = frozenset((party.actor, party.role) for party in commitment.parties)
        return (commitment.document, commitment.kind, commitment.name, parties, line.notes), line

    def statement(self, statement: Statement) -> Line:
        """What one speaker says, under their name."""
        names = self._names_of(statement)
        is_named = statement.speakers or statement.speaker_span
        group = capitalised(names.speakers(statement)) if is_named else _NOBODY_NAMED
        outlet = f"via {names.actor(statement.outlet)}" if statement.outlet else None
        verb = statement_verb(statement, names)
        return self._line(statement, verb, group=group, date=statement.date, details=(outlet,))

    def due(
        self, events: Iterable[Event], times: Iterable[Time], published: str | None, *, with_undated: bool
    ) -> Iterator[Line]:
        """What has a day to come, by day: the events told as future, then days that only the words tell of."""
        future = [(bounds(event.date), event) for event in events if event.modality == "future"]
        dated = [(days, event) for days, event in future if days and days[1] >= (published or "")]
        for _, event in sorted(dated, key=lambda pair: pair[0]):
            yield self._due(event, date_in_words(event.date) or "")
        if with_undated:
            yield from (self._due(event, _NO_DAY) for days, event in future if not days)
        told = {days for days, _ in dated}
        ahead = [(days, time) for time in times if (days := bounds(time.value)) and published and days[0] > published]
        for days, time in sorted(ahead, key=lambda pair: pair[0]):
            if days not in told:
                told.add(days)
                sentence = self._names_of(time).sentence(time.evidence)
                yield self._line(time, sentence, group=date_in_words(time.value) or "")

    def _due(self, event: Event, day: str) -> Line:
        names = self._names_of(event)
        return self._line(event, event_line(event, names), group=day, details=(names.place(event.place),))

    def conditional(self, conditional: Conditional) -> Line:
        """What is said to follow from what."""
        return self._line(conditional, describe(conditional, self._names_of(conditional)).line)

    def shift(self, shift: Shift) -> Keyed:
        """Who has moved, which way, and what they held before and after."""
        described = describe(shift, self._names_of(shift))
        held = tuple(f"{label}: {in_marks(words)}" for label, words in described.facts)
        key = (shift.document, shift.speaker, shift.direction, frozenset(shift.about), held)
        return key, self._line(shift, described.line, details=held)

    def _line(
        self, record: Record, text: str, *, group: str = "", status: str | None = None, date: str | None = None,
        details: Iterable[str | None] = (),
    ) -> Line:  # fmt: skip
        names = self._names_of(record)
        claimed_by: str | None = getattr(record, "claimed_by", None)
        # A person's word stands above the machine's doubt.
        doubt = review_in_words(record) or ("doubtful" if record.confidence < _DOUBTFUL else None)
        spans = evidence_of(record)
        words = words_of(record, names)
        return Line(
            text=text,
            group=group,
            status=status,
            date=date_in_words(date),
            details=tuple(part for part in (*details, doubt) if part),
            by=names.claimant(claimed_by) if claimed_by else None,
            source=self._sources.get(record.document),
            quotes=(Quote(words, spans),) if words else (),
            records=(record.id,),
            document=record.document,
        )
