"""Words, figures and marks of a reading text with their offsets: what the finders of times and amounts read.

The parser's tokens won't do: it keeps "12-nation" whole and cuts "5km". A lexeme never crosses a space, and what
is written together is parted where its kind changes, but for a figure and the letters behind it ("1.5bn", "1970s").
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

LexemeKind: TypeAlias = Literal["word", "figure", "date", "mark", "gap"]


class Lexeme(NamedTuple):
    """`[start, end)` in the reading text, its words in lower case; `suffix` is the letters behind a figure."""

    start: int
    end: int
    lower: str
    kind: LexemeKind
    suffix: str = ""


_DIGIT = "[0-9]"  # other scripts' digits don't occur in English figures, and would slip into values
# Letters before an amount, not before a name's number: "N3.2trn", "R45,000", but "F16", "G20".
_PREFIX = (
    rf"[^\W\d_]{{1,4}}(?={_DIGIT}{{1,3}}(?:,{_DIGIT}{{3}})+(?!{_DIGIT})"
    rf"|{_DIGIT}+(?:\.{_DIGIT}+)?(?i:k|m|mn|bn|b|tn|trn|\s(?:million|billion|trillion|crore|lakh))\b)"
)
_LEXEME = re.compile(
    r"(?P<gap>\n\s*\n)"
    rf"|(?P<date>{_DIGIT}{{4}}-{_DIGIT}{{2}}-{_DIGIT}{{2}}(?:T{_DIGIT}{{2}}:{_DIGIT}{{2}}(?::{_DIGIT}{{2}})?Z?)?(?![\w-])"
    rf"|{_DIGIT}{{1,2}}([./-]){_DIGIT}{{1,2}}\3(?:{_DIGIT}{{4}}|{_DIGIT}{{2}})(?![\w/-]))"
    rf"|(?P<figure>(?:{_DIGIT}{{1,3}}(?:,{_DIGIT}{{3}})+(?!{_DIGIT})|{_DIGIT}+)(?:\.{_DIGIT}+|[:/]{_DIGIT}+)?)"
    r"(?P<suffix>[^\W\d_]{1,12}(?!\w))?"
    rf"|(?P<word>{_PREFIX}"
    r"|[ap]\.m\b\.?|o['’]clock\b|[^\W\d_](?:\w|\.(?=[^\W\d_]\.))*|['’]s\b)"
    r"|(?P<mark>[^\w\s]|_)"
)


def lexemes(text: str) -> list[Lexeme]:
    """The lexemes of any text, in order; a paragraph's end is a `gap`. Linear in its length."""
    found: list[Lexeme] = []
    for match in _LEXEME.finditer(text):
        kind = match.lastgroup
        if kind == "suffix":
            kind = "figure"
        found.append(
            Lexeme(
                match.start(),
                match.end(),
                match.group().lower().replace("’", "'"),
                kind,  # type: ignore[arg-type]  # the pattern's groups are the kinds
                (match["suffix"] or "").lower(),
            )
        )
    return found
