"""W3C Web Annotation (JSON-LD): one annotation a record, on the words that bear it out.

Model: https://www.w3.org/TR/annotation-model/ (2017). The body is the record itself. Targets: the report's page by its
words alone, where it has an address (offsets hold for the text as Legation took it, not for the page), and that text by
words and by offsets, in code points. A quotation of several parts is one Composite; each mention of an actor a target.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from legation import __version__
from legation.export.describe import evidence_of
from legation.extract.actor import Actor
from legation.extract.place import Place
from legation.report.document import Document

if TYPE_CHECKING:
    from legation.export.selection import Selection
    from legation.record import Record, Span, Spans

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
NAME = "annotations.jsonld"
_AROUND = 32  # code points before and after, by which the words are told from the same words elsewhere
_MOTIVATIONS: Mapping[str, str] = {
    "actor": "identifying", "place": "identifying", "time": "identifying", "quantity": "describing",
    "statement": "describing", "event": "classifying", "commitment": "classifying", "conditional": "linking",
    "shift": "describing",
}  # fmt: skip
_encoder = msgspec.json.Encoder()


def pieces(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """One collection, its annotations in the order of the reports and of the record contract."""
    label = _encoder.encode(f"Legation {__version__}").decode()
    head = f'{{"@context": "{CONTEXT}", "id": "urn:legation:annotations", "type": "AnnotationCollection", '
    head += f'"label": {label}, "first": {{"id": "urn:legation:annotations:1", "type": "AnnotationPage", "items": ['
    yield NAME, head.encode()
    total = 0
    for told in selection:
        created = selection.read_at.get(told.document.document)
        for record in told.records:
            if not isinstance(record, Document):
                selection.count(record)
                made = annotation_of(record, told.document, created=created)
                yield NAME, (b",\n" if total else b"\n") + _encoder.encode(made)
                total += 1
    yield NAME, f'\n]}}, "total": {total}}}\n'.encode()


def annotation_of(record: Record, document: Document, *, created: str | None = None) -> dict[str, Any]:
    """The annotation of one record; alone, it wants `@context` besides. `created`: when it was read (ISO 8601, UTC)."""
    made: dict[str, Any] = {
        "id": f"urn:legation:{_part(document.document)}:{_part(record.id)}",
        "type": "Annotation",
        "motivation": _MOTIVATIONS[record.kind_name()],
        "creator": {"type": "Software", "name": f"Legation {__version__}"},
    }
    if created:
        made["created"] = created.replace("+00:00", "Z")
    made["body"] = {"type": "Dataset", "format": "application/json", "value": msgspec.to_builtins(record)}
    made["target"] = list(_targets(record, document))
    return made


def _targets(record: Record, document: Document) -> Iterator[dict[str, Any]]:
    # Each mention is the whole actor; the parts of a quotation are only together what was said.
    is_any = isinstance(record, (Actor, Place))
    spans = record.mentions or record.evidence if isinstance(record, (Actor, Place)) else evidence_of(record)
    for places in ([span] for span in spans) if is_any else [spans]:
        if document.url:
            yield _together([_resource(document, span, document.url, has_offsets=False) for span in places])
        own = f"urn:legation:{_part(document.document)}"
        yield _together([_resource(document, span, own, has_offsets=True) for span in places])


def _together(resources: list[dict[str, Any]]) -> dict[str, Any]:
    return resources[0] if len(resources) == 1 else {"type": "Composite", "items": resources}


def _resource(document: Document, span: Span, source: str, *, has_offsets: bool) -> dict[str, Any]:
    start, end = span
    text = document.text
    selectors: list[dict[str, Any]] = [
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - _AROUND) : start],
            "suffix": text[end : end + _AROUND],
        }
    ]
    if has_offsets:
        selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
    return {"type": "SpecificResource", "source": source, "selector": selectors}


def spans_of(annotation: Mapping[str, Any]) -> Spans:
    """The offsets that an annotation has, in its order: what `annotation_of` wrote, and what tools give back."""
    found: list[Span] = []
    targets = annotation["target"]
    for target in targets if isinstance(targets, list) else [targets]:
        for resource in target.get("items", [target]):
            selectors = resource.get("selector", [])
            listed = selectors if isinstance(selectors, list) else [selectors]
            found += [(s["start"], s["end"]) for s in listed if s["type"] == "TextPositionSelector"]
    return tuple(found)


def _part(name: str) -> str:
    return quote(name, safe="")
