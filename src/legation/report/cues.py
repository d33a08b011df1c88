"""The cues of layout, from data/layout.toml: which words mark a promo, a byline …, and the words of dates."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, TypeAlias

import msgspec

from legation.errors import KnowledgeError
from legation.report.document import BlockKind

Place: TypeAlias = Literal["line", "label", "start", "end", "within", "rest", "tail", "role", "name"]


class Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the table: in this place, these words (lower case) make a block of this kind, as in the example."""

    kind: BlockKind
    place: Place
    words: str
    example: str


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cue: tuple[Cue, ...]
    glue: frozenset[str]
    weekdays: tuple[str, ...]
    months: dict[str, int]


@dataclass(frozen=True)
class Layout:
    """The table, ready to match: `kinds[place][words]` is the kind that a cue in that place makes."""

    cues: tuple[Cue, ...]
    kinds: dict[Place, dict[str, BlockKind]]
    patterns: dict[Place, re.Pattern[str]]
    glue: frozenset[str]
    months: dict[str, int]
    month: str
    weekday: str

    def kind_at(self, place: Place, text: str) -> BlockKind | None:
        """The kind of block that a cue in this place makes of `text`, None without a cue."""
        found = self.patterns[place].search(text)
        return self.kinds[place][fold(found["cue"])] if found else None


def fold(words: str) -> str:
    """Lower case, white space as single spaces: the form of the words in the table."""
    return " ".join(words.lower().split())


@cache
def load() -> Layout:
    """The table, read once a process. Raises KnowledgeError if it is broken."""
    path = resources.files("legation.report").joinpath("data", "layout.toml")
    try:
        table = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _Table)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise KnowledgeError(str(error), path="report/data/layout.toml", mend="install Legation again") from error
    kinds: dict[Place, dict[str, BlockKind]] = {place: {} for place in _FRAMES}
    for cue in table.cue:
        kinds[cue.place][cue.words] = cue.kind
    return Layout(
        cues=table.cue,
        kinds=kinds,
        patterns={place: _pattern(frame, kinds[place]) for place, frame in _FRAMES.items()},
        glue=table.glue,
        months=table.months,
        month=_any_of(table.months),
        weekday=_any_of({w[:length] for w in table.weekdays for length in (3, 4, 5, len(w))}),
    )


# What stands around a cue in each place; `%s` is any of the place's cues. A label needs a mark after it, or the end
# of its line, so that "Related parties met" is no promo; a cue of one capital or small word is told by its frame alone.
_FRAMES: dict[Place, str] = {
    "line": r"^\W*(?P<cue>%s)[\s.…>»:→]*$",
    "label": r"^[\s•*|>»\-–—\[(]*(?P<cue>%s)(?=\s*[:|–—»>]|[\s.…\])]*$|\s+-\s|\s+\d|\s*[\r\n])",
    "start": r"^[\s•*|>»\-–—\[]*(?P<cue>%s)(?!\w)",
    "end": r"(?<!\w)(?P<cue>%s)\W*$",
    "within": r"(?:(?<!\w)|(?=\W))(?P<cue>%s)",
    "rest": r"^\W*(?P<cue>%s)\W*$",
    "tail": r"(?:^|[.!?…]['\"’”)]?\s+|•\s*)(?:•\s*)?(?P<cue>%s)(?!\w)",
    "role": r"(?<!\w)(?P<cue>%s)(?!\w)",
    "name": r"^\s*(?P<cue>%s)\s+(?=\w)",
}


def _pattern(frame: str, words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(frame.replace("%s", _any_of(words)), re.IGNORECASE)


def _any_of(words: Iterable[str]) -> str:
    """An alternation of the words, the longest first, any white space between their parts; matches nothing if none."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "|".join(r"\s+".join(map(re.escape, w.split())) for w in ordered) or r"(?!)"
