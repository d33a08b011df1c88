"""What words say about whether an event took place (`modality.csv`): will, if, never, plan to, hint at …

`inherit` is said of words that only carry an event ("held talks"): what counts is their own verb group. `open` is said
of attitudes ("backed", "opposed"): what is taken as known ("the invasion") occurred, anything else is hypothetical.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

from legation.knowledge.events import split_words
from legation.knowledge.table import one_of, rows

CueForm: TypeAlias = Literal["verb", "noun", "adjective", "adverb", "subordinator", "preposition", "subject", "phrase"]
CueModality: TypeAlias = Literal[
    "inherit", "open", "occurred", "ongoing", "future", "hypothetical", "negated", "historical"
]  # fmt: skip

_FORMS = frozenset({"verb", "noun", "adjective", "adverb", "subordinator", "preposition", "subject", "phrase"})
_MODALITIES = frozenset({"inherit", "open", "occurred", "ongoing", "future", "hypothetical", "negated", "historical"})
_DOERS = frozenset({"", "same", "other"})


@dataclass(frozen=True, slots=True)
class ModalityCue:
    """A cue: `doer_is_subject` where who plans, launches or cancels is who does the event below."""

    words: tuple[str, ...]
    form: CueForm
    modality: CueModality
    doer_is_subject: bool
    example: str


@cache
def modality_cues() -> tuple[ModalityCue, ...]:
    """Every cue, in the order of the file."""
    found = []
    for line, row in rows("modality.csv", ("cue", "form", "modality", "doer", "example")):
        form: Any = one_of(row["form"], _FORMS, name="modality.csv", line=line, column="form")
        said: Any = one_of(row["modality"], _MODALITIES, name="modality.csv", line=line, column="modality")
        doer = one_of(row["doer"], _DOERS, name="modality.csv", line=line, column="doer")
        found.append(ModalityCue(split_words(row["cue"]), form, said, doer == "same", row["example"]))
    return tuple(found)


@cache
def cues_of(form: CueForm) -> Mapping[str, tuple[ModalityCue, ...]]:
    """The cues of a form by their first word, longer ones first."""
    found: dict[str, list[ModalityCue]] = defaultdict(list)
    for cue in modality_cues():
        if cue.form == form:
            found[cue.words[0]].append(cue)
    return {word: tuple(sorted(some, key=lambda c: -len(c.words))) for word, some in found.items()}
