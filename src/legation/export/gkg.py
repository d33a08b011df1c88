"""GDELT's Global Knowledge Graph 2.1: one row a report, 27 columns, with what it names, counts, dates and quotes.

After the GKG 2.1 codebook (2015). Blocks are parted by `;` or `#`, fields inside by `#`, `|` or `,`: what names hold of
these becomes a space. Themes, tone and measures of emotion are empty; PLOVER's contexts are not GDELT's themes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from legation.export.geo import NOWHERE, geo_of
from legation.export.mentioned import Mentioned
from legation.export.stamps import host_of, published_stamp, stamp
from legation.export.tsv import plain, row
from legation.extract.actor import Actor
from legation.extract.event import Event
from legation.extract.place import Place
from legation.extract.quantity import Quantity
from legation.extract.statement import Statement
from legation.extract.time import Time
from legation.knowledge.actor_nouns import load_actor_nouns

if TYPE_CHECKING:
    from legation.export.selection import Selection, Told
    from legation.report.document import Document

_WEB, _CITATION = 1, 2
# Kinds that are neither a person nor an organisation to GDELT.
_NO_ORGANIZATION = frozenset({"state", "people", "unnamed", "person"})
_OF_EVENT = {
    ("COERCE", "arrest"): "ARREST", ("ASSAULT", "abduct"): "KIDNAP", ("COERCE", "seize"): "SEIZE",
}  # fmt: skip
_KILLED = re.compile(r"\b(?:kill|dead\b|die|death|slain|slaughter|massacre|murder|execut)", re.IGNORECASE)
_WOUNDED = re.compile(r"\b(?:wound|injur|hurt|maim)", re.IGNORECASE)
_AROUND = 60  # code points before and after a number within which the word for the deed stands
_PEOPLE = frozenset({"people", "person", "troops", "men", "women", "children", "victims", "passengers", "hostages"})
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?")
_PARTS = ";#|,"


def rows(selection: Selection) -> Iterator[bytes]:
    """A row a report asked for as a whole."""
    numbers: Counter[str] = Counter()
    for told in selection.reports():
        selection.count(told.document)
        when = stamp(selection, told.document) or "0"
        numbers[when] += 1
        yield row([f"{when}-{numbers[when]}", *_Row(told).cells()])


class _Row:
    """One report's row."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._document = told.document
        self._mentioned = Mentioned(told.document, told.names)

    def cells(self) -> list[object]:
        """All fields but the first."""
        document = self._document
        persons = self._named(lambda actor: actor.kind == "person")
        bodies = self._named(lambda actor: actor.kind not in _NO_ORGANIZATION)
        places = [(place, geo_of(place)) for place in self._told.of(Place)]
        found = [(place, geo) for place, geo in places if geo != NOWHERE]
        counts = list(self._counts())
        return [
            published_stamp(document) or 0, _WEB if document.url else _CITATION,
            host_of(document) or document.publisher, document.url or document.document,
            _blocks(counted for counted, _ in counts), _blocks(f"{counted}#{at}" for counted, at in counts),
            None, None,  # themes
            _blocks("#".join(_flat([*geo[:4], *geo[5:]])) for _, geo in found),
            _blocks("#".join([*_flat([*geo]), str(at)]) for place, geo in found for at in self._mentioned.named(place)),
            _blocks(dict.fromkeys(name for name, _ in persons)), _blocks(f"{name},{at}" for name, at in persons),
            _blocks(dict.fromkeys(name for name, _ in bodies)), _blocks(f"{name},{at}" for name, at in bodies),
            None,  # tone
            _blocks(self._dates()), f"wc:{len(document.text.split())}",
            None, None, None, None,  # images and videos
            "#".join(self._quotations()), _blocks(f"{name},{at}" for name, at in self._all_names()),
            _blocks(self._amounts()), None, _extras(document),
        ]  # fmt: skip

    def _named(self, is_asked: Callable[[Actor], bool]) -> list[tuple[str, int]]:
        found = [
            (plain(actor.name, _PARTS), at)
            for actor in self._told.of(Actor)
            if is_asked(actor)
            for at in self._mentioned.named(actor)
        ]
        return sorted(found, key=lambda pair: pair[1])

    def _all_names(self) -> list[tuple[str, int]]:
        actors = self._named(lambda actor: actor.kind not in ("people", "unnamed"))
        places = [(plain(p.name, _PARTS), at) for p in self._told.of(Place) for at in self._mentioned.named(p)]
        return sorted({*actors, *places}, key=lambda pair: (pair[1], pair[0]))

    def _counts(self) -> Iterator[tuple[str, int]]:
        """People who are killed, arrested, held …, with where; what else is counted is no GDELT count."""
        for event in self._told.of(Event):
            place = self._told.get(event.place)
            geo = geo_of(place if isinstance(place, Place) else None)
            for quantity in map(self._told.get, event.quantities):
                if isinstance(quantity, Quantity) and _is_people(quantity.unit):
                    what = [self._count_type(event, quantity), _number(quantity.value), plain(quantity.unit, _PARTS)]
                    yield "#".join([*what, *_flat([*geo[:4], *geo[5:]])]), quantity.evidence[0][0]

    def _count_type(self, event: Event, quantity: Quantity) -> str:
        if event.type == "PROTEST":
            return "PROTEST"
        own = _OF_EVENT.get((event.type, event.mode or ""))
        if own or event.type != "ASSAULT":
            return own or "AFFECT"
        start, end = quantity.evidence[0][0], quantity.evidence[-1][1]
        around = self._document.text[max(0, start - _AROUND) : end + _AROUND]
        if _KILLED.search(around):
            return "KILL"
        return "WOUND" if _WOUNDED.search(around) else "AFFECT"

    def _dates(self) -> Iterator[str]:
        for time in self._told.of(Time):
            found = _DATE.fullmatch(time.value) if time.type == "DATE" else None
            if found:
                year, month, day = (int(part or 0) for part in found.groups())
                resolution = 1 + bool(month) + bool(day)
                yield f"{resolution},{month},{day},{year},{time.evidence[0][0]}"

    def _quotations(self) -> Iterator[str]:
        for statement in self._told.of(Statement):
            if statement.directness == "indirect":
                continue
            verb = plain(" ".join(self._document.text[slice(*span)] for span in statement.cue), _PARTS)
            for start, end in statement.content:
                yield f"{start}|{end - start}|{verb}|{plain(self._document.text[start:end], '#|')}"

    def _amounts(self) -> Iterator[str]:
        for quantity in self._told.of(Quantity):
            if quantity.unit not in ("%", "percent"):
                what = plain(quantity.of or quantity.unit, _PARTS)
                yield f"{_number(quantity.value)},{what},{quantity.evidence[0][0]}"


def _is_people(unit: str) -> bool:
    """Whether what is counted are people: "civilians", "soldiers", not "missiles"."""
    word = unit.casefold().split()[-1] if unit.split() else ""
    if word in _PEOPLE:
        return True
    noun = load_actor_nouns().get(word.removesuffix("s"))
    return noun is not None and noun.kind == "unnamed"


def _number(value: float) -> str:
    return f"{value:.15g}" if abs(value) < 1e15 else f"{value:.0f}"


def _flat(fields: list[str]) -> list[str]:
    """Fields of a block, without the signs that part blocks; the comma of "Havana, Cuba" stays."""
    return [plain(field, ";#|") for field in fields]


def _blocks(found: Iterable[str]) -> str:
    return ";".join(found)


def _extras(document: Document) -> str:
    """What later files have in V2EXTRASXML: title, authors, time of publication, links."""
    tags = {
        "PAGE_LINKS": ";".join(link.url for link in document.links if link.kind == "inline"),
        "PAGE_AUTHORS": document.byline,
        "PAGE_PRECISEPUBTIMESTAMP": published_stamp(document),
        "PAGE_TITLE": document.title,
    }
    return "".join(f"<{tag}>{escape(plain(value, ''))}</{tag}>" for tag, value in tags.items() if value)
