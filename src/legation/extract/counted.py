"""What a bare number counts: the noun it hangs on ("47,000 US troops", "26 of its 36 members", "32 wounded")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.extract.number import HYPHENS, Number
from legation.knowledge.calendar import calendar
from legation.knowledge.units import Units
from legation.language.lexeme import Lexeme

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MODIFIERS = frozenset({"nummod", "quantmod", "amod", "nmod", "compound", "det", "advmod", "npadvmod"})
_CLIMB = 4
_REACH = 6  # tokens from a number to its noun
_SMALL = 12  # what one can keep in mind: "the four men" are those named before
_SOME = frozenset({"more", "less", "than", "at", "least", "most", "up", "to", "or", "between", "and", "million"})
_DEFINITE = frozenset({"the", "these", "those", "both"})
# What stands between a number and its noun and describes nothing.
_FILLERS = re.compile(r"^(?:\s*(?:of|more|other|or so|or more|or fewer|additional|further)\b)+", re.IGNORECASE)
_QUOTES = "\"'“”‘’ "
_ACTED_ON = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "ROOT", "conj"})


@dataclass(frozen=True, slots=True)
class Counted:
    """The thing counted, in the plural; where its words end; its words in full where they say more; the token."""

    unit: str
    end: int
    of: str | None
    root: int


class Tokens:
    """The parser's tokens by their offsets."""

    def __init__(self, doc: Doc, text: str) -> None:
        self.doc = doc
        self.text = text  # the doc's own, which it would put together anew at each asking
        self._starts = [token.idx for token in doc]

    def at(self, offset: int) -> int:
        """The index of the token that holds the offset."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def root(self, start: int, end: int) -> Token:
        """The token of a stretch that its others hang on."""
        first = self.at(start)
        root: Token = self.doc[first : max(self.at(end - 1) + 1, first + 1)].root
        return root


def find_counted(words: Sequence[Lexeme], number: Number, tokens: Tokens, table: Units) -> Counted | None:
    """What the number counts, or None where it counts nothing that a reader would note."""
    if number.value == 0:
        return None
    if _is_numbering(words, number, table):
        return Counted("people", words[number.last - 1].end, None, tokens.at(words[number.first].start))
    if number.last < len(words) and words[number.last].lower in {",", ";", ":"}:
        return _persons(tokens.root(words[number.first].start, words[number.last - 1].end), None, words, number, table)
    if _is_hyphened(words, number) and not _is_hedged_behind(words, number, table):
        return _hyphened(words, number, tokens, table)
    root = tokens.root(words[number.first].start, words[number.last - 1].end)
    head = _noun(root, number, words)
    if head is not None and not head.text[0].isalpha():
        return None
    if head is None or not _is_plural(head, table):
        return _persons(root, head, words, number, table)
    if head.lower_ in table.uncounted or _is_time(head) or _is_taken_up(head, root, number, table):
        return None
    if number.value == 1 and not _is_casualty(head, table):
        return None
    unit = "people" if head.lower_ in table.persons else head.text if head.tag_.startswith("NNP") else head.lower_
    end = head.idx + len(head)
    phrase = _FILLERS.sub("", tokens.text[words[number.last - 1].end : end].lstrip(_QUOTES)).strip()
    says_more = head.lower_ != phrase.lower() and head.i > root.i
    return Counted(unit, end, phrase if says_more else None, head.i)


def _is_numbering(words: Sequence[Lexeme], number: Number, table: Units) -> bool:
    """True for the number of "a population of seven million", "Kurds, numbering more than 30 million"."""
    before = [word.lower for word in words[max(0, number.first - _REACH) : number.first]]
    while before and (
        before[-1] in _SOME
        or before[-1] in table.cardinals
        or (before[-1],) in table.hedges
        or tuple(before[-2:]) in table.hedges
    ):
        before.pop()
    return bool(before) and (before[-1] in table.numbering or " ".join(before[-2:]) in table.numbering)


def _is_hedged_behind(words: Sequence[Lexeme], number: Number, table: Units) -> bool:
    return tuple(word.lower for word in words[number.last : number.last + 2]) in table.hedges_after


def _is_hyphened(words: Sequence[Lexeme], number: Number) -> bool:
    at = number.last
    return at + 1 < len(words) and words[at].lower in HYPHENS and words[at].start == words[at - 1].end


def _hyphened(words: Sequence[Lexeme], number: Number, tokens: Tokens, table: Units) -> Counted | None:
    """The noun that a hyphen joins to the number ("12-nation"); None where that is a name or an age."""
    hyphen, word = words[number.last], words[number.last + 1]
    if word.kind != "word" or word.start != hyphen.end:
        return None
    token = tokens.doc[tokens.at(word.start)]
    irregular = table.plurals.get(word.lower)
    if word.lower in table.hyphenated_names or _is_time_word(word.lower) or number.value < 2:
        return None
    if irregular is None and token.tag_ not in {"NN", "NNP"}:
        return None
    return Counted(irregular or plural(word.lower), word.end, None, token.i)


def plural(noun: str) -> str:
    """The regular plural of a lower-case noun."""
    if noun.endswith("y") and noun[-2:-1] not in set("aeiou"):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "z", "ch", "sh")) else f"{noun}s"


def _noun(root: Token, number: Number, words: Sequence[Lexeme]) -> Token | None:
    """The noun above a number, or the one that "of" joins to it; None if the parse has none near by."""
    of = next((child for child in root.children if child.lower_ == "of" and child.i > root.i), None)
    if of is not None:
        inner = next((child for child in of.children if child.dep_ == "pobj"), None)
        if inner is not None and inner.i - root.i <= _REACH:
            # "of its 15 members absent": the parser may take the word behind for the head.
            plurals = [token for token in root.doc[of.i + 1 : inner.i + 1] if token.tag_ in {"NNS", "NNPS"}]
            return inner if inner in plurals or not plurals else plurals[-1]
    step = root
    for _ in range(_CLIMB):
        if step.dep_ not in _MODIFIERS or step.head.i == step.i:
            break
        step = step.head
        if step.pos_ in {"NOUN", "PROPN"} and step.i > root.i and step.idx >= words[number.last - 1].end:
            return step if step.i - root.i <= _REACH else None
    return _next_plural(root, words[number.last - 1].end)


def _next_plural(root: Token, end: int) -> Token | None:
    """Where the parse fails: the plural noun a few describing words on."""
    for token in root.doc[root.i + 1 : root.i + 4]:
        if token.idx < end:
            continue
        if token.tag_ == "NNS" and token.ent_type_ not in {"DATE", "TIME"}:
            return token
        if token.pos_ not in {"ADJ", "PROPN", "NOUN"}:
            break
    return None


def _is_plural(head: Token, table: Units) -> bool:
    if head.tag_ in {"NNS", "NNPS"} or head.lower_ in table.invariant:
        return True
    return head.tag_ == "NNP" and head.ent_type_ == "NORP"


def _is_time_word(word: str) -> bool:
    classes = calendar().classes.get(word, {})
    return "UNIT" in classes or "UNITS" in classes


def _is_time(head: Token) -> bool:
    return _is_time_word(head.lower_)


def _is_taken_up(head: Token, root: Token, number: Number, table: Units) -> bool:
    """True for "the two leaders", "between two states": parties that the report has named, not an amount of them."""
    if not number.spelled or number.value > _SMALL or number.qualifier:
        return False
    described = False
    definite = False
    for child in head.children:
        definite = definite or (child.dep_ == "det" and child.lower_ in _DEFINITE)
        described = described or child.dep_ in {"compound", "amod", "nmod", "relcl", "acl", "prep", "poss"}
    if head.i and root.i and root.nbor(-1).lower_ in _DEFINITE:
        definite = True
    if definite:
        return number.value == 2 or head.lower_ in table.taken_up or not described
    between = head.dep_ == "pobj" and head.head.lower_ == "between"
    return head.lower_ in table.taken_up and (between or number.value == 2)


def _is_casualty(token: Token, table: Units) -> bool:
    """True where the verb over the token kills, wounds, holds or moves people."""
    verb = token.head
    return verb.lower_ in table.casualties or verb.lemma_ in table.casualties


def _persons(root: Token, head: Token | None, words: Sequence[Lexeme], number: Number, table: Units) -> Counted | None:
    """Persons without a plural noun: "One person was killed and 32 wounded"."""
    end = words[number.last - 1].end
    if head is not None and head.tag_ == "NN" and number.value == 1 and _is_casualty(head, table):
        unit = "people" if head.lower_ in table.persons else plural(head.lower_)
        return Counted(unit, head.idx + len(head), None, head.i)
    if head is not None:
        return None
    following = words[number.last].lower if number.last < len(words) else ""
    if following in table.casualties:
        return Counted("people", words[number.last].end, None, root.i)
    if root.dep_ in _ACTED_ON and _is_casualty(root, table) and number.value > 1:
        return Counted("people", end, None, root.i)
    return None
