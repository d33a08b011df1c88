"""The ledger: many reports' records in one database, added report by report, each wholly or not at all.

>>> with Ledger("ledger.db") as ledger:
...     ledger.add(report)
...     ledger.commitments(between=("USA", "JPN"), as_of="2016-11-16")

A ledger may be read by several threads at once, while one writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, Unpack

import msgspec
from msgspec import UNSET
from sqlalchemy import func, select

from legation import __version__
from legation.errors import LedgerError, LegationError
from legation.ledger import identity, migrate, schema
from legation.ledger.diff import Diff, find_diff
from legation.ledger.engine import file_of, open_engine, plain_errors, shown, to_url
from legation.ledger.happening import Happening, find_happenings
from legation.ledger.history import History, find_histories
from legation.ledger.identity import Identity, Judgement, Verdict
from legation.ledger.journal import Journal
from legation.ledger.query import (
    Answer,
    FilterArguments,
    Filters,
    find_by_id,
    is_live,
    latest_first,
    select_due,
    select_records,
)
from legation.ledger.review import Action, PastReview, add_review, find_reviews, take_over, unmet
from legation.ledger.roster import side_names
from legation.ledger.rows import TABLES, digest_of, to_record
from legation.ledger.search import Hit, find_passages
from legation.ledger.shifts import Turn, find_turns
from legation.ledger.versions import knowledge_version
from legation.ledger.whatif import Step, find_steps
from legation.ledger.writing import (
    Reading,
    all_records,
    find_stored,
    is_rejected,
    mark_as_read,
    remove,
    rewrite,
    write,
)
from legation.record import Record
from legation.report.document import Document

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from sqlalchemy import Connection, Select, Table

    from legation.extract.actor import Actor
    from legation.extract.commitment import Commitment
    from legation.extract.conditional import Conditional
    from legation.extract.event import Event
    from legation.extract.place import Place
    from legation.extract.quantity import Quantity
    from legation.extract.shift import Shift
    from legation.extract.statement import Statement
    from legation.extract.time import Time

Outcome: TypeAlias = Literal["added", "replaced", "unchanged"]


class ReadReport(Protocol):
    """What can be added: `legation.Report`, or anything with a document and all its records."""

    @property
    def document(self) -> Document: ...
    def records(self) -> Sequence[Record]: ...


class Ledger:
    """The records of many reports.

    `where` is a path or any SQLAlchemy URL. A new file is made unless `create` is false; a ledger of an older version
    is copied and then brought up to date. `knowledge` names the tables that reports are read with, if other than ours.
    Raises LedgerError for what is no ledger, is damaged, locked or of a newer version.
    """

    def __init__(self, where: str | Path, *, create: bool = True, knowledge: str | None = None) -> None:
        self.url = to_url(where)
        self.path = shown(self.url)
        self.knowledge = knowledge_version() if knowledge is None else knowledge
        file = file_of(self.url)
        if file and not create and not file.exists():
            raise LedgerError("there is no such ledger", path=self.path, mend=f"legation read REPORT --ledger {file}")
        if file and file.is_dir():
            raise LedgerError("this is a folder", path=self.path, mend=f"name a file: {file / 'ledger.db'}")
        self._engine = open_engine(self.url)
        try:
            self._prepare(file)
        except BaseException:
            self.close()
            raise
        self.journal = Journal(self.connected, self.knowledge)

    def _prepare(self, file: Path | None) -> None:
        with self.connected() as connection:
            revision = migrate.revision_of(connection, self.path)
        if revision == schema.REVISION:
            return
        with self.connected(writes=True) as connection:
            # Asked again, now that nobody else can write: another process may have been quicker.
            revision = migrate.revision_of(connection, self.path)
            if revision is None:
                migrate.create(connection)
            elif revision != schema.REVISION:
                migrate.upgrade(connection, self.path, revision, file=file)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def connected(self, *, writes: bool = False) -> Iterator[Connection]:
        """A connection in a transaction, kept if all goes well and undone if not; errors as LedgerError."""
        with plain_errors(self.path), self._engine.connect() as connection:
            if writes:
                connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    # Adding and taking away

    def add(self, report: ReadReport) -> Outcome:
        """Keep a report's records, all or none of them. The same report again changes nothing; another reading of a
        report, or another text under its id, takes the place of the earlier one, unless a newer version read that.
        """
        with self.connected(writes=True) as connection:
            records, is_reviewed = take_over(connection, report.records())
            document = next((record for record in records if isinstance(record, Document)), report.document)
            read = Reading(digest_of(records), __version__, self.knowledge)
            stored = connection.execute(find_stored(document.document)).one_or_none()
            if stored and stored.digest == read.digest and not is_reviewed:
                if (stored.program, stored.knowledge) != (read.program, read.knowledge):
                    mark_as_read(connection, document.document, read)
                return "unchanged"
            if stored and to_record(stored.json) == document and _release(stored.program) > _release(__version__):
                return "unchanged"
            write(connection, records, read)
        return "replaced" if stored else "added"

    def remove(self, document: str) -> bool:
        """Take a report and all its records out; false if there is none with that id."""
        with self.connected(writes=True) as connection:
            if connection.execute(find_stored(document)).one_or_none() is None:
                return False
            identity.refresh(connection, remove(connection, document))
            return True

    # Reviewing

    def review(
        self, record: str, action: Action, *, by: str, reason: str = "", changes: Mapping[str, Any] | None = None
    ) -> Record:
        """Keep what a person says of a record: `confirm`, `correct` (with `changes`, by field), `reject`, `withdraw`.

        Returns the record as it stands then, marked. Raises LegationError for a record that is not here, or a change
        that can't be; `legation.ledger.correction` says how values are written.
        """
        with self.connected(writes=True) as connection:
            found = find_by_id(connection, record)
            if found is None:
                raise LegationError(f"there is no record {record}", path=self.path, mend="legation events lists ids")
            add_review(
                connection, found, action, by=by, reason=reason, changes=changes or {},
                records=all_records(connection, found.document),
            )  # fmt: skip
            rewrite(connection, found.document)
            # A record that only a review had kept is gone when that is withdrawn.
            return find_by_id(connection, found.id) or msgspec.structs.replace(found, review=UNSET)

    def reviews(self, *, record: str | None = None, document: str | None = None) -> list[PastReview]:
        """All reviews, those that no longer stand among them, the first first."""
        with self.connected() as connection:
            return find_reviews(connection, record=record, document=document)

    def unmet_reviews(self) -> list[PastReview]:
        """The reviews that meet no record now: their report is not here, or its words are gone."""
        with self.connected() as connection:
            return unmet(connection)

    # Asking

    def get(self, id: str) -> Record | None:  # noqa: A002  # the record's own word for it
        """The record with that id, or the document of the report with that id, or None."""
        with self.connected() as connection:
            return find_by_id(connection, id)

    def __contains__(self, document: object) -> bool:
        """Whether a report is here."""
        with self.connected() as connection:
            query = select(schema.documents.c.document).where(schema.documents.c.document == document)
            return connection.scalar(query) is not None

    def document(self, document: str) -> Document | None:
        """The document record of one report, or None."""
        with self.connected() as connection:
            json = connection.scalar(select(schema.documents.c.json).where(schema.documents.c.document == document))
        return to_record(json) if json is not None else None  # type: ignore[return-value]  # documents only

    def records(self, document: str, *, with_rejected: bool = False) -> list[Record]:
        """Every record of one report in the order of the contract; empty if it is not here."""
        with self.connected() as connection:
            found = all_records(connection, document)
        return [record for record in found if with_rejected or not is_rejected(record)]

    def counts(self) -> dict[str, int]:
        """How many records of each kind there are, by table; what people have rejected is not counted."""
        with self.connected() as connection:
            return {
                table.name: connection.scalar(select(func.count()).select_from(table).where(is_live(table))) or 0
                for table in TABLES.values()
            }

    def documents(self, *, newest_first: bool = False, **filters: Unpack[FilterArguments]) -> Answer[Document]:
        """The reports, by date; `legation.ledger.query` says what each filter means."""
        query = select_records(schema.documents, Filters(**filters))
        return Answer(self, latest_first(query) if newest_first else query, schema.documents.name)

    def actors(self, **filters: Unpack[FilterArguments]) -> Answer[Actor]:
        """The actors, each report's own; `name` takes a part of the name, a country code or a Wikidata id."""
        return self._answer(schema.actors, filters)

    def places(self, **filters: Unpack[FilterArguments]) -> Answer[Place]:
        """The places, each report's own."""
        return self._answer(schema.places, filters)

    def times(self, **filters: Unpack[FilterArguments]) -> Answer[Time]:
        """The times named, by day."""
        return self._answer(schema.times, filters)

    def quantities(self, **filters: Unpack[FilterArguments]) -> Answer[Quantity]:
        """What is counted or paid."""
        return self._answer(schema.quantities, filters)

    def statements(self, **filters: Unpack[FilterArguments]) -> Answer[Statement]:
        """Who said what, by day."""
        return self._answer(schema.statements, filters)

    def events(self, **filters: Unpack[FilterArguments]) -> Answer[Event]:
        """Who did what to whom, by day: `ledger.events(actor="JPN", since="2016-11", modality="future")`."""
        return self._answer(schema.events, filters)

    def commitments(self, **filters: Unpack[FilterArguments]) -> Answer[Commitment]:
        """What stands between actors, each report's entry, by the day it is as of."""
        return self._answer(schema.commitments, filters)

    def conditionals(self, **filters: Unpack[FilterArguments]) -> Answer[Conditional]:
        """What is said to follow from what."""
        return self._answer(schema.conditionals, filters)

    def shifts(self, **filters: Unpack[FilterArguments]) -> Answer[Shift]:
        """Who has changed position."""
        return self._answer(schema.shifts, filters)

    def calendar(self, **filters: Unpack[FilterArguments]) -> Answer[Event]:
        """What is due, the soonest first; with `as_of`, as it stood on that day. Undated things come last."""
        return Answer(self, select_due(Filters(**filters)), schema.events.name)

    # Across reports

    def happenings(self, **filters: Unpack[FilterArguments]) -> list[Happening]:
        """Events that one report or many tell of, each once with all its accounts, by day; filters as for `events`."""
        with self.connected() as connection:
            return find_happenings(connection, Filters(**filters))

    def history(self, *, true_on: str | None = None, **filters: Unpack[FilterArguments]) -> list[History]:
        """Arrangements, each with what every report has of it in order; filters as for `commitments`.

        `as_of`: as it was known on a day; `true_on`: as it stood on a day, by what reports tell of the time till then.
        """
        with self.connected() as connection:
            return find_histories(connection, Filters(**filters), true_on=true_on)

    def turns(self, **filters: Unpack[FilterArguments]) -> list[Turn]:
        """Where one speaker's position on an arrangement changed from report to report."""
        return find_turns(self.history(**filters))

    def search(self, words: str, *, limit: int = 50, **filters: Unpack[FilterArguments]) -> list[Hit]:
        """The passages with all these words, the best first; `legation.ledger.search` says what can be asked."""
        with self.connected() as connection:
            return find_passages(connection, words, Filters(**filters), limit=limit)

    def what_if(self, question: str, **filters: Unpack[FilterArguments]) -> list[Step]:
        """What sources have claimed would follow, step by step: `ledger.what_if("US withdraws from Japan")`."""
        with self.connected() as connection:
            return find_steps(connection, question, Filters(**filters))

    def diff(self, since: str, until: str | None = None) -> Diff:
        """What reports published from one day to another have brought."""
        with self.connected() as connection:
            return find_diff(connection, since, until)

    def identities(self, name: str) -> list[Identity]:
        """The actors over all reports whom a name, a code or an id fits, those in most reports first."""
        with self.connected() as connection:
            return identity.find_named(connection, name)

    def side_names(self, sides: Iterable[str]) -> dict[str, str]:
        """What sides and actors over all reports are called, by their ids."""
        with self.connected() as connection:
            return side_names(connection, sides)

    # Judging who is who

    def judge(self, one: str, other: str, verdict: Verdict, *, author: str) -> Judgement:
        """Note that two appearances are the `same` actor or are to be kept `apart`, whatever the rules say."""
        with self.connected(writes=True) as connection:
            return identity.judge(connection, one, other, verdict, author=author)

    def undo(self, judgement: int) -> None:
        """Take a judgement back."""
        with self.connected(writes=True) as connection:
            identity.undo(connection, judgement)

    def judgements(self) -> list[Judgement]:
        """All judgements, those taken back among them."""
        with self.connected() as connection:
            return identity.all_judgements(connection)

    def _answer(self, table: Table, filters: FilterArguments) -> Answer[Any]:
        return Answer(self, select_records(table, Filters(**filters)), table.name)

    def run(self, query: Select[Any]) -> Iterator[Any]:
        """The rows of a query of your own, fetched as they are asked for."""
        with self.connected() as connection:
            yield from connection.execution_options(yield_per=500).execute(query)


def _release(version: str) -> tuple[int, ...]:
    """A version in the order of releases: 0.10.0 comes after 0.9.2."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())
