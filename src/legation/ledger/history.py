"""History: what each report has of one arrangement between actors, in the order of the days it is told for.

An arrangement is one by its kind, its name where it has one, else by who gives and who gets (a deployment: who sends,
and to whom), else by who stand side by side. A state is one party whoever acts for it. An entry that names two hosts is
an entry of two histories. Two dates are kept apart: the day that a report tells of and the day it was published.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from sqlalchemy import select

from legation.extract.commitment import Commitment, Party
from legation.knowledge.folding import fold
from legation.ledger import schema
from legation.ledger.identity import batches
from legation.ledger.parties import Key, of_names, of_sides, rarest, spoken_by
from legation.ledger.query import Filters, last_day_of, select_records
from legation.ledger.roster import Roster
from legation.ledger.rows import to_record
from legation.record import make_id

if TYPE_CHECKING:
    from sqlalchemy import Connection

_GIVING = frozenset({"guarantor", "sender", "payer", "imposer"})
_GETTING = frozenset({"beneficiary", "host", "payee", "target"})
# More than so many side by side are one circle, not so many pairs.
_PAIRWISE = 3
# What is asked by these alone is asked of all reports.
_UNSELECTIVE = frozenset({"as_of", "with_rejected", "kind", "status", "since", "until"})


class Arrangement(NamedTuple):
    """What makes an arrangement one: equal in any two reports that tell of it."""

    kind: str
    name: str | None
    giving: str | None
    getting: str | None
    beside: tuple[str, ...]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What one report has of an arrangement: its status on a day, and on whose word (ids over all reports)."""

    commitment: Commitment
    document: str
    published: str | None
    day: str | None  # the first day that it is told for, else that of the report
    status: str
    sides: tuple[str, ...]  # who is party to it by this report
    by: tuple[str, ...]  # who claims it; empty: the report itself
    voices: tuple[str, ...]  # on whose side each of these is; their own id where on nobody's


class History(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="history"):
    """One arrangement with its entries, the earliest first. `id` follows from what makes it one."""

    id: str
    kind: str
    name: str | None
    giving: str | None  # side: a state's code, else an actor's id over all reports
    getting: str | None
    beside: tuple[str, ...]  # the others; of what has a name, all that any report has as party to it
    statuses: tuple[str, ...]  # of the last day told of, the one that most entries give first
    reports: int
    entries: tuple[Entry, ...]

    @property
    def sides(self) -> tuple[str, ...]:
        """All who are party to it."""
        return tuple(side for side in (self.giving, self.getting, *self.beside) if side)


def find_histories(connection: Connection, filters: Filters, *, true_on: str | None = None) -> list[History]:
    """The arrangements of which any entry fits the filters, each with all its entries; those with most reports first.

    `as_of`: as it was known then, by day of publication. `true_on`: as it stood on that day, by the days told of: later
    entries are left out, whenever they were published. Raises LegationError for a day that can't be read.
    """
    fitting = _ids(connection, filters)
    keys = None if filters.asked().keys() <= _UNSELECTIVE else _beside(connection, fitting, filters)
    known = _entries(connection, filters, keys)
    histories: dict[Arrangement, list[Entry]] = defaultdict(list)
    wanted: set[Arrangement] = set()
    for arrangement, entry in known:
        histories[arrangement].append(entry)
        if (entry.document, entry.commitment.id) in fitting:
            wanted.add(arrangement)
    return _histories({arrangement: histories[arrangement] for arrangement in wanted}, true_on)


def find_histories_with(connection: Connection, groups: Iterable[Collection[str]], as_of: str | None) -> list[History]:
    """The arrangements to which, or to words on which, each of these groups has one: sides or ids over all reports.

    With no group, all arrangements. Others may come with them.
    """
    filters = Filters(as_of=as_of)
    wanted: set[Arrangement] | None = None
    for group in groups:
        keys = of_sides(connection, group) | spoken_by(connection, group)
        theirs = {arrangement for arrangement, _ in _entries(connection, filters, keys)}
        wanted = theirs if wanted is None else wanted & theirs
    histories: dict[Arrangement, list[Entry]] = defaultdict(list)
    for arrangement, entry in _entries(connection, filters, None if wanted is None else _keys(connection, wanted)):
        if wanted is None or arrangement in wanted:
            histories[arrangement].append(entry)
    return _histories(histories, None)


def _histories(found: Mapping[Arrangement, Sequence[Entry]], true_on: str | None) -> list[History]:
    last = last_day_of(true_on) if true_on else None
    made = (_history(arrangement, found[arrangement], last) for arrangement in sorted(found, key=str))
    return sorted((h for h in made if h.entries), key=lambda h: (-h.reports, -len(h.entries), h.kind, h.sides, h.id))


def _history(arrangement: Arrangement, entries: Iterable[Entry], last: str | None) -> History:
    kept = [entry for entry in entries if last is None or (entry.day is not None and entry.day <= last)]
    ordered = sorted(kept, key=_order)
    told = {side for entry in kept for side in entry.sides} if arrangement.name else ()
    return History(
        id=make_id("history", *arrangement), kind=arrangement.kind, name=_name(kept), giving=arrangement.giving,
        getting=arrangement.getting, beside=(*arrangement.beside, *sorted(told)),
        statuses=statuses_of(ordered), reports=len({entry.document for entry in kept}), entries=tuple(ordered),
    )  # fmt: skip


def statuses_of(entries: Sequence[Entry]) -> tuple[str, ...]:
    """The statuses of the last day that entries in order tell of, the one that most of them give first."""
    last = [entry.status for entry in entries if entry.day == entries[-1].day]
    counts = Counter(last)
    return tuple(sorted(counts, key=lambda status: (-counts[status], last.index(status))))


def _order(entry: Entry) -> tuple[Any, ...]:
    commitment = entry.commitment
    undated = entry.day is None, entry.day or "", entry.published is None, entry.published or ""
    return (*undated, entry.document, commitment.evidence, commitment.id)


def _name(entries: Iterable[Entry]) -> str | None:
    """The name as most entries spell it."""
    counts = Counter(entry.commitment.name for entry in entries if entry.commitment.name)
    return min(counts, key=lambda name: (-counts[name], name)) if counts else None


def _ids(connection: Connection, filters: Filters) -> set[Key]:
    table = schema.commitments.c
    query = select_records(schema.commitments, filters).with_only_columns(table.document, table.id).order_by(None)
    return {(row.document, row.id) for row in connection.execute(query)}


def _beside(connection: Connection, fitting: set[Key], filters: Filters) -> set[Key]:
    """The records that can be entries of the same arrangements as these."""
    return _keys(connection, {arrangement for arrangement, _ in _entries(connection, filters, fitting)}) | fitting


def _keys(connection: Connection, arrangements: Iterable[Arrangement]) -> set[Key]:
    """The records that can be entries of these arrangements; others may be among them."""
    found = set(arrangements)
    keys = of_names(connection, {(a.kind, a.name) for a in found if a.name})
    unnamed = [(a.kind, tuple(s for s in (a.giving, a.getting, *a.beside) if s)) for a in found if not a.name]
    parties = rarest(connection, {sides for _, sides in unnamed if sides})
    return keys | of_sides(connection, parties, {kind for kind, _ in unnamed})


def _entries(connection: Connection, filters: Filters, keys: set[Key] | None) -> Iterator[tuple[Arrangement, Entry]]:
    """The entries with these keys, or all, that were known by then, under each arrangement that they are entries of."""
    table, documents = schema.commitments.c, schema.documents.c
    known = Filters(as_of=filters.as_of, with_rejected=filters.with_rejected)
    query = select_records(schema.commitments, known).order_by(None)
    query = query.with_only_columns(table.document, table.id, table.json, table.first_day, documents.published)
    reports = None if keys is None else {document for document, _ in keys}
    if reports is None:
        rows = connection.execute(query).all()
    else:
        asked = (query.where(table.document.in_(batch)) for batch in batches(reports))
        rows = [row for each in asked for row in connection.execute(each) if keys and (row.document, row.id) in keys]
    roster = Roster.load(connection, filters.as_of, documents=reports)
    claimants = _claimants(connection, reports)
    for row in rows:
        commitment: Commitment = to_record(row.json)  # type: ignore[assignment]  # of the table of commitments
        document = commitment.document
        speakers = claimants.get((document, commitment.claimed_by or ""), ())
        parties = [party.actor for party in commitment.parties]
        by = {m.id: m.side or m.id for speaker in speakers if (m := roster.get(document, speaker))}
        entry = Entry(
            commitment=commitment, document=document, published=row.published, day=row.first_day,
            status=commitment.status, sides=tuple(sorted(roster.sides(document, parties))), by=tuple(by),
            voices=tuple(by.values()),
        )  # fmt: skip
        for arrangement in arrangements_of(commitment, roster):
            yield arrangement, entry


def _claimants(connection: Connection, reports: set[str] | None) -> dict[Key, list[str]]:
    """The speakers of the statements that commitments stand in, in these reports or in all."""
    table, link = schema.commitments.c, schema.statement_actors.c
    query = select(link.document, link.statement, link.actor).where(link.role == "speaker").order_by(link.position)
    claims = (link.document == table.document) & (link.statement == table.claimed_by)
    query = query.join(schema.commitments, claims)
    asked = [query] if reports is None else [query.where(table.document.in_(batch)) for batch in batches(reports)]
    found: dict[Key, list[str]] = defaultdict(list)
    for each in asked:
        for document, statement, actor in connection.execute(each):
            found[document, statement].append(actor)
    return found


def arrangements_of(commitment: Commitment, roster: Roster) -> list[Arrangement]:
    """The arrangements that a record is an entry of; none for one without a name or a party that is told by name."""
    kind, name = commitment.kind, commitment.name
    if name:
        return [Arrangement(kind, fold(name), None, None, ())]
    giving: Sequence[str | None] = _sides(commitment, roster, _GIVING)
    getting: Sequence[str | None] = _sides(commitment, roster, _GETTING)
    if giving or getting:
        pairs = product(giving or [None], getting or [None])
        return [Arrangement(kind, None, one, other, ()) for one, other in pairs if one != other]
    beside = sorted(_sides(commitment, roster, frozenset(), others=True))
    if len(beside) > _PAIRWISE or len(beside) == 1:
        return [Arrangement(kind, None, None, None, tuple(beside))]
    return [Arrangement(kind, None, None, None, pair) for pair in combinations(beside, 2)]


def _sides(commitment: Commitment, roster: Roster, roles: frozenset[str], *, others: bool = False) -> list[str]:
    parties = (party for party in commitment.parties if _is_asked(party, roles, others=others))
    members = (roster.get(commitment.document, party.actor) for party in parties)
    return list(dict.fromkeys(member.side for member in members if member and member.side))


def _is_asked(party: Party, roles: frozenset[str], *, others: bool) -> bool:
    return party.role not in _GIVING | _GETTING if others else party.role in roles
