"""One spelling for many: keys under which names are looked up whatever their accents, quotes, hyphens and case."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "ı": "i", "İ": "I", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
        "þ": "th", "Þ": "Th", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ə": "e", "Ə": "E",
        "‘": "'", "’": "'", "ʼ": "'", "ʻ": "'", "ʿ": "'", "ʾ": "'", "`": "'", "´": "'", "′": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", " ": " ",
    }
)  # fmt: skip
_GAPS = re.compile(r"[\s-]+")


def plain(text: str) -> str:
    """The text without accents, with straight quotes and hyphens and single spaces; case is kept."""
    if not text.isascii():
        split = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(c for c in split if not unicodedata.combining(c)).translate(_LETTERS)
    return " ".join(text.split())


def fold(text: str) -> str:
    """The key of a name: `plain`, lower case, hyphens as spaces, no apostrophes or full stops.

    >>> fold("Côte d’Ivoire"), fold("Kim Jong-un"), fold("U.S.")
    ('cote divoire', 'kim jong un', 'us')
    """
    return _GAPS.sub(" ", plain(text).casefold().replace("'", "").replace(".", "")).strip()
