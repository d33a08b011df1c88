"""Records made by hand for tests: no model, no tables, every span found by its words.

A maker takes the document first, then what the test is about; the rest has a plain default.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from legation.errors import EmptyInput, InputError
from legation.extract.actor import Actor, Office
from legation.extract.commitment import Commitment, Party
from legation.extract.conditional import Conditional
from legation.extract.event import Event
from legation.extract.place import Place
from legation.extract.quantity import Quantity
from legation.extract.shift import Shift
from legation.extract.statement import Statement
from legation.extract.time import Time
from legation.record import Record, Span, Spans, make_id
from legation.report.document import Block, Document


@dataclass(frozen=True)
class HandReport:
    """A report put together from records; has what the ledger and the brief ask of one."""

    document: Document
    found: tuple[Record, ...] = ()

    def records(self) -> list[Record]:
        """The document, then the rest as given."""
        return [self.document, *self.found]


def report(document: Document, *found: Record) -> HandReport:
    """A report with these records."""
    return HandReport(document, found)


def document(
    text: str = "Japan thanked France.",
    *,
    id: str = "r1",  # noqa: A002  # the record's own word
    published: str | None = "2016-11-16",
    **fields: Any,
) -> Document:
    """A document of one paragraph."""
    fields.setdefault("published_basis", "given" if published else "unknown")
    fields.setdefault("blocks", (Block(kind="paragraph", start=0, end=len(text)),))
    return Document(document=id, text=text, published=published, evidence=((0, len(text)),), confidence=1.0, **fields)


def span(document: Document, words: str) -> Span:
    """Where the words stand first in the document."""
    start = document.text.index(words)
    return start, start + len(words)


def spans(document: Document, words: str | None) -> Spans:
    """The spans of words with " … " between the parts; the whole text for None."""
    if words is None:
        return ((0, len(document.text)),)
    return tuple(span(document, part) for part in words.split(" … "))


def mentions(document: Document, words: str) -> Spans:
    """Every place where the words stand in the document."""
    return tuple(found.span() for found in re.finditer(re.escape(words), document.text))


def _common(document: Document, words: str | None, fields: dict[str, Any]) -> dict[str, Any]:
    return {"document": document.document, "evidence": spans(document, words), "confidence": 0.9, **fields}


def actor(
    document: Document,
    name: str,
    words: str | None = None,
    *,
    kind: str = "state",
    country: str | None = None,
    office: str | None = None,
    **fields: Any,
) -> Actor:
    """An actor; `words` are its first mention, its name by default where that stands in the text."""
    if words is None and name in document.text:
        words = name
    common = _common(document, words, fields)
    offices = (Office(title=office, of=country),) if office else ()
    return Actor(
        **{"mentions": common["evidence"], "offices": offices, "name": name, "kind": kind, "country": country, **common}
    )


def place(document: Document, name: str, *, kind: str = "city", **fields: Any) -> Place:
    """A place at its name's first occurrence."""
    common = _common(document, name, fields)
    return Place(**{"mentions": common["evidence"], "name": name, "kind": kind, **common})


def time(document: Document, value: str, words: str, **fields: Any) -> Time:
    """A time expression."""
    return Time(**{"value": value, "type": "DATE", "basis": "published", **_common(document, words, fields)})


def quantity(document: Document, value: float, unit: str, words: str, **fields: Any) -> Quantity:
    """A quantity."""
    return Quantity(**{"value": value, "unit": unit, **_common(document, words, fields)})


def statement(
    document: Document,
    content: str,
    *speakers: Actor,
    act: str = "assert",
    to: tuple[Actor, ...] = (),
    cue: str | None = None,
    **fields: Any,
) -> Statement:
    """A statement with this content by these speakers."""
    made = {
        "speakers": tuple(actor.id for actor in speakers),
        "addressees": tuple(actor.id for actor in to),
        "cue": spans(document, cue) if cue else (),
        "content": spans(document, content),
        "directness": "indirect",
        "act": act,
    }
    return Statement(**{**made, **_common(document, content, fields)})


def event(
    document: Document,
    type: str,  # noqa: A002  # the record's own word
    words: str | None,
    *,
    by: tuple[Actor, ...] = (),
    to: tuple[Actor, ...] = (),
    modality: str = "occurred",
    **fields: Any,
) -> Event:
    """An event by some to others."""
    made = {
        "type": type,
        "actors": tuple(actor.id for actor in by),
        "recipients": tuple(actor.id for actor in to),
        "modality": modality,
    }
    return Event(**{**made, **_common(document, words, fields)})


def commitment(
    document: Document, kind: str, words: str | None, *parties: tuple[Actor, str], **fields: Any
) -> Commitment:
    """A commitment of (actor, role) parties."""
    made = {"kind": kind, "parties": tuple(Party(actor=actor.id, role=role) for actor, role in parties)}
    return Commitment(**{**made, **_common(document, words, fields)})


def conditional(document: Document, condition: str, consequence: str, **fields: Any) -> Conditional:
    """A conditional."""
    made = {"condition": spans(document, condition), "consequence": spans(document, consequence), "form": "if"}
    return Conditional(**{**made, **_common(document, f"{condition} … {consequence}", fields)})


def shift(
    document: Document, speaker: Actor, words: str | None = None, *, direction: str = "away", **fields: Any
) -> Shift:
    """A change of the speaker's position."""
    return Shift(**{"speaker": speaker.id, "direction": direction, **_common(document, words, fields)})


class HandReader:
    """Stands in for the reader: "Peru thanked Cuba." is one event; "refuse" and "crash" do as they say."""

    def __init__(self) -> None:
        self.texts: list[str] = []  # what it was given, in order

    def read_each(self, raws: Iterable[Any]) -> Iterator[HandReport | InputError]:
        """A report for each raw one, or why there is none."""
        for raw in raws:
            text = raw.text.strip()
            self.texts.append(text)
            if "crash" in text:
                raise RuntimeError("a bug of ours")
            if "refuse" in text:
                yield EmptyInput("nothing in it that is a report", path=raw.path, mend="give another text")
                continue
            about = document(
                raw.text,
                id=raw.id or make_id("doc", raw.text),
                published=raw.published,
                title=raw.title,
                url=raw.url,
                publisher=raw.publisher,
            )
            who, thanked, whom = text.rstrip(".").partition(" thanked ")
            if not thanked:
                yield report(about)
                continue
            one, other = actor(about, who, country="PER"), actor(about, whom, country="CUB")
            yield report(about, one, other, event(about, "SUPPORT", "thanked", by=(one,), to=(other,)))


def reading(text: str, *, published: str | None = "2018-03-14") -> Any:
    """A parsed reading of one paragraph, without actors: what the finders of times and quantities are given."""
    from datetime import date

    from legation.extract.mention import Cast
    from legation.extract.reading import Reading
    from legation.language.parse import parse
    from legation.report.view import View

    view = View.of(document(text, published=published))
    doc = next(parse([view.text]))
    return Reading(
        document=view.document,
        view=view,
        doc=doc,
        quotations=(),
        knowledge=None,  # type: ignore[arg-type]  # neither finder asks for it
        published=date.fromisoformat(published) if published else None,
        cast=Cast(doc=doc, document=view.document.document),
    )


def unmarked(marked: str) -> tuple[str, list[str]]:
    """A sentence without its [ ] and the stretches that stood in them, in order."""
    parts = marked.replace("]", "[").split("[")
    return "".join(parts), parts[1::2]


def read(text: str, *, published: str | None = "2019-05-06") -> Any:
    """The `Report` of a text that is read with all finders and the real tables; one reader a process."""
    return _reader().read(text, published=published)


@cache
def _reader() -> Any:
    from legation.extract.reader import Reader

    return Reader()


def marks(marked: str) -> tuple[str, list[Span], list[Span]]:
    """A sentence without its [ ] and { }, and the spans that stood in each."""
    plain, opened = "", {"[": list[int](), "{": list[int]()}
    found: dict[str, list[Span]] = {"[": [], "{": []}
    for sign in marked:
        kind = {"]": "[", "}": "{"}.get(sign)
        if sign in opened:
            opened[sign].append(len(plain))
        elif kind is not None:
            found[kind].append((opened[kind].pop(), len(plain)))
        else:
            plain += sign
    return plain, found["["], found["{"]


def overlap(some: Iterable[Span], others: Iterable[Span]) -> bool:
    """True where any span of the one shares a code point with any of the other."""
    rest = list(others)
    return any(start < end_2 and start_2 < end for start, end in some for start_2, end_2 in rest)
