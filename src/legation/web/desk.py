"""The desk: what the newest reports have brought, what is told differently, and what is due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from legation.export.diff import diff_records
from legation.ledger.query import first_day_of, last_day_of
from legation.web import items, urls
from legation.web.due import find_due
from legation.web.site import Site, View, moment_of, views, words_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from legation.ledger.diff import Diff
    from legation.web.known import Known

# How far back "new" may reach, in days; the first is taken unless another is asked for.
PERIODS = ((7, "a week"), (1, "a day"), (30, "a month"))
# Lines of a section; the rest is counted and has a page of its own.
_MOST = 8
_MOST_DUE = 12


def show(site: Site, request: Request) -> View:
    """The desk of a day."""
    known = site.known
    day = last_day_of(moment_of(request) or known.last_day())
    since = first_day_of(words_of(request, "since") or _back(day, PERIODS[0][0]))
    diff = known.diff(since, day)
    return View(
        template="desk.html",
        values=desk(known, diff, day),
        data=lambda: {"since": since, "until": day, "reports": diff.reports, "found": list(diff_records(diff))},
        rows=lambda: diff_records(diff),
    )


def desk(known: Known, diff: Diff, day: str) -> dict[str, Any]:
    """What is new in the period of `diff`, and what is known by its end, `day`."""
    due = [found for found in find_due(known, as_of=day) if found.days]
    differently = [h for h in known.happenings(as_of=day) if h.standing == "contradicted"]
    differently.sort(key=lambda h: max(t.published or "" for t in h.tellings), reverse=True)
    return {
        "total": known.cache.get("total", lambda: len(known.ledger.documents())),
        "day": day,
        "diff": diff,
        "periods": [(_back(day, days), said) for days, said in PERIODS],
        "due": due[:_MOST_DUE],
        "due_total": len(due),
        "differently": items.grouped(items.happening_items(differently[:_MOST], known, group="")),
        "differently_total": len(differently),
        "sections": [section for section in _sections(known, diff) if section["total"]],
    }


def _sections(known: Known, diff: Diff) -> list[dict[str, Any]]:
    """What is new, section by section: the first lines, how many there are, and where all of them are."""
    since, until = diff.since, diff.until
    changes = [
        item
        for change in diff.changes[:_MOST]
        for item in items.entry_items(change.entries, known, group=items.arrangement(change.history, known))
    ]
    shifted = [*items.turn_items(diff.turns[:_MOST], known), *items.record_items(diff.shifts[:_MOST], known)]
    arranged = [
        item
        for history in diff.arrangements[:_MOST]
        for item in items.entry_items(history.entries[:1], known, group=items.arrangement(history, known))
    ]
    return [
        _section("Commitments that changed", changes, len(diff.changes), urls.commitments(since=since, until=until)),
        _section("Who has shifted", shifted, len(diff.turns) + len(diff.shifts), None),
        _section(
            "Who meets or acts", items.happening_items(diff.happenings[:_MOST], known), len(diff.happenings),
            urls.events(since=since, until=until),
        ),
        _section("New commitments", arranged, len(diff.arrangements), urls.commitments(since=since, until=until)),
        _section(
            "Promises, threats, denials, accusations", items.record_items(diff.statements[:_MOST], known),
            len(diff.statements), urls.statements(since=since, until=until),
        ),
    ]  # fmt: skip


def _section(title: str, found: list[items.Item], total: int, rest: str | None) -> dict[str, Any]:
    return {"title": title, "groups": items.grouped(found), "total": total, "rest": rest}


def _back(day: str, days: int) -> str:
    """The first of so many days that end with `day`."""
    until = date.fromisoformat(day)
    return (until - timedelta(days=min(days - 1, until.toordinal() - 1))).isoformat()


ROUTES = views("/", show, forms=("json", "jsonl"), home="/desk")
