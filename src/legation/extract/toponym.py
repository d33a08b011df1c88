"""Toponyms: which words of a report name a place, with what the gazetteer has under each name.

The parser's entities and the gazetteer check each other: a name that both know is a toponym; one that the gazetteer
alone knows needs a preposition of place, a place that everybody knows, or a use elsewhere in the report that has one;
one that the parser alone knows stays without coordinates. A part of a longer name of a person or an organisation is
none, but for a city's or a state's own bodies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.extract.surroundings import Surroundings
from legation.knowledge.coreference import given_names
from legation.knowledge.folding import fold
from legation.knowledge.own import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from legation.extract.mention import Mention
    from legation.extract.reading import Reading
    from legation.knowledge.places import PlaceEntry

_LONGEST = 6  # words of a name in the gazetteer, hyphens counted: "Deir ez-Zor" has four
_KNOWN_TO_ALL = 100_000  # people: a city that a report can name without saying where it is
_LONGEST_ABBREVIATION = 6  # letters and full stops: "W. Va."
_PLACES = frozenset({"GPE", "LOC"})
_NUMBERS = frozenset({"DATE", "TIME", "MONEY", "QUANTITY", "CARDINAL", "ORDINAL", "PERCENT"})
_CITIES = frozenset({"city", "capital"})
_BODIES = frozenset({"ORG", "FAC", "EVENT", "LAW", "WORK_OF_ART"})  # what may be named after a place
_NOT_AFTER_PLACES = frozenset({"person", "armed_group", "company", "media", "party"})
_SHORT = 3  # letters of an acronym: "SUV" is not Suva
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


class _Finder(Surroundings):
    """A pass over one doc, and another that trusts the names which the first was sure of."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading.doc)
        self.knowledge = reading.knowledge
        self.cast = reading.cast
        self.trusted: set[str] = set()

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

    def _is_place(self, first: int, end: int, found: tuple[PlaceEntry, ...]) -> bool:
        """True if the words stand for a place here, not for a part of something else or a common word."""
        label = self._label(first)
        if label in _NUMBERS and not (label == "DATE" and self._is_whole(first, end)):
            return False
        if self._is_of_something_else(first, end) or fold(self.doc[first:end].text) in self.first_names:
            return False
        if self._is_contained(end, found) or self._is_home(first):
            return not self._is_common(first, end)
        mention = self.cast.mention_at(self.doc[first])
        actor = self._actor(mention)
        if actor == "state" and mention is not None and self._covers(mention, first, end):
            return True
        if actor in _NO_PLACES and not self._is_located(first, firm=True):
            return False
        if label == "DATE":  # which the parser makes of names that it doesn't know
            return self._is_familiar(first, end, found)
        if end - first > 1 and found[0].source == "legation" and self._holds_entities(first, end):
            return True  # "the Korean peninsula", of which the parser sees a half
        if self._is_inside_name(first, end, mention, actor):
            return self._is_own_body(first, end, found) or self._is_embedded(first, end, found, actor)
        if label in _PLACES:
            whole = self._is_whole(first, end) or self._rest_is_common(first, end)
            if self._is_common(first, end) and not self._is_located(first):
                return False
            return whole and (actor != "person" or self._is_located(first))
        if self._opens_dateline(first, end):
            return True
        return self._is_proper(first, end) and self._is_place_after_all(first, end, found, label)

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
        if self._is_familiar(first, end, found):
            return True
        if self._has_officials(end) and not self._is_common(first, end):
            return True
        # "at Lot No. 7": a common word with a capital is a place only where the parser says so.
        return self._is_located(first) and not self._is_common(first, end)

    def _is_familiar(self, first: int, end: int, found: tuple[PlaceEntry, ...]) -> bool:
        """True for a place that needs no introduction and whose name is no common word."""
        if self._is_common(first, end):
            return False
        text = self.doc[first:end].text
        is_acronym = len(text) <= _SHORT and text.isupper()
        return any(
            (place.known and not is_acronym) or ((place.known or _is_large(place)) and fold(place.name) == fold(text))
            for place in found
        )

    def _names_other(self, text: str) -> bool:
        """True for a name that the tables have for a body, a firm or a government rather than a place: "Hamas"."""
        return any(
            (entry.certain and entry.kind not in {"state", "people"}) or entry.role == "metonym"
            for entry in self.knowledge.named(text)
        )

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

    def _is_contained(self, end: int, found: tuple[PlaceEntry, ...]) -> bool:
        """True before a comma and a state or area that holds a place of the name: "Hugo, Oklahoma"."""
        if end + 1 >= len(self.doc) or self.doc[end].text != "," or not self.doc[end + 1].text[:1].isupper():
            return False
        for stop in range(min(end + 4, len(self.doc)), end + 1, -1):
            text = self.doc[end + 1 : stop].text
            holders = self.knowledge.areas_abbreviated(text) if len(text) <= _LONGEST_ABBREVIATION else ()
            if any(_holds(holder, place) for holder in holders or self.knowledge.places(text) for place in found):
                return True
        return False

    def _is_embedded(self, first: int, end: int, found: tuple[PlaceEntry, ...], actor: str | None) -> bool:
        """True for a place that a body is named after: "the University of Manitoba", "Texas Forest Service".

        A body that the tables have is none of the place's: "the Washington Post", "Bank of America".
        """
        number = self.entity[first]
        if number < 0 or actor in _NOT_AFTER_PLACES or self._is_common(first, end):
            return False
        entity = self.ents[number]
        if entity.label_ not in _BODIES or end > entity.end or not self._is_at_edge(first, end):
            return False
        words = entity[1:] if entity[0].lower_ == "the" else entity
        if self.knowledge.named(words.text.removesuffix("'s").removesuffix("’s")):
            return False
        text = fold(self.doc[first:end].text)
        if text in self.trusted:
            return True
        if fold(self.doc[first].text) in given_names():
            return False
        is_area = any(p.kind == "country" or (p.kind == "region" and fold(p.name) == text) for p in found)
        return is_area or self._is_familiar(first, end, found)

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
        if self._has_officials(end) and not self._is_common(first, end):
            return True
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
        if end - first == 2 and fold(self.doc[first].text) in given_names():
            return None  # a person whom the parser takes for a place
        if fold(text) in self.surnames or self._names_other(text) or not self._is_located(first):
            return None
        name = first
        while self.doc[name].lower_ in self.cues.compass and name < end - 1:
            name += 1
        if name > first and self.knowledge.places(self.doc[name:end].text):
            return None  # "South Venezuela": the name follows
        return Toponym(first, end, text, ())


def _is_large(place: PlaceEntry) -> bool:
    """True for a city that a report can name without saying where it is."""
    return place.kind in _CITIES and place.population >= _KNOWN_TO_ALL


def _holds(holder: PlaceEntry, place: PlaceEntry) -> bool:
    """True for a place in a state or in a first-level area."""
    if place.country != holder.country or holder.admin1 or place.kind == "country":
        return False
    return holder.kind == "country" or (holder.kind == "region" and place.admin1 == holder.name)
