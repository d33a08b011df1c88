"""Verbs: what the API can be asked, one line each; its routes and its OpenAPI document are both made from this table.

They are the verbs of the command line, with the same names for what can be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import msgspec
from sqlalchemy import Table

from legation.errors import InputError
from legation.export.brief import Brief, brief_on
from legation.extract.actor import Actor
from legation.extract.commitment import Commitment
from legation.extract.conditional import Conditional
from legation.extract.event import Event
from legation.extract.shift import Shift
from legation.extract.statement import Statement
from legation.extract.trace import Trace
from legation.ledger import schema
from legation.ledger.diff import Diff
from legation.ledger.happening import Happening
from legation.ledger.history import History
from legation.ledger.identity import Identity
from legation.ledger.query import TAKES
from legation.ledger.review import PastReview
from legation.ledger.rows import AnyRecord
from legation.ledger.search import Hit
from legation.ledger.whatif import Step
from legation.record import Record
from legation.report.document import Document
from legation.report.raw import RawReport

if TYPE_CHECKING:
    from legation.ledger.store import Ledger
    from legation.web.reading import SharedReader

Asked: TypeAlias = dict[str, Any]
MOST = 1_000  # records on one page of an answer
USUAL = 100
_MOST_READ = 100


class NotFound(Exception):
    """There is no such thing in the ledger."""


class ReportGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report to read: its text, and what is known of it. `published` is an ISO date."""

    text: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None


class ReadRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Reports to read; with `keep`, their records go into the ledger."""

    reports: list[ReportGiven]
    keep: bool = False


class ReadResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What has become of one report: its records, or why there are none."""

    outcome: Literal["read", "added", "replaced", "unchanged", "failed"]
    document: str | None = None
    records: list[AnyRecord] = []
    reason: str | None = None
    mend: str | None = None


class ReviewRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person says of a record; `changes` are the fields that a correction sets, as `legation review --set` has
    them.
    """

    verdict: Literal["confirm", "correct", "reject", "withdraw"]
    by: str
    reason: str = ""
    changes: dict[str, Any] = {}


class ActorAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Who is meant over all reports."""

    identities: list[Identity]


class Desk(NamedTuple):
    """What verbs work with."""

    ledger: Ledger
    reader: SharedReader


class Verb(NamedTuple):
    """One thing to ask. `takes` are its parameters; a list is answered page by page.

    `answer` is given the desk, what was asked, by name, and for a POST what was sent. For a list it gives a sequence,
    or an answer of the ledger's that is fetched page by page.
    """

    path: str
    name: str
    says: str
    gives: Any
    answer: Callable[[Desk, Asked], Any]
    takes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  # those of `takes` that must be there
    is_list: bool = True
    sends: type[msgspec.Struct] | None = None  # a POST

    @property
    def method(self) -> str:
        """GET, or POST where something is sent."""
        return "POST" if self.sends else "GET"


def _kind(table: Table, ask: str) -> tuple[tuple[str, ...], Callable[[Desk, Asked], Any]]:
    def answer(desk: Desk, asked: Asked) -> Any:
        return getattr(desk.ledger, ask)(**asked)

    return (*TAKES[table], "with_rejected"), answer


def _records(path: str, says: str, gives: type[Record], table: Table, ask: str) -> Verb:
    takes, answer = _kind(table, ask)
    return Verb(path, ask, says, gives, answer, takes)


def _record(desk: Desk, asked: Asked) -> Record:
    found = desk.ledger.get(asked["id"])
    if found is None:
        raise NotFound(f"no record {asked['id']} in this ledger")
    return found


def _report(desk: Desk, asked: Asked) -> Document:
    found = desk.ledger.document(asked["id"])
    if found is None:
        raise NotFound(f"no report {asked['id']} in this ledger")
    return found


def _records_of(desk: Desk, asked: Asked) -> Sequence[Record]:
    document = _report(desk, asked).document
    return desk.ledger.records(document, with_rejected=asked.get("with_rejected", False))


def _brief(desk: Desk, asked: Asked) -> Brief:
    return brief_on(desk.ledger, *asked["who"], as_of=asked.get("as_of"))


def _histories(desk: Desk, asked: Asked) -> Sequence[History]:
    return desk.ledger.history(**asked)


def _what_if(desk: Desk, asked: Asked) -> Sequence[Step]:
    return desk.ledger.what_if(asked.pop("question"), **asked)


def _search(desk: Desk, asked: Asked) -> Sequence[Hit]:
    return desk.ledger.search(asked.pop("words"), limit=MOST, **asked)


def _explain(desk: Desk, asked: Asked) -> Trace:
    from legation.extract.trace import trace

    record = _record(desk, asked)
    return trace(desk.reader.get(), _report(desk, {"id": record.document}), record)


def _reviews(desk: Desk, asked: Asked) -> Sequence[PastReview]:
    return desk.ledger.unmet_reviews() if asked.get("unmet") else desk.ledger.reviews(document=asked.get("report"))


def _reviews_of(desk: Desk, asked: Asked) -> Sequence[PastReview]:
    found = desk.ledger.reviews(record=asked["id"])
    if not found:
        _record(desk, asked)  # nobody has reviewed it, or there is no such record
    return found


def _review(desk: Desk, asked: Asked) -> Record:
    sent: ReviewRequest = asked["sent"]
    id_ = _record(desk, asked).id
    return desk.ledger.review(id_, sent.verdict, by=sent.by, reason=sent.reason, changes=sent.changes)


def _read(desk: Desk, asked: Asked) -> list[ReadResult]:
    sent: ReadRequest = asked["sent"]
    if not 1 <= len(sent.reports) <= _MOST_READ:
        raise InputError(f"{len(sent.reports)} reports are sent", mend=f"send from 1 to {_MOST_READ} at a time")
    results = []
    for result in desk.reader.read(map(_raw, sent.reports)):
        if isinstance(result, InputError):
            results.append(ReadResult(outcome="failed", reason=result.reason, mend=result.mend))
            continue
        outcome = desk.ledger.add(result) if sent.keep else "read"
        found: Any = result.records()
        results.append(ReadResult(outcome=outcome, document=result.document.document, records=found))
    return results


def _raw(given: ReportGiven) -> RawReport | InputError:
    from legation.report.rows import to_report

    fields: Mapping[str, Any] = {name: value for name, value in msgspec.to_builtins(given).items() if value is not None}
    try:
        return to_report(fields, given.id or "report")
    except InputError as error:
        return error


_TIME = ("since", "until", "as_of")
VERBS = (
    _records("/reports", "The reports, by date.", Document, schema.documents, "documents"),
    Verb("/reports/{id}/records", "reportRecords", "Every record of one report.", AnyRecord, _records_of,
         ("id", "with_rejected"), ("id",)),
    Verb("/reports/{id}", "report", "One report.", Document, _report, ("id",), ("id",), is_list=False),
    Verb("/read", "read", "Read reports; with `keep`, into the ledger.", list[ReadResult], _read, is_list=False,
         sends=ReadRequest),
    Verb("/brief", "brief", "What is on record about an actor, or between two.", Brief, _brief, ("who", "as_of"),
         ("who",), is_list=False),
    _records("/events", "Who did, does or will do what to whom, by day.", Event, schema.events, "events"),
    Verb("/happenings", "happenings", "What happened, each once with all accounts of it.", Happening,
         lambda desk, asked: desk.ledger.happenings(**asked), (*TAKES[schema.events], "with_rejected")),
    _records("/commitments", "What stands between actors, each report's entry.", Commitment, schema.commitments,
             "commitments"),
    Verb("/histories", "histories", "Commitments, each once with how it has stood.", History, _histories,
         (*TAKES[schema.commitments], "true_on", "with_rejected")),
    _records("/statements", "Who said what, to whom.", Statement, schema.statements, "statements"),
    _records("/conditionals", "What is said to follow from what.", Conditional, schema.conditionals, "conditionals"),
    _records("/shifts", "Who has changed position, on what.", Shift, schema.shifts, "shifts"),
    Verb("/calendar", "calendar", "What is due, the soonest first.", Event,
         lambda desk, asked: desk.ledger.calendar(**asked),
         ("actor", "by", "to", "between", "kind", *_TIME, "source", "with_rejected")),
    Verb("/what-if", "whatIf", "The chain of what sources have claimed would follow.", Step, _what_if,
         ("question", "actor", "by", "between", *_TIME, "source", "with_rejected"), ("question",)),
    Verb("/actor", "actor", "Who is meant by a name, a code or an id, over all reports.", ActorAnswer,
         lambda desk, asked: ActorAnswer(identities=desk.ledger.identities(asked["name"])), ("name",), ("name",),
         is_list=False),
    _records("/actors", "The actors as each report has them.", Actor, schema.actors, "actors"),
    Verb("/search", "search", "Passages with all these words, the best first.", Hit, _search,
         ("words", "actor", "kind", *_TIME, "source"), ("words",)),
    Verb("/diff", "diff", "What reports published since a day have brought.", Diff,
         lambda desk, asked: desk.ledger.diff(asked["since"], asked.get("until")), ("since", "until"), ("since",),
         is_list=False),
    Verb("/records/{id}", "record", "One record.", AnyRecord, _record, ("id",), ("id",), is_list=False),
    Verb("/records/{id}/explain", "explain", "Which words and which rule led to a record.", Trace, _explain, ("id",),
         ("id",), is_list=False),
    Verb("/records/{id}/reviews", "recordReviews", "All that people have said of a record.", PastReview, _reviews_of,
         ("id",), ("id",)),
    Verb("/records/{id}/reviews", "review", "Confirm, correct or reject a record.", AnyRecord, _review, ("id",),
         ("id",), is_list=False, sends=ReviewRequest),
    Verb("/reviews", "reviews", "All reviews, the first first.", PastReview, _reviews, ("report", "unmet")),
)  # fmt: skip

# What each parameter means, in one line; the names are those of `legation.ledger.query`.
SAYS: dict[str, str] = {
    "id": "The id of a report, or of a record.",
    "actor": "Who has a part in it: a name, a part of one, a code such as JPN, or a Wikidata id.",
    "by": "Who does or says it.",
    "to": "Whom it is done or said to.",
    "about": "Who is named in what is said.",
    "between": "Two who both have a part in it; given twice.",
    "who": "One actor, or two, given twice.",
    "since": "From this day, month or year on.",
    "until": "Up to the end of this day, month or year.",
    "as_of": "Only what was published by then.",
    "true_on": "As it stood on that day, whenever that was told.",
    "kind": "An event's PLOVER type, with a mode if need be (ASSAULT/aerial); the kind of a commitment or an actor; "
            "what is searched (report, statement, event, commitment, conditional, shift, all).",
    "act": "The act of a statement: assert, deny, promise, threaten …",
    "modality": "occurred, ongoing, future, hypothetical, negated or historical.",
    "status": "in_force, proposed, questioned, ended …",
    "source": "Publisher, host, or id of the report.",
    "name": "A name, a part of one, a code such as JPN, or a Wikidata id.",
    "question": "What is supposed: US withdraws from Japan.",
    "words": "All must stand in a passage; \"in quotes\": in a row; end*.",
    "report": "Of one report's records.",
    "unmet": "Those that meet no record now.",
    "with_rejected": "Also what people have rejected.",
    "limit": "No more than so many.",
    "offset": "From this one on, counted from 0.",
}  # fmt: skip
PAGING = ("limit", "offset")
FLAGS = frozenset({"with_rejected", "unmet"})
NUMBERS = {"limit": (1, MOST, USUAL), "offset": (0, 1_000_000_000, 0)}
# Given once for each value: exactly two, or one or two.
SEVERAL = {"between": (2, 2), "who": (1, 2)}
