"""Toponyms: which words of a report name a place, with what the gazetteer has under each name.

The parser's entities and the gazetteer check each other: a name that both know is a toponym; one that the gazetteer
alone knows needs a preposition of place, a place that everybody knows, or a use elsewhere in the report that has one;
one that the parser alone knows stays without coordinates. A part of a longer name of a person or an organisation is
none, but for a city's or a state's own bodies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.knowledge.folding import fold
from legation.knowledge.own import SOURCE
from legation.knowledge.toponyms import cues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from legation.extract.mention import Mention
    from legation.extract.reading import Reading
    from legation.knowledge.places import PlaceEntry

_LONGEST = 6  # words of a name in the gazetteer, hyphens counted: "Deir ez-Zor" has four
_KNOWN_TO_ALL = 100_000  # people: a city that a report can name without saying where it is
_LONGEST_ABBREVIATION = 6  # letters and full stops: "W. Va."
_PLACES = frozenset({"GPE", "LOC"})
_NUMBERS = frozenset({"DATE", "TIME", "MONEY", "QUANTITY", "CARDINAL", "ORDINAL", "PERCENT"})
_CITIES = frozenset({"city", "capital"})
_NO_PLACES = frozenset({"company", "media", "armed_group"})
_OWN_BODIES = frozenset({"government_body", "armed_force", "organization"})


@dataclass(frozen=True, slots=True)
class Toponym:
    """Tokens `[first, end)` that name a place, and the places of that name; none for one that is in no gazetteer."""

    first: int
    end: int
    text: str
    found: tuple[PlaceEntry, ...]
    adjective: bool = False  # "Syrian" for Syria


def find_toponyms(reading: Reading) -> list[Toponym]:
    """The toponyms of a report in the order of the text, without overlaps."""
    finder = _Finder(reading)
    sure = finder.find()
    finder.trusted = {fold(toponym.text) for toponym in sure if finder.is_sure(toponym)}
    return finder.find() if finder.trusted else sure


class _Finder:
    """A pass over one doc, and another that trusts the names which the first was sure of."""

    def __init__(self, reading: Reading) -> None:
        self.doc: Doc = reading.doc
        self.knowledge = reading.knowledge
        self.cast = reading.cast
        self.cues = cues()
        self.trusted: set[str] = set()
        self.ents = self.doc.ents  # the parser makes them anew each time it is asked
        self.entity = [-1] * len(self.doc)  # index of the entity that a token stands in
        for number, entity in enumerate(self.ents):
            for at in range(entity.start, entity.end):
                self.entity[at] = number
        self.surnames = {fold(entity[-1].text) for entity in self.ents if entity.label_ == "PERSON" and len(entity) > 1}

    def find(self) -> list[Toponym]:
        """Left to right, the longest name first."""
        return list(self._find())

    def _find(self) -> Iterator[Toponym]:
        at = 0
        while at < len(self.doc):
            toponym = self._at(at) if self._may_begin(self.doc[at]) else None
            if toponym is None:
                at += 1
            else:
                yield toponym
                at = toponym.end

    def is_sure(self, toponym: Toponym) -> bool:
        """True for a use that can vouch for the others of the name."""
        if not toponym.found or toponym.adjective:
            return False
        return self._label(toponym.first) in _PLACES or self._is_located(toponym.first, firm=True)

    def _may_begin(self, token: Token) -> bool:
        """True where a name can begin: a capital, or a small article that a hyphen joins to one."""
        if token.text[:1].isupper():
            return True
        return (
            token.lower_ in self.cues.articles
            and token.i + 2 < len(self.doc)
            and self.doc[token.i + 1].text == "-"
            and self.doc[token.i + 2].text[:1].isupper()
        )

    def _at(self, first: int) -> Toponym | None:
        """The toponym that begins at a token."""
        if short := self._short(first):
            return short
        for end in self._ends(first):
            text = self.doc[first:end].text
            found = self.knowledge.places(text)
            if found and self._is_place(first, end, found):
                return Toponym(first, end, text, found)
        return self._after_comma(first) or self._adjective(first) or self._unlisted(first)

    def _ends(self, first: int) -> list[int]:
        """Where names that begin at a token may end, the longest first."""
        ends: list[int] = []
        for at in range(first, min(first + _LONGEST, len(self.doc))):
            token = self.doc[at]
            if at > first and token.is_sent_start and not self.doc[at - 1].text.endswith("."):
                break
            if token.text[:1].isupper() or (at > first and (token.lower_ in self.cues.suffixes or token.is_digit)):
                ends.append(at + 1)
            elif at > first and token.lower_ not in self.cues.links:
                break
        return ends[::-1]

    def _label(self, at: int) -> str:
        number = self.entity[at]
        return self.ents[number].label_ if number >= 0 else ""

    def _is_place(self, first: int, end: int, found: tuple[PlaceEntry, ...]) -> bool:
        """True if the words stand for a place here, not for a part of something else or a common word."""
        label = self._label(first)
        if label in _NUMBERS or self._is_of_something_else(first, end):
            return False
        mention = self.cast.mention_at(self.doc[first])
        actor = self._actor(mention)
        if actor == "state" and mention is not None and self._covers(mention, first, end):
            return True
        if actor in _NO_PLACES and not self._is_located(first, firm=True):
            return False
        if end - first > 1 and found[0].source == "legation" and self._holds_entities(first, end):
            return True  # "the Korean peninsula", of which the parser sees a half
        if self._is_inside_name(first, end, mention, actor):
            return self._is_own_body(first, end, found)
        if label in _PLACES:
            whole = self._is_whole(first, end) or self._rest_is_common(first, end)
            return whole and (actor != "person" or self._is_located(first))
        return self._is_proper(first, end) and self._is_place_after_all(first, end, found, label)

    def _is_of_something_else(self, first: int, end: int) -> bool:
        """True for a point of the compass alone, a street's name, a saint's church or school."""
        words = self.doc[first:end]
        after = self.doc[end].lower_ if end < len(self.doc) else ""
        if after in self.cues.streets or words[-1].lower_ in self.cues.streets:
            return True
        if words[0].lower_ in ("st.", "saint") and after in ("'s", "’s"):
            return True
        return all(word.lower_ in self.cues.compass for word in words)

    def _is_place_after_all(self, first: int, end: int, found: tuple[PlaceEntry, ...], label: str) -> bool:
        """The same where the parser sees another kind of name, or none."""
        text = self.doc[first:end].text
        key, whole = fold(text), self._is_whole(first, end)
        if key in self.surnames and (label == "PERSON" or not self._is_located(first)):
            return False
        if self._names_other(text):
            return self._is_located(first, firm=True) and key in self.trusted
        if key in self.trusted and (whole or not label):
            return True
        if label and not whole:
            return self._is_hyphenated(end) and self._is_familiar(first, end, found)
        if label == "PERSON":
            return found[0].source == SOURCE or self._is_located(first, firm=True)
        if self._is_familiar(first, end, found) or self._opens_dateline(first, end):
            return True
        # "at Lot No. 7": a common word with a capital is a place only where the parser says so.
        return self._is_located(first) and not self._is_common(first, end)

    def _is_familiar(self, first: int, end: int, found: tuple[PlaceEntry, ...]) -> bool:
        """True for a place that needs no introduction and whose name is no common word."""
        if self._is_common(first, end):
            return False
        return any(place.known or (place.kind in _CITIES and place.population >= _KNOWN_TO_ALL) for place in found)

    def _is_common(self, first: int, end: int) -> bool:
        """True for a word with a capital that is a common one as well."""
        return end - first == 1 and self.doc[first].lower_ in self.cues.common

    def _names_other(self, text: str) -> bool:
        """True for a name that the tables have for a body, a firm or a government rather than a place: "Hamas"."""
        return any(
            (entry.certain and entry.kind not in {"state", "people"}) or entry.role == "metonym"
            for entry in self.knowledge.named(text)
        )

    def _opens_dateline(self, first: int, end: int) -> bool:
        """True for capitals at the head of a paragraph that a dash follows: "BEIRUT — ", "AMMAN (Reuters) – "."""
        if not self.doc[first:end].text.isupper() or end >= len(self.doc):
            return False
        opens = first == 0 or self.doc[first - 1].is_space or self.doc[first].is_sent_start
        return bool(opens) and self.doc[end].text in ("—", "–", "-", "--", ":", "(", ",")

    def _is_whole(self, first: int, end: int) -> bool:
        """True if the words are one entity, a possessive or an article aside."""
        number = self.entity[first]
        if number < 0 or self.entity[end - 1] != number:
            return False
        entity = self.ents[number]
        after = self.doc[end : entity.end].text
        return self._is_before_common(entity.start, first) and after in ("", "'s", "’s", "'", "’")

    def _holds_entities(self, first: int, end: int) -> bool:
        """True if no entity runs over the edge of the words, an article or a point of the compass aside."""
        for at in (first, end - 1):
            if self.entity[at] >= 0:
                entity = self.ents[self.entity[at]]
                if entity.end > end or not self._is_before_common(entity.start, first):
                    return False
        return True

    def _is_before_common(self, start: int, first: int) -> bool:
        """True if an entity's words before a name are no part of it: "the", "northern"."""
        return all(word.lower_ == "the" or word.lower_ in self.cues.compass for word in self.doc[start:first])

    def _rest_is_common(self, first: int, end: int) -> bool:
        """True if what is left of the entity is no name: "Idlib province", "Kyiv and"."""
        entity = self.ents[self.entity[first]]
        rest = self.doc[end : entity.end]
        before = self.doc[first - 1].text if first > entity.start else ""
        if not self._is_before_common(entity.start, first) and before not in ("'s", "’s", ",", "-", "–", "and", "&"):
            return False
        if not len(rest) or rest[0].text in ("'s", "’s", ",", "and", "&", "-", "–"):
            return True
        return all(not token.text[:1].isupper() for token in rest) or rest[0].lower_ in self.cues.institutions

    def _is_hyphenated(self, end: int) -> bool:
        """True before a hyphen and another name: "Fargo-Moorhead"."""
        after = self.doc[end : end + 2]
        return len(after) > 1 and after[0].text in ("-", "–") and after[1].text[:1].isupper()

    def _is_proper(self, first: int, end: int) -> bool:
        """True if the words are parsed as a name and no title says that it is a person's."""
        if first and self.doc[first - 1].lower_ in self.cues.titles:
            return False
        return any(token.pos_ == "PROPN" for token in self.doc[first:end])

    def _is_located(self, first: int, *, firm: bool = False) -> bool:
        """True after a preposition of place or a common noun for places: "in Idlib", "the town of Idlib".

        `firm` leaves out the prepositions that go with persons as well.
        """
        before = first - 1
        while before >= 0 and self.doc[before].lower_ in ("the", *self.cues.compass):
            before -= 1
        if before < 0:
            return False
        if self.doc[before].lower_ == "of" and before > 0:
            return self.doc[before - 1].lower_ in self.cues.generic
        return self.doc[before].lower_ in (self.cues.firm_locatives if firm else self.cues.locatives)

    def _actor(self, mention: Mention | None) -> str | None:
        """The kind of the actor that a mention names, None for other mentions."""
        if mention is None or mention.kind not in {"name", "title"} or not mention.actors:
            return None
        return self.cast.roles[mention.actors[0]].kind

    def _covers(self, mention: Mention, first: int, end: int) -> bool:
        """True if a mention runs over exactly the words."""
        stop = self.doc[end - 1].idx + len(self.doc[end - 1])
        return mention.start >= self.doc[first].idx - len("the ") and mention.end == stop

    def _is_inside_name(self, first: int, end: int, mention: Mention | None, actor: str | None) -> bool:
        """True for a part of a longer name: of an actor that the report has, or of an entity that is no place."""
        start, stop = self.doc[first].idx, self.doc[end - 1].idx + len(self.doc[end - 1])
        if mention is not None and actor is not None and actor != "state":
            longer = mention.start < start - len("the ") or mention.end > stop
            if longer or (actor == "person" and self._label(first) not in _PLACES):
                return not self._is_whole(first, end) or actor == "person"
        number = self.entity[first]
        if number < 0:
            return self.entity[end - 1] >= 0
        label = self.ents[number].label_
        if label in _PLACES or self._is_whole(first, end) or self._is_hyphenated(end):
            return False
        return label != "NORP"

    def _is_own_body(self, first: int, end: int, found: tuple[PlaceEntry, ...]) -> bool:
        """True at the head of the name of a place's own body: "Minnesota State Police", "Aleppo city council".

        A body that the tables have is not the place's: "Washington Post".
        """
        number = self.entity[first]
        entity = self.ents[number] if number >= 0 else None
        if end >= len(self.doc) or not self._is_proper(first, end):
            return False
        if entity is not None and (not self._is_before_common(entity.start, first) or entity.label_ == "PERSON"):
            return False
        trusted = fold(self.doc[first:end].text) in self.trusted
        if self.doc[end].lower_ in self.cues.institutions:
            known = any(place.kind in {"region", "country"} for place in found)
            return trusted or known or self._is_familiar(first, end, found)
        if entity is None or entity.label_ != "ORG" or not trusted:
            return False
        return not self.knowledge.named(self.doc[first : entity.end].text)

    def _short(self, first: int) -> Toponym | None:
        """An abbreviated area after a comma, or its initials anywhere: "Wichita, *Kan.*", "the *B.C.* government"."""
        text = self.doc[first].text
        if text.endswith(".") and (after := self._after_comma(first)) is not None:
            return after
        if text not in self.cues.initials or self._label(first) == "PERSON":
            return None
        return Toponym(first, first + 1, text, self.knowledge.areas_abbreviated(text))

    def _after_comma(self, first: int) -> Toponym | None:
        """An abbreviated area after a comma: "Paris, *Ky.*"."""
        if first == 0 or self.doc[first - 1].text not in (",", "("):
            return None
        for end in (first + 2, first + 1):
            text = self.doc[first:end].text
            if end <= len(self.doc) and len(text) <= _LONGEST_ABBREVIATION:
                found = self.knowledge.areas_abbreviated(text)
                if found and text.lower() not in self.cues.titles and text != "M.D.":
                    return Toponym(first, end, text, found)
        return None

    def _adjective(self, first: int) -> Toponym | None:
        """The state of an adjective: "Syrian". What the state's people is called is no place."""
        token = self.doc[first]
        if token.pos_ not in ("ADJ", "PROPN") or token.ent_type_ not in ("NORP", "GPE", "", "LANGUAGE", "ORG"):
            return None
        for end in (first + 2, first + 1):
            words = self.doc[first:end]
            if end > len(self.doc) or not words[-1].text[:1].isupper():
                continue
            for entry in self.knowledge.named(words.text):
                if entry.role == "adjective" and entry.kind == "state" and entry.country and entry.certain:
                    if entry.name != self.knowledge.states[entry.country].name:
                        return None  # "Soviet": the state is no more
                    if not self._qualifies(words[-1]) or self._is_inside_foreign(first, entry.country):
                        return None
                    return Toponym(first, end, words.text, self.knowledge.country_places(entry.country), True)
        return None

    def _is_inside_foreign(self, first: int, country: str) -> bool:
        """True inside the name of a body that is not the state's own: "the American Enterprise Institute"."""
        mention = self.cast.mention_at(self.doc[first])
        kind = self._actor(mention)
        if mention is None or kind is None or kind == "state":
            return False
        return kind not in _OWN_BODIES or self.cast.roles[mention.actors[0]].country != country

    def _qualifies(self, token: Token) -> bool:
        """True for an adjective that stands before its noun, or beside one that does: "Russian and Turkish ties"."""
        if token.dep_ == "conj":
            token = token.head
        return token.dep_ in {"amod", "compound", "nmod"} and token.head.i > token.i

    def _unlisted(self, first: int) -> Toponym | None:
        """An entity that the parser takes for a place and no gazetteer has."""
        number = self.entity[first]
        if number < 0 or self.ents[number].start != first or self.ents[number].label_ not in _PLACES:
            return None
        end = self.ents[number].end
        while end > first and not (
            self.doc[end - 1].text[:1].isupper() or self.doc[end - 1].lower_ in self.cues.suffixes
        ):
            end -= 1
        if end == first or self.cast.mention_at(self.doc[first]) is not None:
            return None
        text = self.doc[first:end].text
        if fold(text) in self.surnames or self._names_other(text) or not self._is_located(first):
            return None
        if self.doc[first].lower_ in self.cues.compass and self.knowledge.places(self.doc[first + 1 : end].text):
            return None  # "South Venezuela": the name follows
        return Toponym(first, end, text, ())
