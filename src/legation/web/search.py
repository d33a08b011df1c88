"""Search: the words of reports and records, with what was found counted by kind, actor, publisher and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from legation.export.answers import found_to_csv
from legation.export.reports import source_of, title_of
from legation.ledger import schema
from legation.ledger.passages import REPORT
from legation.ledger.search import ALL, parse_terms
from legation.web import urls
from legation.web.cards import KINDS
from legation.web.site import Site, View, asked_of, paged, views, words_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from legation.ledger.search import Hit
    from legation.web.known import Known

PAGE = 20
# Of what is found so much is counted; the rest is told of.
MOST = 1000
_LONGEST = 600  # code points of a snippet: 40 words have about 250
_MOST_VALUES = 8
_KIND_NAMES = {REPORT: "Reports' text", **KINDS}


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: how many passages have it, and the address that asks for it, or no longer does."""

    name: str
    count: int
    address: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow what was found."""

    title: str
    values: list[Value]


def show(site: Site, request: Request) -> View:
    """What the words of an address are found in, the best first."""
    known = site.known
    question = words_of(request, "q") or ""
    asked = asked_of(request, "actor", "source")
    kind, year = words_of(request, "kind"), words_of(request, "year")
    filters = {**asked, "kind": kind or ALL, "since": year, "until": year}
    key = ("search", question, *sorted(filters.items()))
    hits: list[Hit] = known.questions.get(key, lambda: known.ledger.search(question, limit=MOST, **filters))
    page = paged(request, len(hits), lambda limit, offset: hits[offset : offset + limit], size=PAGE)
    counts = [facet for facet in facets(hits, known, request) if facet.values]
    values = {
        "question": question,
        "has_words": bool(parse_terms(question)),
        "page": page,
        "is_cut": len(hits) >= MOST,
        "most": MOST,
        "hits": [_shown(hit, known) for hit in page.items],
        "facets": counts,
        "reports": len({hit.document for hit in hits}),
    }
    return View(
        template="search.html",
        values=values,
        data=lambda: {
            "question": question,
            "total": len(hits),
            "found": page.items,
            "facets": {f.title: {value.name: value.count for value in f.values} for f in counts},
        },
        rows=lambda: hits,
        table=lambda: found_to_csv(hits),
    )


def _shown(hit: Hit, known: Known) -> dict[str, Any]:
    document = known.reports.document(hit.document)
    here = urls.report(hit.document, record=hit.id) if hit.id else urls.report(hit.document, at=hit.start)
    return {
        "hit": hit,
        "snippet": [(_cut(piece.words), piece.is_found) for piece in hit.snippet],
        "title": title_of(document),
        "source": source_of(document),
        "kind": "" if hit.kind == REPORT else hit.kind,
        "address": urls.record(hit.id) if hit.id else here,
        "words": here,
    }


def _cut(words: str) -> str:
    """Words of a snippet: as they are, but for a "word" that goes on and on."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST // 2]} … {words[-_LONGEST // 2 :]}"


def facets(hits: Sequence[Hit], known: Known, request: Request) -> Iterable[Facet]:
    """What was found, counted."""
    yield _facet("Kind", "kind", Counter(hit.kind for hit in hits), request, _KIND_NAMES)
    named = known.cache.get("named in", lambda: _named_in(known))
    counts = Counter(side for hit in hits for side in named.get(hit.document, ()))
    most = dict(counts.most_common(_MOST_VALUES * 2))
    yield _facet("Reports that name", "actor", most, request, known.names(most))
    yield _facet("Publisher", "source", Counter(h.publisher for h in hits if h.publisher), request, {})
    yield _facet("Year", "year", Counter(h.published[:4] for h in hits if h.published), request, {})


def _facet(
    title: str, field: str, counts: dict[str, int] | Counter[str], request: Request, called: dict[str, str]
) -> Facet:
    """The most frequent values; the years in their own order."""
    asked = words_of(request, field)
    order = sorted(counts, key=lambda value: (-counts[value], value))[:_MOST_VALUES]
    if field == "year":
        order = sorted(order, reverse=True)
    if asked and asked not in order:
        order.insert(0, asked)
    rest = [(name, value) for name, value in request.query_params.multi_items() if name not in (field, "page")]
    return Facet(
        title,
        [
            Value(
                called.get(value, value), counts.get(value, 0),
                urls.with_query("/search", rest if value == asked else [*rest, (field, value)]), value == asked,
            )
            for value in order
        ],
    )  # fmt: skip


def _named_in(known: Known) -> dict[str, frozenset[str]]:
    """For each report the actors over all reports that it names; states by their code."""
    actors, table = schema.actors.c, schema.appearances.c
    query = select(actors.document, actors.kind, actors.country, table.canonical).join(
        schema.appearances, actors.appearance == table.appearance
    )
    found: dict[str, set[str]] = {}
    with known.ledger.connected() as connection:
        for row in connection.execute(query):
            is_state = row.kind == "state" and row.country and known.is_state(row.country)
            found.setdefault(row.document, set()).add(row.country if is_state else row.canonical)
    return {document: frozenset(sides) for document, sides in found.items()}


ROUTES = views("/search", show, forms=("json", "csv", "jsonl"))
