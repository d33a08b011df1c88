"""Gold: what people have reviewed, as annotation that a reading can be scored against.

A file a report, `{"report", "items", "rejected"}`: an item is a fact that a careful reader finds in the report, told in
words and not by ids; `rejected` holds, in the same form, what does not stand there. Of several names any of which will
do, `|` parts them; `+` asks for all. Records that nobody has reviewed are left out: a report is annotated no further
than people have gone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from functools import singledispatch
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from msgspec import UNSET

from legation.export.describe import Names
from legation.extract.actor import Actor
from legation.extract.commitment import Commitment
from legation.extract.conditional import Conditional
from legation.extract.event import Event
from legation.extract.place import Place
from legation.extract.quantity import Quantity
from legation.extract.shift import Shift
from legation.extract.statement import Statement
from legation.extract.time import Time
from legation.record import Record, Spans
from legation.report.document import Document

if TYPE_CHECKING:
    from legation.export.selection import Selection

Item: TypeAlias = dict[str, Any]

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
# Parts of evidence no further apart than this are quoted with what stands between them.
_LONGEST_QUOTE = 160
# These part names in an annotation: a name can't have one.
_SIGNS = re.compile(r"[|+]")


def pieces(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """A file a report of which anything has been reviewed."""
    reviewed = {past.document for past in selection.ledger.reviews()}
    for told in selection.reports():
        id_ = told.document.document
        if id_ in reviewed:
            records = selection.ledger.records(id_, with_rejected=True)
            gold = annotation(told.document, records)
            if gold["items"] or gold["rejected"]:
                _count(selection, gold, records)
                yield file_name(id_), msgspec.json.format(msgspec.json.encode(gold)) + b"\n"


def annotation(document: Document, records: Iterable[Record]) -> dict[str, Any]:
    """The annotation of one report; `records` are all of it as they stand, those rejected among them."""
    found = list(records)
    names = Names(found, document)
    gold: dict[str, Any] = {"report": document.document, "items": [], "rejected": []}
    for record in found:
        if record.review is UNSET:
            continue
        item = _item(record, _Words(names, document))
        if item is not None:
            about = {"id": record.id, "record": record.kind_name()}
            why = {"why": f"{record.review.reason} ({record.review.by})".strip()}
            gold["rejected" if record.review.verdict == "reject" else "items"].append({**about, **item, **why})
    return gold


def file_name(document: str) -> str:
    """A file's name for a report, whatever its id: no part of it leads elsewhere."""
    if _SAFE.fullmatch(document):
        return f"{document}.json"
    digest = hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    stem = re.sub(r"[^A-Za-z0-9]+", "-", document).strip("-")[-40:]
    return f"{stem or 'report'}-{digest}.json"


def _count(selection: Selection, gold: dict[str, Any], records: Iterable[Record]) -> None:
    told = {item["id"] for key in ("items", "rejected") for item in gold[key]}
    for record in records:
        if record.id in told:
            selection.count(record)
        elif record.review is not UNSET:
            selection.left_out["named by nobody, so that it can't be scored"] += 1


class _Words:
    """The words of one report for what its records say."""

    def __init__(self, names: Names, document: Document) -> None:
        self._names = names
        self._text = document.text

    def quote(self, spans: Spans) -> str:
        """Words of the report, in one piece: all of them where they stand close by, else the longest."""
        start, end = min(start for start, _ in spans), max(end for _, end in spans)
        if end - start > _LONGEST_QUOTE and len(spans) > 1:
            start, end = max(spans, key=lambda span: (span[1] - span[0], -span[0]))
        return self._text[start:end]

    def who(self, ids: Iterable[str]) -> list[str]:
        """Each actor as a state's code or a name."""
        return [called for id_ in ids if (called := self.actor(id_))]

    def actor(self, id_: str | None) -> str | None:
        """One actor: a state by its code."""
        record = self._names.get(id_)
        if not isinstance(record, Actor):
            return None
        return record.country if record.kind == "state" and record.country else _SIGNS.sub(" ", record.name)

    def number(self, ids: Iterable[str]) -> float | None:
        """The value of the first quantity."""
        return next((found.value for found in map(self._names.get, ids) if isinstance(found, Quantity)), None)


@singledispatch
def _item(record: Record, words: _Words) -> Item | None:  # noqa: ARG001  # each kind has its own
    return None


def _kind(kind: type[Record]) -> Callable[[Callable[[Any, _Words], Item | None]], Any]:
    return _item.register(kind)


@_kind(Document)
def _document(record: Document, _: _Words) -> Item:
    return {"published": record.published, "published_basis": record.published_basis}


@_kind(Actor)
def _actor(record: Actor, _: _Words) -> Item:
    office = record.offices[0] if record.offices else None
    title = office and (office.title if office.status == "incumbent" else f"{office.status} {office.title}")
    return {"name": record.name, "kind": record.kind, "country": record.country, "office": title}


@_kind(Place)
def _place(record: Place, _: _Words) -> Item:
    return {"name": record.name, "country": record.country}


@_kind(Time)
def _time(record: Time, words: _Words) -> Item:
    return {"evidence": words.quote(record.evidence), "value": record.value}


@_kind(Quantity)
def _quantity(record: Quantity, words: _Words) -> Item:
    told = {"value": record.value, "unit": record.unit, "qualifier": record.qualifier, "per": record.per}
    return {"evidence": words.quote(record.evidence), **told}


@_kind(Statement)
def _statement(record: Statement, words: _Words) -> Item | None:
    speakers = words.who(record.speakers)
    if not speakers:
        return None
    addressees = words.who((*record.addressees, *((record.outlet,) if record.outlet else ())))
    return {
        "speaker": "|".join(speakers),
        "content": words.quote(record.content),
        "directness": record.directness,
        "channel": record.channel,
        "act": [record.act],
        "addressee": "|".join(addressees) or None,
    }


@_kind(Event)
def _event(record: Event, words: _Words) -> Item:
    return {
        "type": [record.type],
        "actors": words.who(record.actors),
        "recipients": words.who(record.recipients),
        "date": record.date,
        "modality": record.modality,
        "evidence": words.quote(record.evidence),
    }


@_kind(Commitment)
def _commitment(record: Commitment, words: _Words) -> Item:
    parties: dict[str, list[str]] = {}
    for party in record.parties:
        if called := words.actor(party.actor):
            parties.setdefault(party.role, []).append(called)
    return {
        "kind": [record.kind],
        "parties": {role: "+".join(called) for role, called in parties.items()},
        "evidence": words.quote(record.evidence),
        "quantity": words.number(record.quantities),
        "status": record.status,
    }


@_kind(Conditional)
def _conditional(record: Conditional, words: _Words) -> Item:
    return {"condition": words.quote(record.condition), "consequence": words.quote(record.consequence)}


@_kind(Shift)
def _shift(record: Shift, words: _Words) -> Item | None:
    speaker = words.actor(record.speaker)
    return {"speaker": speaker, "evidence": words.quote(record.evidence)} if speaker else None
