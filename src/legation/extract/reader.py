"""The reader: one report, one pass, all kinds of records in the order of the road."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from legation.errors import InputError
from legation.extract.actor import Actor
from legation.extract.commitment import Commitment, find_commitments
from legation.extract.conditional import Conditional, find_conditionals
from legation.extract.coreference import find_cast, resolve_quoted_persons
from legation.extract.event import Event, find_events
from legation.extract.phrase_actor import find_phrase_actor
from legation.extract.place import Place, find_places
from legation.extract.quantity import Quantity, find_quantities
from legation.extract.reading import Reading
from legation.extract.relation import Relation, relations
from legation.extract.shift import Shift, find_shifts
from legation.extract.statement import Statement, find_statements
from legation.extract.time import Time, find_times
from legation.language import lexicon, parse
from legation.language.detect import require_english
from legation.language.quotation import find_quotations
from legation.record import Record, to_jsonl
from legation.report.document import Document
from legation.report.layout import make_document
from legation.report.rows import to_report
from legation.report.source import RawReport, read_inputs
from legation.report.view import View
from legation.views import ReportViews

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from legation.extract.pair_rules import Bounds
    from legation.knowledge.store import Knowledge

Input: TypeAlias = "str | Path | dict[str, Any] | RawReport"
_BATCH = 32
_GIVEN = "report given"  # the path of what came in no file, for messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(ReportViews):
    """A report that has been read: its document and every record, each kind in the order of the text."""

    document: Document
    actors: list[Actor] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    conditionals: list[Conditional] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)

    def records(self) -> list[Record]:
        """Every record, the document's first, kinds in the order of the contract."""
        return [
            self.document, *self.actors, *self.places, *self.times, *self.quantities, *self.statements,
            *self.events, *self.commitments, *self.conditionals, *self.shifts,
        ]  # fmt: skip

    def to_jsonl(self) -> bytes:
        """`records()` as JSON Lines, UTF-8."""
        return to_jsonl(self.records())


class Reader:
    """Reads reports. Loads model and tables once a process; one reader serves several threads.

    >>> reader = Reader()
    >>> report = reader.read("Japan thanked France on Monday.", published="2016-11-16")
    >>> [event.type for event in report.events]
    ['SUPPORT']
    """

    def __init__(self, *, knowledge: Path | None = None) -> None:
        """Load everything. `knowledge` is a TOML file of your own entries, or another compiled knowledge file."""
        from legation.knowledge.store import Knowledge

        self.knowledge: Knowledge = Knowledge.open(knowledge)
        parse.load()

    def read(self, text: str, *, published: str | None = None, **about: str | None) -> Report:
        """Read one report's text. `about` may give `id`, `url`, `title`, `publisher`, `byline`.

        Raises InputError for a text that holds no report (empty, not English).
        """
        return self._read_one(_as_raw({"text": text, "published": published, **about}))

    def actor(self, phrase: str, *, published: str | None = None) -> Actor | None:
        """The actor that a phrase by itself names as of an ISO date; None if it names none.

        >>> Reader().actor("the Russian army").name
        'Russian Armed Forces'
        """
        on = date.fromisoformat(published) if published else None
        return find_phrase_actor(phrase, knowledge=self.knowledge, published=on)

    def read_many(self, inputs: Iterable[Input]) -> Iterator[Report]:
        """Read texts, paths or dicts with `text`, in order and in batches; raises InputError at a bad one."""
        for result in self.read_each(raw for item in inputs for raw in _raw_reports(item)):
            if isinstance(result, InputError):
                raise result
            yield result

    def read_each(self, raws: Iterable[RawReport | InputError]) -> Iterator[Report | InputError]:
        """The same for a batch that must go on: an InputError stands in the place of each report not read."""
        todo = iter(raws)
        while batch := list(islice(todo, _BATCH)):
            views: list[View | InputError] = [_view(raw) for raw in batch]
            docs = parse.parse(view.text for view in views if isinstance(view, View))
            for view in views:
                yield view if isinstance(view, InputError) else self._extract(view, next(docs))

    def relate(self, sentence: str, actor: Bounds, recipient: Bounds = None) -> Relation:
        """What the actor does to the recipient in the words of one sentence.

        >>> reader.relate("Japan thanked France on Monday.", actor=(0, 5), recipient=(14, 20)).type
        'SUPPORT'

        Both are `[start, end)` in code points of the sentence; None for one that it does not name. Raises InputError
        for a stretch outside the sentence.
        """
        return self.relate_many([(sentence, actor, recipient)])[0]

    def relate_many(self, pairs: Iterable[tuple[str, Bounds, Bounds]]) -> list[Relation]:
        """The same for many (sentence, actor, recipient), in order; some hundred a second."""
        return list(relations(list(pairs), knowledge=self.knowledge))

    def _read_one(self, raw: RawReport) -> Report:
        result = next(iter(self.read_each([raw])))
        if isinstance(result, InputError):
            raise result
        return result

    def reading(self, document: Document) -> Reading:
        """A document of a report read before, read again: what the finders see, for `trace`."""
        view = View.of(document, is_word=lexicon.is_word)
        return self._finds(view, next(iter(parse.parse([view.text]))))

    def _extract(self, view: View, doc: Doc) -> Report:
        """Every record of one parsed report."""
        reading = self._finds(view, doc)
        return Report(
            document=reading.document,
            actors=reading.cast.records(view),
            places=[a.record for a in reading.places],
            times=[a.record for a in reading.times],
            quantities=[a.record for a in reading.quantities],
            statements=[a.record for a in reading.statements],
            events=[a.record for a in reading.events],
            commitments=[a.record for a in reading.commitments],
            conditionals=[a.record for a in reading.conditionals],
            shifts=[a.record for a in reading.shifts],
        )

    def _finds(self, view: View, doc: Doc) -> Reading:
        """All that is found in one parsed report. Each finder sees what the ones before it found."""
        document = view.document
        published = date.fromisoformat(document.published) if document.published else None
        cast = find_cast(doc, view=view, knowledge=self.knowledge, published=published)
        reading = Reading(
            document=document,
            view=view,
            doc=doc,
            quotations=find_quotations(view.text),
            knowledge=self.knowledge,
            published=published,
            cast=cast,
        )
        reading.times = find_times(reading)
        reading.places = find_places(reading)
        reading.quantities = find_quantities(reading)
        reading.statements = find_statements(reading)
        resolve_quoted_persons(reading)
        reading.events = find_events(reading)
        reading.commitments = find_commitments(reading)
        reading.conditionals = find_conditionals(reading)
        reading.shifts = find_shifts(reading)
        return reading


def _view(raw: RawReport | InputError) -> View | InputError:
    """The reading view of one input, or why there is none."""
    if isinstance(raw, InputError):
        return raw
    try:
        document = make_document(raw)
        view = View.of(document, is_word=lexicon.is_word)
        require_english(view.text, raw.path)
    except InputError as error:
        return error
    return view


def _raw_reports(item: Input) -> Iterator[RawReport | InputError]:
    if isinstance(item, RawReport):
        yield item
    elif isinstance(item, Path):
        yield from read_inputs([item])
    else:
        yield _as_raw({"text": item} if isinstance(item, str) else item)


def _as_raw(fields: dict[str, Any]) -> RawReport:
    """A report given in Python, checked as a row of a table is; raises InputError."""
    return to_report({name: value for name, value in fields.items() if value is not None}, _GIVEN)
