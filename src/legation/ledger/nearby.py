"""Nearby: the accounts that are to be read to put some happenings together, and no more.

Whatever can be of one happening is told of days that are near, by types that are akin. So from the accounts asked for
one goes to the reports of those days, takes what is linked to them, and on from there until nothing is added: what is
left out could not have changed the outcome (`legation.ledger.grouping`). Cost: the reports of the days gone through,
however many others the ledger holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sqlalchemy import and_, func, or_, select

from legation.knowledge.folding import fold
from legation.ledger import schema
from legation.ledger.account import MONTH, PERSONAL, PLANS_WITHIN, Account, Place, completed, days_of, types_of
from legation.ledger.grouping import is_linked, keys_of
from legation.ledger.identity import batches
from legation.ledger.period import bounds
from legation.ledger.query import Filters, is_live, last_day_of, select_records
from legation.ledger.roster import Roster

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

Key: TypeAlias = tuple[str, str]  # of a report, and of an event in it

# From the day that an event's row stands under to the last that it can mean, and back to the first.
_REACH = timedelta(days=14)
_WIDEST = timedelta(days=MONTH)
# Where more than this share of the reports is asked for, all are read at once.
_MOST = 0.2


class _Window(NamedTuple):
    """Days of which reports are looked at, for events of one family."""

    family: str
    first: date
    last: date


def accounts_near(
    connection: Connection, wanted: set[Key], as_of: str | None, *, with_rejected: bool = False
) -> list[Account]:
    """The accounts wanted, with all that links join to them; more than these where that is quicker."""
    documents = {document for document, _ in wanted}
    known = _known(as_of)
    if len(documents) > _MOST * (connection.scalar(select(func.count()).select_from(known.subquery())) or 0):
        return list(accounts_of(connection, connection.scalars(known), as_of, with_rejected=with_rejected))
    pool = _Pool(connection, as_of, with_rejected=with_rejected)
    pool.read(documents)
    kept = {key: pool.accounts[key] for key in sorted(wanted)}
    frontier = list(kept.values())
    while frontier:
        pool.read(_near(connection, frontier, as_of))
        frontier = [a for a in pool.linked(frontier) if (a.document, a.event) not in kept]
        kept |= {(account.document, account.event): account for account in frontier}
    return list(kept.values())


class _Pool:
    """The accounts of the reports read so far, to be found by what linked ones have in common."""

    def __init__(self, connection: Connection, as_of: str | None, *, with_rejected: bool) -> None:
        self.accounts: dict[Key, Account] = {}
        self._connection, self._as_of, self._with_rejected = connection, as_of, with_rejected
        self._read: set[str] = set()
        self._by_key: dict[object, list[Account]] = defaultdict(list)

    def read(self, documents: set[str]) -> None:
        """Read the reports that have not been."""
        fresh = documents - self._read
        self._read |= fresh
        for account in accounts_of(self._connection, fresh, self._as_of, with_rejected=self._with_rejected):
            self.accounts[account.document, account.event] = account
            for key in keys_of(account):
                self._by_key[key].append(account)

    def linked(self, frontier: Iterable[Account]) -> list[Account]:
        """The accounts that are linked to any of these, each once."""
        found: dict[Key, Account] = {}
        for account in frontier:
            for other in {o for key in keys_of(account) for o in self._by_key[key]}:
                key = other.document, other.event
                if key not in found and is_linked(account, other):
                    found[key] = other
        return list(found.values())


def _known(as_of: str | None) -> Select[Any]:
    """The reports published by then."""
    filters = Filters(as_of=as_of) if as_of else Filters()
    return select_records(schema.documents, filters).with_only_columns(schema.documents.c.document).order_by(None)


def _near(connection: Connection, accounts: Iterable[Account], as_of: str | None) -> set[str]:
    """The reports that can have an account that is linked to one of these."""
    events, documents = schema.events.c, schema.documents.c
    query = select(events.document).join(schema.documents, documents.document == events.document).distinct()
    if as_of:
        query = query.where(documents.published <= last_day_of(as_of))
    windows = _merged(w for account in accounts for w in _windows(account))
    return {document for window in windows for document in connection.scalars(query.where(_is_in(window)))}


def _windows(account: Account) -> Iterator[_Window]:
    if account.days:
        yield _Window(account.family, _moved(account.days[0], -_REACH), _moved(account.days[1], _REACH))
    if account.told and account.is_told_of:
        near = PLANS_WITHIN + _WIDEST
        yield _Window(account.family, _moved(account.told, -near), _moved(account.told, near))


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


def _merged(windows: Iterable[_Window]) -> Iterator[_Window]:
    """The same days of each family in as few windows as can be."""
    last: _Window | None = None
    for window in sorted(set(windows)):
        if last and last.family == window.family and window.first <= last.last:
            last = last._replace(last=max(last.last, window.last))
            continue
        if last:
            yield last
        last = window
    if last:
        yield last


def _is_in(window: _Window) -> ColumnElement[bool]:
    """Events of the family that are told of these days, or were told in them."""
    events, documents = schema.events.c, schema.documents.c
    first, last = window.first.isoformat(), window.last.isoformat()
    earliest = _moved(window.first, -_WIDEST).isoformat()
    # What is wider than a month is only compared with what is as wide, and begins on the same day.
    of_days = and_(events.first_day >= earliest, events.first_day <= last)
    then = and_(documents.published >= first, documents.published <= last)
    return and_(events.type.in_(types_of(window.family)), or_(of_days, then))


def accounts_of(
    connection: Connection, documents: Iterable[str], as_of: str | None = None, *, with_rejected: bool = False
) -> Iterator[Account]:
    """The accounts of these reports, each with what its own report lets one understand.

    `as_of`: whose side somebody is on, as it was known then. `with_rejected`: those too that people have rejected.
    """
    wanted = set(documents)
    parts = _parts(connection, wanted)
    roster = Roster.load(connection, as_of, documents=wanted)
    rows = _rows(connection, wanted, with_rejected=with_rejected)
    made = (_account(row, parts.get((row.document, row.id), {}), roster) for row in rows)
    return completed(made)


def _rows(connection: Connection, documents: set[str], *, with_rejected: bool) -> Iterator[Any]:
    events, places = schema.events, schema.places
    published = schema.documents.c.published
    is_placed = (places.c.document == events.c.document) & (places.c.id == events.c.place)
    query = (
        select(
            events.c.document, events.c.id, events.c.type, events.c.mode, events.c.modality, events.c.date, published,
            places.c.name, places.c.kind, places.c.country, places.c.geonames,
        )
        .join(schema.documents, schema.documents.c.document == events.c.document)
        .outerjoin(places, is_placed)
    )  # fmt: skip
    if not with_rejected:
        query = query.where(is_live(schema.events))
    for batch in batches(documents):
        yield from connection.execute(query.where(events.c.document.in_(batch))).all()


def _parts(connection: Connection, documents: set[str]) -> dict[Key, dict[str, list[str]]]:
    link = schema.event_actors.c
    query = select(link.document, link.event, link.actor, link.role)
    found: dict[Key, dict[str, list[str]]] = {}
    for batch in batches(documents):
        for document, event, actor, role in connection.execute(query.where(link.document.in_(batch))):
            found.setdefault((document, event), {}).setdefault(role, []).append(actor)
    return found


def _account(row: Any, roles: dict[str, list[str]], roster: Roster) -> Account:
    doers, recipients = roles.get("actor", []), roles.get("recipient", [])
    published = _publication_day(row.published)
    own = bounds(row.date)
    days, told, is_dated = days_of(
        (date.fromisoformat(own[0]), date.fromisoformat(own[1])) if own else None, published, row.modality
    )
    return Account(
        document=row.document, event=row.id, type=row.type, mode=row.mode, modality=row.modality, days=days, told=told,
        is_dated=is_dated, doers=roster.sides(row.document, doers),
        recipients=roster.sides(row.document, recipients),
        persons=frozenset(_persons(roster, row.document, (*doers, *recipients), row.mode)), place=_place(row),
    )  # fmt: skip


def _persons(roster: Roster, document: str, actors: Iterable[str], mode: str | None) -> Iterator[tuple[str, str]]:
    for actor in actors:
        member = roster.get(document, actor)
        if member is None or not member.side or member.side == member.id:
            continue
        if member.kind == "person" or (member.kind == "unnamed" and mode in PERSONAL):
            yield member.side, member.id


def _publication_day(published: str | None) -> date | None:
    """The day of publication; the first, where only a month or year is known."""
    days = bounds(published)
    told = date.fromisoformat(days[0]) if days else None
    # Days before and after it are asked for: the calendar must have them.
    return told if told and date.min.year < told.year < date.max.year else None


def _place(row: Any) -> Place | None:
    if row.name is None:
        return None
    key = str(row.geonames) if row.geonames is not None else fold(row.name)
    return Place(key, row.country, row.kind == "country")
