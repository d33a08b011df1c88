"""Reviews: what people say of single records, kept for good beside what the machine reads.

Confirmed, corrected, rejected, or a review withdrawn: each is a row of its own, with a name, a reason and a time, and
none is ever changed. The latest one of a record stands. `legation.ledger.reconcile` says where each meets a record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec
from msgspec import UNSET
from sqlalchemy import insert, select

from legation.errors import LegationError
from legation.ledger import schema
from legation.ledger.correction import changed, corrected, with_values
from legation.ledger.identity import batches
from legation.ledger.reconcile import Standing, Thread, ids_in, passage_of, reconcile
from legation.ledger.rows import TABLES, AnyRecord, to_record
from legation.record import Record, Review
from legation.report.document import Document

if TYPE_CHECKING:
    from sqlalchemy import Connection

Action: TypeAlias = Literal["confirm", "correct", "reject", "withdraw"]

_encoder = msgspec.json.Encoder()
_mentioned = msgspec.json.Decoder(tuple[AnyRecord, ...])
_LONGEST_NAME = 200  # code points
_LONGEST_REASON = 4000
# What the machine no longer reads and nobody reviewed, brought back for a reviewed record that refers to it.
_KEPT = "kept"


class PastReview(msgspec.Struct, frozen=True, kw_only=True):
    """One review as it was made. `record` is the id that the record had then, `changes` what the person's version has
    otherwise than the machine's, all corrections so far taken together.
    """

    review: int
    document: str
    record: str
    kind: str
    verdict: Action
    by: str
    reason: str
    at: str  # UTC, ISO 8601, to the second
    changes: dict[str, Any]
    words: str  # of the report, from the first to the last of the record's evidence


# What stands


def stand(connection: Connection, records: Sequence[Record]) -> Standing:
    """The records of one report as they stand, from the machine's and the reviews of that report."""
    (document,) = {record.document for record in records}
    rows = _rows(connection, document)
    return reconcile(records, _threads(rows)) if rows else Standing(list(records), [])


def reviewed_rows(document: str, standing: Standing) -> list[dict[str, Any]]:
    """The rows that say where reviews have met records."""
    rows = [
        {"document": document, "id": each.record.id, "thread": each.thread.ids[-1],
         "verdict": each.thread.review.verdict, "machine": _encoder.encode(each.machine) if each.machine else None}
        for each in standing.reviewed
    ]  # fmt: skip
    kept = (
        {"document": document, "id": id_, "thread": id_, "verdict": _KEPT, "machine": None} for id_ in standing.kept
    )
    return [*rows, *kept]


def machine_records(connection: Connection, document: str) -> list[Record]:
    """Every record of a report as the machine reads it, the document's first."""
    table = schema.reviewed.c
    reviewed = {
        row.id: row.machine
        for row in connection.execute(select(table.id, table.machine).where(table.document == document))
    }
    found = []
    for kind in TABLES.values():
        query = select(kind.c.id, kind.c.json).where(kind.c.document == document)
        ordered = query.order_by(kind.c.position) if "position" in kind.c else query
        for row in connection.execute(ordered):
            json = reviewed.get(row.id, row.json)
            if json is not None:
                found.append(to_record(json))
    return found


def _threads(rows: Iterable[Any]) -> list[Thread]:
    """The reviews that stand, one a record."""
    by_thread: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_thread[row.thread].append(row)
    return [_thread(thread, found) for thread, found in by_thread.items() if found[-1].verdict != "withdraw"]


def _thread(thread: str, rows: Sequence[Any]) -> Thread:
    latest = rows[-1]
    machine, changes = to_record(latest.machine), msgspec.json.decode(latest.changes)
    plain = msgspec.to_builtins(machine)
    was = {name: plain.get(name) for name in changes}
    return Thread(
        ids=(*dict.fromkeys(row.record for row in reversed(rows) if row.record != thread), thread),
        review=Review(verdict=latest.verdict, by=latest.author, reason=latest.reason, at=latest.at, was=was),
        machine=machine, changes=changes, passage=latest.passage, mentioned=_mentioned.decode(latest.mentioned),
    )  # fmt: skip


# Reviewing


def add_review(
    connection: Connection,
    record: Record,
    action: Action,
    *,
    by: str,
    reason: str,
    changes: Mapping[str, Any],
    records: Sequence[Record],
) -> None:
    """Write a review of `record`, which stands so now; `records` are all of its report as they stand.

    Raises LegationError where it says nothing, where a correction can't be, and where there is nothing to withdraw.
    """
    by, reason = _line(by, _LONGEST_NAME, "name"), _line(reason, _LONGEST_REASON, "reason")
    if not by:
        raise LegationError("a review needs a name", mend="say who you are")
    if not reason and action in ("correct", "reject"):
        raise LegationError(f"to {action} a record needs a reason", mend="say why")
    if bool(changes) != (action == "correct"):
        raise LegationError(
            "nothing is set to correct" if action == "correct" else f"to {action} sets no field",
            mend="set a field otherwise than it stands, or confirm or reject the record",
        )
    if action == "reject" and isinstance(record, Document):
        raise LegationError("a report can't be rejected", mend=f"take it out: legation remove {record.document}")
    machine = _machine(connection, record)
    if action == "withdraw" and record.review is UNSET:
        raise LegationError(f"{record.id} has no review to withdraw", mend="legation reviews lists them")
    person = machine if action in ("reject", "withdraw") else record
    if action == "correct":
        basis = machine if record.review is not UNSET and record.review.verdict == "reject" else record
        person = corrected(basis, changes, records)
        if changed(basis, person)[0] == {}:
            raise LegationError("that is what the record says already", mend="confirm it instead")
    _append(connection, machine, person, action, records, by=by, reason=reason, at=_now())


def take_over(connection: Connection, records: Sequence[Record]) -> bool:
    """Keep the reviews that records come with, as an export has them; whether any of them is new."""
    is_new = False
    for record in records:
        if record.review is UNSET:
            continue
        review = record.review
        table = schema.reviews.c
        known = select(table.review).where(
            table.document == record.document, table.record == record.id, table.at == review.at,
            table.author == review.by, table.verdict == review.verdict,
        )  # fmt: skip
        if connection.scalar(known) is None:
            person = msgspec.structs.replace(record, review=UNSET)
            said = {"by": review.by, "reason": review.reason, "at": review.at}
            _append(connection, unmarked(record), person, review.verdict, records, **said)
            is_new = True
    return is_new


def with_reviews(connection: Connection, documents: Sequence[str]) -> set[str]:
    """Those of some reports that have a review."""
    table = schema.reviews.c
    found: set[str] = set()
    for batch in batches(documents):
        found.update(connection.scalars(select(table.document).where(table.document.in_(batch)).distinct()))
    return found


def unmarked(record: Record) -> Record:
    """A record as the machine reads it, from one that comes with a review."""
    if record.review is UNSET:
        return record
    return msgspec.structs.replace(with_values(record, record.review.was), id=record.id)


def _machine(connection: Connection, record: Record) -> Record:
    """What the machine reads in place of a record, or read when it was last reviewed."""
    table, reviews = schema.reviewed.c, schema.reviews.c
    here = table.document == record.document, table.id == record.id
    row = connection.execute(select(table.machine, table.thread).where(*here)).one_or_none()
    if row is None:
        return record
    if row.machine is not None:
        return to_record(row.machine)
    of_thread = reviews.document == record.document, reviews.thread == row.thread
    latest = connection.scalar(select(reviews.machine).where(*of_thread).order_by(reviews.review.desc()).limit(1))
    return to_record(latest) if latest is not None else record


def _append(
    connection: Connection,
    machine: Record,
    person: Record,
    action: Action,
    records: Sequence[Record],
    *,
    by: str,
    reason: str,
    at: str,
) -> None:
    document = next(record for record in records if isinstance(record, Document))
    row = {
        "document": machine.document,
        "record": person.id,
        "thread": _thread_of(connection, person),
        "kind": machine.kind_name(),
        "verdict": action,
        "author": by,
        "reason": reason,
        "at": at,
        "changes": _encoder.encode(changed(machine, person)[0]).decode(),
        # A whole report is known by its id: its text need not be kept twice.
        "passage": "" if isinstance(machine, Document) else passage_of(document.text, machine.evidence),
        "machine": _encoder.encode(machine),
        "mentioned": _encoder.encode(_closure(person, records)),
    }
    connection.execute(insert(schema.reviews).values(row))


def _thread_of(connection: Connection, record: Record) -> str:
    """The id under which a record was first reviewed: its own, if it never was."""
    met, past = schema.reviewed.c, schema.reviews.c
    for query in (
        select(met.thread).where(met.document == record.document, met.id == record.id),
        select(past.thread).where(past.document == record.document, past.record == record.id).limit(1),
    ):
        thread = connection.scalar(query)
        if thread is not None:
            return str(thread)
    return record.id


def _closure(record: Record, records: Sequence[Record]) -> list[Record]:
    """The records that a record refers to, and those that they refer to."""
    known = {each.id: each for each in records if not isinstance(each, Document)}
    found: dict[str, Record] = {}
    todo = [record]
    while todo:
        for id_ in ids_in(msgspec.to_builtins(msgspec.structs.replace(todo.pop(), review=UNSET))):
            if id_ in known and id_ != record.id and id_ not in found:
                found[id_] = msgspec.structs.replace(known[id_], review=UNSET)
                todo.append(known[id_])
    return [found[id_] for id_ in sorted(found)]


def _line(words: str, most: int, called: str) -> str:
    """The words without white space around them and without characters that steer a terminal."""
    clean = "".join(char for char in words.strip() if char.isprintable() or char == "\n")
    if len(clean) > most:
        raise LegationError(f"the {called} is {len(clean):,} characters long", mend=f"keep it to {most:,}")
    return clean


# Looking back


def find_reviews(connection: Connection, *, record: str | None = None, document: str | None = None) -> list[PastReview]:
    """All reviews, those that no longer stand among them, the first first; of one record, under any id it has had."""
    table, met = schema.reviews, schema.reviewed.c
    query = select(table).order_by(table.c.review)
    if document is not None:
        query = query.where(table.c.document == document)
    if record is not None:
        threads = set(connection.scalars(select(table.c.thread).where(table.c.record == record)))
        threads |= set(connection.scalars(select(met.thread).where(met.id == record)))
        query = query.where(table.c.thread.in_(sorted(threads)))
    return [_past(row) for row in connection.execute(query)]


def unmet(connection: Connection) -> list[PastReview]:
    """The latest reviews that meet no record now: their report is not here, or its words are gone."""
    met = {tuple(row) for row in connection.execute(select(schema.reviewed.c.document, schema.reviewed.c.thread))}
    latest = {(row.document, row.thread): row for row in _rows(connection)}
    lost = (row for key, row in latest.items() if key not in met and row.verdict != "withdraw")
    return [_past(row) for row in sorted(lost, key=lambda row: row.review)]


def _past(row: Any) -> PastReview:
    return PastReview(
        review=row.review, document=row.document, record=row.record, kind=row.kind, verdict=row.verdict, by=row.author,
        reason=row.reason, at=row.at, changes=msgspec.json.decode(row.changes), words=" ".join(row.passage.split()),
    )  # fmt: skip


def _rows(connection: Connection, document: str | None = None) -> Sequence[Any]:
    table = schema.reviews
    query = select(table).order_by(table.c.review)
    return connection.execute(query if document is None else query.where(table.c.document == document)).all()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
