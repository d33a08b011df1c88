"""How English says that one thing follows from another. Table: `data/conditionals.csv`, our own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from legation.knowledge.table import rows

_COLUMNS = ("cue", "form", "shape", "example")


@cache
def cues(shape: str) -> Mapping[str, str]:
    """Cue to form of one shape: `mark`, `phrase`, `until`, `preposition`, `inversion`, `idiom`, `event`, `deictic`,
    `effect`, `entails` or `quality`; cues are lemmas for the last five, else words in lower case.
    """
    return {row["cue"]: row["form"] for _, row in rows("conditionals.csv", _COLUMNS) if row["shape"] == shape}


@cache
def openers(shape: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The cues of a shape, word by word, under their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for cue in cues(shape):
        words = tuple(cue.split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(several, key=lambda w: (-len(w), w))) for first, several in found.items()}
