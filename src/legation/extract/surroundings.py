"""What the words around a name tell of it: the parser's entity that holds it, what stands before and after.

Nothing here asks the gazetteer: `toponym` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.knowledge.coreference import given_names
from legation.knowledge.folding import fold
from legation.knowledge.toponyms import cues

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Surroundings:
    """The entities and cue words of one doc, asked about tokens `[first, end)`."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.cues = cues()
        self.ents = doc.ents  # the parser makes them anew each time it is asked
        self.entity = [-1] * len(doc)  # index of the entity that a token stands in
        for number, entity in enumerate(self.ents):
            for at in range(entity.start, entity.end):
                self.entity[at] = number
        persons = [entity for entity in self.ents if entity.label_ == "PERSON" and len(entity) > 1]
        self.surnames = {fold(entity[-1].text) for entity in persons}
        self.first_names = self._first_names({fold(entity[0].text) for entity in persons} & given_names().keys())

    def _first_names(self, names: set[str]) -> set[str]:
        """Those of the persons' first names that nothing happens in: "Georgia", but not where "in Georgia" stands."""
        if not names:
            return names
        return names - {
            fold(token.text)
            for token in self.doc
            if token.text[:1].isupper() and fold(token.text) in names and self._is_located(token.i, firm=True)
        }

    def _label(self, at: int) -> str:
        number = self.entity[at]
        return self.ents[number].label_ if number >= 0 else ""

    def _is_of_something_else(self, first: int, end: int) -> bool:
        """True for a point of the compass alone, a street's name, a saint's church or school."""
        if self._is_foreign_phrase(end):
            return True
        words = self.doc[first:end]
        after = self.doc[end].lower_ if end < len(self.doc) else ""
        if after in self.cues.streets or words[-1].lower_ in self.cues.streets:
            return True
        if words[0].lower_ in ("st.", "saint") and after in ("'s", "’s"):
            return True
        return all(word.lower_ in self.cues.compass for word in words)

    def _is_common(self, first: int, end: int) -> bool:
        """True for a word with a capital that is a common one as well."""
        return end - first == 1 and self.doc[first].lower_ in self.cues.common

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

    def _is_foreign_phrase(self, end: int) -> bool:
        """True before a foreign "of" and another name: "Stade de France", "Ballon d'Or"."""
        after = self.doc[end : end + 2]
        if len(after) < 2:
            return False
        return after[0].lower_.startswith(("d'", "d’")) or (
            after[0].lower_ in self.cues.foreign_of and after[1].text[:1].isupper()
        )

    def _has_officials(self, end: int) -> bool:
        """True before what a town has: "Danbury police"."""
        return end < len(self.doc) and self.doc[end].lower_ in self.cues.officials

    def _is_home(self, first: int) -> bool:
        """True for where somebody is from: "Ann Lee, 49, of Waterloo", "a native of Ada"."""
        if first < 3 or self.doc[first - 1].lower_ != "of":
            return False
        before, age = self.doc[first - 2], self.doc[first - 3]
        return before.lower_ in self.cues.residents or (before.text == "," and age.is_digit and len(age) == 2)

    def _is_at_edge(self, first: int, end: int) -> bool:
        """True at either end of an entity, or after "of" within it."""
        entity = self.ents[self.entity[first]]
        if self._is_before_common(entity.start, first):
            return True
        before = first - 1 if self.doc[first - 1].lower_ != "the" else first - 2
        if self.doc[before].lower_ == "of":
            return True
        return self.doc[end : entity.end].text in ("", "'s", "’s") and self.doc[first - 1].text[:1].isupper()

    def _qualifies(self, token: Token) -> bool:
        """True for an adjective that stands before its noun, or beside one that does: "Russian and Turkish ties"."""
        if token.dep_ == "conj":
            token = token.head
        return token.dep_ in {"amod", "compound", "nmod"} and token.head.i > token.i
