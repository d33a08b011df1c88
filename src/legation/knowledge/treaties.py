"""Treaties, pacts and alliances by name.

Table: `data/treaties.csv`, our own compilation; `source` names where the text of each is deposited or published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from legation.knowledge.table import parts, rows

_WORD = re.compile(r"\w+")
# What parts two words so that they make no name: a sentence's end, a quotation, a paragraph.
_PARTED = re.compile(r"[;:!?\"“”]|\.\s|\n\s*\n")
_LONGEST_GAP = 3  # code points: "Treaty, " and a line break, "U.S.-Japan"


@dataclass(frozen=True, slots=True)
class Treaty:
    """One named arrangement; `parties` are alpha-3 codes and names of organisations, () where there are many."""

    name: str
    kind: str  # as in the record contract
    aliases: tuple[str, ...]
    parties: tuple[str, ...]
    signed: str | None  # ISO date
    ended: str | None
    source: str


@dataclass(slots=True)
class _Node:
    """One word of the names in the making: what may follow, and the names that end here as written."""

    after: dict[str, _Node] = field(default_factory=dict)
    ends: list[tuple[str, Treaty]] = field(default_factory=list)


@cache
def treaties() -> tuple[Treaty, ...]:
    """Every treaty, in the order of the table."""
    columns = ("name", "kind", "aliases", "parties", "signed", "ended", "source")
    return tuple(
        Treaty(
            name=row["name"],
            kind=row["kind"],
            aliases=parts(row["aliases"]),
            parties=parts(row["parties"]),
            signed=row["signed"] or None,
            ended=row["ended"] or None,
            source=row["source"],
        )
        for _, row in rows("treaties.csv", columns)
    )


@cache
def _names() -> _Node:
    root = _Node()
    for treaty in treaties():
        for name in (treaty.name, *treaty.aliases):
            node = root
            for word in _WORD.findall(name):
                node = node.after.setdefault(word.casefold(), _Node())
            node.ends.append((name, treaty))
    return root


def find_names(text: str) -> Iterator[tuple[int, int, Treaty]]:
    """Yield `[start, end)` and the treaty of each name in a text, the longest where several begin; linear.

    The case counts for a name of one word ("START", not "start"); a longer one needs only its first capital:
    "Oslo peace accords", "the Black Sea grain deal".
    """
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        found = _longest_from(text, words, at)
        if found is None:
            at += 1
            continue
        last, treaty = found
        yield words[at].start(), words[last].end(), treaty
        at = last + 1


def _longest_from(text: str, words: list[re.Match[str]], at: int) -> tuple[int, Treaty] | None:
    node = _names()
    best = None
    for i in range(at, len(words)):
        if i > at and _are_parted(text, words[i - 1], words[i]):
            break
        following = node.after.get(words[i].group().casefold())
        if following is None:
            break
        node = following
        written = text[words[at].start() : words[i].end()]
        for name, treaty in node.ends:
            if _as_written(written, name, alone=i == at):
                best = i, treaty
                break
    return best


def _are_parted(text: str, word: re.Match[str], following: re.Match[str]) -> bool:
    gap = text[word.end() : following.start()]
    if len(word.group()) == 1:
        gap = gap.removeprefix(".")  # of initials: "the U.S. treaty"
    return len(gap) > _LONGEST_GAP or _PARTED.search(gap) is not None


def _as_written(written: str, name: str, *, alone: bool) -> bool:
    if alone:
        return written == name
    return written[0] == name[0] or written[0].isupper()
