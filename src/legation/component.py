"""A spaCy component: `nlp.add_pipe("legation")` reads each doc and gives what was read as `doc._.legation`.

>>> doc = nlp("Japan thanked France on Monday.")
>>> doc._.legation.events[0].type
'SUPPORT'
>>> [span.text for span in doc._.legation_spans(doc._.legation.events[0])]
['Japan', 'thanked France']

`doc._.legation` is the `Report` that `Reader.read` gives, or None for what holds no report (`doc._.legation_error`
says why). `doc.spans["legation"]` has the words for every record, labelled by its kind. What is known of a report
(`published`, `id`, `url` …) is given as `doc.user_data["legation"]`, or as the context of `nlp.pipe(…,
as_tuples=True)`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from legation.errors import InputError
from legation.extract.reader import Reader, Report
from legation.ledger.rows import TABLES, to_record
from legation.record import Record
from legation.report.document import Document
from legation.report.rows import to_report

if TYPE_CHECKING:
    from spacy.tokens import Span

    from legation.report.source import RawReport

NAME = "legation"
_READ, _FAILED = "legation_read", "legation_failed"
_logger = logging.getLogger(__name__)


@Language.factory(NAME, default_config={"published": None}, retokenizes=False)
def make(nlp: Language, name: str, published: str | None) -> Component:  # noqa: ARG001  # what spaCy gives a factory
    """The component; `published` is the day of reports that have none of their own."""
    return Component(published=published)


class Component:
    """Reads docs. The reader loads its own model once a process, whatever pipeline it stands in."""

    def __init__(self, *, published: str | None = None) -> None:
        self._published = published
        self._reader: Reader | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Read one doc."""
        return next(iter(self.pipe([doc], batch_size=1)))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """Read docs in batches, in order."""
        if self._reader is None:
            self._reader = Reader()
        todo = iter(stream)
        while docs := list(islice(todo, batch_size)):
            raws = [self._raw(doc) for doc in docs]
            for doc, result in zip(docs, self._reader.read_each(raws), strict=True):
                _keep(doc, result)
                yield doc

    def _raw(self, doc: Doc) -> RawReport | InputError:
        """What is known of a doc's report, and its text."""
        context = getattr(doc, "_context", None)
        known = {**(context if isinstance(context, dict) else {}), **(doc.user_data.get(NAME) or {})}
        about = {"published": self._published, **known, "text": doc.text}
        try:
            return to_report({name: value for name, value in about.items() if value is not None}, "doc")
        except InputError as error:
            return error


def _keep(doc: Doc, result: Report | InputError) -> None:
    """Keep what was read in the doc, as bytes: a doc is written to disk and sent between processes."""
    if isinstance(result, InputError):
        _logger.warning("a doc is passed over: %s", result)
        doc.user_data[_FAILED] = str(result)
        return
    doc.user_data[_READ] = result.to_jsonl()
    spans = [span for record in result.records() if not isinstance(record, Document) for span in spans_of(doc, record)]
    doc.spans[NAME] = SpanGroup(doc, name=NAME, spans=spans)


def read_of(doc: Doc) -> Report | None:
    """What was read of a doc; None if nothing was."""
    data = doc.user_data.get(_READ)
    return None if data is None else _report(data)


def spans_of(doc: Doc, record: Record) -> list[Span]:
    """The spans of a doc that bear a record out, in whole tokens, labelled by kind; `span.id_` is the record's id."""
    found = (
        doc.char_span(start, end, label=record.kind_name(), span_id=record.id, alignment_mode="expand")
        for start, end in record.evidence
    )
    return [span for span in found if span is not None]


@lru_cache(64)
def _report(data: bytes) -> Report:
    records = [to_record(line) for line in data.splitlines()]
    document, *_ = records
    assert isinstance(document, Document)  # noqa: S101  # `_keep` wrote it first
    found: dict[str, Any] = {table.name: [] for table in TABLES.values()}
    for record in records[1:]:
        found[TABLES[type(record)].name].append(record)
    del found["documents"]
    return Report(document=document, **found)


Doc.set_extension("legation", getter=read_of, force=True)
Doc.set_extension("legation_error", getter=lambda doc: doc.user_data.get(_FAILED), force=True)
Doc.set_extension("legation_spans", method=spans_of, force=True)
