"""Who a phrase by itself means: "the Russian army", "a former Kenyan minister", "Oslo"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.extract.coreference import find_cast
from legation.extract.mention import as_kind
from legation.language.parse import parse
from legation.record import make_id
from legation.report.document import Block, Document
from legation.report.view import View

if TYPE_CHECKING:
    from datetime import date

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
    document = _document(phrase, published)
    view = View.of(document)
    doc = next(parse([view.text]))
    cast = find_cast(doc, view=view, knowledge=knowledge, published=published)
    role = _named(cast, knowledge, phrase) or _meant(cast)
    if role is None:
        return None
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
    role = cast.role(entry.name, as_kind(entry.kind))
    role.country, role.wikidata = entry.country, entry.wikidata
    is_government = entry.role in {"capital", "metonym"} and entry.kind == "state"
    role.sectors = ("GOV",) if is_government else entry.sectors
    return role


def _meant(cast: Cast) -> Role | None:
    """The role of the phrase's head: what it names, or the people that it describes."""
    for token in cast.doc:
        if token.head.i == token.i and not token.is_punct:
            found = cast.actors_of(token, create=True)
            if found:
                return cast.roles[found[0]]
    # A headline's or title's head may be a word beside the name: take the first who is a person, else anybody.
    roles = [cast.roles[actor] for mention in cast.mentions for actor in mention.actors]
    return next((role for role in roles if role.kind == "person"), roles[0] if roles else None)
