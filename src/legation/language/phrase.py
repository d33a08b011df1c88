"""A hundred thousand phrases looked for in one pass over a parsed text.

A phrase is found under its key (see `key` below), which says what spelling does not matter; what the words found stand
for is asked of the owner of the table, who may refuse them ("us" is no "US"). Then the next shorter phrase is tried.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from spacy.tokens import Doc

T = TypeVar("T")

_ARTICLES = frozenset({"the", "a", "an"})
_APOSTROPHES = ("'", "’")
_PARTS = re.compile(r"[\s'’\-‐‑–/]+")


class PhraseTable(Generic[T]):
    """Phrases by their keys; `find` gives the longest that begin at each token, left to right, without overlaps.

    `key` folds a spelling ("Côte d’Ivoire" and "Cote d'Ivoire" have one key); it must fold a whole as it folds the
    parts between blanks. `accept` turns the words of a match into what they stand for, or None to refuse them.
    """

    def __init__(self, phrases: Iterable[str], *, key: Callable[[str], str], accept: Callable[[str], T | None]) -> None:
        self._key = key
        self._accept = accept
        self._keys: set[str] = set()
        # How many words the longest phrase has that begins with a word: bounds the look-ahead at each token.
        self._longest: dict[str, int] = {}
        for phrase in phrases:
            folded = key(phrase)
            if not folded:
                continue
            self._keys.add(folded)
            parts = _PARTS.split(phrase)
            # The parser parts what the key joins: "People's" is one word here and two tokens there.
            for first in {folded.split(" ", 1)[0], key(parts[0])}:
                if first and self._longest.get(first, 0) < len(parts):
                    self._longest[first] = len(parts)
        self._folded: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, doc: Doc) -> Iterator[tuple[int, int, T]]:
        """`(first token, token after the last, what it stands for)` of each phrase in the doc."""
        words = [self._fold(token.text) for token in doc]
        at = 0
        while at < len(words):
            longest = self._longest.get(words[at])
            found = self._match(doc, words, at, longest) if longest else None
            if found is not None and words[at] in _ARTICLES:
                # "the National Guard" is no newspaper "The National" with a guard.
                after = self._longest.get(words[at + 1]) if at + 1 < len(words) else None
                inner = self._match(doc, words, at + 1, after) if after else None
                if inner is not None and inner[0] > found[0]:
                    found = None
            if found is None:
                at += 1
            else:
                yield at, found[0], found[1]
                at = found[0]

    def _match(self, doc: Doc, words: list[str], at: int, longest: int) -> tuple[int, T] | None:
        """End and meaning of the longest accepted phrase that begins at token `at`."""
        ends: list[int] = []
        key, count = "", 0
        for end in range(at, len(words)):
            token = doc[end]
            if token.is_space or (not words[end] and not _is_joint(token.text)):
                break
            if words[end]:
                key = key + words[end] if not key or token.text.startswith(_APOSTROPHES) else f"{key} {words[end]}"
                count += 1
                if count > longest:
                    break
                if key in self._keys:
                    ends.append(end + 1)
        for end in reversed(ends):
            meant = self._accept(doc[at:end].text)
            if meant is not None:
                return end, meant
        return None

    def _fold(self, word: str) -> str:
        folded = self._folded.get(word)
        if folded is None:
            if len(self._folded) > 200_000:  # a bound on memory for whoever reads archives for days
                self._folded.clear()
            folded = self._folded[word] = self._key(word)
        return folded


def _is_joint(word: str) -> bool:
    """True for what may stand between the words of one phrase: a hyphen, a full stop, an apostrophe."""
    return all(c in "-‐‑–.'’" for c in word)
