"""A report: its text with every record marked in it, and the records listed beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from legation.export.describe import Names
from legation.export.reports import title_of
from legation.knowledge.labels import labels
from legation.ledger.store import Ledger
from legation.record import Record, Spans
from legation.report.document import Document
from legation.web import urls
from legation.web.cards import KINDS, Card, make_card
from legation.web.highlight import passages
from legation.web.marks import Marker
from legation.web.site import Site, View, moment_of, number_of, views, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request


# Stands for an offset in an address that is made once for all of them; no id has such a number in it.
_AT = 987_654_321


@dataclass(frozen=True, slots=True)
class Group:
    """The cards of one kind, under its label."""

    kind: str
    label: str
    cards: list[Card]


def show(site: Site, request: Request) -> View:
    """One report with its records."""
    document = site.document(request)
    kinds = tuple(kind for kind in request.query_params.getlist("kind") if kind in KINDS)
    values = report(
        site.ledger,
        document,
        record=words_of(request, "record"),
        at=number_of(request, "at"),
        kinds=kinds,
        addresses=urls.Addresses(moment_of(request)),
    )
    return View(
        template="report.html",
        values=values,
        data=lambda: as_json(site.ledger, document),
        rows=lambda: site.ledger.records(document.document),
    )


def report(
    ledger: Ledger,
    document: Document,
    *,
    record: str | None,
    at: int | None,
    kinds: tuple[str, ...],
    addresses: urls.Addresses,
) -> dict[str, Any]:
    """One report: its text with marks, its records in groups, and which of them are put forward."""
    records = [r for r in ledger.records(document.document) if not isinstance(r, Document)]
    shown = [r for r in records if not kinds or r.kind_name() in kinds or r.id == record]
    spans = {r.id: spans_of(r) for r in shown}
    names = Names(records, document)
    listed = [r for r in shown if at is None or any(start <= at < end for start, end in spans[r.id])]
    before, _, after = addresses.report(document.document, at=_AT, kinds=kinds).rpartition(str(_AT))
    marker = Marker(
        kind_of={r.id: r.kind_name() for r in shown},
        before=before,
        after=after,
        safe=frozenset(link.url for link in document.links if is_safe(link.url)),
        chosen=record,
    )
    return {
        "document": document,
        "title": title_of(document),
        "basis": labels().basis[document.published_basis],
        "source": document.url if is_safe(document.url) else None,
        "passages": [(passage.kind, marker.to_html(passage)) for passage in passages(document, spans)],
        "passed_over": {"promo", "byline", "boilerplate"},
        "groups": _groups(listed, names),
        "kind_links": _kind_links(records),
        "total": len(records),
        "kinds": kinds,
        "record": record,
        "at": at,
    }


def spans_of(record: Record) -> Spans:
    """All the words of a record: its evidence, and what it quotes, names or ties together."""
    fields = ("mentions", "content", "cue", "speaker_span", "condition", "consequence")
    quoted = [span for name in fields for span in getattr(record, name, ())]
    return tuple(sorted({*record.evidence, *quoted}))


def is_safe(url: str | None) -> bool:
    """True for an address that a page may link to: http or https, nothing that runs."""
    if not url:
        return False
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False


def as_json(ledger: Ledger, document: Document) -> list[dict[str, Any]]:
    """Every record of a report, the document's first: what `legation read --format json` prints."""
    return [r.to_dict() for r in ledger.records(document.document)]


def _groups(records: Iterable[Record], names: Names) -> list[Group]:
    by_kind: dict[str, list[Card]] = {kind: [] for kind in KINDS}
    for record in records:
        by_kind[record.kind_name()].append(make_card(record, names))
    return [Group(kind, KINDS[kind], cards) for kind, cards in by_kind.items() if cards]


def _kind_links(records: list[Record]) -> list[dict[str, Any]]:
    counts = dict.fromkeys(KINDS, 0)
    for record in records:
        counts[record.kind_name()] += 1
    return [{"kind": kind, "label": KINDS[kind], "count": count} for kind, count in counts.items() if count]


ROUTES = views("/report/{id:path}", show, forms=("json", "jsonl"))
