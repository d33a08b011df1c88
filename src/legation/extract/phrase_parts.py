"""What the words around a phrase's head add to the actor that it names: a place, a camp, the body it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.extract.unnamed import actor_noun, whole_name
from legation.knowledge.coreference import word_list

if TYPE_CHECKING:
    from spacy.tokens import Token

    from legation.extract.mention import Cast, Role
    from legation.knowledge.store import Knowledge

_MANY = 1_000_000  # people: an area that needs no introduction
_STATELESS = frozenset({"igo", "person", "state"})


def complete(cast: Cast, role: Role) -> None:
    """Fill in what a phrase's other words say of its actor."""
    if role.country is None and role.kind not in _STATELESS and "IGO" not in role.sectors:
        role.country = _country_around(cast)
    head = next((token for token in cast.doc if token.head.i == token.i), None)
    if (
        head is not None
        and not role.sectors
        and role.kind == "unnamed"
        and head.lemma_.lower() in word_list("no_offices")
    ):
        role.sectors = ("CVL",)
    words = {token.lower_ for token in cast.doc}
    if role.sectors[:1] == ("CVL",) and any(_is_opposed(word) for word in words):
        role.sectors = ("OPP",)
    if "JRN" in role.sectors and words & word_list("official"):
        role.sectors = tuple(dict.fromkeys(("GOV", *role.sectors)))


def _is_opposed(word: str) -> bool:
    """True for what a camp is against: "anti-government", "antiwar"; and for who wants another order."""
    return word.startswith("anti") or word in word_list("opposed")


def _country_around(cast: Cast) -> str | None:
    """The country of a state or place that the phrase names: "a professor at ⟨a university⟩ in Scotland"."""
    knowledge = cast.knowledge
    for mention in cast.mentions:
        for actor in mention.actors:
            if cast.roles[actor].country is not None:
                return cast.roles[actor].country
    for token in cast.doc:
        if knowledge is not None and token.text[0].isupper() and not token.is_stop:
            for name in dict.fromkeys((whole_name(token), token.text)):
                country = known_country(knowledge, name)
                if country is not None:
                    return country
    return None


def known_country(knowledge: Knowledge, name: str) -> str | None:
    """The country of a place that news names without saying where, the largest of the name; None if there is none."""
    places = [place for place in knowledge.places(name) if place.country]
    well_known = [p for p in places if p.known or (p.kind == "region" and p.population > _MANY)]
    return well_known[0].country if well_known else None


def from_modifier(cast: Cast, token: Token) -> Role | None:
    """The role of a head that is no word for people, by the body or people before it: "army accountant"."""
    for child in reversed(list(token.lefts)):
        noun = actor_noun(child) if child.dep_ in {"compound", "nmod", "amod", "poss"} else None
        if noun is None or not noun.sectors:
            continue
        start = next((t.i for t in token.subtree if t.pos_ != "DET"), token.i)
        role = cast.role(cast.doc[start : token.i + 1].text, "unnamed")
        role.sectors = noun.sectors
        return role
    return None
