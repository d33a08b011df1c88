"""Persons by name: which words are a person's name, and which names are one person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from legation.extract.bodies import POSSESSIVE, place_names, trimmed
from legation.extract.leaders import identify, leaders
from legation.extract.namesakes import Person, clusters, merged
from legation.extract.titles import Describer, is_honorific, is_title
from legation.knowledge.coreference import given_names, word_list
from legation.knowledge.folding import fold
from legation.knowledge.own import SOURCE
from legation.language.lexicon import is_word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from spacy.tokens import Doc, Token

    from legation.knowledge.offices import Holder
    from legation.knowledge.store import Knowledge

_LONGEST = 5  # words of a name
_HYPHENS = frozenset({"-", "‑"})
_NO_NAME = re.compile(r"[\d@/|:,()]")
_NO_NAMES = frozenset({"DATE", "TIME", "NORP", "LANGUAGE", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY"})


class _Finder:
    """The names of persons in one doc; `taken` are the tokens of other names."""

    def __init__(
        self, doc: Doc, knowledge: Knowledge, published: date | None, taken: set[int], states: set[str]
    ) -> None:
        self.doc = doc
        self.knowledge = knowledge
        self.published = published
        self.states = states
        self.covered = set(taken)
        self.places = place_names(doc)
        self.spans: dict[int, int] = {}

    def find(self) -> dict[int, int]:
        """First token to the token after the last, of every name."""
        for finder in (
            self._titled,
            self._after_portfolio,
            self._described,
            self._apposed,
            self._labelled,
            self._known,
            self._acting,
        ):
            for first, end in finder():
                if first < end and self.covered.isdisjoint(range(first, end)):
                    self.spans[first] = end
                    self.covered.update(range(first, end))
        self._repeated()
        return self.spans

    def _titled(self) -> Iterator[tuple[int, int]]:
        """Capitalised words right behind a title or honorific: "Gen Lund", "foreign minister Ana Silva"."""
        for token in self.doc:
            if token.i + 1 < len(self.doc) and (is_honorific(token) or is_title(token, self.knowledge)):
                first = token.i + 1
                end = self._run(first)
                if end > first and not self._is_other(first, end):
                    yield first, end

    def _described(self) -> Iterator[tuple[int, int]]:
        """Names that a description or a given name proves to be a person's, whatever the parser takes them for."""
        describer = Describer(self.doc, self.knowledge, self.covered)
        for entity in self.doc.ents:
            if entity.label_ not in {"ORG", "GPE", "FAC", "PRODUCT", "WORK_OF_ART"}:
                continue
            first, end = trimmed(self.doc, entity.start, entity.end)
            for at in range(first + 1, end - 1):
                if self.doc[at].text in POSSESSIVE:  # "the Herald's ⟨name⟩"
                    first = at + 1
            if not 1 < end - first <= _LONGEST or self._run(first) != end or self._is_other(first, end):
                continue
            has_given_name = entity.label_ == "ORG" and fold(self.doc[first].text) in given_names()
            if has_given_name or any(description.apart for description in describer.around(first, end)):
                yield first, end

    def _apposed(self) -> Iterator[tuple[int, int]]:
        """Names that the parser knows in part or not at all, behind what describes them: "the minister, ⟨name⟩"."""
        describer = Describer(self.doc, self.knowledge, self.covered)
        for token in self.doc:
            if token.i < 2 or not token.text[0].isupper() or self.doc[token.i - 1].text not in {",", "–", "—"}:
                continue
            end = self._run(token.i)
            if 1 < end - token.i <= _LONGEST and not self._is_other(token.i, end) and describer.is_introduced(token.i):
                yield token.i, end

    def _after_portfolio(self) -> Iterator[tuple[int, int]]:
        """Names right behind "of …" in a title: "Minister of Industry and Trade ⟨name⟩". No word of them is English."""
        for token in self.doc:
            at = token.i + 2
            if at >= len(self.doc) or self.doc[at - 1].lower_ != "of" or not token.text[0].isupper():
                continue
            if not is_title(token, self.knowledge):
                continue
            first = at
            while at < len(self.doc) and self._is_portfolio(self.doc[at]):
                at += 1
                first = at
            while at < len(self.doc) and at - first < _LONGEST and self._is_foreign(self.doc[at]):
                at += 1
            if at - first > 1 and self.doc[first - 1].lower_ not in {"of", "and"}:
                yield first, at

    def _is_portfolio(self, token: Token) -> bool:
        is_english = token.pos_ in {"PROPN", "NOUN", "ADJ"} and is_word(token.lower_)
        return token.lower_ in {"and", "&", "the"} or is_english

    def _is_foreign(self, token: Token) -> bool:
        if token.i in self.covered or not token.text[0].isupper() or token.pos_ != "PROPN":
            return False
        return not is_word(token.lower_)

    def _run(self, first: int) -> int:
        """The end of the name that begins at a token; `first` itself if none does."""
        end = at = first
        while at < len(self.doc) and at - first < _LONGEST and at not in self.covered:
            token = self.doc[at]
            if token.text[0].isupper() and (token.pos_ == "PROPN" or (at == first and token.ent_type_ == "PERSON")):
                if is_title(token, self.knowledge) and token.ent_type_ != "PERSON":
                    break
                end = at = at + 1
            elif (at > first and (token.lower_ in word_list("name_particles") or token.text in _HYPHENS)) or (
                at == first and token.lower_ in word_list("name_particles") and token.text[0].isupper()
            ):
                at += 1
            elif at > first and token.is_alpha and self._is_hyphened(at):
                end = at = at + 1  # "Park Geun-*hye*"
            else:
                break
        return end

    def _is_hyphened(self, at: int) -> bool:
        """True for what a hyphen ties to the word before it."""
        hyphen = self.doc[at - 1]
        return hyphen.text in _HYPHENS and not hyphen.whitespace_ and not self.doc[at - 2].whitespace_

    def _is_other(self, first: int, end: int) -> bool:
        """True for capitalised words that are no person's: "President's Office", "Prime Minister Council"."""
        last = self.doc[end - 1]
        if last.lower_ in word_list("body_nouns") or last.lower_ in word_list("not_actors"):
            return True
        if any(self.doc[at].ent_type_ in _NO_NAMES for at in range(first, end)):
            return True
        if end - first == 1 and self.doc[first - 1].is_lower and is_word(last.lower_) and not self._leaders(last.text):
            return True  # "socialist International"
        labels = {self.doc[at].ent_type_ for at in range(first, end)}
        return end - first > 1 and labels == {"ORG"} and is_word(last.lower_) and self.doc[first - 1].is_lower

    def _labelled(self) -> Iterator[tuple[int, int]]:
        """What the parser takes for a person, titles at its start left out."""
        for entity in self.doc.ents:
            if entity.label_ != "PERSON":
                continue
            first, end = trimmed(self.doc, entity.start, entity.end)
            for at in range(first, end):
                token = self.doc[at]
                if at in self.covered or is_honorific(token) or (is_title(token, self.knowledge) and at < end - 1):
                    first = at + 1
            while first < end and (self.doc[first].is_punct or self.doc[first].lower_ in {"’s", "'s"}):
                first += 1
            if end - first == 2 and self._is_state_and_leader(first):
                first += 1
            if end - first > 2 and self._follows_title_of(first):
                first += 1  # "Vice President of *Economy* Castro Soteldo": the parser takes the portfolio in
            if first < end and self._looks_like_name(first, end):
                yield first, end

    def _is_state_and_leader(self, first: int) -> bool:
        """True for two names side by side that the parser takes for one: "It was Russia Trump warned"."""
        readings = self.knowledge.named(self.doc[first].text)
        is_state = any(entry.kind == "state" and entry.role in {"name", "abbreviation"} for entry in readings)
        return is_state and bool(self._leaders(self.doc[first + 1].text))

    def _follows_title_of(self, first: int) -> bool:
        return first > 1 and self.doc[first - 1].lower_ == "of" and is_title(self.doc[first - 2], self.knowledge)

    def _looks_like_name(self, first: int, end: int) -> bool:
        words = self.doc[first:end]
        if not words[0].text[0].isupper() and words[0].lower_ not in word_list("name_particles"):
            return False
        if len(words) > _LONGEST + 1 or any(w.is_space or _NO_NAME.search(w.text) for w in words):
            return False
        last = words[-1]
        if not last.text[0].isupper() and self.doc[end - 2].text not in _HYPHENS:
            return False
        if last.lower_ in word_list("body_nouns") or last.lower_ in word_list("not_actors"):
            return False
        # One English word with a capital is as likely a headline's as a surname.
        if first and self.doc[first - 1].pos_ == "ADP" and len(words) > 1 and self.knowledge.places(words.text):
            return False
        if any(place.source == SOURCE for place in self.knowledge.places(words.text)):
            return False  # the user says that it is a place
        if fold(words.text) in self.places or (first > 1 and self._behind_article(first)):
            return False
        if len(words) > 1 or self._leaders(last.text):
            return True
        return not is_word(last.lower_) and not self.knowledge.places(last.text)

    def _behind_article(self, first: int) -> bool:
        """True for the "Hawl" of "in al-Hawl": the parser cuts such names in two."""
        if self.doc[first - 1].text not in _HYPHENS or self.doc[first - 2].lower_ not in word_list("name_particles"):
            return False
        return f"{self.doc[first - 2].lower_} {fold(self.doc[first].text)}" in self.places or (
            first > 2 and self.doc[first - 3].lower_ in {"in", "at", "near", "from"}
        )

    def _known(self) -> Iterator[tuple[int, int]]:
        """Names of leaders that the parser does not take for persons."""
        at = 0
        while at < len(self.doc):
            token = self.doc[at]
            end = at + 1
            if at not in self.covered and token.pos_ == "PROPN" and token.text[0].isupper() and len(token) > 2:
                run = self._run(at)
                if run - at > 1 and self.knowledge.people_named(self.doc[at:run].text, self.published):
                    yield at, run
                    end = run
                elif (
                    token.ent_type_ not in _NO_NAMES
                    and self._leaders(token.text)
                    and not self._in_longer(token)
                    and not self._ends_longer(at)
                    and not self._is_half(at)
                ):
                    yield at, at + 1
            at = end

    def _acting(self) -> Iterator[tuple[int, int]]:
        """Two words or more that the parser gives no label but lets act like somebody: "Ana Lund met …"."""
        at = 0
        while at < len(self.doc):
            token = self.doc[at]
            end = self._run(at) if token.pos_ == "PROPN" and not token.ent_type_ and at not in self.covered else at
            if end - at > 1 and self._is_acting(at, end):
                yield at, end
            at = max(end, at + 1)

    def _is_acting(self, first: int, end: int) -> bool:
        root = self.doc[first:end].root
        if root.dep_ != "nsubj" or root.head.pos_ != "VERB" or any(t.ent_type_ for t in self.doc[first:end]):
            return False
        if first and self.doc[first - 1].pos_ in {"DET", "PROPN"}:
            return False
        is_foreign = not any(is_word(t.lower_) for t in self.doc[first:end])
        has_given_name = fold(self.doc[first].text) in given_names()
        return (is_foreign or has_given_name) and self._looks_like_name(first, end)

    def _in_longer(self, token: Token) -> bool:
        """True if the word is part of a longer name ("Park Avenue")."""
        after = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
        return (
            after is not None
            and after.pos_ == "PROPN"
            and after.text[0].isupper()
            and token.dep_ == "compound"
            and (after.ent_type_ == token.ent_type_ != "" and after.ent_iob_ == "I")
        )

    def _ends_longer(self, at: int) -> bool:
        """True for the surname of a name that the tables do not have: the "Silva" of Eva Silva is no president."""
        before = self.doc[at - 1] if at else None
        if before is None or before.i in self.covered or before.pos_ != "PROPN" or not before.text[0].isupper():
            return False
        is_apart = is_honorific(before) or is_title(before, self.knowledge)
        return not is_apart and (fold(before.text) in given_names() or not is_word(before.lower_))

    def _leaders(self, surname: str) -> list[Holder]:
        """Who is meant by a leader's bare surname at the report's date; [] if nobody is for sure."""
        return leaders(self.knowledge, surname, self.published, self.states)

    def _is_half(self, at: int) -> bool:
        """True for the "Solberg" of "Solberg-Dahl", but not for the "Trump" of "Trump-Putin" or "Trump-led"."""
        if at + 2 >= len(self.doc) or not self._is_hyphened(at + 2):
            return False
        after = self.doc[at + 2].text
        return after[0].isupper() and not self._leaders(after)

    def _double_surnames(self) -> None:
        """Surnames of two parts of persons named in full elsewhere: "Solberg-Dahl" after "Ingrid Solberg-Dahl"."""
        double = {
            self.doc[end - 3 : end].text
            for first, end in self.spans.items()
            if end - first > 3 and self._is_hyphened(end - 1)
        }
        for at in range(len(self.doc) - 2) if double else ():
            if self.doc[at : at + 3].text in double and self.covered.isdisjoint(range(at, at + 3)):
                self.spans[at] = at + 3
                self.covered.update(range(at, at + 3))

    def _repeated(self) -> None:
        """Surnames (or, where that comes first, family names) of persons named in full elsewhere."""
        self._double_surnames()
        short: set[str] = set()
        for first, end in self.spans.items():
            if end - first > 1:
                words = fold(self.doc[first:end].text).split()
                short.update((words[-1], words[0]) if "-" in self.doc[first:end].text else (words[-1],))
            elif first and is_honorific(self.doc[first - 1]):
                short.add(fold(self.doc[first].text))
        short.update(self._first_names())
        for token in self.doc:
            if token.i in self.covered or not token.text[0].isupper() or fold(token.text) not in short:
                continue
            if token.pos_ == "PROPN" or token.ent_type_ in {"PERSON", "ORG", "GPE"}:
                self.spans[token.i] = token.i + 1
                self.covered.add(token.i)

    def _first_names(self) -> set[str]:
        """First names that one person of the report has, and no word or place: "Jack" of Jack Lund."""
        bearers: dict[str, set[str]] = {}
        for first, end in self.spans.items():
            if end - first > 1:
                words = fold(self.doc[first:end].text).split()
                bearers.setdefault(words[0], set()).add(words[-1])
        return {
            name
            for name, surnames in bearers.items()
            if len(surnames) == 1 and len(name) > 2 and name not in self.places
            and (name in given_names() or not (is_word(name) or self.knowledge.places(name)))
        }  # fmt: skip


def find_persons(
    doc: Doc, knowledge: Knowledge, published: date | None, *, taken: set[int], states: set[str]
) -> list[Person]:
    """The persons named in a doc, in order of first mention.

    `taken` are the tokens of other names, `states` the alpha-3 codes of the states that the report names.
    """
    spans = sorted(_Finder(doc, knowledge, published, taken, states).find().items())
    people = clusters(doc, spans, introduced=frozenset(f for f, _ in spans if f and _is_introduced(doc, f, knowledge)))
    for person in people:
        person.places.sort()
        identify(doc, person, knowledge, published, states)
    return merged(sorted(people, key=lambda p: p.places[0]))


def _is_introduced(doc: Doc, first: int, knowledge: Knowledge) -> bool:
    """True for a name with a title of office right before it."""
    before = doc[first - 1] if doc[first - 1].text != "." or first < 2 else doc[first - 2]
    return is_title(before, knowledge)
