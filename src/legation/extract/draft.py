"""One telling of an arrangement: what the finders of descriptions and of names give to `commitment`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from legation.extract.status import Condition
    from legation.knowledge.treaties import Treaty

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "our", "his", "her", "both"})


@dataclass(frozen=True, slots=True)
class Draft:
    """One description or name of an arrangement; `is_echo` if it only points back to one described before."""

    kind: str
    name: str | None
    head: Token
    start: int  # reading offsets of the words that name it
    end: int
    parties: tuple[tuple[str, str], ...]  # actor id, role
    condition: Condition
    rule: str  # what `calibration` knows it by
    is_echo: bool = False
    treaty: Treaty | None = None
    is_placed: bool = False  # it says where, if not in which state: "in the Middle East"
    modifiers: tuple[str, ...] = ()  # what sets it apart from others of its kind, in lower case


def is_definite(head: Token) -> bool:
    """True for "the treaty", "our alliance", "that 1991 agreement": told before, if at all."""
    if head.dep_ == "appos" and head.head.i < head.i:
        head = head.head
    if head.pos_ not in {"NOUN", "PROPN"}:
        return False
    return any(child.dep_ in {"det", "poss"} and child.lower_ in _DEFINITE for child in head.children)


def balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the bracket that it opens or closes one word outside."""
    inside = text[start:end]
    if inside.count(")") > inside.count("(") and text[start - 1 : start] == "(":
        start -= 1
    if inside.count("(") > inside.count(")") and text[end : end + 1] == ")":
        end += 1
    return start, end
