"""Labels: what types, kinds, acts and codes are called in words. Table: `data/labels.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from legation.knowledge.table import toml


class EventLabel(msgspec.Struct, frozen=True, kw_only=True):
    """One PLOVER type or mode: its noun, and its verb with recipients and `alone`, in the infinitive and the past."""

    type: str
    mode: str | None = None
    noun: str
    verb: str
    past: str
    alone: str
    alone_past: str


class ModalityLabel(msgspec.Struct, frozen=True, kw_only=True):
    """A word for the modality, the heading it stands under, and the form of the verb."""

    label: str
    group: str
    form: str


class ActLabel(msgspec.Struct, frozen=True, kw_only=True):
    """An act of speech as a noun, and as a verb of one or many speakers, to somebody or not."""

    noun: str
    one: str
    many: str
    one_to: str
    many_to: str


class DirectionLabel(msgspec.Struct, frozen=True, kw_only=True):
    """Which way a position moved, and the sentence with and without what it is about."""

    label: str
    line: str
    alone: str


class FormLabel(msgspec.Struct, frozen=True, kw_only=True):
    """The line of a form of conditional, and what its condition may open with instead of the form's own word."""

    line: str
    opens: tuple[str, ...]


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """Every label, by the vocabulary of the record contract."""

    events: tuple[EventLabel, ...]
    modality: Mapping[str, ModalityLabel]
    act: Mapping[str, ActLabel]
    direction: Mapping[str, DirectionLabel]
    channel: Mapping[str, str]
    commitment: Mapping[str, str]
    role: Mapping[str, str]
    status: Mapping[str, str]
    form: Mapping[str, FormLabel]
    directness: Mapping[str, str]
    actor: Mapping[str, str]
    office_status: Mapping[str, str]
    qualifier: Mapping[str, str]
    basis: Mapping[str, str]
    sector: Mapping[str, str]

    def event(self, kind: str, mode: str | None) -> EventLabel:
        """The label of a type and mode: of the mode if it has its own, else of the type, else its bare name."""
        by_key = _events()
        return by_key.get((kind, mode)) or by_key.get((kind, None)) or _bare(kind)


@cache
def labels() -> Labels:
    """The table, read once a process. Raises KnowledgeError where it is broken."""
    from legation.errors import KnowledgeError

    data: dict[str, Any] = toml("labels.toml")
    try:
        return msgspec.convert(data, Labels)
    except msgspec.ValidationError as error:
        raise KnowledgeError(str(error), path="labels.toml", mend="mend the row") from error


@cache
def _events() -> dict[tuple[str, str | None], EventLabel]:
    return {(label.type, label.mode): label for label in labels().events}


def _bare(kind: str) -> EventLabel:
    word = kind.casefold()
    return EventLabel(type=kind, noun=word, verb=word, past=word, alone=word, alone_past=word)
