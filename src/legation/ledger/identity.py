"""Identity: one actor for one actor over all reports, and what people have judged of it, which can be undone.

The rules are `legation.ledger.appearance`'s; here their outcome is kept beside the records, in step with them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec
from sqlalchemy import delete, func, insert, or_, select, update

from legation.errors import LegationError
from legation.knowledge.folding import fold
from legation.ledger import schema
from legation.ledger.appearance import Appearance, Pair, resolve
from legation.ledger.query import matching_actors

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

Verdict: TypeAlias = Literal["same", "apart"]

# SQLite takes 32,766 values in a statement, older ones 999.
_BATCH = 500


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """One actor over all reports: what it is called, by which appearances, in how many reports."""

    id: str  # a Wikidata id, else the key of its fullest appearance
    name: str  # as most reports have it
    kind: str
    country: str | None
    wikidata: str | None
    names: tuple[str, ...]  # all that it is called, the most usual first
    appearances: tuple[str, ...]
    reports: int


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody judged of two appearances; `undone_at` is set once it has been taken back."""

    judgement: int
    one: str
    other: str
    verdict: Verdict
    author: str
    at: str
    undone_at: str | None


# Keeping the table of appearances in step


def refresh(
    connection: Connection, touched: Iterable[str], *, changed: Iterable[str] | None = None, is_judged: bool = False
) -> None:
    """Bring the table up to date after records came or went; `touched` are the keys of their appearances.

    `changed` are those of persons who have an office more or less than before, where that is known. `is_judged`: no
    record came or went, but a judgement on these.

    Only what could be one actor with these is looked at again: the outcome is that of looking at everything.
    """
    touched = set(touched)
    if not touched:
        return
    table = schema.appearances.c
    column = table.appearance
    noted = set(_in_batches(connection, select(column), column, touched))
    # One look a name, however many records have it: persons in the news are in every other report.
    is_there = select(schema.actors.c.id).where(schema.actors.c.appearance == column).exists()
    kept = set(_in_batches(connection, select(column).where(is_there), column, noted))
    new = {key for key in touched - noted if has_any(connection, key)}
    _forget(connection, noted - kept)
    if new:
        connection.execute(insert(schema.appearances), [_row(_appearance(key)) for key in sorted(new)])
    # One more record of what was there already decides nothing, but for a person's offices.
    settled: set[str] = set()
    if not is_judged:
        others = set(changed) if changed is not None else kept
        settled = {key for key in kept if _appearance(key).family != "person" or key not in others}
    _settle(connection, _neighbourhood(connection, touched - settled))


def has_any(connection: Connection, appearance: str, office: str | None = None) -> bool:
    """Whether any record has this appearance, in that office if one is named."""
    actors = schema.actors.c
    query = select(actors.id).where(actors.appearance == appearance)
    if office is not None:
        query = query.where(actors.office == office)
    return connection.scalar(query.limit(1)) is not None


def rebuild(connection: Connection) -> None:
    """Make the table anew from all actors."""
    connection.execute(delete(schema.appearances))
    actors = schema.actors.c.appearance
    keys = connection.scalars(select(actors).where(actors.is_not(None)).distinct())
    refresh(connection, [str(key) for key in keys])


def _row(appearance: Appearance) -> dict[str, Any]:
    return {
        "appearance": appearance.key, "family": appearance.family, "name": appearance.name, "block": appearance.block,
        "country": appearance.country, "wikidata": appearance.wikidata, "canonical": appearance.key,
    }  # fmt: skip


def _appearance(key: str) -> Appearance:
    """An appearance from its key: no part of it holds a colon but a name might."""
    family, rest = key.split(":", 1)
    name, country, wikidata = rest.rsplit(":", 2)
    return Appearance(key, family, name, country or None, wikidata or None)


def _forget(connection: Connection, keys: set[str]) -> None:
    for batch in batches(keys):
        table = schema.appearances
        connection.execute(delete(table).where(table.c.appearance.in_(batch)))


def _neighbourhood(connection: Connection, keys: set[str]) -> dict[str, Appearance]:
    """Every appearance that could be one with these, and every one that could be one with those …"""
    table = schema.appearances.c
    columns = select(table.appearance)
    found: dict[str, Appearance] = {}
    fresh = {key: _appearance(key) for key in keys}
    while fresh:
        found |= fresh
        near: set[str] = set(_judged_with(connection, fresh))
        near.update(_in_batches(connection, columns, table.block, {a.block for a in fresh.values()}))
        near.update(
            _in_batches(connection, columns, table.wikidata, {a.wikidata for a in fresh.values() if a.wikidata})
        )
        fresh = {key: _appearance(key) for key in near - found.keys()}
    present = set(_in_batches(connection, columns, table.appearance, found))
    return {key: appearance for key, appearance in found.items() if key in present}


def _judged_with(connection: Connection, keys: Iterable[str]) -> Iterable[str]:
    table = schema.judgements.c
    standing = select(table.one, table.other).where(table.undone_at.is_(None))
    for batch in batches(keys):
        for row in connection.execute(standing.where(or_(table.one.in_(batch), table.other.in_(batch)))):
            yield from row


def _settle(connection: Connection, found: dict[str, Appearance]) -> None:
    """Write down which actor each of these is."""
    offices = _offices(connection, [key for key, a in found.items() if a.family == "person"])
    with_offices = [a._replace(offices=frozenset(offices[key])) for key, a in found.items()]
    same, apart = _verdicts(connection)
    table = schema.appearances
    canonical = resolve(with_offices, same=same, apart=apart)
    kept: dict[str, str] = {}
    for batch in batches(found):
        query = select(table.c.appearance, table.c.canonical).where(table.c.appearance.in_(batch))
        kept |= {row.appearance: row.canonical for row in connection.execute(query)}
    for key, actor in canonical.items():
        if kept.get(key) != actor:
            connection.execute(update(table).where(table.c.appearance == key).values(canonical=actor))


def _offices(connection: Connection, keys: Iterable[str]) -> dict[str, set[str]]:
    actors = schema.actors.c
    offices: dict[str, set[str]] = defaultdict(set)
    query = select(actors.appearance, actors.office).where(actors.office.is_not(None)).distinct()
    for batch in batches(keys):
        for row in connection.execute(query.where(actors.appearance.in_(batch))):
            offices[row.appearance].add(row.office)
    return offices


def _verdicts(connection: Connection) -> tuple[list[Pair], list[Pair]]:
    """The pairs judged the same and apart; of two judgements on one pair the later one stands."""
    table = schema.judgements.c
    query = select(table.one, table.other, table.verdict).where(table.undone_at.is_(None)).order_by(table.judgement)
    latest = {(row.one, row.other): row.verdict for row in connection.execute(query)}
    same = [pair for pair, verdict in latest.items() if verdict == "same"]
    return same, [pair for pair, verdict in latest.items() if verdict == "apart"]


def batches(values: Iterable[str]) -> Iterable[list[str]]:
    """The values in order, as many at a time as a statement takes."""
    rest = sorted(values)
    return (rest[at : at + _BATCH] for at in range(0, len(rest), _BATCH))


def _in_batches(connection: Connection, query: Select[Any], column: Any, values: Iterable[str]) -> Iterable[str]:
    for batch in batches(values):
        yield from connection.scalars(query.where(column.in_(batch)))


# Asking


def find_identities(connection: Connection, canonical: Sequence[str]) -> list[Identity]:
    """The actors of these ids, those in most reports first."""
    table, actors = schema.appearances.c, schema.actors.c
    joined = schema.actors.join(schema.appearances, actors.appearance == table.appearance)
    columns = (table.canonical, actors.appearance, actors.name, actors.kind, actors.country, actors.wikidata)
    query = select(*columns, func.count().label("reports")).select_from(joined).group_by(*columns)
    rows: dict[str, list[Any]] = defaultdict(list)
    reports: dict[str, int] = {}
    for batch in batches(canonical):
        for row in connection.execute(query.where(table.canonical.in_(batch))):
            rows[row.canonical].append(row)
        counted = select(table.canonical, func.count(actors.document.distinct()).label("reports")).select_from(joined)
        counts = connection.execute(counted.where(table.canonical.in_(batch)).group_by(table.canonical))
        reports |= {row.canonical: row.reports for row in counts}
    made = [_identity(id_, found, reports[id_]) for id_, found in rows.items()]
    return sorted(made, key=lambda identity: (-identity.reports, identity.name, identity.id))


def find_named(connection: Connection, name: str) -> list[Identity]:
    """The actors over all reports whom a name, a code or an id fits."""
    actors, table = schema.actors.c, schema.appearances.c
    fitting = matching_actors(name).with_only_columns(actors.appearance)
    canonical = select(table.canonical).where(table.appearance.in_(fitting)).distinct()
    return find_identities(connection, list(connection.scalars(canonical)))


def _identity(id_: str, rows: Sequence[Any], reports: int) -> Identity:
    def usual(column: str) -> list[str]:
        counts: Counter[str] = Counter()
        for row in rows:
            if (value := getattr(row, column)) is not None:
                counts[value] += row.reports
        return sorted(counts, key=lambda value: (-counts[value], -len(value), value))

    names = usual("name")
    return Identity(
        id=id_, name=names[0], kind=usual("kind")[0], country=next(iter(usual("country")), None),
        wikidata=next(iter(usual("wikidata")), None), names=tuple(names),
        appearances=tuple(sorted({row.appearance for row in rows})), reports=reports,
    )  # fmt: skip


# Judging


def judge(connection: Connection, one: str, other: str, verdict: Verdict, *, author: str) -> Judgement:
    """Note that two are the same actor, or are not; each is a name, an appearance's key or the id of an actor record.

    Raises LegationError where a name is nobody's or several actors', or both are one appearance.
    """
    pair = sorted((_appearance_of(connection, one), _appearance_of(connection, other)))
    if pair[0] == pair[1]:
        raise LegationError(
            f"{one} and {other} appear alike in every report", mend="only what differs in name or state can be parted"
        )
    row = {"one": pair[0], "other": pair[1], "verdict": verdict, "author": author, "at": _now()}
    key = connection.execute(insert(schema.judgements).values(row)).inserted_primary_key
    refresh(connection, pair, is_judged=True)
    return Judgement(judgement=int(key[0]) if key else 0, undone_at=None, **row)  # type: ignore[arg-type]  # typed above


def undo(connection: Connection, judgement: int) -> None:
    """Take a judgement back. Raises LegationError if there is none of that number, or it is taken back already."""
    table = schema.judgements
    row = connection.execute(
        select(table).where(table.c.judgement == judgement, table.c.undone_at.is_(None))
    ).one_or_none()
    if row is None:
        raise LegationError(f"there is no judgement {judgement} to undo", mend="legation actors judgements lists them")
    connection.execute(update(table).where(table.c.judgement == judgement).values(undone_at=_now()))
    refresh(connection, (row.one, row.other), is_judged=True)


def all_judgements(connection: Connection) -> list[Judgement]:
    """Every judgement, the first first, those taken back among them."""
    rows = connection.execute(select(schema.judgements).order_by(schema.judgements.c.judgement)).mappings()
    return [Judgement(**row) for row in rows]


def _appearance_of(connection: Connection, who: str) -> str:
    """The appearance that is meant: by key, by the id of an actor record, or by a name that is one actor's."""
    actors, table = schema.actors.c, schema.appearances.c
    for query in (
        select(table.appearance).where(table.appearance == who),
        select(actors.appearance).where(actors.id == who, actors.appearance.is_not(None)).limit(1),
    ):
        if key := connection.scalar(query):
            return str(key)
    named = select(table.appearance, table.canonical).where(or_(table.name == fold(who), table.wikidata == who))
    rows = connection.execute(named.order_by(table.appearance)).all()
    if not rows:
        raise LegationError(f"no actor is called {who}", mend="legation actor NAME lists who is")
    if len({row.canonical for row in rows}) > 1:
        keys = ", ".join(row.appearance for row in rows)
        raise LegationError(f"several actors are called {who}", mend=f"say which: {keys}")
    return str(rows[0].appearance)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
