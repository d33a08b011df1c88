"""What every record shares: its document, its evidence, its confidence and its id.

The kinds themselves stand in one module each: `report.document`, `extract.actor`, `extract.place` …
Spans are `[start, end)` in Unicode code points into the text of the document exactly as supplied.
"""

import hashlib
from collections.abc import Iterable
from typing import Any, ClassVar, Literal, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

Span: TypeAlias = tuple[int, int]
Spans: TypeAlias = tuple[Span, ...]

_ID_DIGITS = 16


def make_id(kind: str, *parts: object) -> str:
    """The id of a record: its kind and a digest of what makes it itself.

    Equal parts give equal ids on every run and machine; 64 bits keep a million reports apart.
    """
    digest = hashlib.sha256(msgspec.json.encode([kind, *parts])).hexdigest()
    return f"{kind}-{digest[:_ID_DIGITS]}"


class Review(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person has said of a record: its latest review, which stands above what the machine read.

    `was` holds what the machine had in each field that the person has set otherwise.
    """

    verdict: Literal["confirm", "correct", "reject"]
    by: str
    reason: str
    at: str  # UTC, ISO 8601, to the second
    was: dict[str, Any] = {}


class Record(msgspec.Struct, frozen=True, kw_only=True, tag_field="record"):
    """The fields common to all kinds.

    `evidence` is what a reader can check the record against and is never empty; `confidence` is a
    probability in 0..1; `id`, unless given, is made from all other fields but `confidence` and `review`.
    `review` is there only where a person has reviewed the record.
    """

    id: str = ""
    document: str
    evidence: Spans
    confidence: float
    review: Review | UnsetType = UNSET

    # What is left out of the id: neither a recalibration nor a review must change what a record is called.
    _outside_id: ClassVar[frozenset[str]] = frozenset({"id", "confidence", "review"})

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} of a {self.kind_name()} is outside 0..1")
        if not self.id:
            fields = [getattr(self, name) for name in self.__struct_fields__ if name not in self._outside_id]
            msgspec.structs.force_setattr(self, "id", make_id(self.kind_name(), *fields))

    @classmethod
    def kind_name(cls) -> str:
        """The name in the `record` field: `event`, `statement` …"""
        return str(cls.__struct_config__.tag)

    def quotes(self, text: str) -> list[str]:
        """The words of `text`, the document's own, that bear the record out."""
        return [text[start:end] for start, end in self.evidence]

    def to_dict(self) -> dict[str, Any]:
        """The record as plain JSON types, `record` first."""
        built: dict[str, Any] = msgspec.to_builtins(self)
        return built


def to_jsonl(records: Iterable[Record]) -> bytes:
    """The records as JSON Lines, UTF-8, in the order given."""
    return msgspec.json.Encoder().encode_lines(records)


def merge_spans(spans: Iterable[Span]) -> Spans:
    """The spans in order of the text, overlapping or touching ones joined."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
