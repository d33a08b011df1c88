"""Which leader a person's name means, by the dated tables: by surname, by title, on the report's day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.extract.titles import fits, is_title
from legation.knowledge.coreference import given_names
from legation.knowledge.folding import fold

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Doc

    from legation.extract.namesakes import Person
    from legation.knowledge.offices import Holder
    from legation.knowledge.store import Knowledge

# Leaders are called by a bare surname while in office and a while before and after; then they get their full names.
_CURRENT_DAYS = 120
_KNOWN_DAYS = 1500
_HEADS = frozenset({"head_of_state", "head_of_government"})
_LONGEST = 5  # words of a title


def leaders(knowledge: Knowledge, surname: str, published: date | None, states: set[str]) -> list[Holder]:
    """Heads of state or government of a surname that a report of a date can mean, the likeliest first.

    In office about the date, or, of a state that the report names, known in those years; at any time if the report has
    no date.
    """
    found = []
    for holder in knowledge.people_named(surname, published):
        if published is None:
            if holder.role in _HEADS and holder.state in states:
                found.append(holder)
            continue
        away = holder.fit(published)
        is_current = away <= _CURRENT_DAYS and (fold(surname) not in given_names() or holder.state in states)
        if holder.role in _HEADS and (is_current or (away <= _KNOWN_DAYS and holder.state in states)):
            found.append(holder)
    return found


def identify(doc: Doc, person: Person, knowledge: Knowledge, published: date | None, states: set[str]) -> None:
    """Look the person up: by full name at any date, by surname only where one leader of the time is meant.

    Where none is, those of the surname count who held the office that the text gives: "Deputy Secretary Lund".
    """
    if len(person.words) > 1:
        person.terms = knowledge.people_named(person.name, published)
        return
    found = leaders(knowledge, person.name, published, states) or _titled_so(doc, person, knowledge, published)
    here = [h for h in found if h.state in states] or found
    if here and len({h.person for h in here}) == 1:
        person.name = here[0].person
        person.terms = knowledge.people_named(person.name, published)


def _titled_so(doc: Doc, person: Person, knowledge: Knowledge, published: date | None) -> list[Holder]:
    """Holders of the surname in office on the day whose title stands before the name."""
    first = person.places[0][0]
    if published is None or not first or not is_title(doc[first - 1], knowledge):
        return []
    words = [doc[first - 1].lower_]
    at = first - 2
    while at >= 0 and doc[at].text[:1].isupper() and doc[at].pos_ in {"PROPN", "NOUN", "ADJ"} and len(words) < _LONGEST:
        words.insert(0, doc[at].lower_)
        at -= 1
    # A former president keeps the title by custom; of others one in office is meant.
    in_office = [
        holder
        for holder in knowledge.people_named(person.name, published)
        if holder.fit(published) <= (_KNOWN_DAYS if holder.role in _HEADS else 0)
        and (holder.start is None or holder.start <= published)
    ]
    for start in range(len(words)):
        title = " ".join(words[start:])
        found = [h for h in in_office if fits(h.office, title)]
        if found:
            return found
    return []
