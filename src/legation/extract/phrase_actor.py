"""Who a phrase by itself means: "the Russian army", "a former Kenyan minister", "Oslo"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.extract.coreference import find_cast
from legation.extract.leaders import leaders
from legation.extract.mention import as_kind
from legation.extract.namesakes import Person
from legation.extract.offices import Officer
from legation.extract.phrase_parts import complete, from_modifier, known_country
from legation.language.parse import parse
from legation.record import make_id
from legation.report.document import Block, Document
from legation.report.view import View

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Token

    from legation.extract.actor import Actor
    from legation.extract.mention import Cast, Role
    from legation.knowledge.organisations import Entry
    from legation.knowledge.store import Knowledge

_ARTICLES = ("the ", "a ", "an ")


def find_phrase_actor(phrase: str, *, knowledge: Knowledge, published: date | None = None) -> Actor | None:
    """The actor that a phrase names as of a date; None if it names none.

    A capital alone is its government: whoever asks for an actor has no place in mind.
    """
    phrase = " ".join(phrase.split())
    if not phrase:
        return None
    published = published or knowledge.as_of
    document = _document(phrase, published)
    view = View.of(document)
    doc = next(parse([view.text]))
    cast = find_cast(doc, view=view, knowledge=knowledge, published=published)
    role = _named(cast, knowledge, phrase) or _on_record(cast, knowledge, phrase, published) or _meant(cast)
    role = role or _of_place(cast, knowledge, phrase)
    if role is None:
        return None
    complete(cast, role)
    if not any(role.id in mention.actors for mention in cast.mentions):
        cast.mark(0, len(doc), "name", role.id)
    return next(record for record in cast.records(view) if record.id == role.id)


def _document(phrase: str, published: date | None) -> Document:
    """The phrase as a report of one paragraph, which the cast is made from."""
    return Document(
        document=make_id("phrase", phrase),
        evidence=((0, len(phrase)),),
        confidence=1.0,
        text=phrase,
        published=published.isoformat() if published else None,
        blocks=(Block(kind="paragraph", start=0, end=len(phrase)),),
    )


def _named(cast: Cast, knowledge: Knowledge, phrase: str) -> Role | None:
    """The role of what the tables know by the whole phrase, its article left out."""
    bare = next((phrase[len(a) :] for a in _ARTICLES if phrase.lower().startswith(a)), phrase)
    for words in dict.fromkeys((phrase, bare)):
        entries = knowledge.named(words)
        if entries:
            return _role(cast, entries[0])
    return None


def _role(cast: Cast, entry: Entry) -> Role:
    if entry.role == "demonym" and entry.kind == "state":
        return _people(cast, entry)
    role = cast.role(entry.name, as_kind(entry.kind))
    role.country, role.wikidata = entry.country, entry.wikidata
    is_government = entry.role in {"capital", "metonym"} and entry.kind == "state"
    role.sectors = ("GOV",) if is_government else entry.sectors
    return role


def _people(cast: Cast, entry: Entry) -> Role:
    """The people of a state: "Kenyans", which in a report may be the state and by itself is not."""
    role = cast.role(cast.doc.text, "people")
    role.country, role.sectors, role.number = entry.country, ("CVL",), "plural"
    return role


def _on_record(cast: Cast, knowledge: Knowledge, phrase: str, published: date) -> Role | None:
    """Who the tables have by that full name, or as a leader of the day by that surname, whatever the parser says."""
    if " " in phrase:
        terms = knowledge.people_named(phrase, published)
    else:
        terms = tuple(leaders(knowledge, phrase, published, set()))
    if not terms or not phrase[0].isupper() or len({term.person for term in terms[:2]}) > 1:
        return None
    known = next((role for role in cast.roles.values() if role.kind == "person" and role.wikidata), None)
    if known is not None and known.wikidata == terms[0].wikidata:
        return known
    officer = Officer(cast, knowledge, published)
    officer.enter(Person(terms[0].person, [(0, len(cast.doc))], terms))
    officer.describe()
    return officer.persons[0][1]


def _of_place(cast: Cast, knowledge: Knowledge, phrase: str) -> Role | None:
    """The state that a well-known place by itself stands for: "Gaza"."""
    country = known_country(knowledge, phrase) if phrase[:1].isupper() else None
    return cast.roles[cast.state(country)] if country is not None else None


def _meant(cast: Cast) -> Role | None:
    """The role of the phrase's head: what it names, or the people that it describes."""
    for token in cast.doc:
        if token.head.i == token.i and not token.is_punct:
            found = _of_head(cast, token)
            if found is not None:
                return found
    # A headline's or title's head may be a word beside the name: take the first who is a person, else anybody.
    roles = [cast.roles[actor] for mention in cast.mentions for actor in mention.actors]
    return next((role for role in roles if role.kind == "person"), roles[0] if roles else None)


def _of_head(cast: Cast, token: Token) -> Role | None:
    """The role that a head noun names, describes or borrows from the noun before it."""
    found = cast.actors_of(token, create=True)
    if not found:
        return from_modifier(cast, token)
    role = cast.roles[found[0]]
    entries = cast.knowledge.named(token.text) if cast.knowledge is not None and role.kind == "state" else ()
    demonym = next((e for e in entries if e.role == "demonym" and e.country == role.country), None)
    if demonym is not None:
        return _people(cast, demonym)
    mention = cast.mention_at(token)
    if role.kind == "state" and mention is not None and mention.kind == "adjective" and token.dep_ != "ROOT":
        return None
    return role
