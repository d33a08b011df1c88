"""Words cut into the pieces of an uncased BERT vocabulary, as its own tokenizer cuts them.

Words come already parted by the parser, so that forty lines do what a tokenizer library does for whole texts, and
every word is cut only once. After WordPiece (Wu et al. 2016, arXiv 1609.08144), greedy from the left.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

UNKNOWN, FIRST, LAST = "[UNK]", "[CLS]", "[SEP]"
# A longer run of characters without a blank is an address or noise.
_LONGEST = 100
# Pieces kept of a word: more have addresses and the like, and a window must hold any word.
_MOST = 64
# Words remembered; a ledger's worth of names would fill the memory otherwise.
_MEMORY = 60_000


class WordPiece:
    """Piece numbers of words; `pieces` is a pure function of the word."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self._numbers = vocabulary
        self._known: dict[str, tuple[int, ...]] = {}
        self.first, self.last, self._unknown = vocabulary[FIRST], vocabulary[LAST], vocabulary[UNKNOWN]

    @classmethod
    def load(cls, path: Path) -> WordPiece:
        """Read a vocabulary file, one piece a line, its number that of the line."""
        lines = path.read_text("utf-8").split("\n")
        return cls({piece: number for number, piece in enumerate(lines) if piece})

    def pieces(self, word: str) -> tuple[int, ...]:
        """The numbers of a word's pieces; at least one for any word with a character that shows."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _MEMORY:
                self._known.clear()
            known = tuple(n for part in _parts(word) for n in self._cut(part))[:_MOST] or (self._unknown,)
            self._known[word] = known
        return known

    def _cut(self, part: str) -> list[int]:
        if len(part) > _LONGEST:
            return [self._unknown]
        found: list[int] = []
        start = 0
        while start < len(part):
            end = len(part)
            while end > start:
                number = self._numbers.get(part[start:end] if start == 0 else "##" + part[start:end])
                if number is not None:
                    break
                end -= 1
            else:
                return [self._unknown]
            found.append(number)
            start = end
        return found


def _parts(word: str) -> list[str]:
    """The word in lower case and without accents, each mark of punctuation a part of its own."""
    plain = [c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn"]
    parts: list[str] = []
    fresh = True
    for character in plain:
        category = unicodedata.category(character)
        if character.isspace() or category in {"Cc", "Cf", "Co", "Cn"}:
            fresh = fresh or character.isspace()
        elif _is_mark(character, category):
            parts.append(character)
            fresh = True
        elif fresh:
            parts.append(character)
            fresh = False
        else:
            parts[-1] += character
    return parts


def _is_mark(character: str, category: str) -> bool:
    """BERT's own notion of punctuation: Unicode's, ASCII's symbols, and each Chinese character by itself."""
    if category.startswith("P") or "\u4e00" <= character <= "\u9fff":
        return True
    return character in "$+<=>^`|~"
