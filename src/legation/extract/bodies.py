"""Organisations by names that no table has: what the parser calls one, ministries, short forms in brackets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from legation.extract.titles import is_portfolio, is_title
from legation.extract.unnamed import actor_noun
from legation.knowledge.actor_nouns import load_actor_nouns
from legation.knowledge.coreference import word_list
from legation.knowledge.folding import fold
from legation.knowledge.treaties import treaties
from legation.language.lexicon import is_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from spacy.tokens import Doc, Token

    from legation.extract.actor import ActorKind
    from legation.extract.names import Named
    from legation.knowledge.store import Knowledge

_WHERE = frozenset({"in", "near", "around", "outside", "inside", "northern", "southern", "eastern", "western"})
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_LED = "led"
_HYPHENS = frozenset({"-", "‑"})
_NAME_PARTS = frozenset({"PROPN", "NOUN", "ADJ"})
_LONGEST = 9  # words in a name before its last noun
_STATE_ROLES = frozenset({"name", "adjective", "abbreviation", "capital", "metonym", "demonym"})


@dataclass(frozen=True, slots=True)
class Body:
    """Tokens `[first, end)` that name an organisation, and what kind it seems to be.

    `owner` is the token of the state whose body it is ("the *Cuban* foreign ministry"), which keeps its own mention.
    """

    first: int
    end: int
    name: str
    kind: ActorKind
    sectors: tuple[str, ...] = ()
    owner: Named | None = None


@cache
def _texts() -> frozenset[str]:
    """Treaties and pacts by folded names: no organisations, whatever the parser says."""
    return frozenset(fold(name) for treaty in treaties() for name in (treaty.name, *treaty.aliases))


def find_bodies(doc: Doc, named: list[Named], knowledge: Knowledge, persons: set[int]) -> list[Body]:
    """Organisations and ministries that are not among the names found by the tables, in order, without overlaps.

    `persons` are tokens of persons' names.
    """
    known = {at: name for name in named for at in range(name.first, name.end)}
    found: dict[int, Body] = {}
    covered: set[int] = set()
    for body in sorted(
        (*_by_noun(doc, known, knowledge), *_by_label(doc, known, knowledge)), key=lambda b: (b.first - b.end, b.first)
    ):
        places = range(body.first, body.end)
        if covered.isdisjoint(places) and persons.isdisjoint(places) and not _is_known(body, known):
            covered.update(places)
            found[body.first] = body
    return [found[first] for first in sorted(found)]


def _is_known(body: Body, known: dict[int, Named]) -> bool:
    """True if the tables' names leave nothing of it but an article: "the European Union"."""
    return all(at in known for at in range(body.first, body.end)) and body.owner is None


def _by_label(doc: Doc, known: dict[int, Named], knowledge: Knowledge) -> Iterator[Body]:
    """What the parser takes for an organisation, where the words bear it out."""
    places = place_names(doc)

    def is_place(name: str) -> bool:
        return fold(name) in places or bool(knowledge.places(name))

    for entity in doc.ents:
        if entity.label_ != "ORG":
            continue
        first, end = trimmed(doc, entity.start, entity.end)
        if end < len(doc) and _ends_name(doc[end]) and first < end:
            end += 1
        if first >= end or _crosses(doc, first, end, known, knowledge):
            continue
        words = doc[first:end]
        if _is_half_title(doc, first, end, knowledge) or _is_government_of(doc, first, end, known):
            continue
        if is_portfolio(doc, first) and first not in known and not _holds_body_noun(doc, first, end):
            continue
        if _is_organisation(list(words), known, is_place):
            if (ministry := _ministry_of(doc, first, end, known, knowledge)) is not None:
                yield ministry
                continue
            noun = load_actor_nouns().get(doc[end - 1].lower_)
            kind: ActorKind = "company" if noun and noun.kind == "company" else "organization"
            if noun and noun.kind == "government_body" and doc[end - 1].i in {words.root.i, end - 1}:
                kind = "government_body"
            yield Body(first, end, words.text, kind, noun.sectors if noun else ())


def _is_half_title(doc: Doc, first: int, end: int, knowledge: Knowledge) -> bool:
    """True for what the parser takes for a body and is a title, or half of one: "Mining *Minister*"."""
    if end < len(doc) and doc[end].is_title and is_title(doc[end], knowledge):
        return True
    cut = _before_of(doc, first, end)
    if cut is None or doc[cut - 1].lower_ in word_list("body_nouns"):
        return False
    return is_title(doc[cut - 1], knowledge) or knowledge.office(doc[first:end].text) is not None


def _holds_body_noun(doc: Doc, first: int, end: int) -> bool:
    return any(doc[at].lower_ in word_list("body_nouns") for at in range(first, end))


def _before_of(doc: Doc, first: int, end: int) -> int | None:
    """The first "of" or "for" inside a name, a word before it at least; None if there is none."""
    return next((at for at in range(first + 1, end - 1) if doc[at].lower_ in {"of", "for"}), None)


def _is_government_of(doc: Doc, first: int, end: int, known: dict[int, Named]) -> bool:
    """True for "the Federal Government of Somalia": that is the state, which its own name and noun say."""
    cut = _before_of(doc, first, end)
    if cut is None or doc[cut - 1].lower_ not in word_list("government_nouns"):
        return False
    return end - 1 in known and known[end - 1].entry.kind == "state"


def _ministry_of(doc: Doc, first: int, end: int, known: dict[int, Named], knowledge: Knowledge) -> Body | None:
    """A ministry, court or force that says behind "of" what for, and maybe whose: "Ministry of Defence of Peru"."""
    cut = _before_of(doc, first, end)
    noun = load_actor_nouns().get(doc[cut - 1].lower_) if cut is not None else None
    if noun is None or noun.kind not in {"government_body", "armed_force"}:
        return None
    behind = end  # "Ministry of Finance" of Peru
    while behind < min(end + 3, len(doc)) and doc[behind].lower_ in {"of", "the"}:
        behind += 1
    places = (*range(first, end), *(range(behind, behind + 1) if behind > end else ()))
    owner = next((known[at] for at in places if at in known and known[at].entry.kind == "state"), None)
    if owner is None or owner.entry.country is None:
        return Body(first, end, doc[first:end].text, "government_body", noun.sectors)
    rest = min(owner.first, end)
    while rest > first and (doc[rest - 1].lower_ in {"of", "the"}):
        rest -= 1
    whose = knowledge.body(doc[first:rest].text, owner.entry.country)
    name = whose.name if whose is not None else doc[first:end].text
    sectors = whose.sectors if whose is not None else noun.sectors
    return Body(first, end, name, "government_body", sectors, owner)


def place_names(doc: Doc) -> frozenset[str]:
    """Folded names that this report uses as a place's: after "in", or so labelled somewhere."""
    found = set()
    for entity in doc.ents:
        first, end = trimmed(doc, entity.start, entity.end)
        if first < end and (entity.label_ in {"GPE", "LOC"} or _is_where(doc, first)):
            found.add(fold(doc[first:end].text))
    for token in doc:
        if token.pos_ == "PROPN" and not token.ent_type_ and token.text[0].isupper() and _is_where(doc, token.i):
            found.add(fold(token.text))
    return frozenset(found)


def _is_where(doc: Doc, first: int) -> bool:
    return first > 0 and doc[first - 1].lower_ in _WHERE


def trimmed(doc: Doc, first: int, end: int) -> tuple[int, int]:
    """The tokens of a name without articles before it, and possessive and stray marks at its ends."""
    while (
        end > first
        and (doc[end - 1].tag_ == "POS" or not doc[end - 1].text[-1].isalnum())
        and not (doc[end - 1].text.endswith(".") and len(doc[end - 1]) > 1)
    ):
        end -= 1
    while end > first and doc[end - 1].lower_ in POSSESSIVE:
        end -= 1
    while first < end and (doc[first].pos_ in {"DET", "PUNCT", "SPACE"} or not doc[first].text[0].isalnum()):
        first += 1
    return first, end


def _ends_name(token: Token) -> bool:
    return token.lower_ in word_list("body_nouns") and token.pos_ in {"NOUN", "PROPN"} and not token.is_title


def _crosses(doc: Doc, first: int, end: int, known: dict[int, Named], knowledge: Knowledge) -> bool:
    """True if a known name reaches out of the tokens, or leaves nothing of them but adjectives and a common noun."""
    names = {known[at] for at in range(first, end) if at in known}
    if any(name.first < first or name.end > end for name in names):
        return True
    # "Kurdish YPG" is the YPG: an adjective before a known name makes no other.
    covered = sum(name.end - name.first for name in names)
    adjectives = sum(_is_adjective(doc[at], knowledge) for at in range(first, end) if at not in known)
    noun = actor_noun(doc[end - 1]) if end - 1 not in known else None
    is_common = noun is not None and (noun.body is not None or noun.kind == "state" or doc[end - 1].is_lower)
    return covered > 0 and covered + adjectives + is_common >= end - first


def _is_adjective(token: Token, knowledge: Knowledge) -> bool:
    return token.pos_ == "ADJ" or any(entry.role == "adjective" for entry in knowledge.named(token.text))


def _is_organisation(words: list[Token], known: dict[int, Named], is_place: Callable[[str], bool]) -> bool:
    last = words[-1]
    if fold(" ".join(w.text for w in words)) in _texts() or last.lower_ in word_list("not_actors"):
        return False
    if not words[0].text[0].isupper() or any(w.is_space or w.like_num or w.text in {"The", ","} for w in words):
        return False
    is_owned = last.is_lower and any(word.text in POSSESSIVE for word in words)
    if is_owned or words[0].lower_ in word_list("not_actor_openings"):
        return False
    names = [word for word in words if word.i not in known and word.text[0].isupper() and word.is_alpha]
    if last.lower_ in word_list("body_nouns") and len(words) > 1:
        return bool(names) and not (names == [last] and last.lower_ in word_list("groupings"))
    if len(words) == 1:
        # A single word must be a short form, or no English word: the parser calls "Brexit" or "Congress" what it likes.
        is_short = last.is_upper and 2 <= len(last) <= 6
        if last.pos_ != "PROPN" or (not is_short and is_place(last.text)):
            return False
        return is_short or not is_word(last.lower_)
    if is_place(last.doc[words[0].i : last.i + 1].text):
        return False
    return bool(names) and all(w.text[0].isupper() or w.pos_ in {"ADP", "CCONJ", "DET", "PART", "PUNCT"} for w in words)


def _by_noun(doc: Doc, known: dict[int, Named], knowledge: Knowledge) -> Iterator[Body]:
    """Names that end in a noun for bodies: "the Cuban foreign ministry", "the Green Dawn party"."""
    nouns = word_list("body_nouns")
    for token in doc:
        if token.lower_ not in nouns or token.pos_ not in {"NOUN", "PROPN"} or token.i in known:
            continue
        first = token.i
        while first > 0 and token.i - first < _LONGEST and _is_part(doc[first - 1]) and not doc[first].is_sent_start:
            first -= 1
        if _in_title(doc, first, token, knowledge):
            continue
        body = _named_body(doc, first, token, known)
        if body is not None:
            yield body


def _in_title(doc: Doc, first: int, noun: Token, knowledge: Knowledge) -> bool:
    """True for a body in a title of office: "chief *cabinet* secretary"."""
    end = noun.i + 1
    if end >= len(doc) or doc[end].pos_ not in {"NOUN", "PROPN"}:
        return False
    return any(knowledge.office(doc[at : end + 1].text) is not None for at in range(first, end))


def _is_part(token: Token) -> bool:
    if token.pos_ in _NAME_PARTS and not token.is_space:
        return True
    if token.lower_ == _LED:
        return token.i > 0 and token.nbor(-1).text in _HYPHENS
    return token.text in {"-", "’", "'", "&", "’s", "'s"}


def _named_body(doc: Doc, first: int, noun: Token, known: dict[int, Named]) -> Body | None:
    """The body that ends in `noun`; None where the words before it name nothing."""
    owner = None
    at = first
    for place in range(first, noun.i):
        name = known.get(place)
        if name is not None and name.entry.kind == "state" and name.entry.role in _STATE_ROLES:
            owner, at = name, name.end
    meant = actor_noun(noun)
    if meant is not None and meant.kind == "state":
        behind = next((at for at in range(noun.i + 1, min(noun.i + 4, len(doc))) if at in known), None)
        is_of_state = behind is not None and _is_government_of(doc, noun.i - 1, known[behind].end, known)
        if owner is not None or not noun.is_title or is_of_state:
            return None
    is_common = noun.is_lower and meant is not None and meant.body is None
    if is_common and all(at in known or doc[at].pos_ == "ADJ" for at in range(first, noun.i)):
        return None  # "PKK fighters" are the PKK's
    if owner is not None and noun.lower_ in word_list("groupings") and _is_led_by(doc, owner):
        return Body(owner.first, noun.i + 1, doc[owner.first : noun.i + 1].text, "organization", (), None)
    is_gathering = noun.lower_ in word_list("gatherings") and _is_state_gathering(owner, at, noun)
    is_public = meant is not None and meant.kind in {"government_body", "armed_force"}
    if owner is not None and meant is not None and is_public and not is_gathering:
        return _state_body(doc, owner, at, noun, meant.kind, meant.sectors)
    start = owner.first if owner is not None and noun.i - at >= 1 else first
    while start < noun.i and (not doc[start].text[0].isupper() or doc[start].pos_ in {"PUNCT", "PART"}):
        start += 1
    if noun.i - start < 1 or (owner is not None and start >= owner.end and not noun.is_title):
        return None
    words = doc[start : noun.i + 1]
    is_proper = all(w.text[0].isupper() or not w.is_alpha for w in words[:-1])
    if not (is_proper and noun.i - start >= (1 if noun.is_title else 2)) and not _is_state_gathering(owner, at, noun):
        return None
    kind: ActorKind = (
        "government_body" if meant and meant.kind == "government_body" and noun.is_title else "organization"
    )
    return Body(start, noun.i + 1, words.text, kind, meant.sectors if meant else ())


def _is_led_by(doc: Doc, owner: Named) -> bool:
    """True for the "US" of "the US-led coalition"."""
    return owner.end + 1 < len(doc) and doc[owner.end].text in _HYPHENS and doc[owner.end + 1].lower_ == _LED


def _is_state_gathering(owner: Named | None, at: int, noun: Token) -> bool:
    """True for "the Syrian national dialogue congress": a state's adjective, two words or more, a noun for bodies."""
    return owner is not None and owner.entry.role == "adjective" and noun.i - at >= 2


def _state_body(doc: Doc, owner: Named, at: int, noun: Token, kind: ActorKind, sectors: tuple[str, ...]) -> Body | None:
    """A ministry, court or force of a state: the words between the state and the noun are part of its name."""
    while at < noun.i and (doc[at].tag_ == "POS" or not doc[at].text[0].isalnum() or doc[at].text in {"’s", "'s"}):
        at += 1
    if at == noun.i or doc[at].tag_ in {"JJR", "JJS"}:
        return None
    name = f"{doc[owner.first : owner.end].text} {doc[at : noun.i + 1].text}"
    return Body(owner.first if owner.entry.role == "adjective" else at, noun.i + 1, name, kind, sectors, owner)


def short_forms(doc: Doc, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """For names `[first, end)` with a short form in brackets behind: (end of the name, the short form)."""
    for first, end in spans:
        if end + 2 < len(doc) and doc[end].text in {"(", "["} and doc[end + 2].text in {")", "]"}:
            short = doc[end + 1].text
            if _abbreviates(short, doc[first:end].text):
                yield end, short


def _abbreviates(short: str, name: str) -> bool:
    """True if the letters of the short form begin words of the name, in order; half of them will do."""
    if not (2 <= len(short) <= 10 and short[0].isupper() and short.isalnum()):
        return False
    initials = [word[0] for word in fold(name).split()]
    at = hits = 0
    for letter in short.lower():
        if letter in initials[at:]:
            at = initials.index(letter, at) + 1
            hits += 1
    return 2 * hits >= len(short)
