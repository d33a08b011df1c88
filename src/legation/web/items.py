"""Items: lines about records, each with the addresses that bear it out: what it is of, and where its words stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from legation.export.across import (
    arrangement_in_words,
    entry_line,
    happening_lines,
    hit_lines,
    record_lines,
    turn_lines,
)
from legation.export.describe import evidence_of
from legation.web import urls

if TYPE_CHECKING:
    from legation.export.lines import Line, Quote
    from legation.ledger.happening import Happening
    from legation.ledger.history import Entry, History
    from legation.ledger.search import Hit
    from legation.ledger.shifts import Turn
    from legation.record import Record
    from legation.web.known import Known

# An address that the day is still to be added to: a template does it with `urls.at`.
Address = str


@dataclass(frozen=True, slots=True)
class Item:
    """A line, what it leads to, and for each of its quotations where it stands."""

    line: Line
    address: Address
    quotes: tuple[tuple[Quote, Address | None], ...] = ()
    kind: str = ""  # of record, for its colour

    @property
    def group(self) -> str:
        """The heading that the line stands under."""
        return self.line.group


def grouped(items: Iterable[Item]) -> list[tuple[str, list[Item]]]:
    """The items under their headings, in the order in which these first come up."""
    order: dict[str, int] = {}
    ordered = sorted(items, key=lambda item: order.setdefault(item.group, len(order)))
    return [(group, list(found)) for group, found in groupby(ordered, key=lambda item: item.group)]


def happening_items(found: Sequence[Happening], known: Known, *, group: str | None = None) -> list[Item]:
    """A line a happening, which leads to all accounts of it."""
    lines = happening_lines(found, known.reports, group=group)
    return [_happening_item(h, line, known) for h, line in zip(found, lines, strict=True)]


def _happening_item(happening: Happening, line: Line, known: Known) -> Item:
    where: dict[Any, Address] = {}
    for telling in happening.tellings:
        source = known.reports.source(telling.document) if happening.reports > 1 else None
        address = urls.report(telling.document, record=telling.event.id)
        where.setdefault((evidence_of(telling.event), source), address)
    quotes = tuple((quote, where.get((quote.spans, quote.source))) for quote in line.quotes)
    return Item(line, urls.happening(happening.id), quotes, "event")


def record_items(found: Iterable[Record], known: Known, *, group: str = "") -> list[Item]:
    """A line a record, which leads to it."""
    records = list(found)
    lines = record_lines(records, known.reports, group=group)
    return [_record_item(record, line) for record, line in zip(records, lines, strict=True)]


def _record_item(record: Record, line: Line) -> Item:
    words = urls.report(record.document, record=record.id)
    return Item(line, urls.record(record.id), tuple((quote, words) for quote in line.quotes), record.kind_name())


def entry_items(entries: Iterable[Entry], known: Known, *, group: str = "") -> list[Item]:
    """A line an entry of a history."""
    return [_record_item(e.commitment, entry_line(e, known.reports, group=group)) for e in entries]


def turn_items(turns: Sequence[Turn], known: Known) -> Iterator[Item]:
    """A line a turn, which leads to the arrangement that it is about."""
    for turn, line in zip(turns, turn_lines(turns, known.ledger, known.reports), strict=True):
        places = (turn.before, turn.after)
        quotes = tuple(
            (quote, urls.report(entry.document, record=entry.commitment.id))
            for quote, entry in zip(line.quotes, places, strict=True)
        )
        yield Item(line, urls.history(turn.history.id), quotes, "shift")


def hit_items(hits: Sequence[Hit], known: Known) -> list[tuple[Hit, Line, Address]]:
    """What was found, with its line and where it stands."""
    return [
        (hit, line, urls.report(hit.document, record=hit.id) if hit.id else urls.report(hit.document, at=hit.start))
        for hit, line in zip(hits, hit_lines(hits, known.reports), strict=True)
    ]


def arrangement(history: History, known: Known) -> str:
    """An arrangement in words: "Japan → United States · payment"."""
    return arrangement_in_words(history, known.names(history.sides))
