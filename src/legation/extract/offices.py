"""Who holds which office: from the words around a name, and from dated tables where the words leave it out."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from legation.extract.actor import Office
from legation.extract.titles import Describer, fits, is_honorific, is_title
from legation.extract.unnamed import whole_name
from legation.knowledge.actor_nouns import load_actor_nouns
from legation.knowledge.coreference import given_names, honorifics, word_list
from legation.knowledge.folding import fold

if TYPE_CHECKING:
    from legation.extract.mention import Cast, Role
    from legation.extract.namesakes import Person
    from legation.extract.titles import Description, Status
    from legation.knowledge.offices import Holder
    from legation.knowledge.store import Knowledge

# A term that begins within this time of the report is that of somebody elected or named for it.
_ELECT_DAYS = 100
# Offices of a state: whoever holds one without a word on whose belongs to the state spoken of.
_LEADING = frozenset({"head_of_state", "head_of_government"})
_BODIES = frozenset({"organization", "igo", "armed_group", "company", "government_body", "armed_force", "media"})
_PUBLIC = frozenset({"GOV", "MIL", "LEG", "COP", "JUD", "SPY"})


class Officer:
    """Enters persons into a cast and gives them their offices, countries and sectors."""

    def __init__(self, cast: Cast, knowledge: Knowledge, published: date | None) -> None:
        self.cast = cast
        self.knowledge = knowledge
        self.published = published
        self.persons: list[tuple[Person, Role]] = []
        self.described: list[tuple[Role, Description]] = []

    def enter(self, person: Person) -> None:
        """A role for a person, with all mentions by name."""
        role = self.cast.role(person.name, "person")
        for first, end in person.places:
            self.cast.mark(first, end, "name", role.id)
            self._honour(role, first)
        for term in person.terms:
            role.country = role.country or term.state
            role.gender = role.gender or term.gender
            role.wikidata = role.wikidata or term.wikidata
        if role.gender is None and len(person.words) > 1:
            role.gender = given_names().get(person.words[0])
        self.persons.append((person, role))

    def _honour(self, role: Role, first: int) -> None:
        """What "Mr" or "Gen." before the name says."""
        at = first
        while at and is_honorific(self.cast.doc[at - 1]):
            at -= 1
            told = honorifics()[self.cast.doc[at].text]
            role.gender = role.gender or told.gender
            role.sectors = role.sectors or told.sectors

    def describe(self) -> None:
        """Offices from the words around names, and from tables for persons whose office no words give."""
        describer = Describer(self.cast.doc, self.knowledge, self.cast.covered())
        before: tuple[int, Description] | None = None
        for first, end, role in sorted((f, e, role) for person, role in self.persons for f, e in person.places):
            found = describer.around(first, end)
            for description in found:
                self._take(role, description)
            shared = next((d for d in found if d.plural and not d.apart), None)
            if shared is not None:
                before = (end, shared)
            elif before is not None and not found and self._is_next(before[0], first):
                self._take(role, before[1])
                before = (end, before[1])
            else:
                before = None
        for person, role in self.persons:
            self._from_tables(person, role)

    def _is_next(self, end: int, first: int) -> bool:
        """True if only "and" or a comma stands between two names."""
        return 0 < first - end <= 2 and all(t.lower_ in {"and", ","} for t in self.cast.doc[end:first])

    def _take(self, role: Role, description: Description) -> None:
        """One description: the office, whose it is, and the mention that it makes."""
        self.described.append((role, description))
        owner = self._owner(description)
        if owner is not None:
            self._own(role, owner)
        self._add_office(role, description.title, owner, description.status)
        head = self.cast.doc[description.head]
        if description.apart:
            self.cast.mark(description.first, description.end, "title", role.id, root=description.head)
        elif self.cast.mention_at(head) is None and not description.plural:
            self.cast.lean(head, (role.id,))
            for at in range(description.first, description.head):
                is_joined = self.cast.doc[at + 1].lower_ == "and" and is_title(self.cast.doc[at], self.knowledge)
                if is_joined and self.cast.mention_at(self.cast.doc[at]) is None:
                    self.cast.lean(self.cast.doc[at], (role.id,))  # "commander and spokeswoman ⟨name⟩"

    def _owner(self, description: Description) -> Role | None:
        """Whose office it is, as far as it is known by now; a body or person before the state around it."""
        for at in reversed(description.owners):
            mention = self.cast.mention_at(self.cast.doc[at])
            if mention is not None and len(mention.actors) == 1:
                return self.cast.roles[mention.actors[0]]
        for at in range(description.head + 1, description.end):  # "negotiator for ⟨a body⟩"; "for ⟨a state⟩" is a task
            mention = self.cast.headed_by(self.cast.doc[at])
            if mention is not None and len(mention.actors) == 1 and self.cast.roles[mention.actors[0]].kind in _BODIES:
                return self.cast.roles[mention.actors[0]]
        return None

    def _place(self, description: Description) -> tuple[str, str] | None:
        """Name and country of the place that an office is of: "California governor"."""
        doc = self.cast.doc
        for at in range(description.head - 1, description.first - 1, -1):
            if doc[at].ent_type_ == "GPE" and self.cast.mention_at(doc[at]) is None:
                for place in self.knowledge.places(whole_name(doc[at])):
                    if place.country is not None:
                        return place.name, place.country
        return None

    def _own(self, role: Role, owner: Role) -> None:
        if owner.id != role.id:
            role.country = owner.country or role.country

    def _add_office(self, role: Role, title: str, owner: Role | None, status: Status) -> None:
        base = title.split(" of ")[0].split(" for ")[0]
        head = base.split()[-1]
        if head in word_list("no_offices") or head in word_list("relational_nouns"):
            return
        known = self.knowledge.office(title)
        noun = load_actor_nouns().get(head)
        sectors = known.sectors if known is not None else (noun.sectors if noun is not None else ())
        if known is None and not sectors and " " in base and (bare := self.knowledge.office(base)) is not None:
            sectors = bare.sectors  # "cabinet secretary for the blue economy"
        if head.startswith("spokes") and owner is not None and owner.kind != "state":
            sectors = owner.sectors  # a spokesman speaks for all sorts
        if status == "former" and sectors:
            sectors = ("ELI",)
        if owner is not None and not sectors:
            sectors = owner.sectors
        role.sectors = tuple(dict.fromkeys((*role.sectors, *sectors)))
        if role.gender is None and known is not None:
            role.gender = known.gender
        of = owner.name if owner is not None and owner.id != role.id else None
        office = Office(title=title, of=of, status=status)
        for at, other in enumerate(role.offices):
            if other.status == status and of in {None, other.of} and fits(other.title, title):
                return  # "the minister" of one who is foreign minister
            if fold(other.title) == fold(title) and (other.of is None or of is None or other.of == of):
                if other.of is None and of is not None:
                    role.offices[at] = office
                return
        role.offices.append(office)

    def _from_tables(self, person: Person, role: Role) -> None:
        """The office held at the report's date, where the text gives none of that sort."""
        if self.published is None:
            return
        self._date(person, role)
        for term in person.terms:
            status = self._status(term)
            if status is None or (term.state and role.country and term.state != role.country):
                continue
            state = self.knowledge.states.get(term.state) if term.state else None
            if any(fold(o.title) == fold(term.office) for o in role.offices):
                continue
            of = state.name if state is not None else term.of
            role.offices.append(Office(title=term.office, of=of, status=status, basis="data"))
            role.sectors = tuple(dict.fromkeys((*role.sectors, *self._sectors_of(term))))
        if not role.offices and not role.sectors:
            self._was(person, role)

    def _was(self, person: Person, role: Role) -> None:
        """The last public office of a person whose terms are over, a state's or government's head before others."""
        over = [t for t in person.terms if t.end and self.published and t.end < self.published]
        over = [t for t in over if t.role in _LEADING] or [t for t in over if _PUBLIC & set(self._sectors_of(t))]
        if over:
            last = max(over, key=lambda term: (term.end or date.min, term.office))
            state = self.knowledge.states.get(last.state) if last.state else None
            of = state.name if state is not None else last.of
            role.offices.append(Office(title=last.office, of=of, status="former", basis="data"))
            role.sectors = ("ELI",)

    def _date(self, person: Person, role: Role) -> None:
        """Mark as former what a text calls somebody by custom whose term is over: "President ⟨name⟩" years later."""
        for at, office in enumerate(role.offices):
            terms = [term for term in person.terms if fits(term.office, office.title)]
            over = [term for term in terms if term.end and self.published and term.end < self.published]
            if office.status == "incumbent" and terms and len(over) == len(terms):
                role.offices[at] = Office(title=office.title, of=office.of, status="former", basis=office.basis)
                others = [o for o in role.offices if o.status != "former"]
                role.sectors = role.sectors if others else ("ELI",)

    def _sectors_of(self, term: Holder) -> tuple[str, ...]:
        known = self.knowledge.office(term.office)
        if known is not None:
            return known.sectors
        whose = self.knowledge.named(term.of or term.office.rpartition(" ")[0])  # "Hezbollah leader"
        return self.knowledge.role_sectors.get(term.role) or (whose[0].sectors if whose else ())

    def _status(self, term: Holder) -> Status | None:
        """What a term is at the report's date; None where it is over or far ahead."""
        if self.published is None or (term.end and term.end < self.published):
            return None
        if term.start and term.start > self.published:
            return "elect" if (term.start - self.published).days <= _ELECT_DAYS else None
        return "incumbent"

    def finish(self) -> None:
        """Whose the offices are that only the sweep could tell, or only the sentence does ("the country's")."""
        for role, description in self.described:
            owner = self._owner(description)
            if owner is not None:
                if role.country is None:
                    self._own(role, owner)
                self._add_office(role, description.title, owner, description.status)
            if role.country is None and owner is None and (place := self._place(description)) is not None:
                role.country = place[1]
            if role.country is None and not description.owners and _PUBLIC & set(role.sectors):
                role.country = self._state_around(description)

    def _state_around(self, description: Description) -> str | None:
        """The state that the sentence is about, its subject; else the one whose people and bodies act most."""
        starts = self._sentence_starts
        at = bisect_right(starts, description.head)
        for token in self.cast.doc[starts[at - 1] : starts[at] if at < len(starts) else len(self.cast.doc)]:
            if token.dep_ in {"nsubj", "nsubjpass"} and (mention := self.cast.headed_by(token)) is not None:
                role = self.cast.roles[mention.actors[0]]
                if len(mention.actors) == 1 and role.kind == "state":
                    return role.country
        return self._issuer or self._main_country

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.cast.doc.sents]

    @cached_property
    def _issuer(self) -> str | None:
        """The country of the ministry or body whose name a press release opens with."""
        first = min(self.cast.mentions, key=lambda m: (m.start, -m.end), default=None)
        if first is None or first.kind != "name" or self.cast.doc.text[: first.start].strip():
            return None
        role = self.cast.roles[first.actors[0]]
        is_apart = self.cast.doc.text[first.end : first.end + 1] in {"", "\n"}
        return role.country if is_apart and role.kind == "government_body" else None

    @cached_property
    def _main_country(self) -> str | None:
        """The country of most mentions, those left out that only say where ("the Mexico border")."""
        counts: Counter[str] = Counter()
        for mention in self.cast.mentions:
            if len(mention.actors) == 1 and self.cast.doc[mention.root].dep_ not in {"compound", "pobj"}:
                country = self.cast.roles[mention.actors[0]].country
                if country is not None:
                    counts[country] += 1
        return max(sorted(counts), key=lambda c: counts[c], default=None)
