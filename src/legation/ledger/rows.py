"""Rows: what each table of the ledger holds of a record, and the record back from its row.

One function a kind says which of its fields become columns and which become links; all else a record has is in `json`.
"""

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import Table

from legation.extract.actor import Actor
from legation.extract.commitment import Commitment
from legation.extract.conditional import Conditional
from legation.extract.event import Event
from legation.extract.place import Place
from legation.extract.quantity import Quantity
from legation.extract.shift import Shift
from legation.extract.statement import Statement
from legation.extract.time import Time
from legation.knowledge.folding import fold
from legation.ledger import schema
from legation.ledger.appearance import appearance_of, office_key
from legation.ledger.passages import passage_rows
from legation.ledger.period import OPEN_END, bounds
from legation.record import Record
from legation.report.document import Document

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = dict[Table, list[Row]]

AnyRecord: TypeAlias = Document | Actor | Place | Time | Quantity | Statement | Event | Commitment | Conditional | Shift

# The table of each kind, in the order of the record contract.
TABLES: dict[type[Record], Table] = {
    Document: schema.documents,
    Actor: schema.actors,
    Place: schema.places,
    Time: schema.times,
    Quantity: schema.quantities,
    Statement: schema.statements,
    Event: schema.events,
    Commitment: schema.commitments,
    Conditional: schema.conditionals,
    Shift: schema.shifts,
}

# What an event took place without a date of its own says nothing about when: it is not the report's day.
_BEFORE_THE_REPORT = "historical"
_AHEAD = "future"

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(AnyRecord)


def to_record(json: bytes) -> Record:
    """The record that a row was made from."""
    record: Record = _decoder.decode(json)
    return record


def digest_of(records: Iterable[Record]) -> str:
    """A digest of everything the records say; equal for equal reports on every machine."""
    digest = hashlib.sha256()
    for record in records:
        digest.update(_encoder.encode(record))
        digest.update(b"\n")
    return digest.hexdigest()


def rows_of(
    document: Document,
    records: Sequence[Record],
    *,
    program: str,
    knowledge: str,
    digest: str | None = None,
    rejected: frozenset[str] = frozenset(),
) -> Rows:
    """The rows of one report's records, `document` first among them, for every table that gets any.

    `digest` is that of the records as the machine reads them, where these are not they. What is `rejected` has no words
    to search and is nobody across reports. A record that comes twice is kept once. Raises ValueError for a record of
    another document.
    """
    rows: Rows = defaultdict(list)
    rows[schema.documents].append(_document_row(document, digest or digest_of(records), program, knowledge))
    kept: dict[str, Record] = {}
    named = _mentions(records)
    for record in records:
        if record.document != document.document:
            raise ValueError(f"{record.id} belongs to {record.document}, not to {document.document}")
        if isinstance(record, Document) or record.id in kept:
            continue
        kept[record.id] = record
        table = TABLES[type(record)]
        columns, links = _COLUMNS[type(record)](record, document)
        if isinstance(record, Statement):
            links[schema.statement_actors] += _roles("actor", [("about", _subjects(record, named))])
        if record.id in rejected and "appearance" in columns:
            columns["appearance"] = None
        rows[table].append({**_common(record), "position": len(rows[table]), **columns})
        for link, found in links.items():
            rows[link] += _numbered(record, link, found)
    rows[schema.passages] += passage_rows(document, (record for id_, record in kept.items() if id_ not in rejected))
    return dict(rows)


def _document_row(document: Document, digest: str, program: str, knowledge: str) -> Row:
    host = _host(document.url)
    return {
        **_common(document),
        "url": document.url,
        "host": host,
        "title": document.title,
        "publisher": document.publisher,
        "publisher_key": fold(document.publisher) if document.publisher else None,
        "byline": document.byline,
        "published": document.published,
        "published_basis": document.published_basis,
        "language": document.language,
        "digest": digest,
        "program": program,
        "knowledge": knowledge,
    }


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:  # a broken IPv6 address, say
        return None
    return host.removeprefix("www.") if host else None


def _common(record: Record) -> Row:
    return {
        "document": record.document,
        "id": record.id,
        "evidence": _json(record.evidence),
        "confidence": record.confidence,
        "json": _encoder.encode(record),
    }


def _json(value: object) -> str:
    return _encoder.encode(value).decode()


def _numbered(record: Record, link: Table, found: Iterable[Row]) -> Iterator[Row]:
    owner = link.primary_key.columns.keys()[1]
    for position, row in enumerate(found):
        yield {"document": record.document, owner: record.id, "position": position, **row}


def _picked(record: Record, *names: str) -> Row:
    return {name: getattr(record, name) for name in names}


def _days(value: str | None, published: str | None) -> Row:
    """When a thing falls, for filters: by its own date, else the day it was told."""
    first, last = bounds(value) or (published, published)
    return {"first_day": first, "last_day": last}


Links: TypeAlias = dict[Table, list[Row]]


def _actor(actor: Actor, _: Document) -> tuple[Row, Links]:
    key = fold(actor.name)
    appearance = appearance_of(actor)
    columns = _picked(actor, "name", "kind", "country", "wikidata") | {
        "name_key": key,
        "sectors": _json(actor.sectors),
        "office": office_key(actor),
        "appearance": appearance.key if appearance else None,
    }
    return columns, {schema.actor_words: [{"word": word} for word in dict.fromkeys(key.split())]}


def _place(place: Place, _: Document) -> tuple[Row, Links]:
    return _picked(place, "name", "kind", "lat", "lon", "country", "geonames"), {}


def _time(time: Time, _: Document) -> tuple[Row, Links]:
    return _picked(time, "value", "type", "basis") | _days(time.value, None), {}


def _quantity(quantity: Quantity, _: Document) -> tuple[Row, Links]:
    return _picked(quantity, "value", "high", "unit", "of", "qualifier", "per"), {}


def _statement(statement: Statement, document: Document) -> tuple[Row, Links]:
    columns = _picked(statement, "act", "directness", "channel", "outlet", "date")
    outlet = (statement.outlet,) if statement.outlet else ()
    named = [("speaker", statement.speakers), ("addressee", statement.addressees), ("outlet", outlet)]
    return columns | _days(statement.date, document.published), {schema.statement_actors: _roles("actor", named)}


def _mentions(records: Iterable[Record]) -> list[tuple[int, str]]:
    """(start, actor) of all that names somebody, in the order of the text."""
    return sorted((start, record.id) for record in records if isinstance(record, Actor) for start, _ in record.mentions)


def _subjects(statement: Statement, named: list[tuple[int, str]]) -> list[str]:
    """Who is named in what is said, each once."""
    found: dict[str, None] = {}
    for start, end in statement.content:
        first, stop = bisect_left(named, (start, "")), bisect_left(named, (end, ""))
        found.update(dict.fromkeys(actor for _, actor in named[first:stop]))
    return list(found)


def _event(event: Event, document: Document) -> tuple[Row, Links]:
    columns = _picked(event, "type", "mode", "cameo", "place", "date", "date_basis", "modality", "claimed_by")
    return columns | _event_days(event, document.published), {
        schema.event_actors: _roles("actor", [("actor", event.actors), ("recipient", event.recipients)]),
        schema.event_contexts: [{"context": context} for context in event.contexts],
        schema.event_quantities: [{"quantity": quantity} for quantity in event.quantities],
    }


def _event_days(event: Event, published: str | None) -> Row:
    """An undated event happened by the day it was told; what is ahead is open, what is long past has no day."""
    days = _days(event.date, None if event.modality == _BEFORE_THE_REPORT else published)
    if event.modality == _AHEAD and days["first_day"] and not bounds(event.date):
        days["last_day"] = OPEN_END
    return days


def _commitment(commitment: Commitment, document: Document) -> tuple[Row, Links]:
    columns = _picked(commitment, "kind", "name", "status", "as_of", "claimed_by")
    return columns | _days(commitment.as_of, document.published), {
        schema.commitment_parties: [{"actor": party.actor, "role": party.role} for party in commitment.parties],
        schema.commitment_quantities: [{"quantity": quantity} for quantity in commitment.quantities],
    }


def _conditional(conditional: Conditional, _: Document) -> tuple[Row, Links]:
    named = [("condition", conditional.condition_events), ("consequence", conditional.consequence_events)]
    return _picked(conditional, "form", "claimed_by"), {schema.conditional_events: _roles("event", named)}


def _shift(shift: Shift, _: Document) -> tuple[Row, Links]:
    columns = _picked(shift, "speaker", "before", "after", "direction")
    return columns, {schema.shift_subjects: [{"subject": subject} for subject in shift.about]}


def _roles(column: str, named: Iterable[tuple[str, Iterable[str]]]) -> list[Row]:
    return [{column: id_, "role": role} for role, ids in named for id_ in ids]


_COLUMNS: dict[type[Record], Callable[[Any, Document], tuple[Row, Links]]] = {
    Actor: _actor,
    Place: _place,
    Time: _time,
    Quantity: _quantity,
    Statement: _statement,
    Event: _event,
    Commitment: _commitment,
    Conditional: _conditional,
    Shift: _shift,
}
