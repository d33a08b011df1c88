"""Describing: one record as one line in words, with its facts; names and offices instead of ids.

Both the brief and the pages show records so. A line never holds an id: what can't be named is "somebody".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, singledispatch
from typing import TypeAlias

import msgspec
from msgspec import UNSET

from legation.export.wording import (
    NEAR,
    amount_in_words,
    capitalised,
    date_in_words,
    is_plural,
    listed,
    present,
    quoted,
    sentence_around,
    shortened,
)
from legation.extract.actor import Actor
from legation.extract.commitment import Commitment
from legation.extract.conditional import Conditional
from legation.extract.event import Event
from legation.extract.place import Place
from legation.extract.quantity import Quantity
from legation.extract.shift import Shift
from legation.extract.statement import Statement
from legation.extract.time import Time
from legation.knowledge.labels import labels
from legation.record import Record, Span, Spans
from legation.report.document import Document
from legation.report.view import View

Facts: TypeAlias = tuple[tuple[str, str], ...]

_SOMEBODY = "somebody"
_MAYBE_MANY = ("unnamed", "people")
# Roles that make a commitment run from one party to another; the others stand side by side.
_FROM = ("guarantor", "sender", "payer", "imposer")
_TO = ("beneficiary", "host", "payee", "target")
# A gap of this many characters is white space and marks, not words.
_APART = 2
_NAME_LENGTH = 80
_PART_LENGTH = 160


class Described(msgspec.Struct, frozen=True):
    """A record in words: one line, and what else is known of it as (label, value)."""

    line: str
    facts: Facts = ()


_REVIEWED = {"confirm": "confirmed", "correct": "corrected", "reject": "rejected"}


def review_in_words(record: Record) -> str | None:
    """Who has reviewed a record: "corrected by R. Vega"; None if nobody has."""
    if record.review is UNSET:
        return None
    return f"{_REVIEWED[record.review.verdict]} by {record.review.by}"


class Names:
    """What the records of one report are called, and the report's words as one reads them.

    `records` are the report's own; quotations leave out line wraps and the addresses of links.
    """

    def __init__(self, records: Iterable[Record], document: Document) -> None:
        self._document = document
        self._records = {record.id: record for record in records}

    @cached_property
    def _view(self) -> View:
        return View.of(self._document)

    @property
    def records(self) -> Iterable[Record]:
        """All records of the report, in their order."""
        return self._records.values()

    def get(self, id_: str | None) -> Record | None:
        """The record of that id, if the report has it."""
        return self._records.get(id_ or "")

    def actor(self, id_: str | None) -> str:
        """What an actor is called."""
        record = self.get(id_)
        return record.name if isinstance(record, Actor) else _SOMEBODY

    def person(self, id_: str | None) -> str:
        """An actor with what they are, where the report tells: "Shinzo Abe (prime minister, Japan)"."""
        record = self.get(id_)
        if not isinstance(record, Actor):
            return _SOMEBODY
        office = office_of(record)
        return f"{record.name} ({office})" if office else record.name

    def is_many(self, id_: str | None) -> bool:
        """Whether one actor is many people by its name: "Trump’s advisers", "officials in Tokyo"."""
        record = self.get(id_)
        return isinstance(record, Actor) and record.kind in _MAYBE_MANY and is_plural(record.name)

    def actors(self, ids: Iterable[str]) -> str:
        """Several actors in a row."""
        return listed([self.actor(id_) for id_ in ids])

    def actors_of(self, ids: Iterable[str]) -> list[Actor]:
        """The actors of these ids that the report has."""
        return [found for found in map(self.get, ids) if isinstance(found, Actor)]

    def persons(self, ids: Iterable[str]) -> str:
        """Several actors in a row, each with what they are."""
        return listed([self.person(id_) for id_ in ids])

    def claimant(self, statement: str | None) -> str:
        """Who makes a statement."""
        record = self.get(statement)
        if not isinstance(record, Statement):
            return _SOMEBODY
        return self.actors(record.speakers) if record.speakers else self.speakers(record)

    def speakers(self, statement: Statement) -> str:
        """Who makes a statement: the actors, else the words that the report has for them."""
        if statement.speakers:
            return self.persons(statement.speakers)
        return shortened(self.words(statement.speaker_span), _NAME_LENGTH) or _SOMEBODY

    def place(self, id_: str | None) -> str | None:
        """What a place is called."""
        record = self.get(id_)
        return record.name if isinstance(record, Place) else None

    def amounts(self, ids: Iterable[str]) -> str:
        """The quantities in a row."""
        found = [record for record in map(self.get, ids) if isinstance(record, Quantity)]
        return ", ".join(amount_in_words(quantity) for quantity in found)

    def words(self, spans: Iterable[Span], *, near: int = NEAR) -> str:
        """The report's own words there, in one line; gaps of no more than `near` characters are closed."""
        read = [found for found in map(self._reading, spans) if found]
        return quoted(self._view.text, read, near=near)

    def sentence(self, spans: Spans) -> str:
        """The sentence that the first of these spans stands in."""
        found = self._reading(spans[0]) if spans else None
        return quoted(self._view.text, [sentence_around(self._view.text, *found)]) if found else ""

    def _reading(self, span: Span) -> Span | None:
        """Where a span of the document stands in the text as one reads it; None where it is passed over in reading."""
        found = [at for at in map(self._view.to_reading, range(*span)) if at is not None]
        return (found[0], found[-1] + 1) if found else None


class IntroducingNames(Names):
    """The same for a text that is read from its beginning: what a person is, is said where they first come up."""

    def __init__(self, records: Iterable[Record], document: Document) -> None:
        super().__init__(records, document)
        self._introduced: set[str] = set()

    def actor(self, id_: str | None) -> str:
        """What an actor is called; with what they are, the first time."""
        if id_ is None or id_ in self._introduced:
            return super().actor(id_)
        return self.person(id_)

    def person(self, id_: str | None) -> str:
        """An actor with what they are."""
        self._introduced.add(id_ or "")
        return super().person(id_)


def office_of(actor: Actor) -> str:
    """What an actor is, by the first of their offices: "former prime minister, Japan"."""
    if not actor.offices:
        return ""
    office = actor.offices[0]
    status = labels().office_status.get(office.status, "")
    title = f"{office.title}-elect" if status == "elect" and "elect" not in office.title else office.title
    if status and status != "elect" and status not in office.title.casefold():
        title = f"{status} {title}"
    return f"{title}, {office.of}" if office.of and office.of.casefold() not in title.casefold() else title


def describe(record: Record, names: Names) -> Described:
    """A record as a line with its facts."""
    return _describe(record, names)


@singledispatch
def _describe(record: Record, names: Names) -> Described:  # noqa: ARG001  # the kinds below need it
    return Described(record.kind_name())


@_describe.register
def _document(record: Document, names: Names) -> Described:  # noqa: ARG001  # as above
    return Described(
        record.title or shortened(quoted(record.text, [(0, min(len(record.text), 4 * _NAME_LENGTH))]), _NAME_LENGTH),
        _facts(
            publisher=record.publisher, byline=record.byline,
            published=date_in_words(record.published), basis=labels().basis[record.published_basis],
        ),
    )  # fmt: skip


@_describe.register
def _actor(record: Actor, names: Names) -> Described:  # noqa: ARG001  # as above
    sectors = ", ".join(labels().sector.get(sector, sector) for sector in record.sectors)
    return Described(
        f"{record.name} ({office})" if (office := office_of(record)) else record.name,
        _facts(kind=labels().actor[record.kind], country=record.country, sectors=sectors, wikidata=record.wikidata),
    )


@_describe.register
def _place(record: Place, names: Names) -> Described:  # noqa: ARG001  # as above
    at = f"{record.lat:.2f}, {record.lon:.2f}" if record.lat is not None and record.lon is not None else None
    geonames = str(record.geonames) if record.geonames is not None else None
    return Described(record.name, _facts(kind=record.kind, country=record.country, at=at, geonames=geonames))


@_describe.register
def _time(record: Time, names: Names) -> Described:
    said = date_in_words(record.value) or record.value
    return Described(said, _facts(words=names.words(record.evidence), value=record.value, basis=record.basis))


@_describe.register
def _quantity(record: Quantity, names: Names) -> Described:
    return Described(amount_in_words(record), _facts(of=record.of, words=names.words(record.evidence)))


@_describe.register
def _statement(record: Statement, names: Names) -> Described:
    return Described(
        statement_line(record, names),
        _facts(
            says=names.words(record.content, near=_APART), directness=labels().directness[record.directness],
            outlet=names.actor(record.outlet) if record.outlet else None, date=date_in_words(record.date),
        ),
    )  # fmt: skip


def statement_line(statement: Statement, names: Names) -> str:
    """Who says, denies or promises, to whom and by what channel; what they say stands in the quotation."""
    speakers = names.speakers(statement)
    return f"{speakers}{'' if statement.speakers else ':'} {statement_verb(statement, names)}"


def statement_verb(statement: Statement, names: Names) -> str:
    """The same without the speakers: "promises Malta by telephone"."""
    label = labels().act[statement.act]
    to = names.actors(statement.addressees)
    many = len(statement.speakers) > 1 or any(names.is_many(id_) for id_ in statement.speakers)
    if not statement.speakers:  # whether the report's words for them are one or many is not known
        verb = f"{label.noun} to" if to else label.noun
    elif to:
        verb = label.many_to if many else label.one_to
    else:
        verb = label.many if many else label.one
    return " ".join(part for part in (verb, to, labels().channel.get(statement.channel or "", "")) if part)


@_describe.register
def _event(record: Event, names: Names) -> Described:
    label = labels().event(record.type, record.mode)
    modality = labels().modality[record.modality]
    return Described(
        event_line(record, names),
        _facts(
            type=label.noun, modality=modality.label, date=date_in_words(record.date),
            place=names.place(record.place), amounts=names.amounts(record.quantities),
            contexts=", ".join(context.replace("_", " ") for context in record.contexts),
            PLOVER=f"{record.type}/{record.mode}" if record.mode else record.type, CAMEO=record.cameo,
        ),
    )  # fmt: skip


def event_line(event: Event, names: Names) -> str:
    """Who did, does or will do what to whom."""
    label = labels().event(event.type, event.mode)
    verb, past = (label.verb, label.past) if event.recipients else (label.alone, label.alone_past)
    many = len(event.actors) > 1 or any(names.is_many(id_) for id_ in event.actors)
    now = verb if many else present(verb)
    done = labels().modality[event.modality].form.format(verb=verb, past=past, present=now)
    doer = names.actors(event.actors) or _SOMEBODY
    return capitalised(" ".join(part for part in (doer, done, names.actors(event.recipients)) if part))


@_describe.register
def _commitment(record: Commitment, names: Names) -> Described:
    status = labels().status[record.status]
    roles = [f"{names.actor(party.actor)}: {labels().role[party.role]}" for party in record.parties]
    return Described(
        commitment_line(record, names),
        _facts(
            status=status, parties=", ".join(roles), terms=names.amounts(record.quantities),
            as_of=date_in_words(record.as_of),
        ),
    )  # fmt: skip


def commitment_line(commitment: Commitment, names: Names) -> str:
    """Between whom, and what: "Japan → United States · payment", "Japan – South Korea · alliance"."""
    kind = labels().commitment[commitment.kind]
    called = f"{kind} ({commitment.name})" if commitment.name else kind
    between = parties_in_words(commitment, names.actor)
    return f"{between} · {called}" if between else called


def parties_in_words(commitment: Commitment, name: Callable[[str], str]) -> str:
    """The parties, from the one that gives to the one that gets where there is such a way, else side by side."""
    giving = [name(party.actor) for party in commitment.parties if party.role in _FROM]
    getting = [name(party.actor) for party in commitment.parties if party.role in _TO]
    beside = [name(party.actor) for party in commitment.parties if party.role not in (*_FROM, *_TO)]
    way = [" and ".join(side) for side in (giving, getting) if side]
    return " – ".join([" → ".join(way), *beside] if way else beside)


@_describe.register
def _conditional(record: Conditional, names: Names) -> Described:
    condition = shortened(_without_mark(names.words(record.condition), record.form), _PART_LENGTH)
    consequence = shortened(names.words(record.consequence), _PART_LENGTH)
    label = labels().form[record.form]
    opens = condition.casefold().startswith(tuple(f"{words} " for words in label.opens))
    line = f"{condition}: {consequence}" if opens else label.line.format(condition=condition, consequence=consequence)
    return Described(capitalised(line))


def _without_mark(condition: str, form: str) -> str:
    """The condition without the "if" or "unless" that the line says anyway."""
    first, _, rest = condition.partition(" ")
    return rest if rest and first.casefold() == form else condition


@_describe.register
def _shift(record: Shift, names: Names) -> Described:
    label = labels().direction[record.direction]
    about = listed([said for said in (_subject(names.get(id_), names) for id_ in record.about) if said])
    form = label.line if about else label.alone
    return Described(
        form.format(speaker=names.person(record.speaker), about=about),
        _facts(before=_position(record.before, names), after=_position(record.after, names)),
    )


def _subject(record: Record | None, names: Names) -> str | None:
    if isinstance(record, Commitment):
        between = parties_in_words(record, names.actor)
        kind = record.name or labels().commitment[record.kind]
        return f"the {kind} ({between})" if between else f"the {kind}"
    return record.name if isinstance(record, Actor) else None


def _position(id_: str | None, names: Names) -> str | None:
    """What was said or done before or after a shift, in the report's words."""
    record = names.get(id_)
    if isinstance(record, Statement):
        return names.words(record.content, near=_APART)
    return names.words(record.evidence) if record else None


def _facts(**facts: str | None) -> Facts:
    return tuple((label.replace("_", " "), value) for label, value in facts.items() if value)


def evidence_of(record: Record) -> Spans:
    """The spans to show for a record: what a statement says, else its evidence."""
    return record.content if isinstance(record, Statement) else record.evidence


def words_of(record: Record, names: Names) -> str:
    """The words of those. What stands between the parts of a quotation is not the speaker's, and stays out."""
    return names.words(evidence_of(record), near=_APART if isinstance(record, Statement) else NEAR)
