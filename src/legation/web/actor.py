"""An actor over all reports: offices through time, what stands with others, positions and shifts, words and deeds."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select
from starlette.exceptions import HTTPException

from legation.extract.actor import Actor
from legation.knowledge.labels import labels
from legation.knowledge.scales import QUAD_NAMES
from legation.ledger import schema
from legation.ledger.rows import to_record
from legation.web import commitments, drawing, items, urls
from legation.web.downloads import briefed
from legation.web.events import quad_columns
from legation.web.site import Site, View, lead_on, moment_of, views
from legation.web.who import Who, who_is

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from legation.ledger.happening import Happening
    from legation.web.known import Known

# Lines of a section; the rest has a page of its own.
_MOST = 8
_MOST_ROWS = 10
_MOST_OFFICES = 12
_MOST_OTHERS = 16


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """An office as reports tell of it: who holds it, from the first day told of to the last."""

    who: str  # id over all reports
    name: str
    title: str
    of: str | None
    status: str
    first_day: str
    last_day: str
    reports: int


def show(site: Site, request: Request) -> View | Response:
    """One actor; another name or id of the same leads to it, and a name of several to the list of them."""
    given, as_of = request.path_params["id"], moment_of(request)
    known = site.known
    who = who_is(known, given)
    if who is None or who.id != given:
        return lead_on(request, urls.actor(who.id) if who else elsewhere(known, given))
    happenings = known.happenings(actor=who.id, as_of=as_of)
    histories = known.histories(actor=who.id, as_of=as_of)
    statements = known.statements(by=who.id, as_of=as_of)
    shifts = list(iter(known.ledger.shifts(by=who.id, as_of=as_of)))
    turns = [turn for turn in known.turns(as_of) if who.id in (turn.speaker, turn.side)]
    offices = known.cache.get(("offices", who.id, as_of), lambda: find_offices(known, who, as_of))
    latest = sorted(happenings, key=lambda h: h.first_day or "", reverse=True)[:_MOST]
    values = {
        "who": who,
        "state": known.names((who.country,))[who.country] if who.country else "",
        "offices": drawing.spans([_office_bar(held, who) for held in offices[:_MOST_OFFICES]]),
        "turns": [*items.turn_items(turns, known), *items.record_items(reversed(shifts[-_MOST:]), known)],
        "shifts_total": len(shifts) + len(turns),
        "commitments": commitments.rows(histories[:_MOST_ROWS], known),
        "commitments_total": len(histories),
        "timeline": commitments.timeline(histories[:_MOST_ROWS], known),
        "columns": quad_columns(happenings, known),
        "quads": QUAD_NAMES,
        "happenings": items.happening_items(latest, known, group=""),
        "happenings_total": len(happenings),
        "statements": items.record_items(statements.latest(_MOST), known),
        "statements_total": statements.total,
        "acts": _acts(known, who, as_of),
        "others": others(known, who, happenings),
    }
    return View(
        template="actor.html",
        values=values,
        data=lambda: {
            "id": who.id, "name": who.name, "kind": who.kind, "country": who.country, "identity": who.identity,
            "offices": offices, "commitments": histories, "shifts": shifts, "turns": turns,
            "events": [happening.id for happening in happenings], "statements": statements.total,
        },
        files={"md": lambda: briefed(site, who, as_of=as_of)},
    )  # fmt: skip


def elsewhere(known: Known, given: str) -> str:
    """Where to look for somebody who is no one actor: at their record, else among all who are called so.

    Raises HTTPException, 404, where nobody is.
    """
    if given.startswith("actor-") and isinstance(known.ledger.get(given), Actor):
        return urls.record(given)
    if not known.ledger.identities(given):
        raise HTTPException(404, f"No actor called {given} in this ledger")
    return urls.actors(name=given)


def _acts(known: Known, who: Who, as_of: str | None) -> list[tuple[str, str, int]]:
    """What kinds of things the actor says, and how often."""

    def count() -> Counter[str]:
        return Counter(statement.act for statement in known.ledger.statements(by=who.id, as_of=as_of))

    counts = known.cache.get(("acts", who.id, as_of), count)
    return [(act, labels().act[act].noun, number) for act, number in counts.most_common()]


def others(known: Known, who: Who, happenings: Iterable[Happening]) -> list[tuple[str, str, int]]:
    """With whom the actor has most to do: id, name, and in how many happenings."""
    own = {who.id, who.country}
    counts = Counter(side for happening in happenings for side in happening.sides if side not in own)
    called = known.names(counts)
    most = sorted(counts.items(), key=lambda pair: (-pair[1], called[pair[0]]))[:_MOST_OTHERS]
    return [(side, called[side], number) for side, number in most]


# Offices


def find_offices(known: Known, who: Who, as_of: str | None) -> list[Held]:
    """The offices of a person, or those that reports give to persons of a state; those in most reports first."""
    actors, table, documents = schema.actors.c, schema.appearances.c, schema.documents.c
    query = (
        select(table.canonical, actors.json, documents.published)
        .join(schema.appearances, table.appearance == actors.appearance)
        .join(schema.documents, documents.document == actors.document)
        .where(actors.office.is_not(None), documents.published.is_not(None))
        .order_by(documents.published, actors.document)
    )
    if who.is_state:
        query = query.where(actors.country == who.id, actors.kind == "person")
    else:
        query = query.where(table.canonical == who.id)
    if as_of:
        known_then = known.ledger.documents(as_of=as_of)
        query = query.where(documents.document.in_([document.document for document in known_then]))
    told: dict[tuple[str, str, str | None, str], list[str]] = defaultdict(list)
    with known.ledger.connected() as connection:
        for row in connection.execute(query):
            told_actor = to_record(row.json)
            if isinstance(told_actor, Actor):
                for office in told_actor.offices:
                    told[row.canonical, office.title, office.of, office.status].append(row.published)
    called = known.names({key[0] for key in told})
    found = [_held(key, days, called) for key, days in told.items()]
    return sorted(found, key=lambda held: (-held.reports, held.first_day, held.name, held.title))


def _held(key: tuple[str, str, str | None, str], days: Sequence[str], called: dict[str, str]) -> Held:
    who, title, of, status = key
    return Held(who=who, name=called[who], title=title, of=of, status=status, first_day=days[0], last_day=days[-1],
                reports=len(days))  # fmt: skip


def _office_bar(held: Held, who: Who) -> tuple[str, str, str | None, str, str]:
    status = labels().office_status.get(held.status, "")
    title = f"{status} {held.title}" if status and status not in held.title else held.title
    told = "1 report" if held.reports == 1 else f"{held.reports} reports"
    if who.is_state:
        return f"{held.name}, {title}", told, urls.actor(held.who), held.first_day, held.last_day
    return (f"{title}, {held.of}" if held.of else title), told, None, held.first_day, held.last_day


ROUTES = views("/actor/{id:path}", show, forms=("json", "md"))
